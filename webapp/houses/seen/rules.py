"""What is asked of whoever saw something, and of whoever knows how a child tells things. Pure."""

from __future__ import annotations

SAW = ("saw", "how_words", "like")
# How they know: with their own eyes and ears, from someone, or from something written.
HOW = ("self", "told", "read")
# What yes, no, stop and pain look like stand apart: a stranger has to find them at once.
TELLING = ("ways", "device", "yes", "no", "stop", "pain", "who")
LONGEST = 5_000


def too_long(words: dict[str, str]) -> list[str]:
    """The fields with more words than we keep."""
    return [name for name, said in words.items() if len(said) > LONGEST]
