"""A person's contacts, who sees each, and the changes that wait for a second person."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, select

from webapp import accounts
from webapp.core import clock
from webapp.core.access import Reader, a_practitioner
from webapp.core.database import session
from webapp.families import barred, queries
from webapp.families.contacts import rules
from webapp.families.models import Contact, ContactChange, ContactSafeFor, Member


@dataclass(frozen=True)
class ContactRow:
    """One contact and the people for whom it is marked safe: [(id, name)]."""

    id: uuid.UUID
    kind: str
    value: str
    safe_for: list[tuple[uuid.UUID, str]]


@dataclass(frozen=True)
class ChangeRow:
    """A change that waits. `before`: the value that stands until then; `safe_name`: for whom it is marked."""

    id: uuid.UUID
    family_id: uuid.UUID
    person_id: uuid.UUID
    person_name: str
    action: str
    kind: str
    before: str
    value: str
    safe_name: str
    why: str
    asked_by: uuid.UUID
    asked_name: str
    asked_at: datetime
    until: datetime


def keeps(reader: Reader, family_id: uuid.UUID, person_id: uuid.UUID) -> bool:
    """Whether this reader works with the person: own children alone, never what an emergency opened."""
    if not a_practitioner.check(reader):
        return False
    mine = set(queries.own_children(reader))
    rows = session().execute(
        select(Member.person_id, Member.relation)
        .where(Member.family_id == family_id, barred.is_member_now())
        .order_by(Member.id)
    )
    people = {row.person_id: row.relation for row in rows}
    if person_id not in people or not mine & people.keys():
        return False
    return person_id in mine or people[person_id] != "child"


def contacts_of(person_id: uuid.UUID) -> list[ContactRow]:
    """A person's contacts with the people who may see each, for their workers."""
    rows = list(session().scalars(queries.contacts_query(person_id)))
    marks = _marks([row.id for row in rows])
    names = accounts.names([person for people in marks.values() for person in people])
    box = accounts.box_of(person_id)
    return [
        ContactRow(
            row.id,
            row.kind,
            box.text(row, "value"),
            [(one, names[one]) for one in marks.get(row.id, []) if one in names],
        )
        for row in rows
    ]


def _marks(contact_ids: list[uuid.UUID]) -> dict[uuid.UUID, list[uuid.UUID]]:
    query = select(ContactSafeFor).where(ContactSafeFor.contact_id.in_(contact_ids))
    found: dict[uuid.UUID, list[uuid.UUID]] = {}
    for row in session().scalars(query.order_by(ContactSafeFor.contact_id, ContactSafeFor.person_id)):
        found.setdefault(row.contact_id, []).append(row.person_id)
    return found


def contact(person_id: uuid.UUID, contact_id: uuid.UUID | None) -> Contact | None:
    """One of the person's contacts."""
    row = session().get(Contact, contact_id) if contact_id else None
    return row if row is not None and row.person_id == person_id else None


def may_be_safe_for(family_id: uuid.UUID, person_id: uuid.UUID) -> list[tuple[uuid.UUID, str]]:
    """Whom a contact of this person may be marked safe for: the family, less whom an order keeps away."""
    return [
        (member.person_id, member.name)
        for member in queries.members(family_id)
        if member.person_id != person_id and not is_kept_away(member.person_id, person_id)
    ]


def is_kept_away(reader_id: uuid.UUID, person_id: uuid.UUID) -> bool:
    """A court order or no contact holds between the reader and a child of this person's families."""
    return bool(session().scalar(select(barred.lives_with_floored(reader_id, person_id))))


def waiting_of(family_id: uuid.UUID, person_id: uuid.UUID) -> list[ChangeRow]:
    """The changes of one person that wait for a second person, oldest first."""
    query = _waiting().where(ContactChange.family_id == family_id, ContactChange.person_id == person_id)
    return _rows(query)


def changes_waiting(reader: Reader) -> list[ChangeRow]:
    """What this reader may confirm or refuse: never what they asked for themselves. Oldest first."""
    if not a_practitioner.check(reader):
        return []
    families = select(Member.family_id).where(Member.person_id.in_(queries.own_children(reader))).distinct()
    query = _waiting().where(
        ContactChange.family_id.in_(families), ContactChange.asked_by != reader.person_id
    )
    return [row for row in _rows(query) if keeps(reader, row.family_id, row.person_id)]


def _waiting() -> Select[ContactChange]:
    since = clock.now() - rules.WAITS
    return select(ContactChange).where(ContactChange.state == rules.ASKED, ContactChange.asked_at >= since)


def _rows(query: Select[ContactChange]) -> list[ChangeRow]:
    rows = list(session().scalars(query.order_by(ContactChange.asked_at, ContactChange.id)))
    people = {person for row in rows for person in (row.person_id, row.asked_by, row.safe_for_id) if person}
    names = accounts.names(sorted(people))
    return [_row(row, names) for row in rows]


def _row(row: ContactChange, names: dict[uuid.UUID, str]) -> ChangeRow:
    box = accounts.box_of(row.person_id)
    old = contact(row.person_id, row.contact_id)
    before = box.text(old, "value") if old else ""
    return ChangeRow(
        id=row.id,
        family_id=row.family_id,
        person_id=row.person_id,
        person_name=names.get(row.person_id, ""),
        action=row.action,
        kind=row.kind,
        before=queries.safe_way(row.person_id) if row.action == "way" else before,
        value=box.text(row, "value"),
        safe_name=names.get(row.safe_for_id, "") if row.safe_for_id else "",
        why=box.text(row, "why"),
        asked_by=row.asked_by,
        asked_name=names.get(row.asked_by, ""),
        asked_at=row.asked_at,
        until=row.asked_at + rules.WAITS,
    )
