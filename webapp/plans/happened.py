"""What happened to plans on some days, for those who ask people about it afterwards."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from webapp.core import clock
from webapp.core.database import session
from webapp.plans.models import Plan, PlanVersion


@dataclass(frozen=True)
class Happened:
    """A version was shared, or its review came, on a local day. `version_id` is the version's."""

    child_id: uuid.UUID
    version_id: uuid.UUID
    on: date


def shared_since(begin: datetime) -> list[Happened]:
    """Versions published from this moment on."""
    query = select(Plan.child_id, PlanVersion.id, PlanVersion.published_at)
    query = query.join(PlanVersion, PlanVersion.plan_id == Plan.id).where(PlanVersion.published_at >= begin)
    rows = session().execute(query.order_by(PlanVersion.published_at, PlanVersion.id))
    return [Happened(child_id, version_id, clock.local(at).date()) for child_id, version_id, at in rows if at]


def reviewed_between(from_on: date, to_on: date) -> list[Happened]:
    """Published versions whose day of review lies between two days, both included."""
    query = select(Plan.child_id, PlanVersion.id, PlanVersion.review_on)
    query = query.join(PlanVersion, PlanVersion.plan_id == Plan.id).where(
        PlanVersion.published_at.is_not(None), PlanVersion.review_on.between(from_on, to_on)
    )
    rows = session().execute(query.order_by(PlanVersion.review_on, PlanVersion.id))
    return [Happened(child_id, version_id, on) for child_id, version_id, on in rows if on]
