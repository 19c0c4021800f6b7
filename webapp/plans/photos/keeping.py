"""A photo lives as long as a paragraph of a draft or of a version has it."""

from __future__ import annotations

import uuid

from sqlalchemy import select

from webapp import media
from webapp.core.database import session
from webapp.plans.models import Paragraph


def photo_of(paragraph_id: uuid.UUID) -> uuid.UUID | None:
    """The photo that a paragraph has."""
    return session().scalar(select(Paragraph.photo_id).where(Paragraph.id == paragraph_id))


def release_unused(photo_id: uuid.UUID | None) -> None:
    """Let a photo go, once its paragraph went, unless another draft or version has it too."""
    if photo_id is None:
        return
    used = session().scalar(select(Paragraph.id).where(Paragraph.photo_id == photo_id).limit(1))
    if used is None:
        media.release([photo_id])
