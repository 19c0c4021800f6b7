"""Which workers have a photo of themselves."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select

from webapp.core.database import session
from webapp.plans.models import WorkerPhoto


@dataclass(frozen=True)
class Face:
    """A worker's photo: the piece that media keeps, and its pixels."""

    photo_id: uuid.UUID
    width: int
    height: int


def faces(people: Iterable[uuid.UUID]) -> dict[uuid.UUID, Face]:
    """The photos of those of these people who put one in."""
    rows = session().scalars(select(WorkerPhoto).where(WorkerPhoto.id.in_(list(people))))
    return {row.id: Face(row.photo_id, row.width, row.height) for row in rows}
