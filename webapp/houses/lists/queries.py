"""Reading adults' lists. `visible_to` is the one place that says which a reader may see (design §3)."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, false, or_, select

from webapp import families
from webapp.core import sealing
from webapp.core.access import Reader
from webapp.core.database import session
from webapp.houses.models import AdultLists

READ = "lists.read"


@dataclass(frozen=True)
class Said:
    """What stands in one list: the part's key, the code of what was asked, and the exact words."""

    part: str
    prompt: str
    words: str


@dataclass(frozen=True)
class ListsView:
    """One adult's lists, opened. level: worker, manager."""

    id: uuid.UUID
    person_id: uuid.UUID
    child_id: uuid.UUID
    template: str
    level: str
    language: str
    said: tuple[Said, ...]
    received_at: datetime


def visible_to(reader: Reader) -> ColumnElement[bool]:
    """The one who wrote it; the child's worker, unless it is for the manager; the manager. No other adult."""
    if reader.kind == "adult":
        return AdultLists.person_id == reader.person_id
    if reader.kind != "staff":
        return false()
    as_worker = and_(AdultLists.level == "worker", AdultLists.child_id.in_(families.visible_children(reader)))
    if reader.role == "worker":
        return as_worker
    if reader.role == "manager":
        return or_(as_worker, AdultLists.child_id.in_(families.own_children(reader)))
    return false()


def lists_of(reader: Reader) -> list[ListsView]:
    """Every set this reader may see, the oldest first."""
    query = select(AdultLists).where(visible_to(reader))
    return _views(session().scalars(query.order_by(AdultLists.received_at, AdultLists.id)))


def lists_for(reader: Reader, lists_id: uuid.UUID) -> ListsView | None:
    """One set, if this reader may see it."""
    query = select(AdultLists).where(visible_to(reader), AdultLists.id == lists_id)
    return next(iter(_views(session().scalars(query))), None)


def visible_among(reader: Reader, lists_ids: list[uuid.UUID]) -> set[uuid.UUID]:
    """Of these sets, those this reader may see now."""
    return set(
        session().scalars(select(AdultLists.id).where(visible_to(reader), AdultLists.id.in_(lists_ids)))
    )


def children_of(reader: Reader) -> list[uuid.UUID]:
    """The children this adult of the family may write about: those whose plan is theirs to read."""
    if reader.kind != "adult" or reader.role in families.INVITED:
        return []
    return families.granted_children(reader.person_id, "plan")


def _views(rows: Iterable[AdultLists]) -> list[ListsView]:
    found = list(rows)
    homes = families.families_of({row.child_id for row in found})
    sealing.open_boxes(("family", home.id) for home in homes.values())
    return [_view(row, homes[row.child_id].id) for row in found]


def _view(row: AdultLists, family_id: uuid.UUID) -> ListsView:
    said = json.loads(sealing.family_box(family_id).text(row, "said"))
    return ListsView(
        id=row.id,
        person_id=row.person_id,
        child_id=row.child_id,
        template=row.template,
        level=row.level,
        language=row.language,
        said=tuple(Said(**one) for one in said),
        received_at=row.received_at,
    )
