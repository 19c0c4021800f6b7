"""Who may write down what a child told them."""

from __future__ import annotations

import uuid

from webapp import families
from webapp.core.access import Reader, policy


@policy("The child's worker.")
def may_write_for_child(reader: Reader, child_id: uuid.UUID, **_view: object) -> bool:
    """Nobody else: it is shared with the worker alone, so a manager could not read it again."""
    return reader.role == "worker" and reader.person_id in families.worker_ids(child_id)
