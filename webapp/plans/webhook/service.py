"""What became of a try. Keyword-only; flush, never commit."""

from __future__ import annotations

import uuid

from sqlalchemy import update

from webapp.core import clock
from webapp.core.database import session
from webapp.plans.models import PlanEvent
from webapp.plans.webhook.rules import next_try


def keep_sent(*, event_id: uuid.UUID, tries: int) -> None:
    """The other side said yes: it is not sent again."""
    values = {"sent_at": clock.now(), "next_at": None, "tries": tries}
    session().execute(update(PlanEvent).where(PlanEvent.id == event_id).values(values))


def put_off(*, event_id: uuid.UUID, tries: int) -> None:
    """It was not taken: again later, each time a little later."""
    values = {"next_at": next_try(tries, clock.now()), "tries": tries}
    session().execute(update(PlanEvent).where(PlanEvent.id == event_id).values(values))
