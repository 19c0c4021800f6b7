"""How a row's hash is made (ASVS 16.4: a log that cannot be changed unseen)."""

from __future__ import annotations

import hashlib
import json
import uuid
from datetime import UTC, datetime

START = bytes(32)


def row_hash(
    *,
    previous: bytes,
    chain: str,
    number: int,
    at: datetime,
    actor_id: uuid.UUID | None,
    act: str,
    subject_id: uuid.UUID | None,
    item_kind: str,
    item_id: uuid.UUID | None,
) -> bytes:
    """SHA-256 over the hash before and this row's fields in a fixed form."""
    fields = [chain, number, at.astimezone(UTC).isoformat(timespec="microseconds"), act, item_kind]
    fields += [str(value) if value else "" for value in (actor_id, subject_id, item_id)]
    return hashlib.sha256(previous + json.dumps(fields).encode()).digest()
