"""The one place that knows what time it is, so that tests can travel."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, timedelta

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


def working_days_between(start: date, end: date) -> int:
    """Monday to Friday days after `start` up to and including `end`; 0 when end is not later."""
    days = (end - start).days
    return sum((start + timedelta(days=n)).weekday() < 5 for n in range(1, days + 1))


def add_working_days(start: date, days: int) -> date:
    """The date `days` Monday-to-Friday days after `start`."""
    result = start
    while days > 0:
        result += timedelta(days=1)
        days -= result.weekday() < 5
    return result
