"""A worker answers a marked sentence. Keyword-only; flush, never commit. What was said stays as it is."""

from __future__ import annotations

import uuid
from datetime import date, datetime

from sqlalchemy import select

from webapp import audit, families
from webapp.core import clock, ids
from webapp.core.database import session
from webapp.plans import events, queries
from webapp.plans.answering import rules
from webapp.plans.content import ParagraphContent, StepContent, VersionContent
from webapp.plans.models import Answer, SentenceReply
from webapp.plans.rules import SENTENCE_ANSWERS
from webapp.plans.writing.service import SharedElsewhere, StaleDraft, Typed, copy_to_draft, save_draft


def answer_sentence(
    *,
    answer_id: uuid.UUID,
    reply_id: uuid.UUID,
    author_id: uuid.UUID,
    outcome: str,
    words: str,
    in_draft: bool = False,
    shared_agreed_on: date | None = None,
    at: datetime | None = None,
) -> None:
    """Keep what comes back to the same sentence: reworded, corrected (`words`: the new one) or kept (why).

    `in_draft` puts the new sentence into the next draft. The same `reply_id` again changes nothing.
    """
    answer = session().get_one(Answer, answer_id)
    if outcome not in rules.SENTENCE_OUTCOMES or answer.kind not in SENTENCE_ANSWERS:
        raise ValueError(outcome)
    if session().scalar(select(SentenceReply.id).where(SentenceReply.reply_id == reply_id)):
        return
    row = SentenceReply(
        id=ids.new(),
        answer_id=answer_id,
        reply_id=reply_id,
        author_id=author_id,
        outcome=outcome,
        shared_agreed_on=shared_agreed_on,
        created_at=at or clock.now(),
    )
    queries.answer_box(answer.child_id, answer.person_id).put(row, words=words)
    row.wanted_in_draft = in_draft and outcome in rules.NEW_SENTENCE
    row.draft_id = _put_into_draft(answer, words, author_id) if row.wanted_in_draft else None
    session().add(row)
    session().flush()
    events.note(answer.version_id, events.CHANGED)
    audit.record(
        actor_id=author_id,
        act=f"plan.sentence_{outcome}",
        family_id=families.family_of(answer.child_id).id,
        subject_id=answer.child_id,
        item_kind="plan_answer",
        item_id=answer_id,
    )


def _put_into_draft(answer: Answer, new: str, actor_id: uuid.UUID) -> uuid.UUID | None:
    """The draft that now says the new sentence in place of the old; None when the old is not there."""
    newest = queries.newest_version(answer.child_id)
    if newest is None or _changed(newest, answer, new) is None:
        return None
    draft_id = copy_to_draft(child_id=answer.child_id, actor_id=actor_id)
    draft = queries.content_of(draft_id)
    changed = _changed(draft, answer, new)
    if changed is None:
        return None
    try:
        save_draft(version_id=draft_id, typed=_with(draft, changed), actor_id=actor_id)
    # Someone saved in this very moment, or it is shared with a child of another worker: the worker is told.
    except (StaleDraft, SharedElsewhere):
        return None
    return draft_id


def _changed(content: VersionContent, answer: Answer, new: str) -> rules.Item | None:
    old = queries.answer_box(answer.child_id, answer.person_id).text(answer, "sentence")
    place = (rules.audience_of(answer.person_id, answer.child_id), answer.language)
    item = rules.find_item(content, place, old, answer.person_id)
    english = rules.english_of(item, place, old) if item else None
    return rules.reworded(item, place[0], english, new) if item and english else None


def _with(draft: VersionContent, changed: rules.Item) -> Typed:
    """Everything as it is, but for this paragraph or step."""
    paragraphs = [
        changed if isinstance(changed, ParagraphContent) and one.id == changed.id else one
        for one in draft.paragraphs
    ]
    steps = [
        changed if isinstance(changed, StepContent) and one.id == changed.id else one for one in draft.steps
    ]
    return Typed(draft.revision, draft.review_on, paragraphs, steps)
