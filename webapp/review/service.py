"""Answering. Keyword-only; flush, never commit."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.exc import IntegrityError

from webapp import audit, families, plans
from webapp.core import clock, ids, sealing
from webapp.core.database import session
from webapp.review import items, replies, rules
from webapp.review.models import Acknowledgement, Reply, ReplyTo, StepLink


@dataclass(frozen=True)
class Outcome:
    """What is said back. code: done, will_do (by_on), cannot (reason), talk (meet_when, meet_where).

    To a marked sentence of the plan: reworded or corrected (sentence), kept (reason). `in_draft`: the new
    sentence goes into the next draft. To a step: confirmed, not_yet (reason). To an idea for one: taken
    (sentence, whom, step_on: the step in the draft), not_taken (reason).
    """

    code: str
    words: str = ""
    by_on: date | None = None
    reason: str = ""
    meet_when: str = ""
    meet_where: str = ""
    sentence: str = ""
    in_draft: bool = False
    whom: str = ""
    step_on: date | None = None
    # The day child and worker agreed that it may show on a shared phone; None when they did not.
    shared_agreed_on: date | None = None


def reply(
    *,
    reply_id: uuid.UUID,
    author_id: uuid.UUID,
    child_id: uuid.UUID,
    to_id: uuid.UUID,
    answers: list[items.Name],
    outcome: Outcome,
    created_at: datetime | None = None,
) -> uuid.UUID:
    """Say one thing back to one or several things a person said; what it answers waits no longer.

    The id comes from the form, so that a double tap sends once. LookupError when the id is another reply's.
    """
    row = Reply(
        id=reply_id,
        child_id=child_id,
        to_id=to_id,
        author_id=author_id,
        outcome=outcome.code,
        by_on=outcome.by_on,
        shared_agreed_on=outcome.shared_agreed_on,
        created_at=created_at or clock.now(),
    )
    replies.box_of(row).put(
        row,
        words=outcome.words,
        reason=outcome.reason or None,
        sentence=outcome.sentence or None,
        meet_when=outcome.meet_when or None,
        meet_where=outcome.meet_where or None,
    )
    if not _add_once(row):
        return _sent_already(reply_id, author_id, child_id)
    for kind, item_id in dict.fromkeys(answers):
        session().add(ReplyTo(id=ids.new(), reply_id=row.id, item_kind=kind, item_id=item_id))
    session().flush()
    items.mark_answered(answers, row.created_at)
    _record(row, author_id, "reply.send")
    if outcome.code in rules.ON_SENTENCE:
        _answer_sentence(row, answers, outcome)
    _answer_steps(row, answers, outcome)
    return row.id


def _answer_steps(row: Reply, answers: list[items.Name], outcome: Outcome) -> None:
    """What comes back to the same step, or to an idea for one, in the same act as the reply."""
    plans.answer_steps(
        answer_ids=[item_id for kind, item_id in answers if kind == "plan_answer"],
        reply_id=row.id,
        author_id=row.author_id,
        outcome=outcome.code,
        words=outcome.sentence or outcome.reason,
        whom=outcome.whom,
        by_on=outcome.step_on,
        shared_agreed_on=outcome.shared_agreed_on,
        at=row.created_at,
    )


def _answer_sentence(row: Reply, answers: list[items.Name], outcome: Outcome) -> None:
    """What comes back to the same line of the person's plan, in the same act as the reply."""
    for _kind, answer_id in answers:
        plans.answer_sentence(
            answer_id=answer_id,
            reply_id=row.id,
            author_id=row.author_id,
            outcome=outcome.code,
            words=outcome.sentence or outcome.reason,
            in_draft=outcome.in_draft,
            shared_agreed_on=outcome.shared_agreed_on,
            at=row.created_at,
        )


def _add_once(row: Reply) -> bool:
    if session().get(Reply, row.id) is not None:
        return False
    try:
        with session().begin_nested():
            session().add(row)
    except IntegrityError:
        return False  # the other tap was a moment faster
    return True


def _sent_already(reply_id: uuid.UUID, author_id: uuid.UUID, child_id: uuid.UUID) -> uuid.UUID:
    kept = session().get_one(Reply, reply_id)
    if (kept.author_id, kept.child_id) != (author_id, child_id):
        raise LookupError("another reply has this id")
    return kept.id


def acknowledge(*, item: items.Item, actor_id: uuid.UUID) -> None:
    """Say "I have seen it and will answer". The answer clock goes on (practice §1)."""
    row = Acknowledgement(
        id=ids.new(), item_kind=item.kind, item_id=item.id, made_by=actor_id, made_at=clock.now()
    )
    try:
        with session().begin_nested():
            session().add(row)
    except IntegrityError:
        return  # acknowledged before
    audit.record(
        actor_id=actor_id,
        act=f"{item.kind}.acknowledge",
        family_id=families.family_of(item.child_id).id,
        subject_id=item.child_id,
        item_kind=item.kind,
        item_id=item.id,
    )


def link_step(
    *,
    row: Reply,
    step_id: uuid.UUID,
    basis: str,
    actor_id: uuid.UUID,
    agreed_on: date | None = None,
    reason: str = "",
) -> None:
    """Link a reply to a step after the question of practice §4; an earlier link to that step is replaced."""
    query = session().query(StepLink).filter_by(reply_id=row.id, step_id=step_id)
    link = query.one_or_none() or StepLink(id=ids.new(), reply_id=row.id, step_id=step_id)
    link.basis, link.agreed_on = basis, agreed_on
    link.made_by, link.made_at = actor_id, clock.now()
    sealing.child_box(row.child_id).put(link, reason=reason or None)
    session().add(link)
    session().flush()
    _record(row, actor_id, "reply.link")


def say_whether_it_happened(*, row: Reply, happened: bool, actor_id: uuid.UUID) -> None:
    """The person's own "Did this happen?". "No" makes what was answered wait again (practice §1)."""
    row.happened, row.happened_at = ("yes" if happened else "no"), clock.now()
    session().flush()
    items.mark_answered(replies.answered_by(row.id), row.created_at if happened else None)
    _record(row, actor_id, f"reply.happened_{row.happened}")


def _record(row: Reply, actor_id: uuid.UUID, act: str) -> None:
    audit.record(
        actor_id=actor_id,
        act=act,
        family_id=families.family_of(row.child_id).id,
        subject_id=row.child_id,
        item_kind="reply",
        item_id=row.id,
    )
