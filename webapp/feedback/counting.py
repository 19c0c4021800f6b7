"""How many people gave which answer in a period, counted by the database (local-data §2)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Select, Subquery, func, select

from webapp.core import clock
from webapp.core.database import session
from webapp.feedback.models import Answer, Submission
from webapp.feedback.rules import NOT_ASKED


@dataclass(frozen=True)
class PeopleCount:
    """How many people answered, by band, plan type and how. Each person once in the period."""

    band: str
    plan_type: str
    answered_by: str
    worker_present: bool
    people: int


@dataclass(frozen=True)
class AnswerCount:
    """How many of them gave this answer to this question; those not asked are not in it."""

    band: str
    plan_type: str
    answered_by: str
    worker_present: bool
    question_code: str
    answer_code: int
    people: int


def people_counts(from_on: date, to_on: date) -> list[PeopleCount]:
    """Who answered in what reached us between two local days, both included."""
    return [PeopleCount(*row) for row in session().execute(select_people(*_between(from_on, to_on)))]


def answer_counts(from_on: date, to_on: date) -> list[AnswerCount]:
    """What they answered, by each person's latest submission of those days."""
    return [AnswerCount(*row) for row in session().execute(select_answers(*_between(from_on, to_on)))]


def select_people(begin: datetime, end: datetime) -> Select[str, str, str, bool, int]:
    """One row a kind of people, ordered. `end` is not included."""
    last = _latest(begin, end)
    how = (last.c.band, last.c.plan_type, last.c.answered_by, last.c.worker_present)
    return select(*how, func.count()).where(last.c.place == 1).group_by(*how).order_by(*how)


def select_answers(begin: datetime, end: datetime) -> Select[str, str, str, bool, str, int, int]:
    """One row a kind of people and answer, ordered. `end` is not included."""
    last = _latest(begin, end)
    how = (
        last.c.band,
        last.c.plan_type,
        last.c.answered_by,
        last.c.worker_present,
        Answer.question_code,
        Answer.answer_code,
    )
    query = select(*how, func.count()).join(Answer, Answer.submission_id == last.c.id)
    query = query.where(last.c.place == 1, Answer.answer_code.is_not(None), Answer.answer_code != NOT_ASKED)
    return query.group_by(*how).order_by(*how)


def _latest(begin: datetime, end: datetime) -> Subquery:
    """What reached us from `begin` to before `end`, each person's latest first (`place` 1)."""
    newest_first = (Submission.received_at.desc(), Submission.id.desc())
    place = func.row_number().over(partition_by=Submission.person_id, order_by=newest_first)
    query = select(
        Submission.id,
        Submission.band,
        Submission.plan_type,
        Submission.answered_by,
        Submission.worker_present,
        place.label("place"),
    )
    arrived = (Submission.answered_at.is_not(None), Submission.received_at >= begin)
    return query.where(*arrived, Submission.received_at < end).subquery()


def _between(from_on: date, to_on: date) -> tuple[datetime, datetime]:
    return clock.end_of(from_on - timedelta(days=1)), clock.end_of(to_on)
