"""Who may write a plan."""

from __future__ import annotations

import uuid

from webapp import families
from webapp.core.access import Reader, policy
from webapp.plans import queries


@policy("The child's worker, or the manager of the child's team.", act="plan.read")
def may_write_plan(reader: Reader, child_id: uuid.UUID, **_view: object) -> bool:
    """By allocation or team."""
    return families.works_with(reader, child_id)


@policy("The worker of the child whose plan this is, or the manager of the team.", act="plan.read")
def may_write_version(reader: Reader, version_id: uuid.UUID, **_view: object) -> bool:
    """By allocation or team, from the version to its child."""
    return queries.may_write(reader, version_id)
