"""What a family member's plan page needs, in few queries: it is opened on slow phones."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ScalarSelect, select
from sqlalchemy.orm import InstrumentedAttribute, defer

from webapp import accounts, families
from webapp.core import sealing
from webapp.core.access import Reader
from webapp.core.database import session
from webapp.plans import content, queries
from webapp.plans.content import Page
from webapp.plans.models import Answer, Composed, Plan, PlanVersion, Step, TalkedThrough
from webapp.plans.rules import ENGLISH, SENTENCE_ANSWERS


@dataclass(frozen=True)
class Copy:
    """The current version as this reader gets it in one language. `talked`: None when nobody said yet."""

    id: uuid.UUID
    version_id: uuid.UUID
    child_id: uuid.UUID
    family_id: uuid.UUID
    child_name: str
    kind: str
    number: int
    published_at: datetime
    review_on: date | None
    language: str
    audience: str
    page: Page
    talked: bool | None
    talked_on: date | None


@dataclass(frozen=True)
class Said:
    """What this reader already answered about a version.

    Sentences by item and number, and by their words: the same words copied into this version have another id.
    """

    position: str
    own_words: list[str]
    sentences: dict[tuple[str, int], str]
    lines: dict[str, str]


@dataclass(frozen=True)
class Moved:
    """How far a step has come since publishing."""

    state: str
    on: date | None


@dataclass(frozen=True)
class ChildView:
    """A child whose plan there is to read."""

    id: uuid.UUID
    name: str


def children_with_plans(reader: Reader) -> list[ChildView]:
    """Children of whose current plan this family member was given a copy, by name."""
    return [ChildView(child_id, name) for child_id, name in copies(reader, [ENGLISH])[1]]


def children(reader: Reader) -> dict[uuid.UUID, datetime | None]:
    """Children whose plan this family member was granted, and since when; a child has their own."""
    if reader.kind == "child":
        return {reader.person_id: None}
    kind = "partner" if reader.role == "partner" else "plan"
    return families.granted(reader.person_id, kind) if reader.kind == "adult" else {}


def chosen_child(reader: Reader, mine: Collection[uuid.UUID]) -> uuid.UUID | None:
    """The child whose plan was chosen in this session, when it is still granted."""
    chosen = reader.chosen_id
    return chosen if chosen in mine else None


def copies(reader: Reader, languages: list[str]) -> tuple[Copy | None, list[tuple[uuid.UUID, str]]]:
    """The chosen child's plan, else the first, in the first of these languages; (child, name) of each plan.

    Only what was composed for this reader at publishing is ever shown (design §3).
    """
    mine = children(reader)
    rows = session().execute(_headers(reader, mine, languages)).all()
    names = {plan.child_id: _name(row, plan) for row, _version, plan, _yes, _on in reversed(rows)}
    wanted = chosen_child(reader, mine)
    if wanted not in names:
        wanted = rows[0][2].child_id if rows else None
    found = {one[0].language: one for one in rows if one[2].child_id == wanted}
    best = next((found[code] for code in languages if code in found), None)
    return (_copy(*best) if best else None), sorted(names.items(), key=lambda pair: pair[1].casefold())


def _headers(reader: Reader, mine: dict[uuid.UUID, datetime | None], languages: list[str]) -> Any:
    return (
        select(
            Composed,
            PlanVersion,
            Plan,
            _talked(TalkedThrough.happened, reader),
            _talked(TalkedThrough.talked_on, reader),
        )
        .join(Plan, Plan.current_id == Composed.version_id)
        .join(PlanVersion, PlanVersion.id == Composed.version_id)
        .options(defer(Composed.page_sealed))
        .where(
            queries.may_be_shown(mine),
            Composed.reader_id == reader.person_id,
            Composed.language.in_(languages),
        )
        .order_by(Plan.child_id, Composed.language)
    )


def visible_versions(reader: Reader, version_ids: list[uuid.UUID]) -> set[uuid.UUID]:
    """Of these versions, those this reader has a copy of now; for staff, those of their children."""
    if reader.kind == "staff":
        query = select(PlanVersion.id).join(Plan, Plan.id == PlanVersion.plan_id)
        own = Plan.child_id.in_(families.visible_children(reader))
        return set(session().scalars(query.where(own, PlanVersion.id.in_(version_ids))))
    shown = (
        select(Composed.version_id)
        .join(Plan, Plan.current_id == Composed.version_id)
        .join(PlanVersion, PlanVersion.id == Composed.version_id)
        .where(queries.may_be_shown(children(reader)), Composed.reader_id == reader.person_id)
    )
    return set(session().scalars(shown.where(Composed.version_id.in_(version_ids))))


def _talked(column: InstrumentedAttribute[Any], reader: Reader) -> ScalarSelect[Any]:
    query = select(column).where(
        TalkedThrough.version_id == Composed.version_id, TalkedThrough.person_id == reader.person_id
    )
    return query.order_by(TalkedThrough.noted_at.desc(), TalkedThrough.id.desc()).limit(1).scalar_subquery()


def _name(row: Composed, plan: Plan) -> str:
    return sealing.family_box(plan.family_id).text(row, "name")


def _copy(
    row: Composed, version: PlanVersion, plan: Plan, talked: bool | None, talked_on: date | None
) -> Copy:
    assert version.published_at is not None
    box = sealing.family_box(plan.family_id)
    return Copy(
        id=row.id,
        version_id=version.id,
        child_id=plan.child_id,
        family_id=plan.family_id,
        child_name=box.text(row, "name"),
        kind=version.kind,
        number=version.number,
        published_at=version.published_at,
        review_on=version.review_on,
        language=row.language,
        audience=row.audience,
        page=content.unpack(box.data(row, "page")),
        talked=talked,
        talked_on=talked_on,
    )


def copy_of(reader: Reader, version_id: uuid.UUID | None, language: str) -> Copy | None:
    """One version as this reader was given it, while the child's plan is still granted to them."""
    found = (
        session()
        .execute(
            select(Composed, PlanVersion, Plan)
            .join(PlanVersion, PlanVersion.id == Composed.version_id)
            .join(Plan, Plan.id == PlanVersion.plan_id)
            .where(Composed.version_id == version_id, Composed.reader_id == reader.person_id)
            .where(Composed.language == language, queries.may_be_shown(children(reader)))
        )
        .first()
    )
    return _copy(found[0], found[1], found[2], None, None) if found else None


def said(reader: Reader, copy: Copy) -> Said:
    """The reader's own answers to this version, the latest position last."""
    query = select(Answer).where(Answer.version_id == copy.version_id, Answer.person_id == reader.person_id)
    rows = list(session().scalars(query.order_by(Answer.received_at, Answer.id)))
    positions = [row.position for row in rows if row.position]
    about = [row for row in rows if row.kind in SENTENCE_ANSWERS]
    views = [queries.answer_view(row) for row in rows if row.kind not in SENTENCE_ANSWERS]
    return Said(
        position=positions[-1] if positions else "",
        own_words=[view.words for view in views if view.words],
        sentences={(str(row.item_id), row.sentence_number or 0): row.kind for row in about},
        lines={queries.answer_view(row).sentence: row.kind for row in about},
    )


def moved(copy: Copy) -> dict[str, Moved]:
    """How far each step has come, by its id as it stands in the page."""
    query = (
        select(Step.id, Step.state, Step.state_on)
        .where(Step.version_id == copy.version_id)
        .order_by(Step.position)
    )
    return {str(row.id): Moved(row.state, row.state_on) for row in session().execute(query)}


def worker_name(child_id: uuid.UUID) -> str:
    """The first name of the child's worker today; '' when there is none."""
    workers = families.worker_ids(child_id)[:1]
    name = accounts.names(workers).get(workers[0], "") if workers else ""
    return name.split()[0] if name else ""
