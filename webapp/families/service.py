"""Changing families. Keyword-only; flush, never commit."""

from __future__ import annotations

import json
import uuid
from datetime import date, datetime

from sqlalchemy import or_, select

from webapp import accounts
from webapp.core import clock, ids, sealing
from webapp.core.database import session
from webapp.families import barred
from webapp.families.checking import card_was_asked_anew
from webapp.families.models import (
    Allocation,
    CardAnswers,
    ChildFacts,
    Contact,
    ContactSafeFor,
    Family,
    Grant,
    Member,
    Post,
    SafeWay,
    Team,
)
from webapp.families.rules import BarredError


def add_team(*, name: str) -> uuid.UUID:
    """A team of the authority."""
    row = Team(id=ids.new())
    sealing.staff_box().put(row, name=name)
    session().add(row)
    session().flush()
    return row.id


def add_to_team(*, person_id: uuid.UUID, team_id: uuid.UUID) -> None:
    """Put a member of staff in a team."""
    session().add(Post(id=ids.new(), person_id=person_id, team_id=team_id))
    session().flush()


def add_family(*, name: str, team_id: uuid.UUID) -> uuid.UUID:
    """A family and its key."""
    row = Family(id=ids.new(), team_id=team_id)
    sealing.family_box(row.id).put(row, name=name)
    session().add(row)
    session().flush()
    return row.id


def add_child(
    *,
    family_id: uuid.UUID,
    name: str,
    band: str,
    language: str = "en",
    born_on: date | None = None,
    authority_id: str = "",
) -> uuid.UUID:
    """A child, the child's own key, and what the council knows the child by."""
    person_id = ids.new()
    accounts.add_person(
        person_id=person_id,
        kind="child",
        role="child",
        box=("child", person_id),
        name=name,
        language=language,
        band=band,
    )
    session().add(Member(id=ids.new(), family_id=family_id, person_id=person_id, relation="child"))
    facts = ChildFacts(id=person_id)
    sealing.child_box(person_id).put(
        facts, born_on=born_on.isoformat() if born_on else None, authority_id=authority_id or None
    )
    facts.authority_id_hash = barred.authority_id_hash(authority_id) if authority_id else None
    session().add(facts)
    session().flush()
    return person_id


def add_adult(
    *, family_id: uuid.UUID, name: str, relation: str, role: str = "parent", language: str = "en"
) -> uuid.UUID:
    """A parent, carer or network member. This grants nothing: see grant_plan."""
    person_id = ids.new()
    accounts.add_person(
        person_id=person_id,
        kind="adult",
        role=role,
        box=("family", family_id),
        name=name,
        language=language,
        band="adult",
    )
    session().add(Member(id=ids.new(), family_id=family_id, person_id=person_id, relation=relation))
    session().flush()
    return person_id


def allocate(
    *,
    child_id: uuid.UUID,
    worker_id: uuid.UUID,
    from_at: datetime | None = None,
    reason: str = "",
    note: str = "",
    instead_of: uuid.UUID | None = None,
) -> uuid.UUID:
    """Give a child a worker; the reason for a change is told to the family in plain words (R25).

    `note` is for the office alone. BarredError when the worker knows the family. Returns the row's id.
    """
    if barred.has_conflict(worker_id, child_id):
        raise BarredError("conflict")
    row = Allocation(
        id=ids.new(),
        child_id=child_id,
        worker_id=worker_id,
        from_at=from_at or clock.now(),
        instead_of=instead_of,
    )
    sealing.child_box(child_id).put(row, reason=reason or None, note=note or None)
    session().add(row)
    session().flush()
    return row.id


def end_allocation(*, child_id: uuid.UUID, worker_id: uuid.UUID, at: datetime | None = None) -> None:
    """The worker no longer works with the child; what they may see ends at once."""
    now = at or clock.now()
    mine = select(Allocation).where(Allocation.child_id == child_id, Allocation.worker_id == worker_id)
    lasting = mine.where(or_(Allocation.until_at.is_(None), Allocation.until_at > now))
    for row in session().scalars(lasting.order_by(Allocation.id)):
        row.until_at = max(now, row.from_at)
    session().flush()


def grant_plan(*, person_id: uuid.UUID, child_id: uuid.UUID, granted_by: uuid.UUID) -> None:
    """Let an adult see what is addressed to them in a child's plan, from the start of it.

    For people who were there from the start (loading a caseload); whoever comes later: `grant`.
    """
    row = Grant(
        id=ids.new(),
        person_id=person_id,
        child_id=child_id,
        kind="plan",
        granted_by=granted_by,
        from_at=clock.now(),
    )
    session().add(row)
    session().flush()


def add_contact(
    *, person_id: uuid.UUID, kind: str, value: str, safe_for: list[uuid.UUID] | None = None
) -> None:
    """An address, phone, school or contact time, seen by others only where marked safe for them."""
    row = Contact(id=ids.new(), person_id=person_id, kind=kind)
    accounts.box_of(person_id).put(row, value=value)
    session().add(row)
    session().flush()
    for reader_id in safe_for or []:
        session().add(ContactSafeFor(contact_id=row.id, person_id=reader_id))
    session().flush()


def set_safe_way(*, person_id: uuid.UUID, words: str) -> None:
    """How it is safe to reach this person (practice §1)."""
    row = session().get(SafeWay, person_id) or SafeWay(id=person_id)
    accounts.box_of(person_id).put(row, words=words)
    session().add(row)
    session().flush()


def issue_card(
    *,
    person_id: uuid.UUID,
    issued_by: uuid.UUID,
    shared_phone: bool,
    answers: dict[str, str],
    start_again: bool = False,
) -> accounts.IssuedCard:
    """A card, after the questions of practice §3; what was answered is kept beside it.

    `start_again`: the person forgot how they sign in; the old ways stop, and the code lets them set new ones.
    """
    card_was_asked_anew(person_id=person_id, actor_id=issued_by)
    if start_again:
        accounts.forget_ways_in(person_id=person_id, actor_id=issued_by)
    issued = accounts.issue_card(person_id=person_id, issued_by=issued_by, shared_phone=shared_phone)
    row = CardAnswers(id=ids.new(), person_id=person_id, card_id=issued.card_id)
    accounts.box_of(person_id).put(row, answers=json.dumps(answers))
    session().add(row)
    session().flush()
    return issued
