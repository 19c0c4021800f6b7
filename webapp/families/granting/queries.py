"""What a worker sees of what a person may see."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from webapp import accounts
from webapp.core import sealing
from webapp.core.access import Reader
from webapp.core.database import session
from webapp.families import grants, queries, rules
from webapp.families.models import Floor, Grant
from webapp.families.queries import MemberView


@dataclass(frozen=True)
class GrantView:
    """What was given, since when, until when, from when things show, by whom and why."""

    id: uuid.UUID
    kind: str
    from_at: datetime
    until_at: datetime | None
    sees_from: datetime | None
    by_name: str
    why: str


@dataclass(frozen=True)
class FloorView:
    """A floor that holds. `may_lift`: whether this reader is a manager who may lift it."""

    id: uuid.UUID
    kind: str
    from_at: datetime
    review_on: date
    by_name: str
    reason: str
    asked_by: str
    asked_reason: str
    may_lift: bool


@dataclass(frozen=True)
class ChildLine:
    """One child of the family, and what of this child the person may see."""

    id: uuid.UUID
    name: str
    grants: list[GrantView]
    floors: list[FloorView]


def lines(reader: Reader, family_id: uuid.UUID, person_id: uuid.UUID) -> list[ChildLine]:
    """Each of the reader's children in the family, but the person themselves."""
    children = children_but(reader, family_id, person_id)
    return [_line(reader, child, person_id) for child in children]


def children_but(reader: Reader, family_id: uuid.UUID, person_id: uuid.UUID) -> list[MemberView]:
    """The reader's children in the family, but the person themselves."""
    children = queries.children_in(family_id, queries.visible_children(reader))
    return [one for one in children if one.person_id != person_id]


def _line(reader: Reader, child: MemberView, person_id: uuid.UUID) -> ChildLine:
    query = grants.grants_now().where(Grant.person_id == person_id, Grant.child_id == child.person_id)
    given = list(session().scalars(query.order_by(Grant.from_at, Grant.id)))
    floors = floors_between(person_id, child.person_id)
    people = [row.granted_by for row in given] + [row.set_by for row in floors]
    names = accounts.names(people + [row.asked_by for row in floors if row.asked_by])
    return ChildLine(
        child.person_id,
        child.name,
        [_grant_view(row, names) for row in given],
        [_floor_view(reader, row, names) for row in floors],
    )


def _grant_view(row: Grant, names: dict[uuid.UUID, str]) -> GrantView:
    return GrantView(
        id=row.id,
        kind=row.kind,
        from_at=row.from_at,
        until_at=row.until_at,
        sees_from=row.sees_from,
        by_name=names.get(row.granted_by, ""),
        why=sealing.child_box(row.child_id).text(row, "why"),
    )


def _floor_view(reader: Reader, row: Floor, names: dict[uuid.UUID, str]) -> FloorView:
    box = sealing.child_box(row.child_id)
    may = rules.may_lift(set_by=row.set_by, asked_by=row.asked_by, manager=reader.person_id)
    return FloorView(
        id=row.id,
        kind=row.kind,
        from_at=row.from_at,
        review_on=row.review_on,
        by_name=names.get(row.set_by, ""),
        reason=box.text(row, "reason"),
        asked_by=names.get(row.asked_by, "") if row.asked_by else "",
        asked_reason=box.text(row, "asked_reason"),
        may_lift=reader.role == "manager" and may,
    )


def floors_between(person_id: uuid.UUID, child_id: uuid.UUID) -> list[Floor]:
    """The floors that hold between these two, oldest first."""
    query = select(Floor).where(Floor.person_id == person_id, Floor.child_id == child_id)
    return list(session().scalars(query.where(Floor.lifted_at.is_(None)).order_by(Floor.from_at, Floor.id)))


@dataclass(frozen=True)
class KeptFrom:
    """A child from whom an order or no contact keeps a person, for the warning before a worker shares."""

    person_id: uuid.UUID
    child_id: uuid.UUID
    child_name: str
    kind: str


def kept_from(reader: Reader, people: list[uuid.UUID]) -> list[KeptFrom]:
    """Which of the reader's children these people are kept from, oldest first."""
    mine = queries.visible_children(reader)
    query = select(Floor).where(Floor.person_id.in_(people), Floor.child_id.in_(mine))
    rows = list(session().scalars(query.where(Floor.lifted_at.is_(None)).order_by(Floor.from_at, Floor.id)))
    names = accounts.names([row.child_id for row in rows])
    return [KeptFrom(row.person_id, row.child_id, names[row.child_id], row.kind) for row in rows]


def person_in(reader: Reader, family_id: uuid.UUID, person_id: uuid.UUID) -> MemberView | None:
    """A person of the family, or one from outside who was given something about the reader's child in it."""
    mine = queries.visible_children(reader)
    return queries.member_of(family_id, person_id, mine) or _outsider(family_id, person_id, mine)


def _outsider(family_id: uuid.UUID, person_id: uuid.UUID, mine: list[uuid.UUID]) -> MemberView | None:
    children = [one.person_id for one in queries.children_in(family_id, mine)]
    given = select(Grant.id).where(Grant.person_id == person_id, Grant.child_id.in_(children)).limit(1)
    person = accounts.people([person_id]).get(person_id) if session().scalar(given) else None
    return MemberView.of(person, "") if person else None


def grant_of(grant_id: uuid.UUID | None, person_id: uuid.UUID, children: list[uuid.UUID]) -> Grant | None:
    """A grant of this person about one of these children, while it holds."""
    query = grants.grants_now().where(Grant.id == grant_id, Grant.person_id == person_id)
    return session().scalar(query.where(Grant.child_id.in_(children)))


def floor_of(floor_id: uuid.UUID | None, person_id: uuid.UUID, children: list[uuid.UUID]) -> Floor | None:
    """A floor that holds between this person and one of these children."""
    query = select(Floor).where(Floor.id == floor_id, Floor.person_id == person_id)
    return session().scalar(query.where(Floor.child_id.in_(children), Floor.lifted_at.is_(None)))
