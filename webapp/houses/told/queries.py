"""Who wrote an entry down for a child, and what the child says to that."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from webapp import accounts
from webapp.core.database import session
from webapp.houses.models import ToldEntry


@dataclass(frozen=True)
class ToldView:
    """by: the worker's first name. there: beside (the child was) or later. denied: the child says no."""

    by: str
    there: str
    denied: bool


def told_among(entry_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, ToldView]:
    """Of these entries, those that a worker wrote down."""
    if not entry_ids:
        return {}
    query = select(ToldEntry).where(ToldEntry.entry_id.in_(entry_ids)).order_by(ToldEntry.entry_id)
    rows = session().scalars(query).all()
    names = accounts.names([row.by_id for row in rows])
    return {
        row.entry_id: ToldView(
            names.get(row.by_id, "").split(" ")[0], row.there, denied=row.denied_at is not None
        )
        for row in rows
    }
