"""Who puts a child's houses into the council's record, and who sees what went."""

from __future__ import annotations

import uuid

from webapp import families
from webapp.core.access import Reader, policy
from webapp.houses import queries
from webapp.houses.in_record import queries as record_queries


@policy("The child's worker, for what the child let them see; not in an emergency.", act=queries.READ)
def may_put_in_record(reader: Reader, child_id: uuid.UUID, **_view: object) -> bool:
    """What goes is filtered by houses.queries.visible_to, and once more by in_record.queries.going."""
    return record_queries.may_put(reader, child_id)


@policy("The child's worker, or the manager of the child's team: names of files and days, no words.")
def may_see_record(reader: Reader, child_id: uuid.UUID, **_view: object) -> bool:
    """What went, when and by whom."""
    return families.works_with(reader, child_id)
