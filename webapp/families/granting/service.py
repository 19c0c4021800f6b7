"""Giving, ending, and setting floors. Keyword-only; flush, never commit."""

from __future__ import annotations

import uuid
from datetime import date, datetime

from sqlalchemy import delete, select

from webapp import audit
from webapp.core import clock, ids, sealing
from webapp.core.database import session
from webapp.families import barred, grants, queries, rules
from webapp.families.models import Contact, ContactSafeFor, Floor, Grant, Member
from webapp.families.rules import BarredError


def grant(
    *,
    person_id: uuid.UUID,
    child_id: uuid.UUID,
    kind: str,
    granted_by: uuid.UUID,
    until: datetime | None = None,
    sees_from: datetime | None = None,
    why: str = "",
) -> uuid.UUID:
    """Let a person see a kind of thing about a child, from now; nothing from before `sees_from` (now).

    Given already: only its end changes. BarredError under a floor; ValueError for an unknown kind.
    """
    if kind not in rules.KINDS:
        raise ValueError(kind)
    if barred.has_floor(person_id, child_id):
        raise BarredError("floor")
    now = clock.now()
    row = _held(person_id, child_id, kind) or Grant(
        id=ids.new(),
        person_id=person_id,
        child_id=child_id,
        kind=kind,
        granted_by=granted_by,
        from_at=now,
        sees_from=sees_from or now,
    )
    row.until_at = until
    if why:
        sealing.child_box(child_id).put(row, why=why)
    session().add(row)
    session().flush()
    _record(granted_by, "grant.give", child_id, person_id, row.id)
    return row.id


def _held(person_id: uuid.UUID, child_id: uuid.UUID, kind: str) -> Grant | None:
    mine = (Grant.person_id == person_id, Grant.child_id == child_id, Grant.kind == kind)
    return session().scalars(grants.grants_now().where(*mine).order_by(Grant.from_at, Grant.id)).first()


def end_grant(*, row: Grant, actor_id: uuid.UUID) -> None:
    """What was given ends at once, in open sessions too."""
    row.until_at = clock.now()
    session().flush()
    _record(actor_id, "grant.end", row.child_id, row.person_id, row.id)


def see_from(*, row: Grant, since: datetime, actor_id: uuid.UUID) -> None:
    """The person may see what came since then; a plan from before is let through one by one."""
    row.sees_from = since
    session().flush()
    _record(actor_id, "grant.see_from", row.child_id, row.person_id, row.id)


def set_floor(
    *, person_id: uuid.UUID, child_id: uuid.UUID, kind: str, reason: str, review_on: date, set_by: uuid.UUID
) -> uuid.UUID:
    """Nothing of this child reaches this person from now on, whatever was given; what was given ends.

    So lifting it gives nothing back by itself. The same floor again is the same row.
    """
    if kind not in rules.FLOORS:
        raise ValueError(kind)
    same = (Floor.person_id == person_id, Floor.child_id == child_id, Floor.kind == kind)
    held = session().scalar(select(Floor).where(*same, Floor.lifted_at.is_(None)))
    if held is not None:
        return held.id
    row = Floor(id=ids.new(), person_id=person_id, child_id=child_id, kind=kind)
    row.from_at, row.review_on, row.set_by = clock.now(), review_on, set_by
    sealing.child_box(child_id).put(row, reason=reason)
    session().add(row)
    _end_all(person_id, child_id)
    _forget_contacts(person_id, child_id)
    session().flush()
    _record(set_by, f"floor.{kind}", child_id, person_id, row.id)
    return row.id


def _end_all(person_id: uuid.UUID, child_id: uuid.UUID) -> None:
    now = clock.now()
    query = select(Grant).where(Grant.person_id == person_id, Grant.child_id == child_id)
    for row in session().scalars(query.order_by(Grant.id)):
        row.until_at = min(row.until_at or now, now)


def _forget_contacts(person_id: uuid.UUID, child_id: uuid.UUID) -> None:
    """No address of the child's families stays marked safe for this person, to come back one day."""
    theirs = select(Member.family_id).where(Member.person_id == child_id)
    people = select(Member.person_id).where(Member.family_id.in_(theirs), Member.person_id != person_id)
    contacts = select(Contact.id).where(Contact.person_id.in_(people))
    session().execute(
        delete(ContactSafeFor).where(
            ContactSafeFor.person_id == person_id, ContactSafeFor.contact_id.in_(contacts)
        )
    )


def ask_to_lift(*, row: Floor, reason: str, actor_id: uuid.UUID) -> None:
    """A worker asks the manager to lift it, and says why."""
    row.asked_by = actor_id
    sealing.child_box(row.child_id).put(row, asked_reason=reason)
    session().flush()
    _record(actor_id, "floor.ask_to_lift", row.child_id, row.person_id, row.id)


def lift_floor(*, row: Floor, reason: str, manager_id: uuid.UUID) -> None:
    """A manager lifts it. BarredError when one person would do both: see rules.may_lift."""
    if not rules.may_lift(set_by=row.set_by, asked_by=row.asked_by, manager=manager_id):
        raise BarredError("second_person")
    row.lifted_at, row.lifted_by = clock.now(), manager_id
    sealing.child_box(row.child_id).put(row, lifted_reason=reason)
    session().flush()
    _record(manager_id, "floor.lift", row.child_id, row.person_id, row.id)


def _record(
    actor_id: uuid.UUID, act: str, child_id: uuid.UUID, person_id: uuid.UUID, item_id: uuid.UUID
) -> None:
    audit.record(
        actor_id=actor_id,
        act=act,
        family_id=queries.family_of(child_id).id,
        subject_id=person_id,
        item_kind=act.split(".")[0],
        item_id=item_id,
    )
