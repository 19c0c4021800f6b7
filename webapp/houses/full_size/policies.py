"""Who of the staff opens one entry at full size."""

from __future__ import annotations

import uuid

from webapp.core.access import Reader, policy
from webapp.houses import queries


@policy("The child's worker or manager, for an entry they may open.", act=queries.READ)
def may_open_entry(reader: Reader, entry_id: uuid.UUID, **_view: object) -> bool:
    """As houses.queries.visible_to says; an adult or an advocate has a page of their own."""
    return reader.role in ("worker", "manager") and queries.entry_for(reader, entry_id) is not None
