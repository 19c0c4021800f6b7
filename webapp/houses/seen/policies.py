"""Who may read and note what was seen."""

from __future__ import annotations

import uuid

from webapp import families
from webapp.core.access import Reader, policy
from webapp.houses.seen import queries


@policy("The child's worker, or the manager of the child's team.", act=queries.READ)
def may_note_seen(reader: Reader, child_id: uuid.UUID, **_view: object) -> bool:
    """What was seen, and how the child tells people things: part of working with the child."""
    return families.works_with(reader, child_id)
