"""Words people typed, repaired only where a database cannot hold them (design §3)."""

from __future__ import annotations

import re

BIDI_CONTROLS = re.compile("[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]")


def repair(words: str) -> str:
    """The exact words, less NUL and with lone surrogates replaced (U+FFFD): neither engine can hold those."""
    whole = words.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return whole.replace("\x00", "")


def for_a_line(words: str) -> str:
    """For logs and file names: one line, without direction overrides."""
    return " ".join(BIDI_CONTROLS.sub("", repair(words)).split())


SENTENCE_END = re.compile(r"(?<=[.!?؟۔])\s+")


def sentences(words: str) -> list[str]:
    """A paragraph cut at sentence ends, in order, for Latin, Arabic and Urdu stops."""
    return [part for part in SENTENCE_END.split(words.strip()) if part]
