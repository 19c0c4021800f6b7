"""What families answer. Keyword-only; flush, never commit. Their words are kept exactly."""

from __future__ import annotations

import uuid
from datetime import date, datetime

from sqlalchemy import select

from webapp import audit
from webapp.core import clock, ids, sealing
from webapp.core.database import session
from webapp.plans import queries
from webapp.plans.models import Answer, Plan, PlanVersion, TalkedThrough
from webapp.plans.rules import POSITIONS, SENTENCE_ANSWERS

KINDS = ("position", "own_words", *SENTENCE_ANSWERS)


def add_answer(
    *,
    version_id: uuid.UUID,
    person_id: uuid.UUID,
    kind: str,
    words: str = "",
    position: str | None = None,
    item_id: uuid.UUID | None = None,
    sentence_number: int | None = None,
    sentence: str = "",
    language: str = "en",
    answer_id: uuid.UUID | None = None,
    at: datetime | None = None,
) -> uuid.UUID:
    """Keep an answer: position, not_right, not_clear or own_words. Returns its id.

    `item_id`, `sentence_number` and `sentence` say which sentence of which paragraph or step, as it was read.
    The same `answer_id` again changes nothing (a double tap).
    """
    if kind not in KINDS or (position is not None and position not in POSITIONS):
        raise ValueError(kind)
    if answer_id is not None and session().get(Answer, answer_id) is not None:
        return answer_id
    plan = _plan_of(version_id)
    row = Answer(
        id=answer_id or ids.new(),
        version_id=version_id,
        child_id=plan.child_id,
        person_id=person_id,
        kind=kind,
        position=position,
        item_id=item_id,
        sentence_number=sentence_number,
        language=language,
        received_at=at or clock.now(),
    )
    box = queries.answer_box(plan.child_id, person_id)
    box.put(row, words=words or None, sentence=sentence or None)
    row.sentence_hash = box.mac(sentence.encode()) if sentence else None
    session().add(row)
    session().flush()
    _record("plan.answer", plan, person_id, "plan_answer", row.id)
    return row.id


def record_talked_through(
    *,
    version_id: uuid.UUID,
    person_id: uuid.UUID,
    happened: bool = True,
    by_whom: str = "",
    on: date | None = None,
    interpreter: bool = False,
    actor_id: uuid.UUID | None = None,
    at: datetime | None = None,
) -> None:
    """Note that the plan was, or was not, talked through with a person; `actor_id` None: they said so."""
    plan = _plan_of(version_id)
    query = select(TalkedThrough).where(
        TalkedThrough.version_id == version_id, TalkedThrough.person_id == person_id
    )
    latest = session().scalars(query.order_by(TalkedThrough.noted_at.desc(), TalkedThrough.id.desc())).first()
    box = sealing.family_box(plan.family_id)
    if latest is not None and _same(box.text(latest, "by_whom"), latest, happened, by_whom, on, interpreter):
        return
    row = TalkedThrough(
        id=ids.new(),
        version_id=version_id,
        person_id=person_id,
        happened=happened,
        talked_on=on,
        interpreter=interpreter,
        noted_at=at or clock.now(),
        noted_by=actor_id or person_id,
    )
    box.put(row, by_whom=by_whom or None)
    session().add(row)
    session().flush()
    _record("plan.talked_through", plan, actor_id or person_id, "plan_version", version_id)


def _same(
    by: str, row: TalkedThrough, happened: bool, by_whom: str, on: date | None, interpreter: bool
) -> bool:
    return (row.happened, by, row.talked_on, row.interpreter) == (happened, by_whom, on, interpreter)


def _plan_of(version_id: uuid.UUID) -> Plan:
    return session().get_one(Plan, session().get_one(PlanVersion, version_id).plan_id)


def _record(act: str, plan: Plan, actor_id: uuid.UUID, item_kind: str, item_id: uuid.UUID) -> None:
    audit.record(
        actor_id=actor_id,
        act=act,
        family_id=plan.family_id,
        subject_id=plan.child_id,
        item_kind=item_kind,
        item_id=item_id,
    )
