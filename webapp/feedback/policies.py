"""Who may be asked, and who may read answers with a name on."""

from __future__ import annotations

import uuid

from webapp import families
from webapp.core.access import Reader, policy
from webapp.feedback import queries


@policy("A child about themselves; a parent or carer about a child whose plan they may see.")
def may_answer(reader: Reader, **_view: object) -> bool:
    """One mechanism: being the child, or the grant."""
    return reader.kind == "child" or bool(queries.children_of(reader))


@policy("A child; an adult whose grant about a child holds.")
def may_need_someone(reader: Reader, **_view: object) -> bool:
    """Anyone in a family may ask for someone, whatever they are in it."""
    return reader.kind == "child" or (
        reader.kind == "adult" and bool(families.granted_children(reader.person_id, "plan"))
    )


@policy(
    "The manager of the child's team; the child's worker, only answers whose maker let the worker see them.",
    act="feedback.read",
)
def may_read_feedback(reader: Reader, child_id: uuid.UUID, **_view: object) -> bool:
    """What each of them sees there is decided by reading.visible_to."""
    return reader.role in ("manager", "worker") and families.works_with(reader, child_id)
