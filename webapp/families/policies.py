"""Who may open a family's pages."""

from __future__ import annotations

import uuid

from webapp.core.access import Reader, policy
from webapp.families import queries


@policy("The worker of a child in the family, or the manager of its team.", act="family.read")
def may_work_with_family(reader: Reader, family_id: uuid.UUID, **_view: object) -> bool:
    """One mechanism: allocation or team."""
    return queries.works_with_family(reader, family_id)


@policy("The manager of the family's team.")
def may_lift_floor(reader: Reader, family_id: uuid.UUID, **_view: object) -> bool:
    """Who may lift which is in rules.may_lift."""
    return reader.role == "manager" and queries.works_with_family(reader, family_id)


@policy("A manager, about the team; an administrator.", act="conflict.read")
def may_keep_conflicts(reader: Reader, **_view: object) -> bool:
    """Which staff is decided by conflicts.queries.staff_ids."""
    return reader.kind == "staff" and reader.role in ("manager", "administrator")


@policy("A manager, for the team's families; an administrator, without words.", act="glass.read")
def may_see_opened(reader: Reader, **_view: object) -> bool:
    """Which rows is decided by break_glass.queries.visible_to."""
    return reader.kind == "staff" and reader.role in ("manager", "administrator")
