"""The story's paper sheet: printed for the mother, who agreed that her worker types it in."""

from __future__ import annotations

import uuid

from tests.makers import Town
from webapp.feedback.paper import service


def add_sheet(town: Town) -> uuid.UUID:
    """The sheet; nobody has typed it in."""
    sheet, _code = service.make_sheet(
        person_id=town.samina,
        child_id=town.zara,
        band="adult",
        language="ur",
        worker_types=True,
        actor_id=town.beth,
    )
    return sheet.id
