"""Who may change who sees an entry."""

from __future__ import annotations

import uuid

from webapp.core.access import Reader, policy
from webapp.houses import queries


@policy("A child, for what they sent; on a shared phone for what was sent in this session alone.")
def may_choose_who_sees(reader: Reader, **_view: object) -> bool:
    """A session that a worker handed over never looks back."""
    return reader.kind == "child" and getattr(reader, "handed", None) is None


@policy("The manager of the child's team, for an entry they may open.", act="entry.read")
def may_change_for_child(reader: Reader, entry_id: uuid.UUID, **_view: object) -> bool:
    """What the child kept from the manager stays out of reach here too."""
    return reader.role == "manager" and queries.entry_for(reader, entry_id) is not None
