"""Everything that reached us in a time, read once in order and never held (local-data §1).

Codes and ids only: no words are read. One joined, ordered statement; the database keeps its place.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import ColumnElement, Select, String, and_, func, or_, select, type_coerce

from webapp.core import clock
from webapp.core.database import session
from webapp.core.events import Event
from webapp.feedback import rules
from webapp.feedback.models import Answer, Invitation, Submission

BATCH = 5_000
EVENTS = 1_000
DAY = timedelta(days=1)
# received_at and id of the last submission that was read.
Place = tuple[datetime, uuid.UUID]
# One answered question: its id, its code, which version of an authority's own question or None, the answer.
Given = tuple[str, str, int | None, int]


@dataclass(frozen=True, slots=True)
class Sent:
    """A finished submission with its coded answers, in the order they were asked. Ids as text."""

    id: str
    person_id: str
    child_id: str
    respondent_role: str
    instrument_id: str
    instrument_version: str
    answered_by: str
    worker_present: bool
    mode: str
    trigger: str
    language: str
    wording_state: str
    plan_id: str
    plan_type: str
    answered_at: datetime
    received_at: datetime
    answers: list[Given]

    @property
    def is_by_child(self) -> bool:
        """Whether the child answered about themselves."""
        return self.person_id == self.child_id

    @property
    def place(self) -> Place:
        """Where to go on after this one."""
        return self.received_at, uuid.UUID(self.id)


def _raw(column: Any) -> Any:
    """As the driver gives it: making a million objects of ids and times takes as long as reading them."""
    return type_coerce(column, String)


OF_SUBMISSION = (
    _raw(Submission.id),
    _raw(Submission.person_id),
    _raw(Submission.child_id),
    Submission.band,
    Submission.instrument_id,
    Submission.instrument_version,
    Submission.answered_by,
    Submission.worker_present,
    Submission.mode,
    Submission.trigger,
    Submission.language,
    Submission.wording_state,
    _raw(Submission.plan_id),
    Submission.plan_type,
    _raw(Submission.answered_at),
    _raw(Submission.received_at),
)
OF_ANSWER = (_raw(Answer.id), Answer.question_code, Answer.own_version, Answer.answer_code)


def select_sent(begin: datetime, end: datetime, after: Place | None = None) -> Select[*tuple[Any, ...]]:
    """One row a coded answer, by receipt, submission and question. `end` is not included."""
    query = _coded(select(*OF_SUBMISSION, *OF_ANSWER), begin, end)
    if after:
        query = query.where(_later(*after))
    return query.order_by(Submission.received_at, Submission.id, Answer.position)


def count_sent(begin: datetime, end: datetime) -> int:
    """How many coded answers there are."""
    return session().scalar(_coded(select(func.count()).select_from(Submission), begin, end)) or 0


def _coded(query: Select[*tuple[Any, ...]], begin: datetime, end: datetime) -> Select[*tuple[Any, ...]]:
    query = query.join(Answer, Answer.submission_id == Submission.id)
    return query.where(
        Submission.answered_at.is_not(None),
        Submission.received_at >= begin,
        Submission.received_at < end,
        Answer.answer_code.is_not(None),
    )


def _later(received_at: datetime, submission_id: uuid.UUID) -> ColumnElement[bool]:
    same = and_(Submission.received_at == received_at, Submission.id > submission_id)
    return or_(Submission.received_at > received_at, same)


def sent(begin: datetime, end: datetime, after: Place | None = None) -> Iterator[list[Sent]]:
    """Whole submissions from `begin` to before `end`, some thousand answers at a time."""
    begin = max(begin, after[0]) if after else begin
    query = select_sent(begin, end, after).execution_options(yield_per=BATCH)
    for rows in _whole(session().connection().execute(query).partitions()):
        yield [_sent(list(group)) for _id, group in groupby(rows, itemgetter(0))]


def _whole(parts: Iterator[Sequence[Any]]) -> Iterator[Sequence[Any]]:
    """The same rows, cut where a submission ends."""
    carried: list[Any] = []
    for part in parts:
        rows = [*carried, *part]
        cut = len(rows)
        while cut and rows[cut - 1][0] == rows[-1][0]:
            cut -= 1
        carried = rows[cut:]
        if cut:
            yield rows[:cut]
    if carried:
        yield carried


def _sent(rows: list[Any]) -> Sent:
    """The columns in the order of OF_SUBMISSION and OF_ANSWER."""
    own_id, person_id, child_id, band, *said = rows[0][:12]
    plan_id, plan_type, answered_at, received_at = rows[0][12:16]
    made: list[Any] = [_text(own_id), _text(person_id), _text(child_id), rules.RESPONDENTS[band], *said]
    made += [_text(plan_id) if plan_id else "", plan_type, _moment(answered_at), _moment(received_at)]
    made.append([(_text(row[16]), row[17], row[18], row[19]) for row in rows])
    return Sent(*made)


def _text(value: uuid.UUID | str) -> str:
    """PostgreSQL gives an id, SQLite its 32 figures."""
    if isinstance(value, str):
        return f"{value[:8]}-{value[8:12]}-{value[12:16]}-{value[16:20]}-{value[20:]}"
    return str(value)


def _moment(value: datetime | str) -> datetime:
    """PostgreSQL gives a moment, SQLite its text in UTC."""
    if isinstance(value, datetime):
        return value.astimezone(UTC)
    return datetime.fromisoformat(value).replace(tzinfo=UTC)


def journey_events(begin: datetime, end: datetime) -> Iterator[Event]:
    """That a child was not asked, from `begin` to before `end`, by day. Why is counted elsewhere."""
    first, last = clock.local(begin).date(), clock.local(end).date()
    query = select(Invitation.id, Invitation.child_id, Invitation.made_on)
    query = query.where(Invitation.reason != "", Invitation.person_id == Invitation.child_id)
    query = query.where(Invitation.made_on >= first, Invitation.made_on < last)
    query = query.order_by(Invitation.made_on, Invitation.id).execution_options(yield_per=EVENTS)
    for row_id, child_id, on in session().execute(query):
        yield Event("not_asked", row_id, child_id, None, on, None, clock.end_of(on - DAY))
