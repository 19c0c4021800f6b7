"""Pure decisions about signing in: how long to wait, how many pictures, which passwords are too common."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

PICTURES = ("umbrella", "apple", "boat", "drum", "leaf", "key", "fish", "moon", "cup", "tree", "bike", "star")
CODE_LIFE = timedelta(minutes=15)
CODE_TRIES = 5
CODE = re.compile(r"[0-9]{6}")
FREE_TRIES = 5
# After five wrong tries: 1, 5, 30 minutes, then the worker unlocks (safety §4.1).
WAITS = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30))
# How long without a request before the server ends a session, and at most in all (ASVS 7.3).
IDLE = {"child": timedelta(minutes=30), "adult": timedelta(minutes=60), "staff": timedelta(minutes=60)}
AT_MOST = timedelta(hours=12)
PASSWORD_AT_LEAST = 8
PASSWORD_AT_MOST = 200


def picture_count(band: str) -> int:
    """3 of 12 for the under 8s, 4 of 12 from 8 (safety §4.1)."""
    return 3 if band == "young" else 4


def wait_until(failures: list[datetime]) -> datetime | None:
    """When the next try is allowed after these wrong ones (oldest first): None now, `datetime.max` never."""
    over = len(failures) - FREE_TRIES
    if over < 0:
        return None
    if over >= len(WAITS):
        return datetime.max.replace(tzinfo=failures[-1].tzinfo)
    return failures[-1] + WAITS[over]


def has_lapsed(now: datetime, kind: str, created_at: datetime, seen_at: datetime) -> bool:
    """Whether a session is too old or was left alone too long."""
    return now - seen_at > IDLE[kind] or now - created_at > AT_MOST


def pictures_secret(names: list[str]) -> str:
    """The pictures in order as one secret to hash."""
    return " ".join(names)
