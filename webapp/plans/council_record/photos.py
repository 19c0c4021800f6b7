"""The photos of a plan in the council's record: in the PDF beside their words, and as files."""

from __future__ import annotations

import hashlib
import uuid
from dataclasses import dataclass
from typing import Any

from webapp import media
from webapp.plans.content import ParagraphContent, VersionContent


@dataclass(frozen=True)
class PhotoFile:
    """A photo as JPEG. `number`: the first of the plan is 1; the same photo twice is one."""

    number: int
    sha256: str
    data: bytes


def photos_of(content: VersionContent) -> dict[uuid.UUID, PhotoFile]:
    """By the piece's id; one whose bytes are lost is left out. Away when they cannot be fetched now."""
    found: dict[uuid.UUID, PhotoFile] = {}
    for one in content.paragraphs:
        piece = media.open_piece(one.photo.id) if one.photo and one.photo.id not in found else None
        if one.photo and piece:
            digest = hashlib.sha256(piece.data).hexdigest()
            found[one.photo.id] = PhotoFile(len(found) + 1, digest, piece.data)
    return found


def photo_named(one: ParagraphContent, photos: dict[uuid.UUID, PhotoFile]) -> dict[str, Any]:
    """What the JSON says of a paragraph's photo; nothing when it has none."""
    if one.photo is None:
        return {}
    found = photos.get(one.photo.id)
    number, digest = (found.number, found.sha256) if found else (None, None)
    size = {"width": one.photo.width, "height": one.photo.height}
    return {"photo": {"number": number, "sha256": digest, **size}}
