"""How large, how long and how much; which types leave. Pure."""

from __future__ import annotations

from datetime import timedelta

MEGABYTE = 1024 * 1024
LARGEST_PHOTO = 12 * MEGABYTE
LARGEST_VOICE = 6 * MEGABYTE
# Pixels, and seconds: a voice note is up to 90 (issue 5), and a phone's own clock is not exact.
LONGEST_SIDE = 1600
LONGEST_VOICE = 100
# All that one child, one family or the staff may keep.
LARGEST_RECORD = 200 * MEGABYTE
# Nothing leaves that a browser could run; both are made here.
MIMES = {"photo": "image/jpeg", "voice": "audio/mpeg"}
# A transaction is not open so long: bytes as old as this, and without a row, belong to nothing (safety R7).
ORPHAN_AGE = timedelta(hours=24)
LOOK_THROUGH_EVERY = timedelta(hours=6)
# A backup that has begun finds what its rows name.
KEPT_AFTER_RELEASE = timedelta(hours=1)


class Refused(Exception):
    """A piece that cannot be kept under its id: `changed` (another piece has it), or `released`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Full(Exception):
    """This record's place is used up. Nothing is lost: what is there stays, what came was not kept."""
