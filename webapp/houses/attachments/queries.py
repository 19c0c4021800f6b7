"""Which photo or voice note a reader may open: one of an entry they may open, or of the child's own draft."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from sqlalchemy import select

from webapp.core.access import Reader
from webapp.core.database import session
from webapp.houses import queries
from webapp.houses.care import queries as care
from webapp.houses.models import Attachment, Draft, Entry, EntryFile


@dataclass(frozen=True)
class Found:
    """An attachment this reader may open. entry_id None: it is of the child's own draft."""

    id: uuid.UUID
    child_id: uuid.UUID
    kind: str
    entry_id: uuid.UUID | None


def find(reader: Reader, attachment_id: uuid.UUID | None) -> Found | None:
    """The attachment, if this reader may open it now; exactly as `queries.visible_to` says of its entry."""
    row = session().get(Attachment, attachment_id) if attachment_id else None
    if row is None or row.made_at is None:
        return None
    entry_id = _entry_of(reader, row)
    if entry_id is not None:
        return Found(row.id, row.child_id, row.kind, entry_id)
    return Found(row.id, row.child_id, row.kind, None) if _is_own_draft(reader, row) else None


def _entry_of(reader: Reader, row: Attachment) -> uuid.UUID | None:
    """An entry of the same child that names it and that this reader may open; a file opens no other child's.

    What needs care is for the child and for those who decide about it alone (practice §5).
    """
    query = select(Entry.id).join(EntryFile, EntryFile.entry_id == Entry.id)
    query = query.where(EntryFile.attachment_id == row.id, Entry.child_id == row.child_id)
    linked = list(session().scalars(query.order_by(Entry.id)))
    visible, locked = queries.visible_among(reader, linked), care.locked_among(linked)
    is_own = reader.person_id == row.child_id
    mine = [one for one in linked if one in visible and (is_own or one not in locked)]
    deciding = [one for one, mark in locked.items() if care.may_look(reader, mark)]
    return next(iter([*mine, *deciding]), None)


def _is_own_draft(reader: Reader, row: Attachment) -> bool:
    """What a child has not sent is hers to see and hear again; a shared phone forgets it when it is sent."""
    if reader.kind != "child" or reader.person_id != row.child_id:
        return False
    query = select(Draft.id).join(EntryFile, EntryFile.entry_id == Draft.id)
    query = query.where(EntryFile.attachment_id == row.id, Draft.child_id == row.child_id)
    query = query.where(Draft.put_away_at.is_(None), Draft.share_sealed.is_(None))
    return session().scalar(query.limit(1)) is not None
