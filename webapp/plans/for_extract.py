"""What was done with plans, for the extract: shared, talked through with the child, asked before."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, func, select

from webapp.core import clock
from webapp.core.database import session
from webapp.core.events import Event
from webapp.plans.models import AskedBefore, Plan, PlanVersion, TalkedThrough

BATCH = 1_000


def journey_events(begin: datetime, end: datetime) -> Iterator[Event]:
    """What reached Heard from `begin` to before `end`, each kind in the order in which it did.

    talked_through: with the child, `days` after the version was shared. asked_before: whether a parent or
    carer was asked first, once a version; who it was and what they said is not told.
    """
    yield from _shared(begin, end)
    yield from _talked(begin, end)
    yield from _asked(begin, end)


def _shared(begin: datetime, end: datetime) -> Iterator[Event]:
    query = select(PlanVersion.id, Plan.child_id, Plan.id, PlanVersion.published_at)
    query = query.join(Plan, Plan.id == PlanVersion.plan_id)
    query = query.where(PlanVersion.published_at >= begin, PlanVersion.published_at < end)
    query = query.order_by(PlanVersion.published_at, PlanVersion.id).execution_options(yield_per=BATCH)
    for row_id, child_id, plan_id, at in session().execute(query):
        assert at is not None
        yield Event("plan_shared", row_id, child_id, plan_id, clock.local(at).date(), None, at)


def _talked(begin: datetime, end: datetime) -> Iterator[Event]:
    query = select(
        TalkedThrough.id, Plan.child_id, Plan.id, TalkedThrough.talked_on, PlanVersion.published_at
    ).add_columns(TalkedThrough.noted_at)
    query = query.join(PlanVersion, PlanVersion.id == TalkedThrough.version_id)
    query = query.join(Plan, Plan.id == PlanVersion.plan_id)
    query = query.where(TalkedThrough.happened.is_(True), TalkedThrough.person_id == Plan.child_id)
    query = query.where(TalkedThrough.noted_at >= begin, TalkedThrough.noted_at < end)
    query = query.order_by(TalkedThrough.noted_at, TalkedThrough.id).execution_options(yield_per=BATCH)
    for row_id, child_id, plan_id, talked_on, shared_at, noted_at in session().execute(query):
        on = talked_on or clock.local(noted_at).date()
        yield Event("talked_through", row_id, child_id, plan_id, on, _days(shared_at, on), noted_at)


def _asked(begin: datetime, end: datetime) -> Iterator[Event]:
    for row_id, child_id, plan_id, asked_on, noted_at in session().execute(_first_asked(begin, end)):
        on = asked_on or clock.local(noted_at).date()
        yield Event("asked_before", row_id, child_id, plan_id, on, None, noted_at)


def _first_asked(begin: datetime, end: datetime) -> Select[*tuple[Any, ...]]:
    """A version's first row that says that somebody was asked."""
    newest = (AskedBefore.noted_at, AskedBefore.id)
    place = func.row_number().over(partition_by=AskedBefore.version_id, order_by=newest)
    first = select(AskedBefore, place.label("place")).where(AskedBefore.outcome == "asked").subquery()
    query = select(first.c.id, Plan.child_id, Plan.id, first.c.asked_on, first.c.noted_at)
    query = query.join(PlanVersion, PlanVersion.id == first.c.version_id)
    query = query.join(Plan, Plan.id == PlanVersion.plan_id).where(first.c.place == 1)
    query = query.where(first.c.noted_at >= begin, first.c.noted_at < end)
    return query.order_by(first.c.noted_at, first.c.id).execution_options(yield_per=BATCH)


def _days(shared_at: datetime | None, on: date) -> int | None:
    return (on - clock.local(shared_at).date()).days if shared_at else None
