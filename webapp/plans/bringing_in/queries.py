"""What was read of a plan, for its writer; and which draft is open."""

from __future__ import annotations

import json
import uuid
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select

from webapp.core import clock, sealing
from webapp.core.database import session
from webapp.plans import queries
from webapp.plans.bringing_in.rules import Brought, Piece
from webapp.plans.models import BroughtIn, PlanVersion

KEPT_FOR = timedelta(days=1)


@dataclass(frozen=True)
class BroughtView:
    """What was read, opened for its writer."""

    id: uuid.UUID
    child_id: uuid.UUID
    family_id: uuid.UUID
    read_at: datetime
    brought: Brought


def row_of(writer_id: uuid.UUID, brought_id: uuid.UUID) -> BroughtIn | None:
    """The writer's own row, while it is kept."""
    query = select(BroughtIn).where(BroughtIn.id == brought_id, BroughtIn.writer_id == writer_id)
    return session().scalar(query.where(BroughtIn.read_at > clock.now() - KEPT_FOR))


def unfinished(writer_id: uuid.UUID, child_id: uuid.UUID) -> BroughtIn | None:
    """What this writer read for this child and has not made a draft of."""
    query = select(BroughtIn).where(BroughtIn.child_id == child_id, BroughtIn.writer_id == writer_id)
    return session().scalar(query.where(BroughtIn.read_at > clock.now() - KEPT_FOR))


def opened(row: BroughtIn) -> BroughtView:
    """A row's words."""
    words = sealing.family_box(row.family_id).text(row, "read")
    return BroughtView(row.id, row.child_id, row.family_id, row.read_at, unpack(words))


def open_draft(child_id: uuid.UUID) -> PlanVersion | None:
    """The draft of this child's plan, when there is one."""
    plan = queries.plan_of(child_id)
    newest = next(iter(queries.versions(plan.id)), None) if plan else None
    return newest if newest and newest.state == "draft" else None


def published(child_id: uuid.UUID) -> list[PlanVersion]:
    """The versions that can be copied, newest first."""
    plan = queries.plan_of(child_id)
    return [one for one in queries.versions(plan.id) if one.state == "published"] if plan else []


def pack(brought: Brought) -> str:
    """As it is sealed."""
    values = asdict(brought) | {"review_on": brought.review_on.isoformat() if brought.review_on else None}
    return json.dumps(values, ensure_ascii=False)


def unpack(words: str) -> Brought:
    """Again."""
    values = json.loads(words)
    review_on = date.fromisoformat(values["review_on"]) if values["review_on"] else None
    pieces = [Piece(**one) for one in values["pieces"]]
    return Brought(pieces, values["kind"], review_on, values["was_changed"])
