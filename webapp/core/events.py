"""What the council did, as the family saw it: what capabilities hand to the extract (local-data §1.5)."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import NamedTuple


class Event(NamedTuple):
    """Something that happened for a child on a local day. Never what a parent opened or agreed to.

    `code`: plan_shared, talked_through, asked_before, voice_sent, voice_seen, voice_answered, worker_changed
    or not_asked. `row_id`: the row it comes from. `days`: since what it followed, or None.
    """

    code: str
    row_id: uuid.UUID
    child_id: uuid.UUID
    plan_id: uuid.UUID | None
    on: date
    days: int | None
    received_at: datetime
