"""What happened to a published version, kept in the write's own transaction for the council's systems."""

from __future__ import annotations

import uuid

from flask import current_app

from webapp.core import clock, ids
from webapp.core.database import session
from webapp.plans.models import PlanEvent

# `changed` makes a new copy for the council's record; the webhook tells of the other two.
PUBLISHED, ANSWERED, CHANGED = "published", "answered", "changed"
SENT = (PUBLISHED, ANSWERED)


def note(version_id: uuid.UUID, kind: str) -> None:
    """Keep that a version was published, answered or changed in what stands beside its words."""
    wanted = bool(current_app.extensions["heard_settings"].webhook_url) and kind in SENT
    now = clock.now()
    session().add(
        PlanEvent(
            id=ids.new(), version_id=version_id, kind=kind, at=now, tries=0, next_at=now if wanted else None
        )
    )
    session().flush()
