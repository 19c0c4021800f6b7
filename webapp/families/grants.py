"""What was granted to whom about a child, and from when things show. SQL and its answers."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, SQLColumnExpression, and_, bindparam, false, or_, select

from webapp.core.database import NOW, read, session
from webapp.families import barred
from webapp.families.models import Grant


def grants_now() -> Select[Grant]:
    """Grants that hold at this moment, but those that a floor keeps back."""
    return GRANTS_NOW


# Asked by nearly every page of a family, so they are prepared once.
GRANTS_NOW = (
    select(Grant)
    .where(Grant.from_at <= NOW, or_(Grant.until_at.is_(None), Grant.until_at > NOW))
    .where(~barred.is_floored(Grant.person_id, Grant.child_id))
)
GRANTED_ANY = (
    GRANTS_NOW.with_only_columns(Grant.child_id, Grant.sees_from)
    .where(Grant.person_id == bindparam("person_id"))
    .order_by(Grant.child_id, Grant.from_at, Grant.id)
)
GRANTED = GRANTED_ANY.where(Grant.kind == bindparam("kind"))


def granted(person_id: uuid.UUID, kind: str) -> dict[uuid.UUID, datetime | None]:
    """Children about whom this person was granted this kind of thing, now, and since when things show.

    None: no limit. Nothing from before that moment is for them until a worker says so (safety §4.6).
    """
    return _limits(read(GRANTED, {"person_id": person_id, "kind": kind}))


def granted_any(person_id: uuid.UUID) -> dict[uuid.UUID, datetime | None]:
    """The same for anything that was granted."""
    return _limits(read(GRANTED_ANY, {"person_id": person_id}))


def _limits(rows: Iterable[Any]) -> dict[uuid.UUID, datetime | None]:
    found: dict[uuid.UUID, datetime | None] = {}
    for row in rows:
        earlier = found.get(row.child_id, row.sees_from)
        limits = [one for one in (earlier, row.sees_from) if one is not None]
        found[row.child_id] = min(limits) if len(limits) == 2 else None
    return found


def since_granted(
    granted: dict[uuid.UUID, datetime | None],
    child: SQLColumnExpression[uuid.UUID],
    at: SQLColumnExpression[Any],
) -> ColumnElement[bool]:
    """SQL: a thing about one of these children, from no earlier than the person may see."""
    limits = [
        child == child_id if since is None else and_(child == child_id, at >= since)
        for child_id, since in granted.items()
    ]
    return or_(false(), *limits)


def is_since_granted(
    granted: dict[uuid.UUID, datetime | None], child_id: uuid.UUID, at: datetime | None
) -> bool:
    """The same for a row that was read: `at` is when the thing came to be (None: never shown)."""
    if child_id not in granted or at is None:
        return False
    since = granted[child_id]
    return since is None or at >= since


def granted_children(person_id: uuid.UUID, kind: str) -> list[uuid.UUID]:
    """Children about whom this person was granted this kind of thing, now."""
    return list(granted(person_id, kind))


def granted_people(child_id: uuid.UUID, kind: str) -> list[uuid.UUID]:
    """Adults who hold a grant about this child now, in the order they were granted."""
    query = grants_now().where(Grant.child_id == child_id, Grant.kind == kind)
    rows = session().scalars(query.order_by(Grant.from_at, Grant.id))
    return list(dict.fromkeys(row.person_id for row in rows))


def granted_people_of(child_ids: Collection[uuid.UUID], kind: str) -> dict[uuid.UUID, list[uuid.UUID]]:
    """The same for several children at once; those about whom nobody holds one are left out."""
    query = grants_now().with_only_columns(Grant.child_id, Grant.person_id)
    query = query.where(Grant.child_id.in_(child_ids), Grant.kind == kind)
    found: dict[uuid.UUID, dict[uuid.UUID, None]] = {}
    for child_id, person_id in session().execute(query.order_by(Grant.from_at, Grant.id)):
        found.setdefault(child_id, {})[person_id] = None
    return {child_id: list(people) for child_id, people in found.items()}
