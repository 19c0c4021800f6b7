"""What a person is asked and has said, for the screens on which they say it."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import date, timedelta

from flask import Flask, current_app
from sqlalchemy import Select, select

from webapp import duty, families, plans
from webapp.core import clock, ids, sealing
from webapp.core.access import Reader
from webapp.core.database import session
from webapp.feedback import rules
from webapp.feedback.asking import queries as asking
from webapp.feedback.models import Answer, NeedSomeone, Submission
from webapp.feedback.own_questions import queries as own_questions
from webapp.feedback.questions import Question

TOLD_FOR = timedelta(hours=12)
HasDrawn = Callable[[uuid.UUID], bool]


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


def is_invited(reader: Reader) -> bool:
    """Whether we ask this person now and they have not said "Not now"."""
    children = open_children(reader)
    return bool(children) and bool(asking.waiting(reader.person_id, children))


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
