"""Declaring that a member of staff knows a child, and ending it. Keyword-only; flush, never commit."""

from __future__ import annotations

import uuid

from webapp import audit
from webapp.core import clock, ids, sealing
from webapp.core.database import session
from webapp.families import barred
from webapp.families.models import Conflict


def declare(
    *,
    staff_id: uuid.UUID,
    declared_by: uuid.UUID,
    authority_id: str = "",
    family_id: uuid.UUID | None = None,
) -> uuid.UUID:
    """This member of staff sees nothing of the child's families from now on.

    Takes any id and says the same: whether a child is known here is not told, and may come later.
    ValueError when neither an id nor a family is named.
    """
    if not authority_id.strip() and family_id is None:
        raise ValueError("neither")
    row = Conflict(id=ids.new(), staff_id=staff_id, family_id=family_id)
    row.declared_by, row.declared_at = declared_by, clock.now()
    if authority_id.strip():
        row.authority_id_hash = barred.authority_id_hash(authority_id)
        sealing.staff_box().put(row, authority_id=authority_id.strip())
    session().add(row)
    session().flush()
    _record(row, declared_by, "conflict.declare")
    return row.id


def end(*, row: Conflict, reason: str, actor_id: uuid.UUID) -> None:
    """An administrator ends it, and says why."""
    row.ended_at, row.ended_by = clock.now(), actor_id
    sealing.staff_box().put(row, ended_reason=reason)
    session().flush()
    _record(row, actor_id, "conflict.end")


def _record(row: Conflict, actor_id: uuid.UUID, act: str) -> None:
    """In the chain of staff acts: a family must not learn who its relatives are."""
    audit.record(actor_id=actor_id, act=act, subject_id=row.staff_id, item_kind="conflict", item_id=row.id)
