"""How far a step has come. Its words stay as they were published. Keyword-only; flush, never commit."""

from __future__ import annotations

import uuid

from sqlalchemy import select

from webapp import audit
from webapp.core import clock
from webapp.core.database import session
from webapp.plans import events
from webapp.plans.models import Plan, PlanVersion, Step
from webapp.plans.rules import STEP_STATES


def move_step(*, step_id: uuid.UUID, state: str, actor_id: uuid.UUID) -> None:
    """Say how far a step has come, for everyone who reads it."""
    if state not in STEP_STATES:
        raise ValueError(state)
    row = session().get_one(Step, step_id)
    for one in [row, *_in_draft(row)]:
        one.state, one.state_on = state, clock.today()
    plan = session().get_one(Plan, session().get_one(PlanVersion, row.version_id).plan_id)
    events.note(row.version_id, events.CHANGED)
    audit.record(
        actor_id=actor_id,
        act=f"plan.step_{state}",
        family_id=plan.family_id,
        subject_id=plan.child_id,
        item_kind="plan_version",
        item_id=row.version_id,
    )
    session().flush()


def _in_draft(row: Step) -> list[Step]:
    """The same step in a draft of the next version: it goes along, or publishing would set it back."""
    plan_id = select(PlanVersion.plan_id).where(PlanVersion.id == row.version_id).scalar_subquery()
    query = (
        select(Step)
        .join(PlanVersion, PlanVersion.id == Step.version_id)
        .where(PlanVersion.plan_id == plan_id, PlanVersion.state == "draft")
        .where(Step.first_id == (row.first_id or row.id))
    )
    return list(session().scalars(query.order_by(Step.id)))
