"""Who may see what was read of a plan: the worker who brought it in, while they work with the child."""

from __future__ import annotations

import uuid

from webapp import families
from webapp.core.access import Reader, policy
from webapp.plans.bringing_in import queries


@policy(
    "Who brought this plan in, for a day, while they work with the child.",
    act="plan.read",
)
def may_check_brought(reader: Reader, brought_id: uuid.UUID, **_view: object) -> bool:
    """Its writer alone; nobody else sees it before it is a draft."""
    row = queries.row_of(reader.person_id, brought_id)
    return row is not None and families.works_with(reader, row.child_id)
