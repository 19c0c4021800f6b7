"""Who is invited when, and who is not and why (issue 6, local-data §2, experience §5). Pure.

The system asks, never a worker's choice. A moment waits until the person's month is over; the newest that is
still fresh is asked about, and the older ones with it.
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta

from webapp.feedback.rules import ASK_AGAIN_AFTER

ANY_TIME, AFTER_END = "any_time", "after_end"
# What people are asked after. `any_time` is what they begin themselves: nobody is invited to it.
TRIGGERS = ("visit", "meeting", "plan_shared", "review", "end", AFTER_END)
# Why someone is not asked; the only reasons there are.
HOLDS = ("not_safe", "said_no", "cannot_yet", "court")
# Why a child is not asked the five of the standard.
CANNOT_FOLLOW = "cannot_follow"
ALL, SSD_ONLY = "all", "ssd"

MONTHS_AFTER_END = 3
# A moment this old is not asked about any more; an invitation stays open as long.
FRESH = timedelta(days=35)
OPEN = timedelta(days=30)
# Nobody took the child's work up for so long: then it ended.
SETTLED = timedelta(days=7)
# What a worker notes, for nothing else in Heard knows of it.
BY_HAND = ("visit", "meeting")
HOLD_AT_MOST = timedelta(days=90)
# Younger children are not asked themselves (experience §5: Bright Spots begins at four).
YOUNGEST = 4


@dataclass(frozen=True)
class Past:
    """What is known of a person, about this child but for `others_asked_on`: last invited about another one.

    held: why this person is not asked about this child now; '' when nothing stands in the way.
    """

    others_asked_on: date | None = None
    asked_on: date | None = None
    answered_on: date | None = None
    held: str = ""


@dataclass(frozen=True)
class Decision:
    """ask: an invitation. reason: not asked, and why. Neither: not today."""

    ask: bool = False
    reason: str = ""


def decide(on: date, past: Past, today: date) -> Decision:
    """What to do today about a moment of the day `on` for one person."""
    if not on <= today <= on + FRESH:
        return Decision()
    if past.held:
        return Decision(reason=past.held)
    return Decision(ask=not _within_month(past, today))


def _within_month(past: Past, today: date) -> bool:
    """Asked about two children on one day is asked once."""
    here = [day for day in (past.asked_on, past.answered_on) if day is not None]
    if past.others_asked_on is not None and past.others_asked_on != today:
        here.append(past.others_asked_on)
    return any(today < day + ASK_AGAIN_AFTER for day in here)


def after_end(end_on: date) -> date:
    """Three months later, on the last day of a shorter month."""
    month = end_on.month - 1 + MONTHS_AFTER_END
    year, month = end_on.year + month // 12, month % 12 + 1
    return date(year, month, min(end_on.day, calendar.monthrange(year, month)[1]))


def is_old_enough(born_on: date | None, today: date) -> bool:
    """Whether a child is asked; one whose day of birth is not known is."""
    if born_on is None:
        return True
    birthday = (born_on.month, born_on.day)
    return today.year - born_on.year - ((today.month, today.day) < birthday) >= YOUNGEST


def is_over(trigger: str, *, still_working: bool) -> bool:
    """Whether nobody is asked about a moment after all: an end, and somebody works with the child again."""
    return still_working and trigger in ("end", AFTER_END)


def by_hand_problem(trigger: str, on: date | None, today: date) -> str:
    """Which field of a note by hand is wrong: trigger, on; '' when none is."""
    if trigger not in BY_HAND:
        return "trigger"
    if on is None or not today - FRESH <= on <= today:
        return "on"
    return ""


def hold_problem(what: str, reason: str, until_on: date | None, today: date) -> str:
    """Which field of a hold is wrong: reason, until_on; '' when none is."""
    if reason not in (HOLDS if what == ALL else (CANNOT_FOLLOW,)):
        return "reason"
    if until_on is None or not today < until_on <= today + HOLD_AT_MOST:
        return "until_on"
    return ""
