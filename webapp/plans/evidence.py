"""What became of a child's plan, by date, and what the child said to it; days to talking it through."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, and_, func, select

from webapp.core import clock
from webapp.core.access import Reader
from webapp.core.database import session
from webapp.plans.models import Answer, Plan, PlanVersion, TalkedThrough
from webapp.plans.queries import AnswerView, answer_view, answers_visible_to


@dataclass(frozen=True)
class VersionLine:
    """A version that was shared. `talked_on`: the day it was talked through with the child; None: not yet."""

    id: uuid.UUID
    number: int
    kind: str
    published_at: datetime
    talked_on: date | None


def versions_of(child_id: uuid.UUID) -> list[VersionLine]:
    """What was shared of a child's plan, oldest first. Whoever calls says who may read it."""
    query = _with_talk(PlanVersion.id, PlanVersion.number, PlanVersion.kind)
    query = query.where(Plan.child_id == child_id).order_by(PlanVersion.published_at, PlanVersion.id)
    return [VersionLine(*row) for row in session().execute(query)]


def answers_of_child(reader: Reader, child_id: uuid.UUID) -> list[AnswerView]:
    """What the child said to the plan, as far as this reader may see it, oldest first. No adult's answer."""
    query = answers_visible_to(reader).where(Answer.child_id == child_id, Answer.person_id == child_id)
    return [answer_view(row) for row in session().scalars(query)]


def days_to_talk(begin: datetime, end: datetime) -> list[int | None]:
    """Each child once, by the first version shared from `begin` to before `end`: days until it was talked
    through with them; None where it was not. Numbers alone, smallest first.
    """
    query = _with_talk(Plan.child_id).where(PlanVersion.published_at >= begin, PlanVersion.published_at < end)
    first: dict[uuid.UUID, int | None] = {}
    for child_id, shared_at, talked_on in session().execute(query.order_by(PlanVersion.published_at)):
        days = max(0, (talked_on - clock.local(shared_at).date()).days) if talked_on else None
        first.setdefault(child_id, days)
    return sorted(first.values(), key=lambda days: (days is None, days))


def _with_talk(*columns: Any) -> Select[*tuple[Any, ...]]:
    """Published versions with the day each was first talked through with the child."""
    talked = and_(
        TalkedThrough.version_id == PlanVersion.id,
        TalkedThrough.person_id == Plan.child_id,
        TalkedThrough.happened,
    )
    query = select(*columns, PlanVersion.published_at, func.min(TalkedThrough.talked_on))
    query = query.join(Plan, Plan.id == PlanVersion.plan_id).join(TalkedThrough, talked, isouter=True)
    query = query.where(PlanVersion.published_at.is_not(None))
    return query.group_by(*columns, PlanVersion.published_at)
