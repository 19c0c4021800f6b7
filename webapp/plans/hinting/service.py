"""Noting that someone read a draft aloud. Keyword-only; flush, never commit."""

from __future__ import annotations

import uuid

from sqlalchemy import select

from webapp import accounts, audit
from webapp.core import clock, ids, sealing
from webapp.core.database import session
from webapp.plans import queries
from webapp.plans.models import ReadAloud


def note_read_aloud(*, version_id: uuid.UUID, actor_id: uuid.UUID, role: str) -> None:
    """Keep who read the draft aloud, as it is now. Published versions stay as they are."""
    version = queries.content_of(version_id)
    if version.state != "draft":
        return
    row = session().scalar(select(ReadAloud).where(ReadAloud.version_id == version_id))
    row = row or ReadAloud(id=ids.new(), version_id=version_id)
    row.revision, row.person_id, row.role = version.revision, actor_id, role
    row.read_on = clock.today()
    sealing.family_box(version.family_id).put(row, name=accounts.names([actor_id])[actor_id])
    session().add(row)
    session().flush()
    audit.record(
        actor_id=actor_id,
        act="plan.read_aloud",
        family_id=version.family_id,
        subject_id=version.child_id,
        item_kind="plan_version",
        item_id=version_id,
    )
