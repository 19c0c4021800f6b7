"""Who of the staff may lay a child's houses side by side."""

from __future__ import annotations

import uuid

from webapp import families
from webapp.core.access import Reader, policy
from webapp.houses import queries


@policy("The child's worker, or the manager of the child's team, for what each may open.", act=queries.READ)
def may_see_through_time(reader: Reader, child_id: uuid.UUID, **_view: object) -> bool:
    """What is on the page is filtered by houses.queries.visible_to."""
    return families.works_with(reader, child_id)
