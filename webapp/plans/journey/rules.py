"""The line of a child's journey: what happened, where we are, what is next, what is late. Pure."""

from __future__ import annotations

import calendar
import uuid
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from webapp.core import clock
from webapp.plans.rules import ENGLISH, Check, is_out_of_date

# From asking for help to its end and after (R105, R124).
STAGES = ("referral", "finding_out", "plan", "review", "ending", "after")
# What happened or will, why it is late, what help there was and what it changed, who decides.
FIELDS = ("what", "late", "help", "decides")
AUDIENCES = ("adult", "child")
LONGEST = 600
# Help is not gone with the crisis: the way back stays open (R26). More, when the worker says so.
OPEN_MONTHS = 3
# UK GDPR article 12(3): a copy within one month.
COPY_MONTHS = 1
# Somebody answers who asks to come back, by the end of the second working day.
COME_BACK_WITHIN = 2
COME_BACK, COPY = "come_back", "copy"

Key = tuple[str, str]  # audience, language


@dataclass(frozen=True)
class Texts:
    """One stop's words for one audience in one language; `check`: of a translation."""

    what: str = ""
    late: str = ""
    help: str = ""
    decides: str = ""
    check: Check = field(default_factory=Check)
    out_of_date: bool = False

    @property
    def fields(self) -> tuple[str, str, str, str]:
        """The words alone."""
        return (self.what, self.late, self.help, self.decides)

    @property
    def is_empty(self) -> bool:
        return not any(self.fields)


@dataclass(frozen=True)
class Stop:
    """One thing on the line. `fact`: what Heard knows by itself (shared, changed, look_again), else ''."""

    stage: str
    on: date | None
    happened: bool
    id: uuid.UUID | None = None
    fact: str = ""
    words: Mapping[Key, Texts] = field(default_factory=dict)
    open_until: date | None = None


@dataclass(frozen=True)
class Stage:
    """One part of the line. state: done, here, next, later, unwritten (past, and nobody wrote about it)."""

    key: str
    state: str
    stops: list[Stop]


def add_months(day: date, months: int) -> date:
    """The same day so many months later, or the last of that month."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def least_open_until(ended_on: date) -> date:
    """Until when a family can come back at least."""
    return add_months(ended_on, OPEN_MONTHS)


def due_on(kind: str, today: date, closed: Collection[date]) -> date:
    """By when a request is answered: `closed` days do not count, but in the law's month they do."""
    if kind == COPY:
        return add_months(today, COPY_MONTHS)
    return clock.add_working_days(today, COME_BACK_WITHIN, closed)


def ending(stops: Iterable[Stop]) -> Stop | None:
    """The latest ending, unless the help began again after it."""
    dated = sorted((one for one in stops if one.happened and one.on), key=order)
    if not dated or dated[-1].stage not in ("ending", "after"):
        return None
    return next((one for one in reversed(dated) if one.stage == "ending"), None)


def order(stop: Stop) -> tuple[date, int]:
    """By day, what has none last; on one day in the order of the stages."""
    return (stop.on or date.max, STAGES.index(stop.stage))


def line(stops: Iterable[Stop]) -> list[Stage]:
    """All stages in their order, each with its stops in theirs."""
    every = sorted(stops, key=order)
    here = _here(every)
    planned = [STAGES.index(one.stage) for one in every if not one.happened]
    next_up = planned[0] if planned else here + 1
    found = []
    for number, key in enumerate(STAGES):
        mine = [one for one in every if one.stage == key]
        found.append(Stage(key, _state(number, here, next_up, has_stops=bool(mine)), mine))
    return found


def _here(every: list[Stop]) -> int:
    """The stage of what happened last; -1 before anything did."""
    happened = [one for one in every if one.happened]
    if not happened:
        return -1
    # What has no date cannot be put in order: it happened before what has one.
    last = max(happened, key=lambda one: (one.on or date.min, STAGES.index(one.stage)))
    return STAGES.index("after") if last.stage == "ending" else STAGES.index(last.stage)


def _state(number: int, here: int, next_up: int, *, has_stops: bool) -> str:
    if number == here:
        return "here"
    if number == next_up:
        return "next"
    if number > here:
        return "later"
    return "done" if has_stops else "unwritten"


def is_late(stop: Stop, today: date) -> bool:
    """Its day has passed, and it has not happened."""
    return not stop.happened and stop.on is not None and stop.on < today


def with_look_again(stops: list[Stop], review_on: date | None) -> list[Stop]:
    """The next look at the plan, unless the worker wrote about it, it was held, or the help has ended."""
    told = any(one.stage == "review" and one.on and review_on and _tells(one, review_on) for one in stops)
    if review_on is None or told or ending(stops):
        return stops
    return [*stops, Stop("review", review_on, happened=False, fact="look_again")]


def _tells(stop: Stop, review_on: date) -> bool:
    assert stop.on is not None
    return stop.on >= review_on or not stop.happened


def texts_for(stop: Stop, audience: str, languages: Iterable[str]) -> tuple[str, Texts] | None:
    """The best wording: the first of these languages in which there is one, else English."""
    wanted = [*languages, ENGLISH]
    found = ((code, stop.words.get((audience, code))) for code in wanted)
    return next(((code, texts) for code, texts in found if texts and not texts.is_empty), None)


def saved(before: Mapping[Key, Texts], typed: Mapping[Key, Texts]) -> dict[Key, Texts]:
    """What is kept of what was typed: a translation is out of date when its English alone changed."""
    kept: dict[Key, Texts] = {}
    for (audience, code), texts in typed.items():
        if texts.is_empty:
            continue
        old, english = before.get((audience, code), Texts()), (audience, ENGLISH)
        changed = before.get(english, Texts()).fields != typed.get(english, Texts()).fields
        stale = code != ENGLISH and is_out_of_date(
            english_changed=changed and not old.is_empty,
            translation_changed=(texts.fields, texts.check) != (old.fields, old.check),
            before=old.out_of_date,
        )
        kept[audience, code] = replace(texts, out_of_date=stale)
    return kept
