"""Who prints sheets, and who types them in."""

from __future__ import annotations

import uuid

from webapp import families
from webapp.core.access import Reader, policy
from webapp.feedback.paper import queries


@policy("The child's worker, or the manager of the child's team.", act="feedback.sheets")
def may_print_sheet(reader: Reader, child_id: uuid.UUID, **_view: object) -> bool:
    """A sheet holds questions alone, no answer and no name."""
    return reader.role in ("worker", "manager") and families.works_with(reader, child_id)


@policy("A worker or a manager: a code, which opens only the sheets they may type in.")
def may_enter_code(reader: Reader, **_view: object) -> bool:
    """What the code opens is decided by queries.may_type."""
    return reader.kind == "staff" and reader.role in ("worker", "manager")


@policy(
    "The manager of the child's team; the child's worker, only a sheet whose maker agreed to that.",
    act="feedback.sheet",
)
def may_type_sheet(reader: Reader, sheet_id: uuid.UUID, **_view: object) -> bool:
    """Whoever types sees the answers, so the rated worker does not (practice §2)."""
    return queries.sheet_for(reader, sheet_id) is not None
