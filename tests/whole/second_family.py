"""A second family with its own worker, manager and team: whatever is theirs is for nobody of the first."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import date, timedelta

import pyotp

from tests.whole.more_words import KINDS, PARTS, Teller
from webapp import accounts, families, feedback, plans, review
from webapp.core import clock, ids

STAFF = ("worker of another team", "other manager")
BORN = date(2013, 7, 29)


def add_second_family(teller: Teller, entry: Callable[..., uuid.UUID]) -> dict[str, uuid.UUID]:
    """Tom's family. Returns what fills the routes' parameters for it."""
    town = teller.town
    teller.others["other manager"] = _manager(teller)
    family = families.add_family(
        name=teller.token("family-name", *STAFF, "administrator"), team_id=town.other_team
    )
    child, mother = _people(teller, family)
    version, answer = _plan(teller, child, mother)
    said = entry(teller.token("other-told-worker", *STAFF[:1]), "worker", child_id=child)
    reply = review.reply(
        reply_id=ids.new(),
        author_id=town.tom,
        child_id=child,
        to_id=child,
        answers=[("entry", said)],
        outcome=review.Outcome("cannot", teller.token("other-reply", *STAFF), reason=_t(teller, "reason")),
    )
    _more(teller, family, child, mother)
    return {
        "child_id": child,
        "family_id": family,
        "person_id": mother,
        "staff_id": town.tom,
        "team_id": town.other_team,
        "version_id": version,
        "answer_id": answer,
        "reply_id": reply,
        "entry_id": said,
        "reader_id": mother,
    }


def _t(teller: Teller, item: str, *personas: str) -> str:
    return teller.token(f"other-{item}", *STAFF, *personas)


def _manager(teller: Teller) -> uuid.UUID:
    email = f"{teller.token('email', 'other manager', 'manager', 'administrator')}@northbridge.example"
    person = accounts.add_staff(
        name=teller.token("name-of-manager", *STAFF, "other mother", "manager", "administrator"),
        role="manager",
        email=email,
        password="three quiet herons",
        totp_secret=pyotp.random_base32(),
    )
    families.add_to_team(person_id=person, team_id=teller.town.other_team)
    return person


def _people(teller: Teller, family: uuid.UUID) -> tuple[uuid.UUID, uuid.UUID]:
    town = teller.town
    child = families.add_child(
        family_id=family,
        name=_t(teller, "child-name", "other mother", "administrator"),
        band="mid",
        born_on=BORN,
        authority_id=_t(teller, "id", "administrator"),
    )
    name = _t(teller, "mother-name", "other mother", "administrator")
    mother = families.add_adult(family_id=family, name=name, relation="mother")
    told = teller.token("other-why-worker", "other mother", "other manager", "administrator")
    note = teller.token("other-office-note", "other manager", "administrator")
    families.allocate(child_id=child, worker_id=town.tom, reason=told, note=note)
    families.grant_plan(person_id=mother, child_id=child, granted_by=town.tom)
    teller.others["other mother"] = mother
    for person, persona in ((child, ()), (mother, ("other mother",))):
        for kind in KINDS:
            value = _t(teller, f"{kind}-{len(persona)}", *persona)
            families.add_contact(person_id=person, kind=kind, value=value)
        families.set_safe_way(person_id=person, words=_t(teller, f"way-{len(persona)}"))
        accounts.issue_card(person_id=person, issued_by=town.tom)
    return child, mother


def _plan(teller: Teller, child: uuid.UUID, mother: uuid.UUID) -> tuple[uuid.UUID, uuid.UUID]:
    tom = teller.town.tom
    version = plans.start_plan(child_id=child, kind="child_in_need", actor_id=tom)
    for part in PARTS:
        plans.save_paragraph(
            version_id=version,
            part=part,
            adult={"en": f"{_t(teller, 'everyone', 'other mother')}."},
            child={"en": f"{_t(teller, 'childs')}. One. Two. Three."},
            source=_t(teller, "source"),
            actor_id=tom,
        )
    plans.save_step(
        version_id=version,
        what={"en": f"{_t(teller, 'step', 'other mother')}."},
        by_whom=_t(teller, "by-whom", "other mother"),
        by_on=clock.today() + timedelta(days=7),
        actor_id=tom,
    )
    asked = clock.today()
    plans.record_asked(version_id=version, person_id=mother, outcome="asked", asked_on=asked, actor_id=tom)
    for reader in plans.readers(child):
        plans.tick_read_as(version_id=version, reader_id=reader.person_id, actor_id=tom)
    plans.publish(version_id=version, actor_id=tom, review_on=date(2030, 1, 1))
    words = _t(teller, "answer", "other mother")
    return version, plans.add_answer(version_id=version, person_id=mother, kind="own_words", words=words)


def _more(teller: Teller, family: uuid.UUID, child: uuid.UUID, mother: uuid.UUID) -> None:
    for persona, person in (("", child), ("other mother", mother)):
        feedback.record_submission(
            person_id=person,
            child_id=child,
            answers={},
            answered_at=clock.now() - timedelta(days=40),
            words={"OPEN_GOOD": teller.token("other-good", "other manager", persona)},
        )
    kept_away = families.add_adult(
        family_id=family, name=_t(teller, "father-name", "administrator"), relation="father"
    )
    families.set_floor(
        person_id=kept_away,
        child_id=child,
        kind="court_order",
        reason=_t(teller, "floor"),
        review_on=clock.today() + timedelta(days=90),
        set_by=teller.town.tom,
    )
