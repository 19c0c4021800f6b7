"""The version a reader opened before the present one, as it was composed for them."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import bindparam, select

from webapp import audit
from webapp.core import sealing
from webapp.core.database import session
from webapp.plans import content
from webapp.plans.content import Page
from webapp.plans.models import Composed, Plan, PlanVersion
from webapp.plans.rules import ENGLISH
from webapp.plans.sharing.rules import Sees


@dataclass(frozen=True)
class Earlier:
    """What this reader had before: their own page, the kind of plan, and when it was shared."""

    page: Page
    kind: str
    review_on: date | None
    published_at: datetime


def last_opened(
    *,
    child_id: uuid.UUID,
    reader_id: uuid.UUID,
    before: int,
    language: str,
    since: datetime | None,
    sees: Sees,
) -> Earlier | None:
    """The newest version numbered below `before` that this reader opened and may still see; None for none.

    In the language asked for, else in English. `since`: from when things show to this reader; `sees`: which
    shared paragraphs do today.
    """
    asked = {"child_id": child_id, "reader_id": reader_id, "before": before, "languages": {language, ENGLISH}}
    rows = [
        row
        for row in session().execute(EARLIER, asked)
        if since is None or (row.shown_at or row.published_at) >= since
    ]
    opened = audit.looked_at("plan_version", {row.version_id for row in rows}, "plan.read", by=reader_id)
    mine = [row for row in rows if row.version_id in opened]
    newest = [row for row in mine if row.number == mine[0].number]
    row = next((one for one in newest if one.language == language), newest[0] if newest else None)
    if row is None:
        return None
    sealed = session().scalar(select(Composed.page_sealed).where(Composed.id == row.id))
    page = content.unpack(sealing.family_box(row.family_id).column(Composed, row.id, "page", sealed))
    page = content.as_of_now(page, replace(sees, at=row.published_at))
    return Earlier(page, row.kind, row.review_on, row.published_at)


EARLIER = (
    select(
        Composed.id,
        Composed.version_id,
        Composed.language,
        Composed.shown_at,
        Plan.family_id,
        PlanVersion.kind,
        PlanVersion.number,
        PlanVersion.published_at,
        PlanVersion.review_on,
    )
    .join(PlanVersion, PlanVersion.id == Composed.version_id)
    .join(Plan, Plan.id == PlanVersion.plan_id)
    .where(
        Plan.child_id == bindparam("child_id"),
        Composed.reader_id == bindparam("reader_id"),
        PlanVersion.number < bindparam("before"),
        Composed.language.in_(bindparam("languages", expanding=True)),
    )
    .order_by(PlanVersion.number.desc(), Composed.language)
)
