"""Who may put their name under a plan as its manager."""

from __future__ import annotations

import uuid

from webapp.core.access import Reader, policy
from webapp.plans import queries


@policy("The manager of the child's team.")
def may_agree_plan(reader: Reader, version_id: uuid.UUID, **_view: object) -> bool:
    """By team, from the version to its child."""
    return reader.role == "manager" and queries.may_write(reader, version_id)
