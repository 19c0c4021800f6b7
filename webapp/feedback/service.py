"""Asking and answering. Keyword-only; flush, never commit."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.exc import IntegrityError

from webapp import accounts, audit, duty, families, plans
from webapp.core import clock, ids
from webapp.core.access import Reader
from webapp.core.database import session
from webapp.feedback import queries, rules
from webapp.feedback.asking import queries as asking
from webapp.feedback.models import Answer, NeedSomeone, Submission
from webapp.feedback.questions import INSTRUMENT_ID, VERSION, Question

PLAIN_LINE = "plain-1"


def begin(
    *,
    reader: Reader,
    child_id: uuid.UUID,
    answered_by: str,
    worker_present: bool,
    alone: bool,
    shown_to_worker: bool,
    language: str,
    helper: str = "",
    place: str = "",
) -> Submission:
    """Begin, or go on with what was begun; who is near is asked each time, and decides what is asked."""
    row = queries.unfinished(reader.person_id, child_id) or _new(reader, child_id)
    row.answered_by, row.worker_present, row.shown_to_worker = answered_by, worker_present, shown_to_worker
    row.helper, row.place = "" if answered_by == "self" else helper, place
    row.language = language
    row.sign_in_id = reader.session_id
    by_oneself = rules.is_alone(ticked=alone, answered_by=answered_by, worker_present=worker_present)
    asked = _lay_out(row, queries.conditions(reader.person_id, child_id, alone=by_oneself))
    row.wording_state = rules.weakest_state(queries.items_now(row), language)
    row.at = next((answer.position for answer in asked if answer.given_at is None), len(asked))
    # On a shared phone nobody goes back to what was said in an earlier sign-in.
    row.floor = row.at if reader.shared_phone else 0
    session().flush()
    return row


def _new(reader: Reader, child_id: uuid.UUID) -> Submission:
    row = _submission(
        person_id=reader.person_id,
        child_id=child_id,
        band=reader.band,
        answered_by="self",
        worker_present=False,
        language="en",
        wording_state="english_only",
        started_at=clock.now(),
    )
    row.plan_id, row.plan_type = plan_of(child_id)
    invitation = asking.open_invitation(reader.person_id, child_id)
    if invitation is not None:
        row.invitation_id, row.trigger = invitation.id, invitation.trigger
    try:
        with session().begin_nested():
            session().add(row)
    except IntegrityError:  # a second tap began it a moment ago
        found = queries.unfinished(reader.person_id, child_id)
        assert found is not None
        return found
    _record("feedback.begin", row)
    return row


def _submission(**values: object) -> Submission:
    return Submission(id=ids.new(), instrument_id=INSTRUMENT_ID, instrument_version=VERSION, **values)


def plan_of(child_id: uuid.UUID) -> tuple[uuid.UUID | None, str]:
    """The child's plan and its type in the codes of local data; None and '' without one."""
    plan = plans.current_plan(child_id)
    return (plan.id, rules.PLAN_TYPES.get(plan.kind, "")) if plan else (None, "")


def _lay_out(row: Submission, now: rules.Conditions) -> list[Answer]:
    """A row for each question, asked or not and why; a given answer stays. Returns those asked, in order."""
    kept = {answer.question_code: answer for answer in queries.answers_of(row.id)}
    for position, question in enumerate(queries.items_now(row)):
        answer = kept.get(question.code) or _blank(row.id, question.code, position)
        if answer.given_at is None:
            answer.own_version = int(question.version) if question.is_own else None
            answer.reason = rules.reason_not_asked(question.code, now)
            answer.answer_code = rules.NOT_ASKED if answer.reason else None
        session().add(answer)
    session().flush()
    return [answer for answer in queries.answers_of(row.id) if not answer.reason]


def _blank(submission_id: uuid.UUID, code: str, position: int) -> Answer:
    line = PLAIN_LINE if code in rules.SSD else ""
    row = Answer(id=ids.new(), submission_id=submission_id, question_code=code, position=position)
    row.reason, row.lines_shown = "", line
    return row


def answer(*, submission: Submission, question_code: str, answer_code: int | None, words: str) -> None:
    """Keep an answer. "Not safe" reaches a person now (practice §1). The last answer sends them all."""
    row = queries.asked(submission, question_code)
    if row is None:
        return
    row.answer_code, row.given_at = answer_code, clock.now()
    queries.box_of(submission).put(row, words=words or None)
    if rules.is_alarm(question_code, answer_code):
        _raise(submission.person_id, submission.child_id, "feedback", row.id)
    submission.at = row.position + 1
    session().flush()
    if queries.shown(submission, queries.askable(submission)) is None:
        finish(submission=submission)


def go_back(*, submission: Submission) -> None:
    """Show the question before, as far as this sign-in may go back."""
    rows = queries.askable(submission)
    before = [row.position for row in rows if submission.floor <= row.position < submission.at]
    submission.at = max(before, default=submission.at)
    session().flush()


def finish(*, submission: Submission) -> None:
    """Send what was said. What was not answered counts as skipped; what could not be asked, as not asked."""
    ready = duty.is_ready(submission.child_id)
    for row in queries.answers_of(submission.id):
        if row.given_at is None and not row.reason:
            silent = row.question_code in rules.ALARMS and not ready
            row.answer_code, row.reason = (rules.NOT_ASKED, "no_duty") if silent else (rules.SKIPPED, "")
    submission.answered_at = submission.received_at = clock.now()
    _record("feedback.send", submission)
    session().flush()


def need_someone(*, reader: Reader, child_id: uuid.UUID, key: uuid.UUID) -> None:
    """Put "I need someone today" before a person at once. The same key from the same page counts once."""
    item_id = uuid.uuid5(reader.person_id, str(key))
    row = NeedSomeone(
        id=item_id,
        person_id=reader.person_id,
        child_id=child_id,
        sign_in_id=reader.session_id,
        asked_at=clock.now(),
    )
    try:
        with session().begin_nested():
            session().add(row)
    except IntegrityError:
        return  # a double tap
    _raise(reader.person_id, child_id, "need_someone", item_id)


def _raise(person_id: uuid.UUID, child_id: uuid.UUID, source: str, item_id: uuid.UUID) -> None:
    duty.raise_alert(person_id=person_id, child_id=child_id, source=source, item_id=item_id)


def record_submission(
    *,
    person_id: uuid.UUID,
    child_id: uuid.UUID,
    answers: Mapping[str, int],
    answered_at: datetime,
    received_at: datetime | None = None,
    words: Mapping[str, str] | None = None,
    not_asked: Mapping[str, str] | None = None,
    answered_by: str = "self",
    worker_present: bool = False,
    shown_to_worker: bool = False,
    mode: str = "tap",
    trigger: str = "any_time",
    language: str = "en",
) -> uuid.UUID:
    """A whole submission at once, as from paper or the practice authority. Raises no alert.

    ValueError on a question that the person's band is not asked or a code that the question does not have.
    """
    band = accounts.people([person_id])[person_id].band
    items = rules.questions_for(band)
    _check(items, answers, words or {})
    row = _submission(
        person_id=person_id,
        child_id=child_id,
        band=band,
        answered_by=answered_by,
        worker_present=worker_present,
        shown_to_worker=shown_to_worker,
        mode=mode,
        trigger=trigger,
        language=language,
        wording_state=rules.weakest_state(items, language),
        started_at=answered_at,
        answered_at=answered_at,
        received_at=received_at or answered_at,
    )
    row.plan_id, row.plan_type = plan_of(child_id)
    session().add(row)
    session().flush()
    for position, question in enumerate(items):
        _record_answer(row, position, question.code, answers, words or {}, not_asked or {})
    _record("feedback.send", row)
    session().flush()
    return row.id


def _check(items: list[Question], answers: Mapping[str, int], words: Mapping[str, str]) -> None:
    allowed = {q.code: {*q.codes, rules.NOT_ASKED, rules.DONT_KNOW, rules.SKIPPED} for q in items}
    wrong = [code for code, value in answers.items() if value not in allowed.get(code, set())]
    wrong += [code for code in words if code not in allowed]
    if wrong:
        raise ValueError(f"not a question or an answer of this band: {', '.join(wrong)}")


def _record_answer(
    row: Submission,
    position: int,
    code: str,
    answers: Mapping[str, int],
    words: Mapping[str, str],
    not_asked: Mapping[str, str],
) -> None:
    found = _blank(row.id, code, position)
    value = None if code in words and code not in answers else answers.get(code, rules.NOT_ASKED)
    found.answer_code = value
    if value == rules.NOT_ASKED and code not in words:
        found.reason = not_asked.get(code, "not_asked")
    else:
        found.given_at = row.answered_at
    queries.box_of(row).put(found, words=words.get(code))
    session().add(found)


def _record(act: str, row: Submission) -> None:
    audit.record(
        actor_id=row.person_id,
        act=act,
        family_id=families.family_of(row.child_id).id,
        subject_id=row.child_id,
        item_kind="submission",
        item_id=row.id,
    )
