"""UUIDv7 (RFC 9562): made here or by a phone that is offline."""

from __future__ import annotations

import uuid

import uuid_utils


def new() -> uuid.UUID:
    """A fresh UUIDv7 as the standard library's type."""
    return uuid.UUID(bytes=uuid_utils.uuid7().bytes)


def parse(value: object) -> uuid.UUID | None:
    """The UUID in canonical text form, or None; nothing a stranger sends raises."""
    if not isinstance(value, str) or len(value) != 36:
        return None
    try:
        return uuid.UUID(value)
    except ValueError:
        return None
