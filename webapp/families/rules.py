"""Pure decisions about who works with whom."""

from __future__ import annotations

from datetime import date, datetime


def is_current(now: datetime, from_at: datetime, until_at: datetime | None) -> bool:
    """Whether a grant or an allocation holds at this moment."""
    return from_at <= now and (until_at is None or now < until_at)


def age_on(born_on: date, day: date) -> int:
    """Whole years."""
    return day.year - born_on.year - ((day.month, day.day) < (born_on.month, born_on.day))
