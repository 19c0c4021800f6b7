"""What nothing can widen: floors between a person and a child, and staff who know a child."""

from __future__ import annotations

import uuid
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    ScalarSelect,
    Select,
    String,
    and_,
    case,
    cast,
    func,
    or_,
    select,
)
from sqlalchemy.orm import InstrumentedAttribute, aliased

from webapp.core import sealing
from webapp.core.database import NOW, session
from webapp.families.models import BrokenGlass, ChildFacts, Conflict, Floor, Member

Id = uuid.UUID | InstrumentedAttribute[Any] | BindParameter[Any]
# Made once: an alias costs more than the rest of a statement.
# `_HELD`: the `staff` of `in_conflict` may itself be a column of Conflict, and is another row's then.
_HELD, _CHILDS, _NAMED, _PERSONS = aliased(Conflict), aliased(Member), aliased(Member), aliased(Member)
_KNOWN = (
    select(_NAMED.family_id)
    .join(ChildFacts, ChildFacts.id == _NAMED.person_id)
    .where(ChildFacts.authority_id_hash == _HELD.authority_id_hash)
    .correlate(_HELD)
)
_CONFLICTS = (
    select(_HELD.id)
    .join(_CHILDS, (_HELD.family_id == _CHILDS.family_id) | _CHILDS.family_id.in_(_KNOWN))
    .where(_HELD.ended_at.is_(None))
)
_FLOORS_AT_HOME = (
    select(Floor.id)
    .join(_CHILDS, _CHILDS.person_id == Floor.child_id)
    .join(_PERSONS, _PERSONS.family_id == _CHILDS.family_id)
    .where(Floor.lifted_at.is_(None))
)
_IS_MEMBER = or_(Member.until_at.is_(None), Member.until_at > NOW)
_IS_OPEN = and_(BrokenGlass.ended_at.is_(None), BrokenGlass.opened_at <= NOW, BrokenGlass.until_at > NOW)


def authority_id_hash(typed: str) -> bytes:
    """What the council's person id is looked up by; spaces and case do not matter."""
    return sealing.lookup_hash("authority-id", "".join(typed.split()).upper())


def is_member_now() -> ColumnElement[bool]:
    """SQL: a member who has not left the family."""
    return _IS_MEMBER


def is_floored(person: Id, child: Id) -> ColumnElement[bool]:
    """SQL: a court order or no contact holds between this person and this child."""
    return (
        select(Floor.id)
        .where(Floor.person_id == person, Floor.child_id == child, Floor.lifted_at.is_(None))
        .exists()
    )


def apart_column(person: Id) -> ScalarSelect[Any]:
    """SQL, for a statement that is sent anyway: what `people_apart` reads."""
    other = case((Floor.child_id == person, Floor.person_id), else_=Floor.child_id)
    between = or_(Floor.child_id == person, Floor.person_id == person)
    ids = func.aggregate_strings(cast(other, String), ",")
    return select(ids).where(Floor.lifted_at.is_(None), between).scalar_subquery()


def people_apart(found: str | None) -> frozenset[uuid.UUID]:
    """Everyone between whom and a person an order or no contact stands, whichever of them is the child."""
    return frozenset(uuid.UUID(one) for one in found.split(",")) if found else frozenset()


def apart_from(person_id: uuid.UUID) -> frozenset[uuid.UUID]:
    """The same for one person."""
    return people_apart(session().scalar(select(apart_column(person_id))))


def lives_with_floored(reader: Id, person: Id) -> ColumnElement[bool]:
    """SQL: the person is in a family with a child from whom the reader is kept: an address tells two."""
    return _FLOORS_AT_HOME.where(Floor.person_id == reader, _PERSONS.person_id == person).exists()


def in_conflict(staff: Id, child: Id) -> ColumnElement[bool]:
    """SQL: this member of staff knows someone of a family that the child is in."""
    return _CONFLICTS.where(_HELD.staff_id == staff, _CHILDS.person_id == child).exists()


def is_open_now() -> ColumnElement[bool]:
    """SQL: what was opened in an emergency, until its hour is over or it was closed."""
    return _IS_OPEN


def opened_children(staff_id: Id) -> Select[uuid.UUID]:
    """Children of the family this member of staff opened in an emergency, while that lasts."""
    return (
        select(Member.person_id)
        .join(BrokenGlass, BrokenGlass.family_id == Member.family_id)
        .where(BrokenGlass.staff_id == staff_id, is_open_now())
        .where(Member.relation == "child", is_member_now())
        .where(~in_conflict(BrokenGlass.staff_id, Member.person_id))
    )


def has_floor(person_id: uuid.UUID, child_id: uuid.UUID) -> bool:
    """Whether an order or no contact keeps this person from this child."""
    return bool(session().scalar(select(is_floored(person_id, child_id))))


def has_conflict(staff_id: uuid.UUID, child_id: uuid.UUID) -> bool:
    """Whether this member of staff knows the child, or someone of the child's family."""
    return bool(session().scalar(select(in_conflict(staff_id, child_id))))


def who_declared() -> set[uuid.UUID]:
    """Staff who know any child at all; few."""
    return set(session().scalars(select(Conflict.staff_id).where(Conflict.ended_at.is_(None))))


def barred_children(person_id: uuid.UUID) -> Select[uuid.UUID]:
    """SQL: children nothing of whom may reach this person, for those whom a child chose without a grant."""
    floored = select(Floor.child_id).where(Floor.person_id == person_id, Floor.lifted_at.is_(None))
    related = select(Member.person_id).where(in_conflict(person_id, Member.person_id))
    return floored.union(related)  # type: ignore[return-value]


def barred_people(child_id: uuid.UUID) -> set[uuid.UUID]:
    """Whom nothing of this child may reach: under a floor, or staff who know the family."""
    floored = select(Floor.person_id).where(Floor.child_id == child_id, Floor.lifted_at.is_(None))
    related = select(Conflict.staff_id).where(in_conflict(Conflict.staff_id, child_id))
    return set(session().scalars(floored.union(related)))
