"""Putting one's own photo in, and taking it out. Keyword-only; flush, never commit."""

from __future__ import annotations

import uuid

from sqlalchemy.exc import IntegrityError

from webapp import audit, media
from webapp.core import clock
from webapp.core.database import session
from webapp.core.sealing import STAFF
from webapp.plans.models import WorkerPhoto

# Pixels: sharp at the size at which it is shown.
LONGEST_SIDE = 320


def put_in(*, person_id: uuid.UUID, made: media.Made) -> None:
    """The worker's photo, made with LONGEST_SIDE at most; the one before goes. Full of media."""
    kept = media.keep(owner=STAFF, made=made)
    assert kept.width
    assert kept.height
    take_out(person_id=person_id)
    row = WorkerPhoto(id=person_id, photo_id=kept.id, width=kept.width, height=kept.height)
    row.put_at = clock.now()
    try:
        with session().begin_nested():
            session().add(row)
    except IntegrityError:  # a second tap at the same moment: its photo is there
        media.release([kept.id])
        return
    audit.record(actor_id=person_id, act="worker.photo", item_kind="person", item_id=person_id)


def take_out(*, person_id: uuid.UUID) -> None:
    """Initials stand in again, on every open page from now on. No photo, no change."""
    row = session().get(WorkerPhoto, person_id, with_for_update=True)
    if row is None:
        return
    media.release([row.photo_id])
    session().delete(row)
    session().flush()
    audit.record(actor_id=person_id, act="worker.no_photo", item_kind="person", item_id=person_id)
