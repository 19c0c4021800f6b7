"""Keeping what was put into the council's record. Keyword-only; flush, never commit."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from webapp import audit, families, record
from webapp.core import clock, ids
from webapp.core.database import session
from webapp.houses.models import HousesRecord, RecordedEntry


def keep_record(
    *,
    child_id: uuid.UUID,
    set_id: uuid.UUID | None,
    series: str,
    content: bytes,
    written: record.Copy,
    entry_ids: Iterable[uuid.UUID],
    by_id: uuid.UUID,
) -> uuid.UUID:
    """Note that a copy is whole in the council's record, and what is in it. Returns the receipt's id.

    Two taps at one moment wrote one copy: the second gets the receipt of the first.
    """
    row = HousesRecord(
        id=ids.new(),
        child_id=child_id,
        set_id=set_id,
        series=series,
        number=written.number,
        content_hash=content,
        manifest_hash=hashlib.sha256(written.manifest).digest(),
        has_pdf=written.has_pdf,
        written_by=by_id,
        written_at=clock.now(),
    )
    try:
        with session().begin_nested():
            session().add(row)
    except IntegrityError:
        return _found(child_id, series, written.number)
    for entry_id in entry_ids:
        session().add(RecordedEntry(record_id=row.id, entry_id=entry_id))
        _record(child_id, entry_id, by_id)
    session().flush()
    return row.id


def _found(child_id: uuid.UUID, series: str, number: int) -> uuid.UUID:
    query = select(HousesRecord.id).where(HousesRecord.child_id == child_id, HousesRecord.series == series)
    return session().scalars(query.where(HousesRecord.number == number)).one()


def _record(child_id: uuid.UUID, entry_id: uuid.UUID, by_id: uuid.UUID) -> None:
    audit.record(
        actor_id=by_id,
        act="entry.recorded",
        family_id=families.family_of(child_id).id,
        subject_id=child_id,
        item_kind="entry",
        item_id=entry_id,
    )
