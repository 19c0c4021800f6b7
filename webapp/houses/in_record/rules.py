"""What the files of a child's houses in the council's record are called. Pure."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

FORMAT = "heard/houses-record/1"
NOTICE = (
    "For the council's own record. It holds what a child chose to show their worker. It is never handed to a "
    "parent or anyone else: ask the child first, and print what the child says may be seen."
)
MEETING_NOTICE = "For the meeting. It holds what the child chose to show there, and nothing else of theirs."


def series(set_id: uuid.UUID | None, day: date) -> str:
    """By the set and nothing that counts the child's sets: some may be kept from the worker."""
    return f"houses-{day.isoformat()}-{set_id.hex[-8:]}" if set_id else f"meeting-{day.isoformat()}"


def about(set_id: uuid.UUID | None) -> dict[str, Any]:
    """What a manifest says that it is a copy of."""
    return {"of": "houses", "set_id": str(set_id)} if set_id else {"of": "meeting"}


def media_name(stem: str, digest: str, kind: str) -> str:
    """A photo or voice note by its SHA-256: `houses-2026-11-20-1f2e3d4c-01-9f86d081884c7d65.jpg`."""
    return f"{stem}-{digest[:16]}.{'jpg' if kind == 'photo' else 'mp3'}"
