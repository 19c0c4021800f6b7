"""Pure decisions about signing in: how long to wait, how many pictures, which passwords are too common."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

PICTURES = ("umbrella", "apple", "boat", "drum", "leaf", "key", "fish", "moon", "cup", "tree", "bike", "star")
# What stands for a child on a phone, beside no name; nothing to do with their own pictures.
SIGNS = ("fox", "cat", "owl", "bear", "rabbit", "frog", "bird", "snail")
# A session on a worker's own device: then it ends by itself (safety §4.1).
HANDED_OVER = timedelta(minutes=30)
# What one phone may add to the letterbox in an hour; the rest waits there and is not lost.
TICKET_USES = 30
CODE_LIFE = timedelta(minutes=15)
CODE_TRIES = 5
CODE = re.compile(r"[0-9]{6}")
FREE_TRIES = 5
# After five wrong tries: 1, 5, 30 minutes, then the worker unlocks (safety §4.1).
WAITS = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30))
# How long without a request before the server ends a session, and at most in all (ASVS 7.3).
IDLE = {"child": timedelta(minutes=30), "adult": timedelta(minutes=60), "staff": timedelta(minutes=60)}
AT_MOST = timedelta(hours=12)
# How long a proof that it is them counts before a page that changes ways in asks again (ASVS 7.5.1).
PROOF_LIFE = timedelta(minutes=10)
# What a member of staff, or someone from outside with an account of theirs, may be.
ROLES = (
    "worker",
    "manager",
    "data_officer",
    "administrator",
    "advocate",
    "plan_checker",
    "complaints",
    "advocacy",
)
# How long the link works that a new member of staff sets up with (ASVS 6.4.1).
LINK_LIFE = timedelta(hours=72)
# What was being written is kept this long; and words sent while leaving count this long after.
KEEP_WORDS = timedelta(days=30)
LAST_WORDS = timedelta(seconds=15)
KEPT_FORM = re.compile(r"[a-z0-9-]{1,100}")
KEPT_AT_MOST = 60_000
# What each kind of person may prove after the card, all of equal standing; the first stands first.
WAYS = {"child": ("pictures", "words"), "adult": ("password", "pictures", "passkey")}
PASSWORD_AT_LEAST = 8
PASSWORD_AT_MOST = 200
WORDS_AT_LEAST, LETTERS_AT_LEAST = 3, 12


def picture_count(band: str) -> int:
    """3 of 12 for the under 8s, 4 of 12 from 8 (safety §4.1)."""
    return 3 if band == "young" else 4


def as_compared(kind: str, secret: str) -> str:
    """A secret as it is hashed. Words a child chose are the same in capitals and with wider spaces."""
    return " ".join(secret.casefold().split()) if kind == "words" else secret


def are_enough_words(words: str) -> bool:
    """At least three words or 12 letters, so that they are no easier to guess than pictures."""
    found = as_compared("words", words).split()
    return len(found) >= WORDS_AT_LEAST or sum(map(len, found)) >= LETTERS_AT_LEAST


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
