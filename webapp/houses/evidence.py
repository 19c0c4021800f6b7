"""Days until a child was answered: numbers for the authority, of nobody."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import select

from webapp.core import clock
from webapp.core.database import session
from webapp.houses.models import Entry


def days_to_answer(begin: datetime, end: datetime) -> list[int | None]:
    """Each child once, by the first entry that reached us from `begin` to before `end`: days until it was
    answered; None where it was not. Numbers alone, smallest first.
    """
    query = select(Entry.child_id, Entry.received_at, Entry.answered_at)
    query = query.where(Entry.received_at >= begin, Entry.received_at < end)
    first: dict[uuid.UUID, int | None] = {}
    for child_id, at, answered_at in session().execute(query.order_by(Entry.received_at, Entry.id)):
        days = (clock.local(answered_at).date() - clock.local(at).date()).days if answered_at else None
        first.setdefault(child_id, days)
    return sorted(first.values(), key=lambda days: (days is None, days))
