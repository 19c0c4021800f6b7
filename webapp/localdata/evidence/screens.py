"""One child's "asked, said, answered, changed" by date; and the authority's counts."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from webapp import feedback, houses, plans, review
from webapp.core import clock
from webapp.core.access import Reader
from webapp.localdata.evidence import rules
from webapp.localdata.evidence.rules import Days
from webapp.localdata.publication.periods import Period

LIMIT = 400
# In the order in which they follow each other on one day.
ASKED, SAID, ANSWERED, CHANGED = "asked", "said", "answered", "changed"
ORDER = (ASKED, SAID, ANSWERED, CHANGED)


@dataclass(frozen=True)
class Event:
    """Something that happened on a day. `what` says which template line shows `item`, a front door's view.

    lines: of feedback, what was asked and answered.
    """

    on: date
    kind: str
    what: str
    item: Any
    lines: tuple[feedback.AnswerLine, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether its words are shown: an entry is opened on its own page first, which is when it is seen."""
        return self.what != "entry" or self.item.answered_at is not None


@dataclass(frozen=True)
class QuarterDays:
    """A quarter's counts: from a plan shared to talked through; from an entry received to answered."""

    period: str
    talked: Days
    answered: Days


def child_events(reader: Reader, child_id: uuid.UUID) -> list[Event]:
    """What this reader may see of it by the rules of each part, oldest first; the newest 400."""
    found = [*_asked(child_id), *_said(reader, child_id), *_answered(reader, child_id), *_changed(child_id)]
    return sorted(found, key=lambda one: (one.on, ORDER.index(one.kind)))[-LIMIT:]


def _asked(child_id: uuid.UUID) -> Iterator[Event]:
    for line in feedback.asked_about(child_id):
        yield Event(line.on, ASKED, "not_asked" if line.reason else "asked", line)


def _said(reader: Reader, child_id: uuid.UUID) -> Iterator[Event]:
    for view in feedback.submissions_of(reader, child_id):
        asked = {found.code for found in view.answers if not found.reason}
        lines = tuple(line for line in feedback.answer_lines(view) if line.code in asked)
        yield Event(_day(view.answered_at), SAID, "feedback", view, lines)
    for entry in houses.entries_of(reader, child_id):
        yield Event(_day(entry.received_at), SAID, "entry", entry)
    for answer in plans.answers_of_child(reader, child_id):
        yield Event(_day(answer.received_at), SAID, "plan_answer", answer)


def _answered(reader: Reader, child_id: uuid.UUID) -> Iterator[Event]:
    for reply in review.replies_about(reader, child_id):
        yield Event(_day(reply.created_at), ANSWERED, "reply", reply)


def _changed(child_id: uuid.UUID) -> Iterator[Event]:
    for version in plans.versions_of(child_id):
        yield Event(_day(version.published_at), CHANGED, "plan", version)
        if version.talked_on:
            yield Event(version.talked_on, CHANGED, "talked", version)


def _day(moment: datetime) -> date:
    return clock.local(moment).date()


def journey() -> list[QuarterDays]:
    """The authority's newest quarters that are counted."""
    return [_quarter(period) for period in rules.quarters(clock.today())]


def _quarter(period: Period) -> QuarterDays:
    begin, end = clock.end_of(period.from_on - timedelta(days=1)), clock.end_of(period.to_on)
    talked = rules.summary(plans.days_to_talk(begin, end))
    return QuarterDays(period.name, talked, rules.summary(houses.days_to_answer(begin, end)))
