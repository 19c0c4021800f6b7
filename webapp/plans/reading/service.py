"""What families answer. Keyword-only; flush, never commit. Their words are kept exactly."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import date, datetime
from functools import partial

from sqlalchemy import select

from webapp import audit
from webapp.core import clock, ids, sealing
from webapp.core.database import session
from webapp.core.sealing import Box
from webapp.plans import events, queries
from webapp.plans.models import Answer, Plan, PlanVersion, TalkedThrough
from webapp.plans.rules import OWN_WORDS, PARTS, POSITIONS, SENTENCE_ANSWERS, STEP_ANSWERS, STEP_SAID

KINDS = ("position", *OWN_WORDS, *SENTENCE_ANSWERS, *STEP_ANSWERS)


def add_answer(
    *,
    version_id: uuid.UUID,
    person_id: uuid.UUID,
    kind: str,
    words: str = "",
    position: str | None = None,
    part: str | None = None,
    item_id: uuid.UUID | None = None,
    sentence_number: int | None = None,
    sentence: str = "",
    step_state: str | None = None,
    whom: str = "",
    by_on: date | None = None,
    language: str = "en",
    answer_id: uuid.UUID | None = None,
    at: datetime | None = None,
) -> uuid.UUID:
    """Keep an answer: position, not_right, not_clear, worry, ideas, own_words, step_said or step_idea.

    `item_id`, `sentence_number` and `sentence` say which sentence of which paragraph or step, as it was read;
    `part`: the one part a position is about. `step_state`, `whom` and `by_on` are for steps. Returns its id.
    The same `answer_id` again changes nothing (a double tap).
    """
    if kind not in KINDS or position not in (None, *POSITIONS) or part not in (None, *PARTS):
        raise ValueError(kind)
    if step_state not in (None, *STEP_SAID):
        raise ValueError(step_state)
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
        part=part,
        item_id=item_id,
        sentence_number=sentence_number,
        step_state=step_state,
        by_on=by_on,
        language=language,
        received_at=at or clock.now(),
    )
    box = queries.answer_box(plan.child_id, person_id)
    box.put(row, words=words or None, sentence=sentence or None, whom=whom or None)
    row.sentence_hash = box.mac(sentence.encode()) if sentence else None
    session().add(row)
    session().flush()
    events.note(version_id, events.ANSWERED)
    _record("plan.answer", plan, person_id, "plan_answer", row.id)
    return row.id


def add_answers(
    *,
    version_id: uuid.UUID,
    person_id: uuid.UUID,
    position: str,
    own: Mapping[str, str],
    answer_id: uuid.UUID | None = None,
    language: str = "en",
) -> None:
    """Keep what was sent under the plan at once: a position with the own words beside it, and each own view.

    `own`: words by kind (worry, ideas, own_words). `answer_id` is the form's: sent twice, it is kept once.
    """
    add = partial(add_answer, version_id=version_id, person_id=person_id, language=language)
    words = own.get("own_words", "")
    if position or words.strip():
        kind = "position" if position else "own_words"
        add(kind=kind, position=position or None, words=words, answer_id=answer_id)
    for kind, view in own.items():
        if kind != "own_words" and view.strip():
            add(kind=kind, words=view, answer_id=uuid.uuid5(answer_id, kind) if answer_id else None)


def record_talked_through(
    *,
    version_id: uuid.UUID,
    person_id: uuid.UUID,
    happened: bool = True,
    by_whom: str = "",
    on: date | None = None,
    interpreter: bool = False,
    why_not: str = "",
    will_on: date | None = None,
    actor_id: uuid.UUID | None = None,
    at: datetime | None = None,
) -> None:
    """Note that the plan was, or was not, talked through with a person; `actor_id` None: they said so.

    If not: `why_not`, which staff alone see, and when it will be (Annex B).
    """
    plan = _plan_of(version_id)
    query = select(TalkedThrough).where(
        TalkedThrough.version_id == version_id, TalkedThrough.person_id == person_id
    )
    latest = session().scalars(query.order_by(TalkedThrough.noted_at.desc(), TalkedThrough.id.desc())).first()
    box = sealing.family_box(plan.family_id)
    noted_by = actor_id or person_id
    new = (happened, by_whom, on, interpreter, why_not, will_on, noted_by)
    if latest is not None and new == _noted(latest, box):
        return
    row = TalkedThrough(
        id=ids.new(),
        version_id=version_id,
        person_id=person_id,
        happened=happened,
        talked_on=on,
        interpreter=interpreter,
        will_on=will_on,
        noted_at=at or clock.now(),
        noted_by=noted_by,
    )
    box.put(row, by_whom=by_whom or None, why_not=why_not or None)
    session().add(row)
    session().flush()
    events.note(version_id, events.CHANGED)
    _record("plan.talked_through", plan, noted_by, "plan_version", version_id)


def _noted(row: TalkedThrough, box: Box) -> tuple[object, ...]:
    """Everything that was noted, as it can be compared."""
    words = (box.text(row, "by_whom"), row.talked_on, row.interpreter, box.text(row, "why_not"))
    return (row.happened, *words, row.will_on, row.noted_by)


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
