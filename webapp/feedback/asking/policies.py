"""Who keeps when a family is asked."""

from __future__ import annotations

import uuid

from webapp import families
from webapp.core.access import Reader, policy


@policy(
    "The child's worker or the manager of the child's team; not in an emergency.",
    act="asking.read",
)
def may_keep_asking(reader: Reader, child_id: uuid.UUID, **_view: object) -> bool:
    """Who was asked and why not; never what was answered, nor whether."""
    return reader.role in ("worker", "manager") and child_id in families.own_children(reader)
