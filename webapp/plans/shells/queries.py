"""Which children have a plan here; in one statement a batch."""

from __future__ import annotations

import uuid
from collections.abc import Collection

from sqlalchemy import select

from webapp.core.database import session
from webapp.plans.models import Plan, PlanVersion, SharedWith


def newest_kinds(child_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """The kind of the newest version of each of these children's plans, draft or published."""
    query = (
        select(Plan.child_id, PlanVersion.kind)
        .join(PlanVersion, PlanVersion.plan_id == Plan.id)
        .where(Plan.child_id.in_(child_ids))
        .order_by(Plan.child_id, PlanVersion.number)
    )
    return {row.child_id: row.kind for row in session().execute(query)}


def plans_of(child_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, Plan]:
    """The plan of each of these children, by the child."""
    query = select(Plan).where(Plan.child_id.in_(child_ids)).order_by(Plan.id)
    return {row.child_id: row for row in session().scalars(query)}


def waited_for(child_ids: Collection[uuid.UUID]) -> set[uuid.UUID]:
    """Of these children, those for whose first draft a shared paragraph waits."""
    return set(session().scalars(select(SharedWith.child_id).where(SharedWith.child_id.in_(child_ids))))
