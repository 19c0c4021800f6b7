"""A worker answers what was said about a step, or an idea for one. Keyword-only; flush, never commit."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import date, datetime

from sqlalchemy import select

from webapp import audit, families
from webapp.core import clock, ids
from webapp.core.database import session
from webapp.plans import events, queries
from webapp.plans.answering.rules import audience_of
from webapp.plans.content import StepContent, Words
from webapp.plans.models import Answer, SentenceReply
from webapp.plans.rules import ENGLISH, STEP_ANSWERS
from webapp.plans.steps import rules
from webapp.plans.steps.moving import move_step
from webapp.plans.steps.queries import step_now
from webapp.plans.writing.service import StaleDraft, add_items, copy_to_draft


def answer_steps(
    *,
    answer_ids: list[uuid.UUID],
    reply_id: uuid.UUID,
    author_id: uuid.UUID,
    outcome: str,
    words: str = "",
    whom: str = "",
    by_on: date | None = None,
    shared_agreed_on: date | None = None,
    at: datetime | None = None,
) -> None:
    """Keep what comes back to the latest of these that is about a step; nothing when none of them is.

    To one who said how a step is going: `confirmed` moves it for all its readers; `words`: why not yet. To an
    idea: `taken` puts it into the draft (`words`: the step in English; `whom`, `by_on`), for the one who had
    it alone; `words`: why not. The same `reply_id` again changes nothing.
    """
    query = select(Answer).where(Answer.id.in_(answer_ids), Answer.kind.in_(STEP_ANSWERS))
    answer = session().scalar(query.order_by(Answer.received_at.desc(), Answer.id.desc()).limit(1))
    if answer is None:
        return
    if outcome not in rules.outcomes(answer.kind):
        raise ValueError(outcome)
    row = _keep(answer, reply_id, author_id, outcome, words, shared_agreed_on, at)
    if row is None:
        return
    if outcome == "confirmed":
        _move(answer, author_id)
    elif outcome == "taken":
        row.wanted_in_draft = True
        step = StepContent(ids.new(), answer.person_id, whom, by_on)
        _put_into_draft(row, answer, step, words, author_id)


def _move(answer: Answer, actor_id: uuid.UUID) -> None:
    step = step_now(answer.child_id, answer.item_id) if answer.item_id else None
    if step is not None and answer.step_state and step.state != answer.step_state:
        move_step(step_id=step.id, state=answer.step_state, actor_id=actor_id)


def _keep(
    answer: Answer,
    reply_id: uuid.UUID,
    author_id: uuid.UUID,
    outcome: str,
    words: str,
    shared_agreed_on: date | None,
    at: datetime | None,
) -> SentenceReply | None:
    """The row of what came back; None when it is kept already."""
    if session().scalar(select(SentenceReply.id).where(SentenceReply.reply_id == reply_id)):
        return None
    row = SentenceReply(
        id=ids.new(),
        answer_id=answer.id,
        reply_id=reply_id,
        author_id=author_id,
        outcome=outcome,
        shared_agreed_on=shared_agreed_on,
        created_at=at or clock.now(),
    )
    queries.answer_box(answer.child_id, answer.person_id).put(row, words=words)
    session().add(row)
    session().flush()
    events.note(answer.version_id, events.CHANGED)
    audit.record(
        actor_id=author_id,
        act=f"plan.{answer.kind}_{outcome}",
        family_id=families.family_of(answer.child_id).id,
        subject_id=answer.child_id,
        item_kind="plan_answer",
        item_id=answer.id,
    )
    return row


def _put_into_draft(
    row: SentenceReply, answer: Answer, step: StepContent, words: str, actor_id: uuid.UUID
) -> None:
    """The step at the end of the draft; the worker opens it there to more readers, or not."""
    audience = audience_of(answer.person_id, answer.child_id)
    made = replace(step, words={(audience, ENGLISH): Words(words)})
    draft_id = copy_to_draft(child_id=answer.child_id, actor_id=actor_id)
    try:
        add_items(version_id=draft_id, paragraphs=[], steps=[made], actor_id=actor_id)
    except StaleDraft:  # someone saved in this very moment; the worker is told, and has the words
        return
    # A change of a draft lets go of every row that was read before it.
    kept = session().get_one(SentenceReply, row.id)
    kept.draft_id, kept.step_id = draft_id, made.id
    session().flush()
