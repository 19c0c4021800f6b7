"""The one place that knows what time it is, so that tests can travel."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, time, timedelta

from flask import current_app

_made_up: ContextVar[datetime | None] = ContextVar("made_up_moment", default=None)


def now() -> datetime:
    """The moment, in UTC."""
    return _made_up.get() or datetime.now(UTC)


@contextmanager
def as_of(moment: datetime) -> Iterator[None]:
    """Pretend that it is another moment: made-up people have a past. RuntimeError outside demo mode."""
    if not current_app.extensions["heard_settings"].is_demo:
        raise RuntimeError("only the demo authority has a made-up past")
    before = _made_up.set(moment)
    try:
        yield
    finally:
        _made_up.reset(before)


def today() -> date:
    """The date where the authority is (HEARD_TIMEZONE)."""
    return local(now()).date()


def local(moment: datetime) -> datetime:
    """The same moment on the authority's clocks."""
    return moment.astimezone(current_app.extensions["heard_settings"].timezone)


def end_of(day: date) -> datetime:
    """Midnight after a day, on the authority's clocks."""
    return datetime.combine(day + timedelta(days=1), time(), local(now()).tzinfo)


def is_working_day(day: date, closed: Collection[date] = ()) -> bool:
    """Monday to Friday, less the days on which a team is closed (bank holidays)."""
    return day.weekday() < 5 and day not in closed


def working_days_between(start: date, end: date, closed: Collection[date] = ()) -> int:
    """Working days after `start` up to and including `end`; 0 when end is not later."""
    days = (end - start).days
    return sum(is_working_day(start + timedelta(days=n), closed) for n in range(1, days + 1))


def add_working_days(start: date, days: int, closed: Collection[date] = ()) -> date:
    """The date `days` working days after `start`."""
    result = start
    while days > 0:
        result += timedelta(days=1)
        days -= is_working_day(result, closed)
    return result
