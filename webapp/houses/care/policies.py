"""Who may lock a picture away, and who may look at one that is locked."""

from __future__ import annotations

import uuid

from webapp.core.access import Reader, policy
from webapp.houses import queries as houses_queries
from webapp.houses.care import queries


@policy("Staff, for an entry of the child that they may open.", act="entry.read")
def may_lock_away(reader: Reader, entry_id: uuid.UUID, **_view: object) -> bool:
    """Whoever sees such a picture must be able to stop it at once."""
    return reader.kind == "staff" and houses_queries.entry_for(reader, entry_id) is not None


@policy("The manager of the child's team, or duty until it is seen: a picture locked away.", act=queries.READ)
def may_see_locked(reader: Reader, mark_id: uuid.UUID, **_view: object) -> bool:
    """Looking is written down like every look."""
    return queries.may_look(reader, mark_id)


@policy("The manager of the child's team, for a picture locked away.", act=queries.READ)
def may_show_again(reader: Reader, mark_id: uuid.UUID, **_view: object) -> bool:
    """Whether it needs care is not for the one who locked it, nor for duty, to take back."""
    return queries.may_decide(reader, mark_id)
