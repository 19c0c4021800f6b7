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
    mine = queries.own_children(reader)
    for person in queries.members(family_id):
        if person.person_id == person_id and (person.kind == "adult" or person_id in mine):
            return person
    return invited_person(reader, family_id, person_id)


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
    for family in queries.visible_families(reader) if mine else []:
        people = queries.members(family.id)
        if mine.isdisjoint(person.person_id for person in people):
            continue
        for person in people:
            if person.kind == "adult" or person.person_id in mine:
                whose[person.person_id] = (family.id, person.name)
    found = accounts.unchecked_devices(list(whose))
    return [NewPhone(whose[one.person_id][0], one.person_id, whose[one.person_id][1], one) for one in found]
