"""What nothing can widen: floors between a person and a child, and staff who know a child."""

from __future__ import annotations

import uuid
from typing import Any

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import InstrumentedAttribute, aliased

from webapp.core import clock, sealing
from webapp.core.database import session
from webapp.families.models import BrokenGlass, ChildFacts, Conflict, Floor, Member

Id = uuid.UUID | InstrumentedAttribute[Any]


def authority_id_hash(typed: str) -> bytes:
    """What the council's person id is looked up by; spaces and case do not matter."""
    return sealing.lookup_hash("authority-id", "".join(typed.split()).upper())


def is_member_now() -> ColumnElement[bool]:
    """SQL: a member who has not left the family."""
    return or_(Member.until_at.is_(None), Member.until_at > clock.now())


def is_floored(person: Id, child: Id) -> ColumnElement[bool]:
    """SQL: a court order or no contact holds between this person and this child."""
    return (
        select(Floor.id)
        .where(Floor.person_id == person, Floor.child_id == child, Floor.lifted_at.is_(None))
        .exists()
    )


def lives_with_floored(reader: Id, person: Id) -> ColumnElement[bool]:
    """SQL: the person is in a family with a child from whom the reader is kept: an address tells two."""
    childs, persons = aliased(Member), aliased(Member)
    return (
        select(Floor.id)
        .join(childs, childs.person_id == Floor.child_id)
        .join(persons, persons.family_id == childs.family_id)
        .where(Floor.person_id == reader, persons.person_id == person, Floor.lifted_at.is_(None))
        .exists()
    )


def in_conflict(staff: Id, child: Id) -> ColumnElement[bool]:
    """SQL: this member of staff knows someone of a family that the child is in."""
    # An alias: `staff` may itself be a column of Conflict, and is another row's then.
    held, childs, named = aliased(Conflict), aliased(Member), aliased(Member)
    known = (
        select(named.family_id)
        .join(ChildFacts, ChildFacts.id == named.person_id)
        .where(ChildFacts.authority_id_hash == held.authority_id_hash)
        .correlate(held)
    )
    return (
        select(held.id)
        .join(childs, (held.family_id == childs.family_id) | childs.family_id.in_(known))
        .where(held.staff_id == staff, childs.person_id == child, held.ended_at.is_(None))
        .exists()
    )


def opened_children(staff_id: uuid.UUID) -> Select[uuid.UUID]:
    """Children of the family this member of staff opened in an emergency, while that lasts."""
    now = clock.now()
    return (
        select(Member.person_id)
        .join(BrokenGlass, BrokenGlass.family_id == Member.family_id)
        .where(BrokenGlass.staff_id == staff_id, BrokenGlass.ended_at.is_(None))
        .where(BrokenGlass.opened_at <= now, BrokenGlass.until_at > now, Member.relation == "child")
        .where(is_member_now())
        .where(~in_conflict(BrokenGlass.staff_id, Member.person_id))
    )


def has_floor(person_id: uuid.UUID, child_id: uuid.UUID) -> bool:
    """Whether an order or no contact keeps this person from this child."""
    return bool(session().scalar(select(is_floored(person_id, child_id))))


def has_conflict(staff_id: uuid.UUID, child_id: uuid.UUID) -> bool:
    """Whether this member of staff knows the child, or someone of the child's family."""
    return bool(session().scalar(select(in_conflict(staff_id, child_id))))


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
