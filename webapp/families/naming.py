"""Everything that would name a family in a text: for hiding it from who must not know them."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from sqlalchemy import select

from webapp import accounts
from webapp.core.database import session
from webapp.families.models import Family, Invitation, Member
from webapp.families.queries import contacts_for_duty, family_name


@dataclass(frozen=True)
class NamingWords:
    """people: (person, name, relation), the children first; places and numbers: as their contacts say."""

    people: list[tuple[uuid.UUID, str, str]]
    places: list[str]
    numbers: list[str]


def naming_words(family_id: uuid.UUID) -> NamingWords:
    """Everyone who is or was in the family or was invited for it, what the family is called, all contacts."""
    query = select(Member).where(Member.family_id == family_id).order_by(Member.id)
    relations = {row.person_id: row.relation for row in session().scalars(query)}
    invited = select(Invitation.id).where(Invitation.family_id == family_id).order_by(Invitation.id)
    relations |= dict.fromkeys(session().scalars(invited), "outside")
    people = accounts.people(list(relations))
    found = [
        (person_id, people[person_id].name, relation)
        for person_id, relation in sorted(relations.items(), key=lambda one: (one[1] != "child", str(one[0])))
        if person_id in people
    ]
    contacts = [one for person_id, _name, _relation in found for one in contacts_for_duty(person_id)]
    found.append((family_id, family_name(session().get_one(Family, family_id)), "family"))
    return NamingWords(
        people=found,
        places=[one.value for one in contacts if one.kind in ("address", "school")],
        numbers=[one.value for one in contacts if one.kind == "phone"],
    )
