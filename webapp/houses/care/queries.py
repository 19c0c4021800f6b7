"""Which pictures are locked away, and who may look at one again."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, select

from webapp import accounts, duty, families
from webapp.core import sealing
from webapp.core.access import Reader
from webapp.core.database import session
from webapp.houses.models import CareMark, Entry

READ = "care.read"
# Where the duty row came from: duty's pages say it in words.
SOURCE = "care"


@dataclass(frozen=True)
class CareView:
    """Who locked a picture away, when and why."""

    id: uuid.UUID
    entry_id: uuid.UUID
    child_id: uuid.UUID
    by_name: str
    marked_at: datetime
    why: str


def is_locked() -> ColumnElement[bool]:
    """Whether an entry's picture is locked away now; for a query of entries."""
    held = select(CareMark.id).where(CareMark.entry_id == Entry.id, CareMark.lifted_at.is_(None))
    return held.correlate(Entry).exists()


def locked_among(entry_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, uuid.UUID]:
    """Of these entries, those whose picture is locked away now, each with its mark."""
    query = select(CareMark.entry_id, CareMark.id).where(
        CareMark.entry_id.in_(list(entry_ids)), CareMark.lifted_at.is_(None)
    )
    return {row.entry_id: row.id for row in session().execute(query)}


def may_decide(reader: Reader, mark_id: uuid.UUID) -> bool:
    """The manager of the child's team, while it is locked."""
    child_id = _locked_child(mark_id)
    return reader.role == "manager" and child_id is not None and child_id in families.own_children(reader)


def may_look(reader: Reader, mark_id: uuid.UUID) -> bool:
    """The manager, and whoever answers for duty until it is seen: nobody else sees it again."""
    if may_decide(reader, mark_id):
        return True
    told = reader.kind == "staff" and _locked_child(mark_id) is not None
    return told and mark_id in {one.item_id for one in duty.alerts(reader)}


def mark(mark_id: uuid.UUID) -> CareView:
    """Who locked it and why; ask `may_look` first."""
    row = session().get_one(CareMark, mark_id)
    child_id = session().get_one(Entry, row.entry_id).child_id
    why = sealing.family_box(families.family_of(child_id).id).text(row, "why")
    name = accounts.names([row.by_id]).get(row.by_id, "")
    return CareView(row.id, row.entry_id, child_id, name, row.marked_at, why)


def _locked_child(mark_id: uuid.UUID) -> uuid.UUID | None:
    """Whose picture is locked under this mark; None once it may be shown again."""
    query = select(Entry.child_id).join(CareMark, CareMark.entry_id == Entry.id)
    return session().scalar(query.where(CareMark.id == mark_id, CareMark.lifted_at.is_(None)))
