"""A reader's own step as they read it, the step behind what was said, and what is due for staff."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, or_, select

from webapp import accounts, families
from webapp.core import clock, sealing
from webapp.core.access import Reader
from webapp.core.database import session
from webapp.plans import content, queries
from webapp.plans.models import Plan, PlanVersion, Step, StepWording, TalkedThrough
from webapp.plans.reading import queries as reading
from webapp.plans.reading.queries import Copy
from webapp.plans.rules import ENGLISH
from webapp.plans.steps import rules
from webapp.plans.steps.rules import Due


@dataclass(frozen=True)
class OwnStep:
    """A step of this reader as it stands in their copy. `place`: of its first line; `how` we will know."""

    id: str
    line_id: uuid.UUID
    what: str
    how: list[str]
    language: str
    by_whom: str
    by_on: date | None
    place: int


def own_step(reader: Reader, copy: Copy, step_id: str) -> OwnStep | None:
    """The step of the copy that is this reader's; None for any other."""
    moved = reading.moved(copy).get(step_id)
    if moved is None or moved.line_id is None or moved.owner_id != reader.person_id:
        return None
    place = 0
    for block in content.blocks(reading.page_of(copy)):
        if block["id"] == step_id:
            how = block["lines"][block["how"] :] if "how" in block else []
            by_on = date.fromisoformat(block["when"]) if block["when"] else None
            words = block["lines"][0]
            return OwnStep(step_id, moved.line_id, words, how, block["lang"], block["whom"], by_on, place)
        place += len(block["lines"])
    return None


def step_now(child_id: uuid.UUID, line_id: uuid.UUID) -> Step | None:
    """The step as it stands in the child's current plan; None when it is not there any more."""
    query = (
        select(Step)
        .join(Plan, Plan.current_id == Step.version_id)
        .where(Plan.child_id == child_id, or_(Step.id == line_id, Step.first_id == line_id))
    )
    return session().scalar(query.order_by(Step.position).limit(1))


def due(reader: Reader) -> list[Due]:
    """What is past its day or soon due in the plans of the children this reader works with, by date.

    Being opened, or not, is never in it (practice §4).
    """
    mine = Plan.child_id.in_(families.visible_children(reader))
    current = select(Plan, PlanVersion).join(PlanVersion, PlanVersion.id == Plan.current_id)
    rows = [(row[0], row[1]) for row in session().execute(current.where(mine).order_by(Plan.id))]
    children = [plan.child_id for plan, _version in rows]
    names = {key: name.partition(" ")[0] for key, name in accounts.names(children).items()}
    families.families_of(children)
    found = _late_steps(mine, names) + _reviews(rows, names)
    return rules.in_order(found + [one for row in rows for one in _not_talked(*row, names)])


def _late_steps(mine: ColumnElement[bool], names: dict[uuid.UUID, str]) -> list[Due]:
    query = (
        select(Plan, Step, StepWording)
        .join(Step, Step.version_id == Plan.current_id)
        .join(StepWording, StepWording.step_id == Step.id)
        .where(mine, Step.state != "done", Step.by_on < clock.today(), StepWording.language == ENGLISH)
        .order_by(Step.by_on, Step.id, StepWording.audience.desc())
    )
    # The child's wording stands where there is no other: adult comes last and wins.
    rows = {step.id: (plan, step, words) for plan, step, words in session().execute(query)}
    return [_late_step(plan, step, words, names) for plan, step, words in rows.values()]


def _late_step(plan: Plan, step: Step, words: StepWording, names: dict[uuid.UUID, str]) -> Due:
    box = sealing.family_box(plan.family_id)
    assert step.by_on is not None
    name = names.get(plan.child_id, "")
    return Due(step.by_on, "step", plan.child_id, name, box.text(words, "what"), box.text(step, "by_whom"))


def _reviews(rows: list[tuple[Plan, PlanVersion]], names: dict[uuid.UUID, str]) -> list[Due]:
    soon = clock.today() + rules.REVIEW_SOON
    return [
        Due(version.review_on, "review", plan.child_id, names.get(plan.child_id, ""))
        for plan, version in rows
        if version.review_on and version.review_on <= soon
    ]


def _not_talked(plan: Plan, version: PlanVersion, names: dict[uuid.UUID, str]) -> list[Due]:
    """One line a plan: with whom of the family nobody has talked it through."""
    latest = {row.person_id: row for row in session().scalars(_talks(version.id))}
    done = {person_id for person_id, row in latest.items() if row.happened}
    without = [one for one in queries.readers(plan.child_id) if one.person_id not in done]
    partners = set(families.granted_people(plan.child_id, "partner"))
    waiting = [one for one in without if one.person_id not in partners]
    if not waiting or version.published_at is None:
        return []
    promised = [row.will_on for one in waiting if (row := latest.get(one.person_id)) and row.will_on]
    on = min(promised, default=clock.local(version.published_at).date())
    people = tuple(one.name for one in waiting)
    return [Due(on, "talk", plan.child_id, names.get(plan.child_id, ""), people=people)]


def _talks(version_id: uuid.UUID) -> Select[Any]:
    query = select(TalkedThrough).where(TalkedThrough.version_id == version_id)
    return query.order_by(TalkedThrough.noted_at, TalkedThrough.id)
