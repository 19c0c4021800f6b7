"""Reading the phones of the people a reader works with."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from webapp import accounts
from webapp.core.access import Reader
from webapp.families import queries
from webapp.families.inviting.queries import invited_person
from webapp.families.queries import MemberView


@dataclass(frozen=True)
class NewPhone:
    """A card was used on a phone that nobody asked about yet."""

    family_id: uuid.UUID
    person_id: uuid.UUID
    name: str
    device: accounts.DeviceView


def person_in(reader: Reader, family_id: uuid.UUID, person_id: uuid.UUID) -> MemberView | None:
    """The person in this family, or invited; a child to those alone who work with that child."""
    member = queries.member_of(family_id, person_id, queries.own_children(reader))
    return member or invited_person(reader, family_id, person_id)


def people_in(reader: Reader, family_id: uuid.UUID) -> list[MemberView]:
    """Everyone of whom `person_in` would be found among the members."""
    return queries.known_members(family_id, queries.own_children(reader))


def device_in(
    reader: Reader, family_id: uuid.UUID, device_id: uuid.UUID | None
) -> accounts.DeviceView | None:
    """A phone of a person in this family."""
    found = accounts.device(device_id) if device_id else None
    return found if found and person_in(reader, family_id, found.person_id) else None


def new_phones(reader: Reader) -> list[NewPhone]:
    """Phones to ask about, of all the reader's own families, first used first."""
    whose: dict[uuid.UUID, tuple[uuid.UUID, str]] = {}
    mine = set(queries.own_children(reader)) if reader.kind == "staff" else set()
    theirs = [family.id for family in queries.visible_families(reader)] if mine else []
    for family_id, people in queries.known_members_of(theirs, mine).items():
        if not mine.isdisjoint(person.person_id for person in people):
            whose |= {person.person_id: (family_id, person.name) for person in people}
    found = accounts.unchecked_devices(list(whose))
    return [NewPhone(whose[one.person_id][0], one.person_id, whose[one.person_id][1], one) for one in found]
