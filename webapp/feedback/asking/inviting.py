"""Inviting everyone whom a moment concerns, many children at a time: a few statements for a batch.

The system asks, never a worker's choice; who is not asked has a row with the reason (local-data §2).
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError

from webapp import accounts, families, plans
from webapp.core import clock, ids
from webapp.core.database import session
from webapp.feedback.asking import queries, rules
from webapp.feedback.models import Invitation, Moment
from webapp.feedback.rules import PLAN_TYPES

CHILDREN_AT_ONCE = 500


def invite_all() -> None:
    """For every fresh moment, ask each person it concerns, or keep why not. Run daily; twice is once."""
    today = clock.today()
    for moments in _batches(queries.fresh_moments(today)):
        rows = _rows(moments, today)
        if rows:
            _keep(rows)


def _keep(rows: list[dict[str, Any]]) -> None:
    try:
        with session().begin_nested():
            session().execute(insert(Invitation), rows)
    except IntegrityError:
        return  # another process asks them at this moment


def people_asked(child_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, dict[uuid.UUID, str]]:
    """Everyone who may answer about each child, with their band: the child from four on, each parent or
    carer with a grant."""
    granted = families.granted_people_of(child_ids, "plan")
    born = families.days_of_birth(child_ids)
    kinds = accounts.kinds({*child_ids, *(one for people in granted.values() for one in people)})
    found: dict[uuid.UUID, dict[uuid.UUID, str]] = {}
    for child_id in child_ids:
        old_enough = rules.is_old_enough(born.get(child_id), clock.today())
        child = [child_id] if old_enough else []
        adults = [one for one in granted.get(child_id, []) if _answers(kinds[one])]
        found[child_id] = {one: kinds[one].band for one in child + adults}
    return found


def _answers(one: accounts.Kind) -> bool:
    return one.kind == "adult" and one.role in ("parent", "carer")


def _batches(moments: Sequence[Moment]) -> Iterator[list[Moment]]:
    """Whole children together, each child's moments in the order they were given."""
    by_child: dict[uuid.UUID, list[Moment]] = {}
    for moment in moments:
        by_child.setdefault(moment.child_id, []).append(moment)
    numbered = enumerate(by_child.values())
    for _number, group in groupby(numbered, key=lambda pair: pair[0] // CHILDREN_AT_ONCE):
        yield [moment for _place, found in group for moment in found]


@dataclass(frozen=True)
class _Known:
    """What was read for a batch. `plan_types` and `working`: of the children."""

    people: dict[uuid.UUID, dict[uuid.UUID, str]]
    pasts: queries.Pasts
    done: set[tuple[uuid.UUID, uuid.UUID]]
    plan_types: dict[uuid.UUID, str]
    working: set[uuid.UUID]


def _know(moments: list[Moment]) -> _Known:
    child_ids = list(dict.fromkeys(moment.child_id for moment in moments))
    people = people_asked(child_ids)
    kinds = plans.current_kinds(child_ids)
    return _Known(
        people=people,
        pasts=queries.pasts({one for found in people.values() for one in found}),
        done=queries.seen_to([moment.id for moment in moments]),
        plan_types={child_id: PLAN_TYPES.get(kind, "") for child_id, kind in kinds.items()},
        working=families.with_worker(child_ids),
    )


def _rows(moments: list[Moment], today: date) -> list[dict[str, Any]]:
    known, rows = _know(moments), []
    for moment in moments:
        if rules.is_over(moment.trigger, still_working=moment.child_id in known.working):
            continue
        for person_id, band in known.people[moment.child_id].items():
            if (moment.id, person_id) in known.done:
                continue
            decision = rules.decide(moment.on, known.pasts.of(person_id, moment.child_id), today)
            if decision.ask:
                known.pasts.asked(person_id, moment.child_id, today)
            if decision.ask or decision.reason:
                plan_type = known.plan_types.get(moment.child_id, "")
                rows.append(_row(moment, person_id, band, plan_type, decision.reason, today))
    return rows


def _row(
    moment: Moment, person_id: uuid.UUID, band: str, plan_type: str, reason: str, today: date
) -> dict[str, Any]:
    return {
        "id": ids.new(),
        "moment_id": moment.id,
        "person_id": person_id,
        "child_id": moment.child_id,
        "trigger": moment.trigger,
        "band": band,
        "plan_type": plan_type,
        "reason": reason,
        "made_on": today,
        "closes_on": today + rules.OPEN,
    }
