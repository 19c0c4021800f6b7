"""Which news wait to be sent."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from webapp import families
from webapp.core import clock
from webapp.core.database import session
from webapp.plans.models import Plan, PlanEvent, PlanVersion


@dataclass(frozen=True)
class News:
    """One event that is due: of which child's version, and how often it was tried."""

    id: uuid.UUID
    kind: str
    at: datetime
    version: int
    authority_id: str
    tries: int


def waiting(most: int) -> list[News]:
    """What is due now, the oldest first."""
    query = (
        select(PlanEvent, PlanVersion.number, Plan.child_id)
        .join(PlanVersion, PlanVersion.id == PlanEvent.version_id)
        .join(Plan, Plan.id == PlanVersion.plan_id)
        .where(PlanEvent.next_at <= clock.now())
        .order_by(PlanEvent.at, PlanEvent.id)
    )
    return [
        News(row.id, row.kind, row.at, number, families.authority_id(child_id), row.tries)
        for row, number, child_id in session().execute(query.limit(most))
    ]
