"""Who may open the pages of the houses. A child's own pages use core.access.a_child."""

from __future__ import annotations

from webapp.core.access import Reader, policy
from webapp.houses import people


@policy("An adult of the family or an advocate, for what a child chose to show them.", act="entry.read")
def may_read_shown(reader: Reader, **_view: object) -> bool:
    """What is shown is filtered by houses.queries.visible_to."""
    return reader.kind == "adult" or reader.role in people.OUTSIDE


@policy("A child or young person on a phone of their own, for what they sent.")
def may_look_back(reader: Reader, **_view: object) -> bool:
    """A shared phone never looks back at what was sent (practice §3)."""
    return reader.kind == "child" and not reader.shared_phone
