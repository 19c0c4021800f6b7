"""Pure decisions about waiting and answering. Days are working days, less those a team is closed."""

from __future__ import annotations

import re
import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from webapp.core import clock, text

# The authority's limit for an answer, and for a person to open it (practice §1).
ANSWER_WITHIN = 5
OPEN_WITHIN = 1
PAGE_SIZE = 25
LONG_SENTENCE = 15
OUTCOMES = ("done", "will_do", "cannot", "talk")
# To a marked sentence of the plan: the first two bring a new one, the third says why it stays (practice §4).
ON_SENTENCE = ("reworded", "corrected", "kept")
NEW_SENTENCE = ("reworded", "corrected")
SENTENCE_OUTCOMES = (*ON_SENTENCE, "will_do", "talk")
# To one who said how their step is going, and to an idea for a step: yes, or why not.
ON_STEP = ("confirmed", "not_yet")
ON_IDEA = ("taken", "not_taken")
WITH_REASON = ("cannot", "kept", "not_yet", "not_taken")
EVERY_OUTCOME = (*OUTCOMES, *ON_SENTENCE, *ON_STEP, *ON_IDEA)
WORD = re.compile(r"\S+")


def outcomes_for(answer_kind: str) -> tuple[str, ...]:
    """What may be said back to an answer of this kind, in the order it is offered."""
    if answer_kind in ("not_clear", "not_right"):
        return SENTENCE_OUTCOMES
    if answer_kind == "step_said":
        return (*ON_STEP, "will_do", "talk")
    if answer_kind == "step_idea":
        return (*ON_IDEA, "will_do", "talk")
    return OUTCOMES


@dataclass(frozen=True)
class Wait:
    """How long something waits. `days` and `over` in working days; `over` is 0 within the limit.

    On the weekend after the last day it is late, with no working day over.
    """

    days: int
    over: int
    answer_by: date
    open_by: date
    is_late: bool


def wait(received_on: date, today: date, closed: Collection[date] = (), due_on: date | None = None) -> Wait:
    """How long since receipt, and until when it has to be opened and answered; `closed` days do not count.

    `due_on`: the day we promised, where it is not the usual limit.
    """
    days = clock.working_days_between(received_on, today, closed)
    answer_by = due_on or clock.add_working_days(received_on, ANSWER_WITHIN, closed)
    return Wait(
        days=days,
        over=clock.working_days_between(answer_by, today, closed),
        answer_by=answer_by,
        open_by=clock.add_working_days(received_on, OPEN_WITHIN, closed),
        is_late=today > answer_by,
    )


@dataclass(frozen=True)
class Answered:
    """The latest reply to a thing, as far as waiting goes."""

    replied_at: datetime
    happened: str | None
    happened_at: datetime | None


def waits_since(received_at: datetime, answered: Answered | None) -> datetime | None:
    """Since when a thing waits for an answer; None when it does not.

    Only a reply stops the clock; the person's own "no" to "Did this happen?" starts it again (practice §1).
    """
    if answered is None:
        return received_at
    return answered.happened_at if answered.happened == "no" else None


def longest_sentence(words: str) -> int:
    """Words in the longest sentence, for the hint."""
    parts = [part for line in words.splitlines() for part in text.sentences(line)]
    return max((len(WORD.findall(part)) for part in parts), default=0)


def first_words(words: str, letters: int = 120) -> str:
    """The exact beginning, cut at a space and marked with … where it goes on."""
    line = " ".join(words.split())
    if len(line) <= letters:
        return line
    return line[:letters].rsplit(" ", 1)[0] + " …"


def initials(name: str) -> str:
    """First name and the first letter of the last: what a list shows of a person."""
    parts = name.split()
    return parts[0] if len(parts) < 2 else f"{parts[0]} {parts[-1][:1]}"


def age(born_on: date, today: date) -> int:
    """Whole years."""
    return today.year - born_on.year - ((today.month, today.day) < (born_on.month, born_on.day))


Key = tuple[datetime, uuid.UUID]


def page_after(keys: list[Key], after: Key | None, size: int = PAGE_SIZE) -> tuple[list[int], Key | None]:
    """Which of these keys (oldest first) follow `after`, and the key to go on from; None at the end."""
    rest = [place for place, key in enumerate(keys) if after is None or key > after]
    shown = rest[:size]
    return shown, keys[shown[-1]] if len(rest) > size else None
