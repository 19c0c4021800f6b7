"""Who may write lists of their own."""

from __future__ import annotations

from webapp.core.access import Reader, policy
from webapp.houses.lists import queries


@policy("An adult of the family who was granted a child's plan, about that child.", act=queries.READ)
def may_make_lists(reader: Reader, **_view: object) -> bool:
    """Nobody invited from outside; what each wrote is for themselves and for staff (design §3)."""
    return bool(queries.children_of(reader))
