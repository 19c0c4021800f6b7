"""Locking a picture away, and opening it again. Keyword-only; flush, never commit."""

from __future__ import annotations

import uuid

from webapp import audit, duty, families
from webapp.core import clock, ids, sealing
from webapp.core.database import session
from webapp.houses.care import queries
from webapp.houses.models import CareMark, Entry


def lock_away(*, entry_id: uuid.UUID, by_id: uuid.UUID, why: str) -> None:
    """From now on nobody gets this picture; duty and the manager are told at once. Twice changes nothing.

    The sealed original stays as it is: it may be evidence.
    """
    entry = session().get_one(Entry, entry_id, with_for_update=True)
    if queries.locked_among([entry_id]):
        return
    row = CareMark(id=ids.new(), entry_id=entry_id, by_id=by_id, marked_at=clock.now())
    sealing.family_box(families.family_of(entry.child_id).id).put(row, why=why or None)
    session().add(row)
    session().flush()
    duty.raise_alert(person_id=entry.child_id, child_id=entry.child_id, source=queries.SOURCE, item_id=row.id)
    _record(entry, "care.lock", by_id)


def open_again(*, mark_id: uuid.UUID, by_id: uuid.UUID, why: str) -> None:
    """A manager looked: it needs no care after all, and shows where it did before. Kept with the reason."""
    row = session().get_one(CareMark, mark_id)
    entry = session().get_one(Entry, row.entry_id)
    row.lifted_at, row.lifted_by = clock.now(), by_id
    sealing.family_box(families.family_of(entry.child_id).id).put(row, lifted_why=why)
    session().flush()
    _record(entry, "care.open", by_id)


def _record(entry: Entry, act: str, by_id: uuid.UUID) -> None:
    audit.record(
        actor_id=by_id,
        act=act,
        family_id=families.family_of(entry.child_id).id,
        subject_id=entry.child_id,
        item_kind="entry",
        item_id=entry.id,
    )
