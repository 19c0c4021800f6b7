"""Reading what was seen, and how a child tells things. The policies say who may."""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from webapp import accounts, families
from webapp.core import sealing
from webapp.core.database import session
from webapp.houses.models import SeenNote, Telling

READ = "seen.read"


@dataclass(frozen=True)
class SeenView:
    """What somebody saw, never the child's words. how: self, told or read. words: see `rules.SAW`."""

    id: uuid.UUID
    by_name: str
    by_role: str
    seen_on: date
    noted_at: datetime
    how: str
    words: dict[str, str]


@dataclass(frozen=True)
class TellingView:
    """How a child tells people things. words: see `rules.TELLING`."""

    id: uuid.UUID
    by_name: str
    by_role: str
    noted_at: datetime
    words: dict[str, str]


def seen_of(child_id: uuid.UUID) -> list[SeenView]:
    """What was seen, the latest day first."""
    query = select(SeenNote).where(SeenNote.child_id == child_id)
    rows = session().scalars(query.order_by(SeenNote.seen_on.desc(), SeenNote.id.desc())).all()
    names = accounts.names([row.by_id for row in rows])
    box = sealing.family_box(families.family_of(child_id).id)
    return [
        SeenView(
            row.id,
            names.get(row.by_id, ""),
            row.by_role,
            row.seen_on,
            row.noted_at,
            row.how,
            json.loads(box.text(row, "words")),
        )
        for row in rows
    ]


def telling_of(child_id: uuid.UUID) -> TellingView | None:
    """What was written last; earlier ones are kept and not shown."""
    query = select(Telling).where(Telling.child_id == child_id)
    row = session().scalar(query.order_by(Telling.noted_at.desc(), Telling.id.desc()).limit(1))
    if row is None:
        return None
    words = json.loads(sealing.child_box(child_id).text(row, "words"))
    name = accounts.names([row.by_id]).get(row.by_id, "")
    return TellingView(row.id, name, row.by_role, row.noted_at, words)
