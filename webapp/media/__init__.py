"""Photos and voices: checked, made again, sealed, kept beside the database. It has no routes.

Who may see a piece is decided by the capability that shows it: it opens the piece under its own policy.
"""

from __future__ import annotations

from webapp.documents import Unreadable
from webapp.media.answers import answer
from webapp.media.queries import Kept, Piece, for_backup, open_piece
from webapp.media.rules import LARGEST_PHOTO, LARGEST_VOICE, LONGEST_SIDE, LONGEST_VOICE, Full, Refused
from webapp.media.service import keep_photo, keep_voice, put_back, release, sweep
from webapp.media.stores import Away

__all__ = [
    "LARGEST_PHOTO",
    "LARGEST_VOICE",
    "LONGEST_SIDE",
    "LONGEST_VOICE",
    "Away",
    "Full",
    "Kept",
    "Piece",
    "Refused",
    "Unreadable",
    "answer",
    "for_backup",
    "keep_photo",
    "keep_voice",
    "open_piece",
    "put_back",
    "release",
    "sweep",
]
