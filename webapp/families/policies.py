"""Who may open a family's pages."""

from __future__ import annotations

import uuid

from webapp.core.access import Reader, policy
from webapp.families import queries


@policy("The worker of a child in the family, or the manager of its team.", act="family.read")
def may_work_with_family(reader: Reader, family_id: uuid.UUID, **_view: object) -> bool:
    """One mechanism: allocation or team."""
    return queries.works_with_family(reader, family_id)


@policy("The child's worker, or the manager of the child's team.", act="child.read")
def may_work_with_child(reader: Reader, child_id: uuid.UUID, **_view: object) -> bool:
    """One mechanism: allocation or team."""
    return queries.works_with(reader, child_id)
