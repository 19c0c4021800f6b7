"""The photos and voice notes of opened entries, with what stands beside them in words."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from webapp import accounts
from webapp.core import sealing
from webapp.core.database import session
from webapp.houses.content import Content
from webapp.houses.models import Attachment, Transcript


@dataclass(frozen=True)
class TranscriptView:
    """What a member of staff heard in it."""

    words: str
    by: str
    typed_at: datetime


@dataclass(frozen=True)
class PieceView:
    """A photo (of 0 seconds) or voice note. said: what the child calls it or typed of it; size in bytes."""

    id: uuid.UUID
    kind: str
    said: str
    seconds: int
    size: int
    transcript: TranscriptView | None = None


Opened = dict[uuid.UUID, tuple[uuid.UUID, Content]]


def by_entry(opened: Opened) -> dict[uuid.UUID, list[PieceView]]:
    """By entry id, for those that have any; `opened`: the child and the content by entry id."""
    named = {entry: _named(content) for entry, (_child, content) in opened.items() if content.files}
    if not named:
        return {}
    wanted = [one for found in named.values() for one in found]
    rows = {row.id: row for row in session().scalars(select(Attachment).where(Attachment.id.in_(wanted)))}
    typed = _transcripts({entry: opened[entry][0] for entry in named})
    return {
        entry: [
            PieceView(
                one, rows[one].kind, said, rows[one].seconds, rows[one].made_size, typed.get((entry, one))
            )
            for one, said in found.items()
            if one in rows
        ]
        for entry, found in named.items()
    }


def _named(content: Content) -> dict[uuid.UUID, str]:
    """Photos of the picture, then voice notes, each once, with the child's words for it."""
    photos = [(thing["a"], thing.get("said", "")) for thing in content.things if thing["k"] == "photo"]
    voice = [(note["a"], note["said"]) for note in content.voice]
    return {uuid.UUID(one): said for one, said in [*photos, *voice]}


def _transcripts(child_of: dict[uuid.UUID, uuid.UUID]) -> dict[tuple[uuid.UUID, uuid.UUID], TranscriptView]:
    """The newest of each, by entry and attachment."""
    query = select(Transcript).where(Transcript.entry_id.in_(list(child_of)))
    rows = list(session().scalars(query.order_by(Transcript.typed_at, Transcript.id)))
    names = accounts.names([row.by_id for row in rows])
    return {
        (row.entry_id, row.attachment_id): TranscriptView(
            sealing.child_box(child_of[row.entry_id]).text(row, "words"),
            names.get(row.by_id, "").split(" ")[0],
            row.typed_at,
        )
        for row in rows
    }
