"""Pure decisions about photos and voice notes: what a part holds, and how long what nobody names is kept."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import timedelta

from webapp.core.parcels import Refused

# Of the photo or sound in each part but the last; the last one is padded, so that its size says little.
PART = 240 * 1024
# Kind, size (four bytes, the highest first) and SHA-256 of the whole: it stands before each part.
HEAD = 1 + 4 + 32
KINDS = {0: "photo", 1: "voice"}
LARGEST = {"photo": 12 * 1024 * 1024, "voice": 6 * 1024 * 1024}
PARTS_AT_MOST = 52
# The button stops at 90 seconds; a phone rounds up.
SECONDS_AT_MOST = 92
# Of one child, begun and not whole: a phone sends one after the other.
OPEN_AT_MOST = 40

# A phone's queue may be 60 days old (R14): what came before its draft waits twice as long.
KEPT_UNNAMED = timedelta(days=120)
# A child took it out: what she may still bring back with "redo" is gone from her phone long before.
KEPT_TAKEN_OUT = timedelta(hours=1)
# Sent, but a part has not come for so long: she may open it again, and send it anew from another phone.
BACK_AS_DRAFT = timedelta(days=1)


@dataclass(frozen=True)
class Part:
    """One sealed part as a phone posts it; numbers count from 0."""

    id: uuid.UUID
    entry_id: uuid.UUID
    owner: str
    number: int
    count: int
    key_id: uuid.UUID
    enc: bytes
    ct: bytes

    @property
    def binding(self) -> str:
        """HPKE info: it opens for this owner, entry, attachment, number and count alone."""
        return f"heard/part/v1|{self.owner}|{self.entry_id}|{self.id}|{self.number}|{self.count}"


@dataclass(frozen=True)
class Head:
    """What the whole is, as each part says again. `size` in bytes; `sha256`: as the phone counted it."""

    kind: str
    size: int
    sha256: bytes


def read_part(plain: bytes, number: int, count: int) -> tuple[Head, bytes]:
    """The head and this part's own bytes, without padding. Refused("shape") when they do not fit together."""
    kind = KINDS.get(plain[0]) if len(plain) > HEAD else None
    size = int.from_bytes(plain[1:5])
    if kind is None or size < 1 or count != -(-size // PART):
        raise Refused("shape")
    if size > LARGEST[kind]:
        raise Refused("large")
    wanted = min(PART, size - number * PART)
    data = plain[HEAD : HEAD + wanted]
    if len(data) != wanted:
        raise Refused("shape")
    return Head(kind, size, plain[5:HEAD]), data
