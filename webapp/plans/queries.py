"""Reading plans. `visible_to` is the one place that says which plans a reader may know of."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from webapp import accounts, families
from webapp.core import sealing
from webapp.core.access import Reader
from webapp.core.database import session
from webapp.core.sealing import Box
from webapp.plans.content import Key, ParagraphContent, Photo, StepContent, VersionContent, Words
from webapp.plans.models import (
    Answer,
    Composed,
    Paragraph,
    Plan,
    PlanVersion,
    ReadAloud,
    SharedWith,
    SourceSafeFor,
    Step,
    StepWording,
    TalkedThrough,
    Wording,
)
from webapp.plans.rules import ENGLISH, PARTS, Check

Worded = TypeVar("Worded", Wording, StepWording)
# What gives a copy of the plan: a family member's grant, and a partner's from outside.
GRANTS = ("plan", "partner")


@dataclass(frozen=True)
class ReaderView:
    """A person the plan is composed for."""

    person_id: uuid.UUID
    name: str
    kind: str
    band: str
    language: str


@dataclass(frozen=True)
class PlanView:
    """A child's current published plan; `id` is the plan's."""

    id: uuid.UUID
    child_id: uuid.UUID
    kind: str
    version_id: uuid.UUID
    number: int
    published_at: datetime
    review_on: date | None


@dataclass(frozen=True)
class StepView:
    """A step of the current plan, in English for staff."""

    id: uuid.UUID
    what: str
    by_whom: str
    by_on: date | None
    state: str


@dataclass(frozen=True)
class AnswerView:
    """What a family member said about a plan. `kind` and the rest as for the model's Answer.

    `part`: a position on one part; '' for the whole plan. `step_id`: the same in every version.
    """

    id: uuid.UUID
    child_id: uuid.UUID
    person_id: uuid.UUID
    version_id: uuid.UUID
    kind: str
    position: str
    part: str
    words: str
    sentence: str
    language: str
    received_at: datetime
    step_id: uuid.UUID | None = None
    step_state: str = ""
    whom: str = ""
    by_on: date | None = None


def visible_to(reader: Reader) -> Select[Plan]:
    """Plans of the children this reader may know of (grant, allocation or team), oldest first."""
    return select(Plan).where(Plan.child_id.in_(families.visible_children(reader))).order_by(Plan.id)


def may_write(reader: Reader, version_id: uuid.UUID) -> bool:
    """Whether the version belongs to a child this reader works with."""
    query = (
        select(Plan.child_id)
        .join(PlanVersion, PlanVersion.plan_id == Plan.id)
        .where(PlanVersion.id == version_id)
    )
    child_id = session().scalar(query)
    return child_id is not None and families.works_with(reader, child_id)


def granted_to(person_id: uuid.UUID) -> dict[uuid.UUID, datetime | None]:
    """Children whose plan an adult was granted, as family or as a partner, and since when things show."""
    found: dict[uuid.UUID, datetime | None] = {}
    for kind in GRANTS:
        found |= families.granted(person_id, kind)
    return found


def may_be_shown(granted: dict[uuid.UUID, datetime | None]) -> ColumnElement[bool]:
    """SQL: versions from before a person may see anything show only when a worker let them (safety §4.6)."""
    shown_at = func.coalesce(Composed.shown_at, PlanVersion.published_at)
    return families.since_granted(granted, Plan.child_id, shown_at)


def readers(child_id: uuid.UUID) -> list[ReaderView]:
    """Everyone the plan is composed for: the child, adults in the order they were granted, partners."""
    wanted = [child_id, *(one for kind in GRANTS for one in families.granted_people(child_id, kind))]
    people = accounts.people(wanted)
    found = [people[one] for one in dict.fromkeys(wanted) if one in people]
    return [ReaderView(one.id, one.name, one.kind, one.band, one.language) for one in found]


def plan_of(child_id: uuid.UUID) -> Plan | None:
    """The child's plan, with or without a published version."""
    return session().scalar(select(Plan).where(Plan.child_id == child_id))


def versions(plan_id: uuid.UUID) -> list[PlanVersion]:
    """All versions, newest first."""
    query = select(PlanVersion).where(PlanVersion.plan_id == plan_id).order_by(PlanVersion.number.desc())
    return list(session().scalars(query))


def newest_version(child_id: uuid.UUID) -> VersionContent | None:
    """The newest version, draft or published, opened; None when there is no plan."""
    plan = plan_of(child_id)
    return content_of(versions(plan.id)[0].id) if plan else None


def current_plan(child_id: uuid.UUID) -> PlanView | None:
    """The newest published version of the child's plan."""
    query = select(Plan, PlanVersion).join(PlanVersion, PlanVersion.id == Plan.current_id)
    found = session().execute(query.where(Plan.child_id == child_id)).first()
    if found is None:
        return None
    plan, row = found
    assert row.published_at is not None
    return PlanView(plan.id, child_id, row.kind, row.id, row.number, row.published_at, row.review_on)


def current_kinds(child_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """The kind of the newest published version of each of these children's plans."""
    query = select(Plan.child_id, PlanVersion.kind).join(PlanVersion, PlanVersion.id == Plan.current_id)
    rows = session().execute(query.where(Plan.child_id.in_(child_ids)).order_by(Plan.child_id))
    return {row.child_id: row.kind for row in rows}


def content_of(version_id: uuid.UUID) -> VersionContent:
    """One version, opened. LookupError when there is none."""
    as_it_is = and_(ReadAloud.version_id == PlanVersion.id, ReadAloud.revision == PlanVersion.revision)
    found = (
        session()
        .execute(
            select(PlanVersion, Plan, ReadAloud)
            .join(Plan, Plan.id == PlanVersion.plan_id)
            .outerjoin(ReadAloud, as_it_is)
            .where(PlanVersion.id == version_id)
        )
        .first()
    )
    if found is None:
        raise LookupError("no such version")
    version, plan, aloud = found
    box = sealing.family_box(plan.family_id)
    return VersionContent(
        id=version.id,
        plan_id=plan.id,
        child_id=plan.child_id,
        family_id=plan.family_id,
        number=version.number,
        kind=version.kind,
        state=version.state,
        revision=version.revision,
        review_on=version.review_on,
        paragraphs=_paragraphs(version.id, box),
        steps=steps_of(version.id, box),
        is_moving=version.is_moving,
        read_aloud_by=box.text(aloud, "name") if aloud else "",
        published_at=version.published_at,
    )


def _paragraphs(version_id: uuid.UUID, box: Box) -> list[ParagraphContent]:
    rows = paragraph_rows(version_id)
    ids = [row.id for row in rows]
    words: dict[uuid.UUID, dict[Key, Words]] = defaultdict(dict)
    for row in session().scalars(select(Wording).where(Wording.paragraph_id.in_(ids)).order_by(Wording.id)):
        words[row.paragraph_id][row.audience, row.language] = _words(row, box, box.text(row, "text"))
    safe: dict[uuid.UUID, set[uuid.UUID]] = defaultdict(set)
    for safe_row in session().scalars(select(SourceSafeFor).where(SourceSafeFor.paragraph_id.in_(ids))):
        safe[safe_row.paragraph_id].add(safe_row.person_id)
    children = _children([row.id for row in rows if row.version_id is None or row.shared_id])
    found = [
        ParagraphContent(
            row.id,
            row.part,
            row.reader_id,
            box.text(row, "source"),
            frozenset(safe[row.id]),
            words[row.id],
            children.get(row.id, {}),
            row.shared_id,
            Photo(row.photo_id, row.photo_width or 1, row.photo_height or 1) if row.photo_id else None,
        )
        for row in rows
    ]
    return sorted(found, key=lambda one: PARTS.index(one.part))


def _children(paragraph_ids: list[uuid.UUID]) -> dict[uuid.UUID, dict[uuid.UUID, bool]]:
    """Of shared paragraphs: the children each is about, and whether the child reads it."""
    found: dict[uuid.UUID, dict[uuid.UUID, bool]] = defaultdict(dict)
    if paragraph_ids:
        query = select(SharedWith).where(SharedWith.paragraph_id.in_(paragraph_ids))
        for row in session().scalars(query.order_by(SharedWith.child_id)):
            found[row.paragraph_id][row.child_id] = row.reads
    return found


def paragraph_rows(version_id: uuid.UUID) -> list[Paragraph]:
    """A version's paragraphs as rows, by position; of a draft, with those shared with other children."""
    shared = (
        select(SharedWith.paragraph_id)
        .join(Plan, Plan.child_id == SharedWith.child_id)
        .join(PlanVersion, PlanVersion.plan_id == Plan.id)
        .where(PlanVersion.id == version_id, PlanVersion.state == "draft")
    )
    in_draft = and_(Paragraph.version_id.is_(None), Paragraph.id.in_(shared))
    query = select(Paragraph).where(or_(Paragraph.version_id == version_id, in_draft))
    return list(session().scalars(query.order_by(Paragraph.position, Paragraph.id)))


def step_rows(version_id: uuid.UUID) -> list[Step]:
    """A version's steps as rows, by position."""
    return list(
        session().scalars(select(Step).where(Step.version_id == version_id).order_by(Step.position, Step.id))
    )


def steps_of(version_id: uuid.UUID, box: Box) -> list[StepContent]:
    """A version's steps, opened."""
    rows = step_rows(version_id)
    words: dict[uuid.UUID, dict[Key, Words]] = defaultdict(dict)
    query = (
        select(StepWording).where(StepWording.step_id.in_([row.id for row in rows])).order_by(StepWording.id)
    )
    for row in session().scalars(query):
        words[row.step_id][row.audience, row.language] = _words(
            row, box, box.text(row, "what"), box.text(row, "why"), box.text(row, "how")
        )
    return [
        StepContent(
            row.id,
            row.reader_id,
            box.text(row, "by_whom"),
            row.by_on,
            row.state,
            row.state_on,
            words[row.id],
            row.owner_id,
            row.first_id,
        )
        for row in rows
    ]


def _words(row: Wording | StepWording, box: Box, text: str, why: str = "", how: str = "") -> Words:
    state = "machine" if row.language == ENGLISH else row.state
    return Words(text, why, Check(state, box.text(row, "checked_by"), row.checked_on), row.out_of_date, how)


def open_steps(child_id: uuid.UUID) -> list[StepView]:
    """Steps of the current plan that are not done, in their order, in English."""
    plan = plan_of(child_id)
    if plan is None or plan.current_id is None:
        return []
    found = steps_of(plan.current_id, sealing.family_box(plan.family_id))
    return [_step_view(step) for step in found if step.state != "done"]


def _step_view(step: StepContent) -> StepView:
    words = step.words.get(("adult", ENGLISH)) or step.words.get(("child", ENGLISH)) or Words("")
    return StepView(step.id, words.text, step.by_whom, step.by_on, step.state)


def was_talked_through(version_id: uuid.UUID, person_id: uuid.UUID) -> bool:
    """Whether the person, or their worker, said that the version was talked through with them."""
    query = select(TalkedThrough.id).where(
        TalkedThrough.version_id == version_id,
        TalkedThrough.person_id == person_id,
        TalkedThrough.happened,
    )
    return session().scalar(query.limit(1)) is not None


def answers_visible_to(reader: Reader) -> Select[Answer]:
    """Answers of children's plans the reader works with, or the reader's own; oldest first."""
    query = select(Answer).order_by(Answer.received_at, Answer.id)
    if reader.kind == "staff":
        return query.where(Answer.child_id.in_(families.visible_children(reader)))
    return query.where(Answer.person_id == reader.person_id)


def visible_answers(reader: Reader, answer_ids: list[uuid.UUID]) -> set[uuid.UUID]:
    """Of these answers, those this reader may see now."""
    rows = session().scalars(answers_visible_to(reader).where(Answer.id.in_(answer_ids)))
    return {row.id for row in rows}


def answers_waiting(reader: Reader) -> list[AnswerView]:
    """Every answer this worker or manager may see, oldest first; review knows which were replied to."""
    if reader.kind != "staff":
        return []
    rows = list(session().scalars(answers_visible_to(reader)))
    children = {row.child_id for row in rows}
    homes = families.families_of(children).values()
    sealing.open_boxes([*(("child", one) for one in children), *(("family", home.id) for home in homes)])
    return [answer_view(row) for row in rows]


def answer_for(reader: Reader, answer_id: uuid.UUID) -> AnswerView | None:
    """One answer, when the reader may see it."""
    row = session().scalar(answers_visible_to(reader).where(Answer.id == answer_id))
    return answer_view(row) if row else None


def answer_box(child_id: uuid.UUID, person_id: uuid.UUID) -> Box:
    """A child's own answer lies under the child's key, an adult's under the family's."""
    if person_id == child_id:
        return sealing.child_box(child_id)
    return sealing.family_box(families.family_of(child_id).id)


def answer_view(row: Answer) -> AnswerView:
    """An answer, opened."""
    box = answer_box(row.child_id, row.person_id)
    return AnswerView(
        row.id,
        row.child_id,
        row.person_id,
        row.version_id,
        row.kind,
        row.position or "",
        row.part or "",
        box.text(row, "words"),
        box.text(row, "sentence"),
        row.language,
        row.received_at,
        row.item_id if row.kind == "step_said" else None,
        row.step_state or "",
        box.text(row, "whom"),
        row.by_on,
    )
