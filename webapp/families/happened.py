"""Whose work ended, for those who ask people about it afterwards."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import aliased

from webapp.core import clock
from webapp.core.database import session
from webapp.families.models import Allocation
from webapp.families.queries import ALLOCATIONS_NOW


@dataclass(frozen=True)
class Ended:
    """The last worker of a child stopped on a local day. `allocation_id` is that work's."""

    child_id: uuid.UUID
    allocation_id: uuid.UUID
    on: date


def work_ended(begin: datetime, end: datetime) -> list[Ended]:
    """Children whose last worker stopped from `begin` to before `end`, and nobody came since; by day."""
    other = aliased(Allocation)
    same = and_(other.until_at == Allocation.until_at, other.id > Allocation.id)
    later = or_(other.until_at.is_(None), other.until_at > Allocation.until_at, same)
    followed = select(other.id).where(other.child_id == Allocation.child_id, later)
    query = select(Allocation.child_id, Allocation.id, Allocation.until_at).where(
        Allocation.until_at >= begin, Allocation.until_at < end, ~followed.exists()
    )
    rows = session().execute(query.order_by(Allocation.until_at, Allocation.id))
    return [Ended(child_id, work_id, clock.local(at).date()) for child_id, work_id, at in rows if at]


def with_worker(child_ids: Collection[uuid.UUID]) -> set[uuid.UUID]:
    """Of these children, those with whom somebody works now."""
    query = ALLOCATIONS_NOW.with_only_columns(Allocation.child_id).where(Allocation.child_id.in_(child_ids))
    return set(session().scalars(query))
