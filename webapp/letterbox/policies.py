"""Who may switch a letterbox, and who may read what was left in it."""

from __future__ import annotations

import uuid

from webapp import families
from webapp.core.access import Reader, policy
from webapp.letterbox import queries


@policy("The child's worker, or the manager of the child's team.", act="letterbox.read")
def may_keep_letterbox(reader: Reader, child_id: uuid.UUID, **_view: object) -> bool:
    """Switching it is part of working with the child."""
    return families.works_with(reader, child_id)


@policy("The child's worker, the team's manager, or whoever is on duty today or covers.", act=queries.READ)
def may_read_note(reader: Reader, note_id: uuid.UUID, **_view: object) -> bool:
    """The same rule as alerts."""
    return queries.may_see(reader, note_id)


@policy(
    "A phone with a ticket, signed in or not: it adds a sealed note and reads nothing.",
    signed_in=False,
    token=False,
)
def a_phone_adding(reader: Reader | None, **_view: object) -> bool:
    """The ticket is in a header, which no other site's page can send; the view looks it up."""
    return True
