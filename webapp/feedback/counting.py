"""How many people gave which answer in a period, counted by the database (local-data §2)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, Select, Subquery, case, func, select

from webapp.core import clock
from webapp.core.database import session
from webapp.feedback.models import Answer, Invitation, Submission
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


@dataclass(frozen=True)
class SilentCount:
    """How many people gave no answer in the period: asked (reason ''), or not asked and why."""

    band: str
    plan_type: str
    reason: str
    people: int


def people_counts(from_on: date, to_on: date) -> list[PeopleCount]:
    """Who answered in what reached us between two local days, both included."""
    return [PeopleCount(*row) for row in session().execute(select_people(*_between(from_on, to_on)))]


def answer_counts(from_on: date, to_on: date) -> list[AnswerCount]:
    """What they answered, by each person's latest submission of those days."""
    return [AnswerCount(*row) for row in session().execute(select_answers(*_between(from_on, to_on)))]


def silent_counts(from_on: date, to_on: date) -> list[SilentCount]:
    """Who was asked between two local days and did not answer in them, and who was not asked and why."""
    days = _between(from_on, to_on)
    return [SilentCount(*row) for row in session().execute(select_silent(from_on, to_on, *days))]


def select_silent(from_on: date, to_on: date, begin: datetime, end: datetime) -> Select[str, str, str, int]:
    """One row a kind of people, each person once, ordered. Who was asked at all counts as asked."""
    asked_first = (
        case((Invitation.reason == "", 0), else_=1),
        Invitation.made_on.desc(),
        Invitation.id.desc(),
    )
    place = func.row_number().over(partition_by=Invitation.person_id, order_by=asked_first)
    # Joined, not NOT IN: PostgreSQL reads a long list of those again for each row.
    answered = select(Submission.person_id).where(*_arrived(begin, end)).distinct().subquery()
    last = (
        select(Invitation.band, Invitation.plan_type, Invitation.reason, place.label("place"))
        .outerjoin(answered, answered.c.person_id == Invitation.person_id)
        .where(Invitation.made_on.between(from_on, to_on), answered.c.person_id.is_(None))
        .subquery()
    )
    how = (last.c.band, last.c.plan_type, last.c.reason)
    return select(*how, func.count()).where(last.c.place == 1).group_by(*how).order_by(*how)


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
    return query.where(*_arrived(begin, end)).subquery()


def _arrived(begin: datetime, end: datetime) -> tuple[ColumnElement[bool], ...]:
    received = Submission.received_at
    return Submission.answered_at.is_not(None), received >= begin, received < end


def _between(from_on: date, to_on: date) -> tuple[datetime, datetime]:
    return clock.end_of(from_on - timedelta(days=1)), clock.end_of(to_on)
