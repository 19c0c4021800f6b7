"""Pure decisions about a note: what it may hold, and what makes two of them the same."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from webapp.core import parcels, text
from webapp.core.parcels import Refused

WORDS_AT_MOST = 20_000
# The sealed form of as many words, four bytes each, with its padding and tag.
SEALED_AT_MOST = 96 * 1024


@dataclass(frozen=True)
class Parcel:
    """What a phone adds: one sealed note, and what is known about it in clear."""

    id: uuid.UUID
    owner: str
    key_id: uuid.UUID
    enc: bytes
    ct: bytes
    made_at: datetime | None

    @property
    def binding(self) -> str:
        """HPKE info: the box opens for this phone's child and this note alone."""
        return f"heard/note/v1|{self.owner}|{self.id}|1"

    @property
    def body(self) -> bytes:
        """What makes two sends of one note the same."""
        return self.enc + b"|" + self.ct


@dataclass(frozen=True)
class Content:
    """A note, opened and checked."""

    words: str
    unsafe: bool


def read_content(plain: bytes) -> Content:
    """The opened bytes as a note. Refused when it is not what our page makes, or says nothing."""
    raw = parcels.as_json(plain)
    if not isinstance(raw, dict) or raw.get("v") != 1 or not isinstance(raw.get("unsafe"), bool):
        raise Refused("shape")
    if not isinstance(raw.get("words"), str):
        raise Refused("shape")
    words = text.repair(raw["words"])
    if len(words) > WORDS_AT_MOST:
        raise Refused("words")
    if not words.strip() and not raw["unsafe"]:
        raise Refused("empty")
    return Content(words, raw["unsafe"])
