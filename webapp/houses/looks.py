"""A look at what a child made, written down: one form for all pages that open an entry."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from webapp import families
from webapp.core import access
from webapp.houses.queries import READ


def note_entries(child_id: uuid.UUID, entry_ids: Iterable[uuid.UUID], act: str = READ) -> None:
    """Somebody reads these entries of the child now."""
    chain = f"family:{families.family_of(child_id).id}"
    for entry_id in entry_ids:
        access.note_read(act, chain=chain, subject_id=child_id, item_kind="entry", item_id=entry_id)
