"""Who may see who has looked."""

from __future__ import annotations

import uuid

from webapp.core.access import Reader, policy
from webapp.families import queries


@policy("A child on a phone of their own, a parent or a carer: looks at what they may see themselves.")
def may_see_who_looked(reader: Reader, **_view: object) -> bool:
    """A shared phone never looks back; people from outside and the network have no record here."""
    if reader.kind == "child":
        return not reader.shared_phone and getattr(reader, "handed", None) is None
    return reader.kind == "adult" and reader.role in ("parent", "carer")


@policy("The child's worker, or the manager of the child's team.", act="looked.read")
def may_see_all_looks(reader: Reader, child_id: uuid.UUID, **_view: object) -> bool:
    """Own children alone, never what an emergency opened."""
    return reader.role in ("worker", "manager") and child_id in queries.own_children(reader)


@policy("The manager of the child's team.")
def may_withhold_look(reader: Reader, child_id: uuid.UUID, **_view: object) -> bool:
    """With a reason, and a day within two weeks on which it is told after all."""
    return reader.role == "manager" and child_id in queries.own_children(reader)
