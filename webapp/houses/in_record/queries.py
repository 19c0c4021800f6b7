"""What goes into the council's record, and what went."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from webapp import accounts, families, record
from webapp.core.access import Reader
from webapp.core.database import session
from webapp.houses import people, queries
from webapp.houses.models import HousesRecord, RecordedEntry
from webapp.houses.queries import EntryView


@dataclass(frozen=True)
class RecordView:
    """A receipt. `stem`: its files' names before their endings; `sha256`: of its manifest, in hexadecimal."""

    id: uuid.UUID
    set_id: uuid.UUID | None
    stem: str
    number: int
    sha256: str
    has_pdf: bool
    by_name: str
    written_at: datetime
    entries: int


@dataclass(frozen=True)
class Recorded:
    """What a child is told of one entry: who put it in the council's record, and when first."""

    by: str
    at: datetime


@dataclass(frozen=True)
class RecordLine:
    """For the worker: whether this reader may put it in now, and the newest receipt, if there is one."""

    may_put: bool
    newest: list[RecordView]


def may_put(reader: Reader, child_id: uuid.UUID) -> bool:
    """The child's worker, not one in an emergency.

    A manager may open less of it, or something kept from the worker: the copy would not be the same.
    """
    return reader.role == "worker" and child_id in families.own_children(reader)


def going(reader: Reader, child_id: uuid.UUID, set_id: uuid.UUID | None) -> list[EntryView]:
    """What goes: of this set, or for the meeting; oldest first.

    Only what this reader may open; never what is for someone other than the worker, who reads the council's
    record too; never an entry whose picture is locked away (practice §5).
    """
    return [
        one
        for one in queries.entries_of(reader, child_id)
        if one.share_level != "other" and one.care_mark is None and _is_of(one, set_id)
    ]


def _is_of(entry: EntryView, set_id: uuid.UUID | None) -> bool:
    return entry.share_level == "meeting" if set_id is None else entry.set_id == set_id


def newest(child_id: uuid.UUID, set_id: uuid.UUID | None, meeting: str) -> HousesRecord | None:
    """The newest copy of a set, or of the meeting's series of this name."""
    query = select(HousesRecord).where(HousesRecord.child_id == child_id)
    if set_id is None:
        query = query.where(HousesRecord.series == meeting)
    else:
        query = query.where(HousesRecord.set_id == set_id)
    return session().scalar(query.order_by(HousesRecord.number.desc()).limit(1))


def records_of(child_id: uuid.UUID) -> list[RecordView]:
    """Every receipt of a child, the newest first; ask `families.works_with` first."""
    query = select(HousesRecord).where(HousesRecord.child_id == child_id)
    rows = list(session().scalars(query.order_by(HousesRecord.written_at.desc(), HousesRecord.id.desc())))
    names = accounts.names([row.written_by for row in rows])
    held = _held([row.id for row in rows])
    return [
        RecordView(
            id=row.id,
            set_id=row.set_id,
            stem=f"{row.series}-{row.number:02}",
            number=row.number,
            sha256=row.manifest_hash.hex(),
            has_pdf=row.has_pdf,
            by_name=names.get(row.written_by, ""),
            written_at=row.written_at,
            entries=held.get(row.id, 0),
        )
        for row in rows
    ]


def _held(record_ids: list[uuid.UUID]) -> dict[uuid.UUID, int]:
    """How many entries each of these holds."""
    found: dict[uuid.UUID, int] = {}
    query = select(RecordedEntry.record_id).where(RecordedEntry.record_id.in_(record_ids))
    for record_id in session().scalars(query.order_by(RecordedEntry.entry_id)):
        found[record_id] = found.get(record_id, 0) + 1
    return found


def recorded(entry_ids: list[uuid.UUID]) -> dict[uuid.UUID, Recorded]:
    """For the child: by entry, who put it in the record first and when."""
    query = (
        select(RecordedEntry.entry_id, HousesRecord.written_by, HousesRecord.written_at)
        .join(HousesRecord, HousesRecord.id == RecordedEntry.record_id)
        .where(RecordedEntry.entry_id.in_(entry_ids))
        .order_by(HousesRecord.written_at.desc(), HousesRecord.id.desc())
    )
    rows = session().execute(query).all()
    names = accounts.names([row.written_by for row in rows])
    by = {person: people.short(name) for person, name in names.items()}
    return {row.entry_id: Recorded(by.get(row.written_by, ""), row.written_at) for row in rows}


def line_of(reader: Reader, child_id: uuid.UUID, set_id: uuid.UUID | None) -> RecordLine:
    """For the worker's pages: of a set, or None for the meeting."""
    found = [one for one in records_of(child_id) if one.set_id == set_id]
    may = may_put(reader, child_id) and record.folder() is not None and bool(going(reader, child_id, set_id))
    return RecordLine(may, found[:1])


def stems_with(entry_id: uuid.UUID) -> list[str]:
    """The copies that hold an entry, for whoever must lock it away there too; oldest first."""
    query = select(HousesRecord).join(RecordedEntry, RecordedEntry.record_id == HousesRecord.id)
    rows = session().scalars(
        query.where(RecordedEntry.entry_id == entry_id).order_by(HousesRecord.written_at)
    )
    return [f"{row.series}-{row.number:02}" for row in rows]
