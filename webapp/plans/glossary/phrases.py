"""Looking for phrases in a text word by word, so that nothing anybody typed becomes a pattern. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise
from typing import Generic, TypeVar

Value = TypeVar("Value")
WORD = re.compile(r"\w+(?:['’.]\w+)*")
HYPHENS = "-\u2010"
IRREGULAR = {"children": "child", "people": "person"}
# Words as short as this have no plural: "is", "us", "gas".
SHORT = 3


class Phrases(Generic[Value]):
    """Phrases of one or more words, each with a value; `key` says when two words are the same."""

    def __init__(self, pairs: Iterable[tuple[str, Value]], key: Callable[[str], str]) -> None:
        self._key = key
        self._values: dict[tuple[str, ...], Value] = {}
        for phrase, value in pairs:
            self._values.setdefault(tuple(key(one[0]) for one in WORD.finditer(phrase)), value)
        self._longest = max(map(len, self._values), default=0)

    def find(self, text: str) -> list[tuple[int, int, Value]]:
        """(start, end, value) of each use in the text's order: the longest phrase first, none in another."""
        words = list(WORD.finditer(text))
        keys = [self._key(one[0]) for one in words]
        found: list[tuple[int, int, Value]] = []
        at = 0
        while at < len(words):
            count = 1
            for count, value in self._at(text, words, keys, at):
                last = words[at + count - 1]
                found.append((words[at].start(), last.start() + len(bare(last[0])), value))
                break
            at += count
        return found

    def _at(
        self, text: str, words: list[re.Match[str]], keys: list[str], at: int
    ) -> Iterator[tuple[int, Value]]:
        """(how many words, value) of the phrases that begin at this word, the longest first."""
        for count in range(min(self._longest, len(words) - at), 0, -1):
            value = self._values.get(tuple(keys[at : at + count]))
            if value is not None and _stands_alone(text, words[at : at + count]):
                yield count, value


def _stands_alone(text: str, words: list[re.Match[str]]) -> bool:
    """No sign but a space or a hyphen between its words, and no hyphen before or after them."""
    gaps = [text[one.end() : other.start()] for one, other in pairwise(words)]
    before, after = text[: words[0].start()][-1:], text[words[-1].end() :][:1]
    return not any(gap.strip(f"{HYPHENS} \t\n") for gap in gaps) and not {before, after} & set(HYPHENS)


def bare(word: str) -> str:
    """Without the "'s" of whose it is."""
    return word[:-2] if word[-2:] in ("'s", "’s") else word


def singular(word: str) -> str:
    """A key by which one and many of an English word are the same; other languages are left as they are."""
    found = bare(word).casefold()
    if found in IRREGULAR:
        return IRREGULAR[found]
    if len(found) <= SHORT or not found.endswith("s") or found.endswith(("ss", "us", "is")):
        return found
    if found.endswith("ies"):
        return found[:-3] + "y"
    return found[:-2] if found.endswith(("ches", "shes", "sses", "xes", "zes")) else found[:-1]


def in_capitals(word: str) -> str:
    """A key for short forms: their capitals, also of many ("IROs")."""
    return bare(word).removesuffix("s")


def as_written(word: str) -> str:
    """A key by which a word is that word alone, in small letters or capitals."""
    return word.casefold()
