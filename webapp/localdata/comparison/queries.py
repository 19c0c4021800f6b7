"""Other authorities' published numbers."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from webapp.core.database import session
from webapp.localdata.models import OtherAuthority


@dataclass(frozen=True)
class Theirs:
    """One authority's rows, as comparison.rules checked them."""

    id: uuid.UUID
    la_name: str
    added_at: datetime
    rows: list[Mapping[str, str]]


def all_theirs() -> list[Theirs]:
    """Every authority's, by name: never in the order of a number."""
    rows = session().scalars(select(OtherAuthority).order_by(OtherAuthority.la_name))
    found = [Theirs(row.id, row.la_name, row.added_at, json.loads(row.rows)) for row in rows]
    return sorted(found, key=lambda one: (one.la_name.casefold(), one.la_name))
