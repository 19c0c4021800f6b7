"""Noting what happened, inviting, and holding back with a reason. Keyword-only; flush, never commit."""

from __future__ import annotations

import uuid
from datetime import date

from flask import current_app
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from webapp import accounts, audit, families, plans
from webapp.core import clock, ids
from webapp.core.database import session, unit_of_work
from webapp.feedback.asking import queries, rules
from webapp.feedback.models import Hold, Invitation, Moment


def ask_daily() -> None:
    """Once a day: note what happened to plans, and invite. An errand of `heard work`; twice is once."""
    today = clock.today()
    if current_app.extensions.get("heard_asked_on") == today:
        return
    with unit_of_work():
        note_plans(today)
        invite_all()
    current_app.extensions["heard_asked_on"] = today


def note_plans(today: date) -> None:
    """Plans shared, and plans whose day of review came, while they are fresh."""
    for one in plans.shared_since(clock.now() - rules.FRESH):
        note_moment(child_id=one.child_id, trigger="plan_shared", cause_id=one.version_id, on=one.on)
    for one in plans.reviewed_between(today - rules.FRESH, today):
        note_moment(child_id=one.child_id, trigger="review", cause_id=one.version_id, on=one.on)


def note_moment(*, child_id: uuid.UUID, trigger: str, cause_id: uuid.UUID, on: date) -> None:
    """Something happened on a day, after which people are asked. The same thing twice counts once.

    The end of the work is two moments: that day, and three months after. ValueError on an unknown trigger.
    """
    if trigger not in rules.TRIGGERS:
        raise ValueError(f"not a trigger: {trigger}")
    _add(child_id, trigger, cause_id, on)
    if trigger == "end":
        _add(child_id, rules.AFTER_END, cause_id, rules.after_end(on))
    session().flush()


def _add(child_id: uuid.UUID, trigger: str, cause_id: uuid.UUID, on: date) -> None:
    query = select(Moment.id).where(
        Moment.child_id == child_id, Moment.trigger == trigger, Moment.cause_id == cause_id
    )
    if session().scalar(query) is not None:
        return
    row = Moment(id=ids.new(), child_id=child_id, trigger=trigger, cause_id=cause_id, on=on)
    row.noted_at = clock.now()
    try:
        with session().begin_nested():
            session().add(row)
    except IntegrityError:
        return  # noted by another a moment ago


def invite_all() -> None:
    """For every fresh moment, ask each person it concerns, or keep why not. Run daily; twice is once."""
    today = clock.today()
    for moment in queries.fresh_moments(today):
        done = queries.seen_to(moment.id)
        for person_id in people_asked(moment.child_id):
            if person_id not in done:
                _see_to(moment, person_id, today)


def people_asked(child_id: uuid.UUID) -> list[uuid.UUID]:
    """Everyone who may answer about a child: the child from four on, each parent or carer with a grant."""
    child = [child_id] if rules.is_old_enough(families.born_on(child_id), clock.today()) else []
    granted = accounts.people(families.granted_people(child_id, "plan"))
    return child + [
        one.id for one in granted.values() if one.kind == "adult" and one.role in ("parent", "carer")
    ]


def _see_to(moment: Moment, person_id: uuid.UUID, today: date) -> None:
    decision = rules.decide(moment.on, queries.past(person_id, moment.child_id), today)
    if not decision.ask and not decision.reason:
        return
    session().add(
        Invitation(
            id=ids.new(),
            moment_id=moment.id,
            person_id=person_id,
            child_id=moment.child_id,
            trigger=moment.trigger,
            reason=decision.reason,
            made_on=today,
            closes_on=today + rules.OPEN,
        )
    )
    session().flush()


def put_hold(
    *, person_id: uuid.UUID, child_id: uuid.UUID, what: str, reason: str, until_on: date, actor_id: uuid.UUID
) -> None:
    """Do not ask this person about this child until a day. ValueError when rules.hold_problem finds one."""
    problem = rules.hold_problem(what, reason, until_on, clock.today())
    if problem:
        raise ValueError(problem)
    end_hold(person_id=person_id, child_id=child_id, what=what, actor_id=actor_id)
    row = Hold(id=ids.new(), person_id=person_id, child_id=child_id, what=what, reason=reason)
    row.by_id, row.made_at, row.until_on = actor_id, clock.now(), until_on
    session().add(row)
    _record("feedback.hold", person_id, child_id, actor_id)
    session().flush()


def end_hold(*, person_id: uuid.UUID, child_id: uuid.UUID, what: str, actor_id: uuid.UUID) -> None:
    """Ask again from today on."""
    row = queries.hold(person_id, child_id, what)
    if row is None:
        return
    row.ended_at = clock.now()
    _record("feedback.hold_end", person_id, child_id, actor_id)
    session().flush()


def _record(act: str, person_id: uuid.UUID, child_id: uuid.UUID, actor_id: uuid.UUID) -> None:
    audit.record(
        actor_id=actor_id,
        act=act,
        family_id=families.family_of(child_id).id,
        subject_id=child_id,
        item_kind="person",
        item_id=person_id,
    )
