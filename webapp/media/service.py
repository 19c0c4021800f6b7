"""Keeping and letting go. Keyword-only; flush, never commit.

The order keeps two places true: bytes are on the disk before their row is, and a row is gone before its bytes
are. So a row never lacks its bytes, and bytes without a row are swept a day later (safety R7).
"""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from flask import current_app
from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError

from webapp import documents
from webapp.core import clock, ids, sealing
from webapp.core.database import session, unit_of_work
from webapp.core.sealing import Owner
from webapp.media import queries, stores
from webapp.media.models import Blob
from webapp.media.queries import Kept
from webapp.media.rules import (
    KEPT_AFTER_RELEASE,
    LARGEST_PHOTO,
    LARGEST_RECORD,
    LARGEST_VOICE,
    LONGEST_SIDE,
    LONGEST_VOICE,
    LOOK_THROUGH_EVERY,
    MIMES,
    ORPHAN_AGE,
    Full,
    Refused,
)

BATCH = 200


@dataclass(frozen=True)
class _Made:
    """A photo or a voice as we made it again."""

    data: bytes
    width: int | None = None
    height: int | None = None
    seconds: int | None = None


def keep_photo(
    *, owner: Owner, data: bytes, blob_id: uuid.UUID | None = None, longest: int = LONGEST_SIDE
) -> Kept:
    """Make a photo again (`documents.make_picture`) and keep it; its longest side at most so many pixels.

    Unreadable(too_large, not_a_picture, too_many_pixels, damaged, too_slow), Full, Refused; Away.
    """

    def make() -> _Made:
        found = documents.make_picture(data, longest)
        return _Made(found.data, width=found.width, height=found.height)

    return _keep("photo", owner, data, LARGEST_PHOTO, blob_id or ids.new(), make)


def keep_voice(*, owner: Owner, data: bytes, blob_id: uuid.UUID | None = None) -> Kept:
    """Make a recording again (`documents.make_sound`) and keep it; at most LONGEST_VOICE seconds.

    Unreadable(too_large, not_a_sound, too_long, damaged, too_slow), Full, Refused; Away.
    """

    def make() -> _Made:
        found = documents.make_sound(data, LONGEST_VOICE)
        return _Made(found.data, seconds=max(1, round(found.seconds)))

    return _keep("voice", owner, data, LARGEST_VOICE, blob_id or ids.new(), make)


def _keep(
    kind: str, owner: Owner, data: bytes, largest: int, blob_id: uuid.UUID, make: Callable[[], _Made]
) -> Kept:
    if len(data) > largest:
        raise documents.Unreadable("too_large")
    mac = sealing.box_for(owner).mac(data)
    found = session().get(Blob, blob_id)
    if found is not None:
        return _the_same(found, kind, owner, mac)
    made = make()
    if queries.used(owner) + len(made.data) > LARGEST_RECORD:
        raise Full
    row = _row(kind, owner, blob_id, made, mac)
    stores.store().put(row.place, sealing.box_for(owner).sealed(row, kind, made.data))
    try:
        with session().begin_nested():
            session().add(row)
    except IntegrityError:  # the same piece was sent twice at one moment; these bytes are swept
        return _the_same(session().get_one(Blob, blob_id), kind, owner, mac)
    return queries.view(row)


def _the_same(row: Blob, kind: str, owner: Owner, mac: bytes) -> Kept:
    """What was answered the first time. A stranger's piece and a changed one are told alike."""
    if (row.kind, row.owner_kind, row.owner_id, row.given_mac) != (kind, *owner, mac):
        raise Refused("changed")
    if row.released_at is not None:
        raise Refused("released")
    return queries.view(row)


def _row(kind: str, owner: Owner, blob_id: uuid.UUID, made: _Made, mac: bytes) -> Blob:
    return Blob(
        id=blob_id,
        owner_kind=owner[0],
        owner_id=owner[1],
        kind=kind,
        mime=MIMES[kind],
        place=secrets.token_hex(16),
        size=len(made.data),
        width=made.width,
        height=made.height,
        seconds=made.seconds,
        given_mac=mac,
        kept_at=clock.now(),
    )


def release(blob_ids: Iterable[uuid.UUID]) -> None:
    """Nothing uses these any more: they open for nobody from this commit on; soon the bytes are destroyed."""
    wanted = list(blob_ids)
    if wanted:
        session().execute(
            update(Blob)
            .where(Blob.id.in_(wanted), Blob.released_at.is_(None))
            .values(released_at=clock.now())
        )


def sweep() -> None:
    """An errand of `heard work`: what was released goes each round; bytes without a row, some times a day."""
    destroy_released()
    now = clock.now()
    due: datetime = current_app.extensions.get("heard_orphans_due", now)
    if due <= now:
        current_app.extensions["heard_orphans_due"] = now + LOOK_THROUGH_EVERY
        destroy_orphans()


def destroy_released() -> None:
    """Rows that were released, then their bytes: a row must be gone for good before its bytes are."""
    for place in _forget_released():
        stores.store().delete(place)


def destroy_orphans() -> None:
    """Bytes without a row that are a day old: of a photo whose commit failed, of a server that was killed."""
    for places in _old_places():
        with unit_of_work():
            orphans = set(places) - queries.known(places)
        for place in sorted(orphans):
            stores.store().delete(place)


def _forget_released() -> list[str]:
    with unit_of_work() as db:
        done = db.execute(
            select(Blob.id, Blob.place).where(Blob.released_at < clock.now() - KEPT_AFTER_RELEASE)
        ).all()
        db.execute(delete(Blob).where(Blob.id.in_([row.id for row in done])))
    return [row.place for row in done]


def _old_places() -> Iterable[list[str]]:
    """Names in the store that are a day old, some hundred at a time."""
    before, batch = clock.now() - ORPHAN_AGE, list[str]()
    for place, written_at in stores.store().places():
        if written_at < before:
            batch.append(place)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def put_back(pieces: Iterable[tuple[str, bytes]]) -> int:
    """From a backup, before its rows are put back. Returns how many pieces."""
    store, count = stores.store(), 0
    for place, sealed in pieces:
        store.put(place, sealed)
        count += 1
    return count
