"""When a team is open. Pure; moments are local and naive, as on the office wall."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

WORKING_WEEK = frozenset({0, 1, 2, 3, 4})
# Christmas with weekends and closed days on both sides is still shorter.
LOOK_AHEAD_DAYS = 60
# The manager is told so many days before the rota ends.
WARN_DAYS = 7
# Where an alert came from when nobody had signed in: we do not know who raised it (practice §3).
LETTERBOX = "letterbox"
# A partner answered by a link: we do not know who.
OUTSIDE = "outside"
UNKNOWN = frozenset({LETTERBOX, OUTSIDE})


@dataclass(frozen=True)
class Hours:
    """When people read: `opens` and `closes` on the days of the week (Monday is 0), less the closed days."""

    opens: time = time(9)
    closes: time = time(17)
    weekdays: frozenset[int] = WORKING_WEEK
    closed: frozenset[date] = field(default_factory=frozenset)


def is_open(hours: Hours, now: datetime) -> bool:
    """Whether a person reads at this moment; at `closes` nobody does."""
    return _is_open_on(hours, now.date()) and hours.opens <= now.time() < hours.closes


def next_opening(hours: Hours, now: datetime) -> datetime | None:
    """The next moment at which people begin to read; None when no day is open in the next two months."""
    for days in range(LOOK_AHEAD_DAYS):
        opens = datetime.combine(now.date() + timedelta(days=days), hours.opens)
        if opens > now and _is_open_on(hours, opens.date()):
            return opens
    return None


def _is_open_on(hours: Hours, day: date) -> bool:
    return day.weekday() in hours.weekdays and day not in hours.closed


def parse_days(words: str) -> tuple[frozenset[date], list[str]]:
    """Days written as 2026-12-25, apart by space or comma; and what could not be read."""
    days: set[date] = set()
    wrong: list[str] = []
    for word in words.replace(",", " ").split():
        try:
            days.add(date.fromisoformat(word))
        except ValueError:
            wrong.append(word)
    return frozenset(days), wrong


def days_words(days: Iterable[date]) -> str:
    """The days again as they are typed and kept, earliest first."""
    return " ".join(day.isoformat() for day in sorted(days))


def parse_weekdays(words: str) -> frozenset[int]:
    """Days of the week as kept ("01234"); anything else is passed over."""
    return frozenset(int(letter) for letter in words if letter in "0123456")


def covered_until(spans: Iterable[tuple[date, date]], today: date) -> date | None:
    """The last day in an unbroken run of covered days that begins today; None when today is not covered."""
    last: date | None = None
    for first, end in sorted(spans):
        reached = (last or today - timedelta(days=1)) + timedelta(days=1)
        if first > reached:
            break
        if end >= reached:
            last = end
    return last


def ends_soon(last: date | None, today: date) -> bool:
    """Whether the manager has to write the next weeks: nobody answers today, or not a week from now."""
    return last is None or last < today + timedelta(days=WARN_DAYS)
