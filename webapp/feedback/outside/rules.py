"""Who is asked by a link, what, how long it works, and how coarsely time is kept. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from webapp.feedback import rules
from webapp.feedback.questions import Question, for_audience

AUDIENCES = ("staff", "partner")
# How long a link works, and how many are made at once.
OPEN = timedelta(days=28)
LINKS_AT_MOST = 200
SECRET_BYTES = 16
# Fewer answers than this are shown to nobody (local-data §1).
LEAST = 10
WORDS_AT_MOST = 2_000


def questions(audience: str, *, about_a_child: bool, own: Iterable[Question] = ()) -> list[Question]:
    """The audience's items in order, own words last.

    What may say that a child is less safe is asked only of a link about one child: else it reaches nobody.
    """
    items = [one for one in for_audience(audience) if about_a_child or one.code not in rules.ALARMS]
    items += [one for one in own if one.audience == audience]
    return sorted(items, key=lambda one: one.is_open)


def quarter_of(day: date) -> date:
    """The first day of its quarter."""
    return date(day.year, (day.month - 1) // 3 * 3 + 1, 1)


def week_of(day: date) -> date:
    """The Monday before, but never in an earlier quarter: a quarter that is over does not change."""
    return max(day - timedelta(days=day.weekday()), quarter_of(day))


def trouble(*, is_used: bool, closes_on: date, today: date) -> str:
    """Why a link opens nothing: used, over; '' when it opens."""
    if is_used:
        return "used"
    return "over" if today > closes_on else ""
