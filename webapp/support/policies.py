"""Who may ask, who receives what is asked, and who keeps the numbers."""

from __future__ import annotations

import uuid

from webapp.core.access import Reader, policy
from webapp.support import queries, rules


@policy("Anyone but staff, signed in or not.", signed_in=False)
def anyone_but_staff(reader: Reader | None, **_view: object) -> bool:
    """The pages tell a signed-out visitor whom to call, and a family member how to ask here."""
    return reader is None or reader.kind != "staff"


@policy("A child or an adult, for themselves.")
def may_ask_for_support(reader: Reader, **_view: object) -> bool:
    """Never through the worker (practice §5)."""
    return reader.kind in ("child", "adult")


@policy("The advocacy service's own sign-ins.", act="support.read")
def may_receive_requests(reader: Reader, **_view: object) -> bool:
    """The list of those who asked for someone on their side."""
    return reader.kind == "staff" and rules.kind_for(reader.role) == rules.ADVOCACY


@policy("The complaints manager.", act="support.read")
def may_receive_complaints(reader: Reader, **_view: object) -> bool:
    """The list of complaints, but those about the reader."""
    return reader.kind == "staff" and rules.kind_for(reader.role) == rules.COMPLAINT


@policy("Whoever receives this kind of request, unless it is about them.", act="support.read")
def may_receive(reader: Reader, request_id: uuid.UUID, **_view: object) -> bool:
    """One mechanism: queries.visible_to."""
    return reader.kind == "staff" and queries.request_for(reader, request_id) is not None


@policy("The administrator.")
def may_keep_help_lines(reader: Reader, **_view: object) -> bool:
    """The public numbers of those who help."""
    return reader.kind == "staff" and reader.role == "administrator"
