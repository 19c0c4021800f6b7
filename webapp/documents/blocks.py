"""What a file or a pasted text comes down to: headings, lines, list items and table rows, in order."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

# Sixty pages at about 3,300 characters.
MOST_PAGES = 60
MOST_CHARACTERS = 200_000
LONGEST_HEADING = 90
LARGEST_SOUND = 20 * 1024 * 1024
# Longer than any part of a plan.
MOST_SECONDS = 300
LARGEST_PICTURE = 12 * 1024 * 1024
# Word's own bullet fonts put their signs where no letter has its place.
PRIVATE_USE = re.compile("[\ue000-\uf8ff]")
DIRECTION_OVERRIDES = re.compile("[\u202a-\u202e\u2066-\u2069]")
NO_WIDTH = re.compile("[\u00ad\u200b\ufeff]")
BULLET = re.compile(
    r"^\s*(?:[•‣▪●○◦■□–·*-]|o(?=\t)|\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)])[\t ]+", re.IGNORECASE
)
NUMBERED = re.compile(
    r"^\s*(?:(?:section|part)\s+\d{1,2}|\d{1,2}(?=[.):]\s)|\d{1,2}\.\d{1,2}(?=\D))[.):]?\s+(?=\D)",
    re.IGNORECASE,
)


class Unreadable(Exception):
    """A file that is not taken in; `code` says why, for the page to say what to do instead."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Block:
    """kind: heading, line, item (of a list), numbered, row.

    numbered: a short line with a number, heading or item, as what follows will show; row: of the table
    numbered `table`, with `cells` and no `text`.
    """

    kind: str
    text: str = ""
    cells: tuple[str, ...] = ()
    table: int = 0


@dataclass(frozen=True)
class Document:
    """A file's words in order; `was_changed`: it had tracked changes, whose deleted words were dropped."""

    blocks: list[Block]
    was_changed: bool = False


@dataclass(frozen=True)
class Sound:
    """MP3 bytes (audio/mpeg), and how long they play in seconds."""

    data: bytes
    seconds: float


@dataclass(frozen=True)
class Picture:
    """JPEG bytes (image/jpeg), and how wide and high they are in pixels."""

    data: bytes
    width: int
    height: int


def clean(words: str) -> str:
    """Text alone: no control characters, no direction overrides; spaces and empty lines tidied."""
    words = PRIVATE_USE.sub("•", NO_WIDTH.sub("", DIRECTION_OVERRIDES.sub("", words)))
    words = words.replace("\r\n", "\n").replace("\r", "\n").replace("\v", "\n").replace("\f", "\n")
    kept = "".join(
        one for one in words if one in "\n\t" or unicodedata.category(one) not in ("Cc", "Cs", "Cn")
    )
    return re.sub(r"[ \u00a0]+", " ", kept)


def line(words: str) -> str:
    """Cleaned, in one line."""
    return " ".join(clean(words).split())


def block_of(text: str, *, strong: bool, listed: bool = False) -> Block:
    """What one line is. `strong`: it stands out; `listed`: the program numbers it or gives it a sign."""
    if _could_be_heading(text) and (strong or (text.isupper() and " " in text)):
        return Block("heading", text)
    if _could_be_heading(text) and NUMBERED.match(text):
        return Block("numbered", text)
    if listed or BULLET.match(text):
        return Block("item", BULLET.sub("", text))
    return Block("line", text)


def _could_be_heading(text: str) -> bool:
    """Short, with letters, and not ending like a sentence."""
    return 2 < len(text) <= LONGEST_HEADING and text[-1] not in ".;,!" and any(map(str.isalpha, text))


def within_limits(blocks: list[Block]) -> list[Block]:
    """Unreadable when nothing is there, or more than a plan ever has."""
    size = sum(len(one.text) + sum(map(len, one.cells)) for one in blocks)
    if size > MOST_CHARACTERS:
        raise Unreadable("too_long")
    if not any(map(str.isalnum, "".join(one.text + "".join(one.cells) for one in blocks))):
        raise Unreadable("empty")
    return blocks
