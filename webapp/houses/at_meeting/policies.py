"""Who may take a child's houses to the meeting."""

from __future__ import annotations

import uuid

from webapp import families
from webapp.core.access import Reader, policy
from webapp.houses import queries


@policy("The child's worker, or the manager of the child's team, for what each may open.", act=queries.READ)
def may_take_to_meeting(reader: Reader, child_id: uuid.UUID, **_view: object) -> bool:
    """What is on the page is filtered by houses.queries.visible_to, and by the child's own choice."""
    return families.works_with(reader, child_id)
