"""Which words a recording reads. Pure."""

from __future__ import annotations

from collections.abc import Sequence

AUDIENCES = ("adult", "child")
# The same as the reader of sounds takes; said to the worker.
MINUTES = 5
LONGEST_NAME = 100


def words_read(audience: str, language: str, lines: Sequence[str]) -> bytes:
    """What is hashed: one wording, sentence by sentence. Changed words are other words."""
    return "\n".join((audience, language, *lines)).encode()
