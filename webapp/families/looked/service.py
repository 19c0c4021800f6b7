"""Keeping a look from the family for a while. Keyword-only; flush, never commit."""

from __future__ import annotations

import uuid
from datetime import date

from webapp import audit
from webapp.core import clock, ids, sealing
from webapp.core.database import session
from webapp.families import queries
from webapp.families.models import WithheldLook


def withhold(
    *, child_id: uuid.UUID, staff_id: uuid.UUID, looked_on: date, review_on: date, reason: str, by: uuid.UUID
) -> None:
    """What this member of staff looked at on that day is told from the review day on, not before."""
    row = WithheldLook(
        id=ids.new(),
        child_id=child_id,
        staff_id=staff_id,
        looked_on=looked_on,
        review_on=review_on,
        withheld_by=by,
        withheld_at=clock.now(),
    )
    sealing.child_box(child_id).put(row, reason=reason)
    session().add(row)
    session().flush()
    audit.record(
        actor_id=by,
        act="looked.withhold",
        family_id=queries.family_of(child_id).id,
        item_kind="withheld_look",
        item_id=row.id,
    )
