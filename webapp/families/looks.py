"""A look at a family, or at one person in it, goes into the family's own log. For views."""

from __future__ import annotations

import uuid

from webapp.core import access


def note_family(family_id: uuid.UUID) -> None:
    """This page shows the family."""
    _note("family.read", family_id)


def note_names(family_id: uuid.UUID) -> None:
    """This page shows who is in the family, and no content."""
    _note("people.read", family_id)


def _note(act: str, family_id: uuid.UUID) -> None:
    access.note_read(act, chain=f"family:{family_id}", item_kind="family", item_id=family_id)


def note_person(family_id: uuid.UUID, person_id: uuid.UUID, act: str = "family.read") -> None:
    """This page shows one person of the family."""
    access.note_read(
        act, chain=f"family:{family_id}", subject_id=person_id, item_kind="person", item_id=person_id
    )
