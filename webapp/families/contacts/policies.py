"""Who may see and change contacts on the staff side."""

from __future__ import annotations

import uuid

from webapp.core.access import Reader, policy
from webapp.families.contacts import queries


@policy(
    "The worker of a child in the family, or the manager of its team; not in an emergency.",
    act="contact.read",
)
def may_keep_contacts(reader: Reader, family_id: uuid.UUID, person_id: uuid.UUID, **_view: object) -> bool:
    """A child only for those who work with that child."""
    return queries.keeps(reader, family_id, person_id)
