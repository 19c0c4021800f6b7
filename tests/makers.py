"""Small made-up families for tests. Call inside `unit_of_work()`; returns ids."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import date

import pyotp

from webapp import accounts, families
from webapp.core import sealing
from webapp.core.access import Handed
from webapp.core.database import unit_of_work


@dataclass
class Town:
    """One small authority: two teams, and a family with separated parents."""

    beth: uuid.UUID = field(default_factory=uuid.uuid4)
    tom: uuid.UUID = field(default_factory=uuid.uuid4)
    farah: uuid.UUID = field(default_factory=uuid.uuid4)
    owen: uuid.UUID = field(default_factory=uuid.uuid4)
    priya: uuid.UUID = field(default_factory=uuid.uuid4)
    team: uuid.UUID = field(default_factory=uuid.uuid4)
    other_team: uuid.UUID = field(default_factory=uuid.uuid4)
    family: uuid.UUID = field(default_factory=uuid.uuid4)
    zara: uuid.UUID = field(default_factory=uuid.uuid4)
    yusuf: uuid.UUID = field(default_factory=uuid.uuid4)
    samina: uuid.UUID = field(default_factory=uuid.uuid4)
    imran: uuid.UUID = field(default_factory=uuid.uuid4)
    stranger: uuid.UUID = field(default_factory=uuid.uuid4)


@dataclass
class As:
    """A reader without a request: satisfies core.access.Reader."""

    person_id: uuid.UUID
    kind: str
    role: str
    band: str = "adult"
    language: str = "en"
    shared_phone: bool = True
    chosen_id: uuid.UUID | None = None
    session_id: uuid.UUID = uuid.UUID(int=0)
    name: str = ""
    handed: Handed | None = None


def make_staff(name: str, role: str) -> uuid.UUID:
    """A member of staff with a known password and one-time code."""
    email = f"{name.split()[0].lower()}@northbridge.example"
    return accounts.add_staff(
        name=name, role=role, email=email, password="three quiet herons", totp_secret=pyotp.random_base32()
    )


def make_town() -> Town:
    """Beth works with Zara (10) and Yusuf (6), Farah manages, Tom is in another team.

    Samina, their mother, reads Urdu and is not set up yet; Imran, Zara's father, lives elsewhere.
    """
    with unit_of_work():
        town = Town()
        sealing.ensure_phone_key()
        town.team, town.other_team = families.add_team(name="Riverside"), families.add_team(name="Hillside")
        town.beth, town.tom = make_staff("Beth Carter", "worker"), make_staff("Tom Ellis", "worker")
        town.farah = make_staff("Farah Aziz", "manager")
        town.owen, town.priya = (
            make_staff("Owen Tate", "data_officer"),
            make_staff("Priya Nair", "administrator"),
        )
        for person, team in ((town.beth, town.team), (town.farah, town.team), (town.tom, town.other_team)):
            families.add_to_team(person_id=person, team_id=team)
        _make_family(town)
        return town


def _make_family(town: Town) -> None:
    town.family = families.add_family(name="Family M", team_id=town.team)
    town.zara = families.add_child(
        family_id=town.family, name="Zara", band="mid", born_on=date(2016, 3, 4), authority_id="NB-100234"
    )
    town.yusuf = families.add_child(
        family_id=town.family, name="Yusuf", band="young", authority_id="NB-100235"
    )
    town.samina = families.add_adult(family_id=town.family, name="Samina", relation="mother", language="ur")
    town.imran = families.add_adult(family_id=town.family, name="Imran", relation="father")
    other = families.add_family(name="Family S", team_id=town.other_team)
    town.stranger = families.add_adult(family_id=other, name="Stranger", relation="mother")
    for child in (town.zara, town.yusuf):
        families.allocate(child_id=child, worker_id=town.beth)
        families.grant_plan(person_id=town.samina, child_id=child, granted_by=town.beth)
    families.grant_plan(person_id=town.imran, child_id=town.zara, granted_by=town.beth)
    families.add_contact(
        person_id=town.samina, kind="address", value="1 Made-up Street", safe_for=[town.zara]
    )
    for person in (town.zara, town.yusuf, town.samina, town.imran):
        families.set_safe_way(person_id=person, words="At school, ask for Mr Osei")
        accounts.issue_card(person_id=person, issued_by=town.beth)
    accounts.set_way_in(person_id=town.zara, kind="pictures", secret="boat leaf moon cup")
    accounts.set_way_in(person_id=town.imran, kind="password", secret="eleven green kettles")
