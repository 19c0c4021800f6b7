"""A look at a plan, written down: one form for all pages that open one."""

from __future__ import annotations

import uuid

from webapp.core import access


def note_version(family_id: uuid.UUID, child_id: uuid.UUID, version_id: uuid.UUID) -> None:
    """Somebody reads this version of the child's plan now."""
    access.note_read(
        "plan.read",
        chain=f"family:{family_id}",
        subject_id=child_id,
        item_kind="plan_version",
        item_id=version_id,
    )
