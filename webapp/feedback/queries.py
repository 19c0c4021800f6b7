"""Reading feedback. `visible_to` is the one place that says whose answers a member of staff sees."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from flask import Flask, current_app
from sqlalchemy import ColumnElement, Select, and_, false, or_, select

from webapp import duty, families, plans
from webapp.core import clock, ids, sealing
from webapp.core.access import Reader
from webapp.core.database import session
from webapp.feedback import rules
from webapp.feedback.asking import queries as asking
from webapp.feedback.models import Answer, NeedSomeone, Submission
from webapp.feedback.own_questions import queries as own_questions
from webapp.feedback.questions import Question

BATCH = 500
TOLD_FOR = timedelta(hours=12)
HasDrawn = Callable[[uuid.UUID], bool]


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


def children_of(reader: Reader) -> list[uuid.UUID]:
    """About whom this person may answer: a child, themselves; a parent or carer, each granted child."""
    if reader.kind == "child":
        return [reader.person_id]
    if reader.kind == "adult" and reader.role in ("parent", "carer"):
        return families.granted_children(reader.person_id, "plan")
    return []


def open_children(reader: Reader) -> list[uuid.UUID]:
    """Those about whom there is something to answer now: never answered, a month ago, or begun."""
    today = clock.today()
    return [child_id for child_id in children_of(reader) if opens_on(reader.person_id, child_id) <= today]


def is_open_for(reader: Reader) -> bool:
    """Whether the questions wait for this person."""
    return bool(open_children(reader))


def opens_on(person_id: uuid.UUID, child_id: uuid.UUID) -> date:
    """The first day on which the questions may be answered again; today when they never were."""
    last = latest_finished(person_id, child_id)
    if last is None or last.answered_at is None:
        return clock.today()
    return rules.ask_again_on(clock.local(last.answered_at).date())


def invited_by(person_id: uuid.UUID, child_id: uuid.UUID) -> str:
    """What the invitation that waits for this person followed; '' when none waits."""
    found = asking.open_invitation(person_id, child_id)
    return found.trigger if found else ""


def unfinished(person_id: uuid.UUID, child_id: uuid.UUID) -> Submission | None:
    """What was begun and not sent."""
    return session().scalar(_begun(person_id).where(Submission.child_id == child_id))


def in_hand(reader: Reader, *, lock: bool = False) -> Submission | None:
    """What this person is answering in this sign-in; `lock` makes a double tap one answer after the other."""
    query = _begun(reader.person_id).where(Submission.sign_in_id == reader.session_id)
    query = query.order_by(Submission.started_at.desc(), Submission.id.desc()).limit(1)
    found = session().scalar(query.with_for_update() if lock else query)
    return found if found and found.child_id in children_of(reader) else None


def _begun(person_id: uuid.UUID) -> Select[Submission]:
    return select(Submission).where(Submission.person_id == person_id, Submission.answered_at.is_(None))


def latest_finished(person_id: uuid.UUID, child_id: uuid.UUID) -> Submission | None:
    """The last one sent."""
    query = select(Submission).where(Submission.person_id == person_id, Submission.child_id == child_id)
    query = query.where(Submission.answered_at.is_not(None))
    return session().scalars(query.order_by(Submission.answered_at.desc(), Submission.id.desc())).first()


def sent_now(reader: Reader) -> Submission | None:
    """The last one sent in this sign-in."""
    query = select(Submission).where(
        Submission.person_id == reader.person_id,
        Submission.sign_in_id == reader.session_id,
        Submission.answered_at.is_not(None),
        Submission.child_id.in_(children_of(reader)),
    )
    return session().scalars(query.order_by(Submission.answered_at.desc(), Submission.id.desc())).first()


def items_now(submission: Submission) -> list[Question]:
    """What to lay before this person: the submission's version, and what the authority adds now."""
    return rules.questions_for(submission.band, submission.instrument_version, own_questions.asked_now())


def items_of(band: str, version: str, own: set[tuple[str, int]]) -> dict[str, Question]:
    """The questions of a submission by code, in the words it was asked in. own: (code, version)."""
    theirs = [one for one in own_questions.ever_asked() if (one.code, int(one.version)) in own] if own else []
    return {question.code: question for question in rules.questions_for(band, version, theirs)}


def items_asked(submission: Submission) -> dict[str, Question]:
    """The same for a submission in hand."""
    rows = answers_of(submission.id)
    own = {(row.question_code, row.own_version) for row in rows if row.own_version is not None}
    return items_of(submission.band, submission.instrument_version, own)


def answers_of(submission_id: uuid.UUID) -> list[Answer]:
    """Every question of a submission, asked or not, in order."""
    query = select(Answer).where(Answer.submission_id == submission_id)
    return list(session().scalars(query.order_by(Answer.position)))


def asked(submission: Submission, code: str) -> Answer | None:
    """The row of a question that this submission asks."""
    rows = [row for row in answers_of(submission.id) if not row.reason]
    return next((row for row in rows if row.question_code == code), None)


def askable(submission: Submission) -> list[Answer]:
    """The questions that may be shown now, in order: none about safety while nobody is on duty."""
    ready = duty.is_ready(submission.child_id)
    rows = answers_of(submission.id)
    return [row for row in rows if not row.reason and (ready or row.question_code not in rules.ALARMS)]


def shown(submission: Submission, rows: list[Answer]) -> Answer | None:
    """The question to show; None when the last one is behind."""
    return next((row for row in rows if row.position >= submission.at), None)


def has_told(submission: Submission) -> bool:
    """Whether an answer said that someone may not be safe."""
    return any(rules.is_alarm(row.question_code, row.answer_code) for row in answers_of(submission.id))


def has_just_told(submission: Submission) -> bool:
    """Whether the answer given last said so."""
    given = [row for row in answers_of(submission.id) if row.given_at]
    last = max(given, key=lambda row: (row.given_at, row.position), default=None)
    return last is not None and rules.is_alarm(last.question_code, last.answer_code)


def words_of(submission: Submission, row: Answer) -> str:
    """The person's own words, exactly."""
    return box_of(submission).text(row, "words")


def box_of(submission: Submission) -> sealing.Box:
    """What a child said is under the child's key; an adult's words under the family's."""
    if submission.person_id == submission.child_id:
        return sealing.child_box(submission.child_id)
    return sealing.family_box(families.family_of(submission.child_id).id)


def conditions(person_id: uuid.UUID, child_id: uuid.UUID, *, alone: bool) -> rules.Conditions:
    """What decides which questions are asked."""
    plan = plans.current_plan(child_id)
    talked = plan is not None and plans.was_talked_through(plan.version_id, person_id)
    can_follow = not asking.is_held(person_id, child_id, "ssd")
    return rules.Conditions(duty.is_ready(child_id), talked, _has_drawn(child_id), alone, can_follow)


def need(child_id: uuid.UUID) -> dict[str, uuid.UUID] | None:
    """For "I need someone today": a key makes a double tap one; None when nobody is on duty."""
    return {"child": child_id, "key": ids.new()} if duty.is_ready(child_id) else None


def need_for(reader: Reader) -> dict[str, uuid.UUID] | None:
    """The same for a reader's first page; None also for an adult who was granted nothing."""
    children = children_of(reader)
    return need(children[0]) if children else None


def connect_drawings(app: Flask, has_drawn: HasDrawn) -> None:
    """Let create_app say, from houses, whether a child has sent an entry; the two do not know each other."""
    app.extensions["heard_has_drawn"] = has_drawn


def _has_drawn(child_id: uuid.UUID) -> bool:
    """Without the hook nothing is known of drawings, so the tablet item is not asked."""
    ask: HasDrawn | None = current_app.extensions.get("heard_has_drawn")
    return ask is not None and ask(child_id)


def asked_today(reader: Reader) -> NeedSomeone | None:
    """ "I need someone today", pressed in this sign-in and still fresh."""
    query = select(NeedSomeone).where(
        NeedSomeone.person_id == reader.person_id,
        NeedSomeone.sign_in_id == reader.session_id,
        NeedSomeone.asked_at > clock.now() - TOLD_FOR,
        NeedSomeone.child_id.in_(families.visible_children(reader)),
    )
    return session().scalars(query.order_by(NeedSomeone.asked_at.desc(), NeedSomeone.id.desc())).first()


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
    return [_view(row, answers_of(row.id), opened=True) for row in rows]


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
                words=words_of(row, a) if opened else "",
                own_version=a.own_version,
            )
            for a in answers
        ),
    )
