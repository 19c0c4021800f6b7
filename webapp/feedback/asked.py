"""Who was asked about a child and who was not, and why: for the page that shows what was done."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from webapp.core.database import session
from webapp.feedback.models import Invitation

LIMIT = 300


@dataclass(frozen=True)
class AskedLine:
    """On a day a person was asked after something (asking.rules.TRIGGERS), or was not: then `reason`."""

    on: date
    person_id: uuid.UUID
    trigger: str
    reason: str


def asked_about(child_id: uuid.UUID) -> list[AskedLine]:
    """The newest, oldest first. Whoever calls says who may read it."""
    query = select(Invitation.made_on, Invitation.person_id, Invitation.trigger, Invitation.reason)
    query = query.where(Invitation.child_id == child_id)
    query = query.order_by(Invitation.made_on.desc(), Invitation.id.desc()).limit(LIMIT)
    return [AskedLine(*row) for row in reversed(session().execute(query).all())]
