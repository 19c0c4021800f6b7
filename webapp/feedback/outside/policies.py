"""Who asks staff and partners, and who reads what they wrote."""

from __future__ import annotations

import uuid

from webapp import families
from webapp.core.access import Reader, policy


@policy("The data officer; a manager.")
def may_make_links(reader: Reader, **_view: object) -> bool:
    """Links about the work as a whole, for as many as are handed out; Heard does not learn to whom."""
    return reader.kind == "staff" and reader.role in ("data_officer", "manager")


@policy("The manager of the child's team.", act="feedback.links_read")
def may_make_links_about(reader: Reader, child_id: uuid.UUID, **_view: object) -> bool:
    """Not the worker: they would choose who is asked about their own work."""
    return reader.role == "manager" and families.works_with(reader, child_id)


@policy("A manager.", act="feedback.outside")
def may_read_outside_words(reader: Reader, **_view: object) -> bool:
    """Own words without names, only where enough people answered."""
    return reader.kind == "staff" and reader.role == "manager"
