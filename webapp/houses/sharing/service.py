"""Changing who may see an entry. Effects are immediate; what somebody has read is not undone."""

from __future__ import annotations

import uuid
from datetime import date

from sqlalchemy import select

from webapp import audit, families
from webapp.core import clock, ids, sealing
from webapp.core.database import session
from webapp.houses.models import Entry, EntryReader, PastReader, ShareChange


def change_share(*, entry: Entry, level: str, readers: list[uuid.UUID], by_id: uuid.UUID) -> ShareChange:
    """From now on these people see it. Who could until now is kept, with from and until."""
    now = clock.now()
    rows = session().scalars(
        select(EntryReader).where(EntryReader.entry_id == entry.id).order_by(EntryReader.person_id)
    )
    kept = set()
    for row in rows.all():
        if row.person_id in readers:
            kept.add(row.person_id)
            continue
        session().add(
            PastReader(
                id=ids.new(), entry_id=entry.id, person_id=row.person_id, from_at=row.from_at, until_at=now
            )
        )
        session().delete(row)
    new = [person for person in readers if person not in kept]
    session().add_all([EntryReader(entry_id=entry.id, person_id=person, from_at=now) for person in new])
    entry.share_level = level
    change = ShareChange(id=ids.new(), entry_id=entry.id, by_id=by_id, changed_at=now, level=level)
    session().add(change)
    session().flush()
    _record(entry, "entry.share", by_id)
    return change


def change_for_child(
    *,
    entry: Entry,
    level: str,
    readers: list[uuid.UUID],
    by_id: uuid.UUID,
    reason: str,
    words: str,
    untold: str = "",
    look_again_on: date | None = None,
) -> None:
    """A manager's safeguarding change and its reason; the child is told unless `untold` says why not yet."""
    change = change_share(entry=entry, level=level, readers=readers, by_id=by_id)
    sealing.child_box(entry.child_id).put(change, reason=reason, words=words, untold=untold or None)
    change.look_again_on = look_again_on if untold else None
    session().flush()


def look_again(*, change_id: uuid.UUID, entry: Entry, untold: str, on: date | None, by_id: uuid.UUID) -> None:
    """The manager looked again: the child is told now, or on that day it is looked at again."""
    change = session().get(ShareChange, change_id)
    if change is None or change.entry_id != entry.id or change.untold_sealed is None:
        return
    sealing.child_box(entry.child_id).put(change, untold=untold or None)
    change.look_again_on = on if untold else None
    session().flush()
    _record(entry, "entry.share_untold" if untold else "entry.share_told", by_id)


def _record(entry: Entry, act: str, by_id: uuid.UUID) -> None:
    audit.record(
        actor_id=by_id,
        act=act,
        family_id=families.family_of(entry.child_id).id,
        subject_id=entry.child_id,
        item_kind="entry",
        item_id=entry.id,
    )
