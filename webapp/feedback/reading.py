"""Finished answers for those who read them. `visible_to` is the one place that says whose staff see."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from flask import current_app
from sqlalchemy import ColumnElement, and_, false, or_, select

from webapp import families
from webapp.core.access import Reader
from webapp.core.database import session
from webapp.feedback import queries, rules
from webapp.feedback.models import Answer, Submission

BATCH = 500


@dataclass(frozen=True)
class AnswerView:
    """One question of a submission. `words` is '' in lists for the extract: own words never leave.

    `own_version`: of an authority's own question; None for ours.
    """

    id: uuid.UUID
    code: str
    answer_code: int | None
    reason: str
    words: str
    own_version: int | None


@dataclass(frozen=True)
class SubmissionView:
    """A finished submission with its answers, in the order they were asked."""

    id: uuid.UUID
    person_id: uuid.UUID
    child_id: uuid.UUID
    band: str
    respondent_role: str
    instrument_id: str
    instrument_version: str
    answered_by: str
    helper: str
    place: str
    worker_present: bool
    shown_to_worker: bool
    mode: str
    trigger: str
    language: str
    wording_state: str
    plan_id: uuid.UUID | None
    plan_type: str
    answered_at: datetime
    received_at: datetime
    answers: tuple[AnswerView, ...]

    @property
    def is_straight(self) -> bool:
        """Whether every answer was in the same place on the screen: worth a look, counted all the same."""
        ours = rules.questions_for(self.band, self.instrument_version)
        codes = {question.code: question.codes for question in ours}
        given = [(codes.get(found.code, ()), found.answer_code) for found in self.answers]
        return rules.is_straight(given)


def visible_to(reader: Reader) -> ColumnElement[bool]:
    """A manager: the team's. A worker: only what its maker said the worker may see (practice §2)."""
    if reader.kind != "staff" or reader.role not in ("manager", "worker"):
        return false()
    theirs = Submission.child_id.in_(families.visible_children(reader))
    shown: ColumnElement[bool] = Submission.shown_to_worker.is_(True)
    if reader.role == "manager":
        shown = or_(shown, Submission.child_id.not_in(families.opened_children(reader)))
    return and_(Submission.answered_at.is_not(None), theirs, shown)


def submissions_of(reader: Reader, child_id: uuid.UUID) -> list[SubmissionView]:
    """What this member of staff may read about a child, newest first, own words opened."""
    query = select(Submission).where(Submission.child_id == child_id, visible_to(reader))
    rows = session().scalars(query.order_by(Submission.answered_at.desc(), Submission.id.desc()))
    return [_view(row, queries.answers_of(row.id), opened=True) for row in rows]


def submission_for(reader: Reader, submission_id: uuid.UUID) -> SubmissionView | None:
    """One that was sent: for staff as visible_to says; for a family member their own."""
    mine = and_(Submission.person_id == reader.person_id, Submission.answered_at.is_not(None))
    seen = visible_to(reader) if reader.kind == "staff" else mine
    row = session().scalar(select(Submission).where(Submission.id == submission_id, seen))
    return _view(row, queries.answers_of(row.id), opened=True) if row else None


def submissions(from_on: date, to_on: date) -> Iterator[SubmissionView]:
    """All that reached us between two local days, both included, by receipt; in batches, without words."""
    begin, end = _moment(from_on), _moment(to_on + timedelta(days=1))
    query = select(Submission).where(Submission.answered_at.is_not(None), Submission.received_at < end)
    query = query.order_by(Submission.received_at, Submission.id).limit(BATCH)
    rows = list(session().scalars(query.where(Submission.received_at >= begin)))
    while rows:
        yield from _batch(rows)
        last = rows[-1]
        later = Submission.received_at > last.received_at
        same = and_(Submission.received_at == last.received_at, Submission.id > last.id)
        rows = list(session().scalars(query.where(or_(later, same))))


def _moment(day: date) -> datetime:
    return datetime.combine(day, time(), current_app.extensions["heard_settings"].timezone)


def _batch(rows: list[Submission]) -> Iterator[SubmissionView]:
    query = select(Answer).where(Answer.submission_id.in_([row.id for row in rows]))
    answers: dict[uuid.UUID, list[Answer]] = {}
    for answer in session().scalars(query.order_by(Answer.submission_id, Answer.position)):
        answers.setdefault(answer.submission_id, []).append(answer)
    for row in rows:
        yield _view(row, answers.get(row.id, []), opened=False)


def _view(row: Submission, answers: list[Answer], *, opened: bool) -> SubmissionView:
    assert row.answered_at is not None
    assert row.received_at is not None
    return SubmissionView(
        id=row.id,
        person_id=row.person_id,
        child_id=row.child_id,
        band=row.band,
        respondent_role=rules.RESPONDENTS[row.band],
        instrument_id=row.instrument_id,
        instrument_version=row.instrument_version,
        answered_by=row.answered_by,
        helper=row.helper,
        place=row.place,
        worker_present=row.worker_present,
        shown_to_worker=row.shown_to_worker,
        mode=row.mode,
        trigger=row.trigger,
        language=row.language,
        wording_state=row.wording_state,
        plan_id=row.plan_id,
        plan_type=row.plan_type,
        answered_at=row.answered_at,
        received_at=row.received_at,
        answers=tuple(
            AnswerView(
                id=a.id,
                code=a.question_code,
                answer_code=a.answer_code,
                reason=a.reason,
                words=queries.words_of(row, a) if opened else "",
                own_version=a.own_version,
            )
            for a in answers
        ),
    )
