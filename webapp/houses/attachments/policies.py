"""Who may send, see and hear photos and voice notes."""

from __future__ import annotations

import uuid

from webapp.core.access import Reader, policy
from webapp.houses import people, queries


@policy("A child, for what they began; a reader of an entry, for what is in it.")
def may_open_piece(reader: Reader, **_view: object) -> bool:
    """Which piece is looked up for this reader alone (queries.find): any other is 404."""
    return reader.kind in ("child", "adult") or reader.role in ("worker", "manager", *people.OUTSIDE)


@policy("The child's worker or manager, for an entry they may open.", act="entry.read")
def may_type_what_it_says(reader: Reader, entry_id: uuid.UUID, **_view: object) -> bool:
    """Beside a voice note, never over it."""
    return reader.role in ("worker", "manager") and queries.entry_for(reader, entry_id) is not None
