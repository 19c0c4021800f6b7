"""Noting what happened, and holding back with a reason. Keyword-only; flush, never commit."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from datetime import date

from flask import current_app
from sqlalchemy.exc import IntegrityError

from webapp import audit, families, plans
from webapp.core import clock, ids
from webapp.core.database import session, unit_of_work
from webapp.feedback.asking import inviting, queries, rules
from webapp.feedback.models import Hold, Moment

# Child, trigger, the row it comes from, the day.
Happened = tuple[uuid.UUID, str, uuid.UUID, date]


def ask_daily() -> None:
    """Once a day: note what happened to plans, and invite. An errand of `heard work`; twice is once."""
    today = clock.today()
    if current_app.extensions.get("heard_asked_on") == today:
        return
    with unit_of_work():
        note_plans(today)
        note_ends(today)
        inviting.invite_all()
    current_app.extensions["heard_asked_on"] = today


def note_plans(today: date) -> None:
    """Plans shared, and plans whose day of review came, while they are fresh."""
    shared = plans.shared_since(clock.now() - rules.FRESH)
    reviewed = plans.reviewed_between(today - rules.FRESH, today)
    _note([(one.child_id, "plan_shared", one.version_id, one.on) for one in shared])
    _note([(one.child_id, "review", one.version_id, one.on) for one in reviewed])


def note_ends(today: date) -> None:
    """Work that ended and was not taken up by another worker within a week; and three months after."""
    begin, end = clock.end_of(today - rules.FRESH), clock.end_of(today - rules.SETTLED)
    _note([(one.child_id, "end", one.allocation_id, one.on) for one in families.work_ended(begin, end)])


def note_by_hand(*, child_id: uuid.UUID, trigger: str, on: date, actor_id: uuid.UUID) -> None:
    """A worker says that there was a visit or a meeting on a day: the system asks, the worker does not.

    ValueError when rules.by_hand_problem finds one. The same day twice counts once.
    """
    problem = rules.by_hand_problem(trigger, on, clock.today())
    if problem:
        raise ValueError(problem)
    note_moment(child_id=child_id, trigger=trigger, cause_id=uuid.uuid5(child_id, f"{trigger} {on}"), on=on)
    _record("feedback.moment", child_id, child_id, actor_id)


def note_moment(*, child_id: uuid.UUID, trigger: str, cause_id: uuid.UUID, on: date) -> None:
    """Something happened on a day, after which people are asked. The same thing twice counts once.

    The end of the work is two moments: that day, and three months after. ValueError on an unknown trigger.
    """
    if trigger not in rules.TRIGGERS:
        raise ValueError(f"not a trigger: {trigger}")
    _note([(child_id, trigger, cause_id, on)])


def _note(happened: list[Happened]) -> None:
    """Two statements however many happened."""
    ends = [one for one in happened if one[1] == "end"]
    after = [(child_id, rules.AFTER_END, cause, rules.after_end(on)) for child_id, _end, cause, on in ends]
    noted = queries.noted([cause_id for _child, _trigger, cause_id, _on in happened])
    new = {one[:3]: one for one in happened + after if one[:3] not in noted}
    rows = [_moment(*one) for one in new.values()]
    try:
        with session().begin_nested():
            session().add_all(rows)
    except IntegrityError:
        return  # noted by another a moment ago


def _moment(child_id: uuid.UUID, trigger: str, cause_id: uuid.UUID, on: date) -> Moment:
    row = Moment(id=ids.new(), child_id=child_id, trigger=trigger, cause_id=cause_id, on=on)
    row.noted_at = clock.now()
    return row


def put_off(*, person_id: uuid.UUID, child_ids: Collection[uuid.UUID]) -> None:
    """ "Not now": these invitations are not spoken of again; the person may still answer."""
    for invitation in queries.waiting(person_id, child_ids):
        invitation.put_off_at = clock.now()
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
