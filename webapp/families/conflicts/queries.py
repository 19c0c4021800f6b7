"""Who declared that they know a child."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, select

from webapp import accounts
from webapp.core import sealing
from webapp.core.access import Reader
from webapp.core.database import session
from webapp.families import queries
from webapp.families.models import Conflict, Family, Post


@dataclass(frozen=True)
class ConflictView:
    """A declared conflict. `about`: the id as typed, or the family's name for those who may know it."""

    id: uuid.UUID
    staff_id: uuid.UUID
    staff_name: str
    about: str
    declared_at: datetime
    by_name: str


def own(reader: Reader) -> list[ConflictView]:
    """What the reader declared, or another about the reader by an id, oldest first."""
    query = _holding().where(Conflict.staff_id == reader.person_id)
    return _views(reader, list(session().scalars(query)))


def visible_to(reader: Reader) -> list[ConflictView]:
    """A manager: of the team's staff. An administrator: all. Oldest first."""
    if reader.role not in ("manager", "administrator"):
        return []
    rows = list(session().scalars(_holding().where(Conflict.staff_id.in_(staff_ids(reader)))))
    return _views(reader, rows)


def staff_ids(reader: Reader) -> list[uuid.UUID]:
    """The staff whose conflicts a manager (the team) or an administrator (everyone) keeps."""
    if reader.role == "administrator":
        return [person.id for person in accounts.staff()]
    teams = queries.team_ids(reader.person_id)
    query = select(Post.person_id).where(Post.team_id.in_(teams)).distinct()
    return list(session().scalars(query.order_by(Post.person_id)))


def one(conflict_id: uuid.UUID | None) -> Conflict | None:
    """A conflict that holds."""
    return session().scalar(_holding().where(Conflict.id == conflict_id))


def _holding() -> Select[Conflict]:
    query = select(Conflict).where(Conflict.ended_at.is_(None))
    return query.order_by(Conflict.declared_at, Conflict.id)


def _views(reader: Reader, rows: list[Conflict]) -> list[ConflictView]:
    names = accounts.names([row.staff_id for row in rows] + [row.declared_by for row in rows])
    return [
        ConflictView(
            row.id,
            row.staff_id,
            names.get(row.staff_id, ""),
            _about(reader, row),
            row.declared_at,
            names.get(row.declared_by, ""),
        )
        for row in rows
    ]


def _about(reader: Reader, row: Conflict) -> str:
    """A family is named to administrators and to the managers who see it."""
    if row.family_id is None:
        return sealing.staff_box().text(row, "authority_id")
    seen = {family.id for family in queries.visible_families(reader)}
    if reader.role == "administrator" or row.family_id in seen:
        return queries.family_name(session().get_one(Family, row.family_id))
    return ""
