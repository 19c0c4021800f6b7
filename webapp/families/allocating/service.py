"""Changing who works with a child. Keyword-only; flush, never commit."""

from __future__ import annotations

import uuid
from datetime import date, datetime, time

from webapp import audit
from webapp.core import clock
from webapp.core.database import session
from webapp.families import queries, service
from webapp.families.models import WorkerNewsSeen


def change_worker(
    *,
    child_id: uuid.UUID,
    worker_id: uuid.UUID,
    instead_of: uuid.UUID | None,
    from_on: date,
    reason: str,
    note: str,
    actor_id: uuid.UUID | None,
) -> None:
    """Add a worker, or put one in another's place: what the other may see ends when the new one begins.

    `reason` is told to the family (R25), `note` is for the office. BarredError: the worker knows the family.
    """
    begins = _beginning(from_on)
    # Whoever works with the child already begins anew here: one row a worker, and the family is told.
    for worker in {worker_id, instead_of or worker_id}:
        service.end_allocation(child_id=child_id, worker_id=worker, at=max(begins, clock.now()))
    row_id = service.allocate(
        child_id=child_id,
        worker_id=worker_id,
        from_at=begins,
        reason=reason,
        note=note,
        instead_of=instead_of,
    )
    audit.record(
        actor_id=actor_id,
        act="allocation.change",
        family_id=queries.family_of(child_id).id,
        subject_id=child_id,
        item_kind="allocation",
        item_id=row_id,
    )


def _beginning(day: date) -> datetime:
    """Now for today, else the first moment of the day where the authority is."""
    now = clock.now()
    if day == clock.today():
        return now
    return datetime.combine(day, time(), clock.local(now).tzinfo)


def note_news_seen(*, person_id: uuid.UUID, allocation_id: uuid.UUID) -> None:
    """The person has read that the worker changed; twice is once."""
    key = {"allocation_id": allocation_id, "person_id": person_id}
    if session().get(WorkerNewsSeen, key) is None:
        session().add(WorkerNewsSeen(**key, at=clock.now()))
        session().flush()
