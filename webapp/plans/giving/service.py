"""Noting to whom a version was given, and putting names under it. Keyword-only; flush, never commit."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from webapp import accounts, audit
from webapp.core import clock, ids, sealing
from webapp.core.database import session
from webapp.plans import events
from webapp.plans.giving.rules import HOW, NAMES, PAPER, PHONE
from webapp.plans.models import Given, Plan, PlanVersion, PutName
from webapp.plans.queries import ReaderView


def note_given(
    *,
    version_id: uuid.UUID,
    person_id: uuid.UUID,
    how: str,
    on: date,
    actor_id: uuid.UUID,
    to_whom: str = "",
    at: datetime | None = None,
) -> None:
    """Note that a reader was given a version: phone, by_hand or post (Annex B). The same is kept once."""
    if how not in HOW:
        raise ValueError(how)
    plan = _plan_of(version_id)
    box = sealing.family_box(plan.family_id)
    query = select(Given).where(Given.version_id == version_id, Given.person_id == person_id)
    before = session().scalars(query.order_by(Given.id))
    if (how, on, to_whom) in {(one.how, one.given_on, box.text(one, "to_whom")) for one in before}:
        return
    row = Given(
        id=ids.new(),
        version_id=version_id,
        person_id=person_id,
        how=how,
        given_on=on,
        noted_at=at or clock.now(),
        noted_by=actor_id,
    )
    box.put(row, to_whom=to_whom or None)
    session().add(row)
    session().flush()
    if how in PAPER:
        events.note(version_id, events.CHANGED)
    _record(plan, f"plan.given_{how}", version_id, actor_id)


def note_shared(
    *, version_id: uuid.UUID, readers: Iterable[ReaderView], actor_id: uuid.UUID, at: datetime
) -> None:
    """Note that each of these readers was given it on a phone, from this moment on."""
    on = clock.local(at).date()
    for one in readers:
        note_given(version_id=version_id, person_id=one.person_id, how=PHONE, on=on, actor_id=actor_id, at=at)


def put_name(
    *,
    version_id: uuid.UUID,
    person_id: uuid.UUID,
    role: str,
    comments: str = "",
    at: datetime | None = None,
) -> None:
    """Put a person's name under a version in place of a signature; once, with the words of the first time.

    role: worker, manager or reader. A reader's name says "I have read it", never "I agree".
    """
    if role not in NAMES:
        raise ValueError(role)
    plan = _plan_of(version_id)
    row = PutName(
        id=ids.new(), version_id=version_id, person_id=person_id, role=role, put_at=at or clock.now()
    )
    name = accounts.names([person_id]).get(person_id, "")
    sealing.family_box(plan.family_id).put(row, name=name, comments=comments or None)
    try:
        with session().begin_nested():
            session().add(row)
    except IntegrityError:
        return  # their name stands there already
    if role != "worker":
        events.note(version_id, events.CHANGED)
    _record(plan, f"plan.name_{role}", version_id, person_id)


def _plan_of(version_id: uuid.UUID) -> Plan:
    return session().get_one(Plan, session().get_one(PlanVersion, version_id).plan_id)


def _record(plan: Plan, act: str, version_id: uuid.UUID, actor_id: uuid.UUID) -> None:
    audit.record(
        actor_id=actor_id,
        act=act,
        family_id=plan.family_id,
        subject_id=plan.child_id,
        item_kind="plan_version",
        item_id=version_id,
    )
