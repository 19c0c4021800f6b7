"""Opening what is kept."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass

from flask import current_app
from sqlalchemy import func, select

from webapp.core import sealing
from webapp.core.database import session
from webapp.core.sealing import Owner
from webapp.media import stores
from webapp.media.models import Blob


@dataclass(frozen=True)
class Kept:
    """What was kept. `bytes`: its size as we made it; pixels for a photo, whole seconds for a voice."""

    id: uuid.UUID
    kind: str
    mime: str
    bytes: int
    width: int | None
    height: int | None
    seconds: int | None


@dataclass(frozen=True)
class Piece:
    """A piece, opened: a photo as JPEG or a voice as MP3."""

    data: bytes
    kind: str
    mime: str
    width: int | None
    height: int | None
    seconds: int | None


def view(row: Blob) -> Kept:
    """The row as others may know it."""
    return Kept(row.id, row.kind, row.mime, row.size, row.width, row.height, row.seconds)


def open_piece(blob_id: uuid.UUID) -> Piece | None:
    """The piece, or None when there is none or it was released. Away when the store cannot be reached.

    It asks nobody's policy: the caller has decided that this reader may have it.
    """
    row = session().get(Blob, blob_id)
    if row is None or row.released_at is not None:
        return None
    sealed = stores.store().get(row.place)
    if sealed is None:
        current_app.logger.error("media: a row's bytes are missing")
        return None
    box = sealing.box_for((row.owner_kind, row.owner_id))
    data = box.column(Blob, row.id, row.kind, sealed)
    return Piece(data, row.kind, row.mime, row.width, row.height, row.seconds)


def used(owner: Owner) -> int:
    """Bytes that a record keeps now."""
    kind, owner_id = owner
    query = select(func.coalesce(func.sum(Blob.size), 0)).where(
        Blob.owner_kind == kind, Blob.owner_id == owner_id, Blob.released_at.is_(None)
    )
    return session().scalar(query) or 0


def known(places: list[str]) -> set[str]:
    """Which of these names of the store have a row."""
    return set(session().scalars(select(Blob.place).where(Blob.place.in_(places))))


def for_backup() -> Iterator[tuple[str, bytes]]:
    """Every piece as it lies sealed in a store of files, by its name; nothing of an object store.

    An object store has copies and versions of its own (docs/deploy.md).
    """
    store = stores.store()
    if not store.is_in_backups:
        return
    for place in session().scalars(select(Blob.place).order_by(Blob.place)):
        sealed = store.get(place)
        if sealed is not None:
            yield place, sealed
