"""Placeholders for names, addresses and numbers in what a translator gets. Pure.

Every hidden word has one placeholder for as long as the plan lives: what was made from an old file is never
given another person's name.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass

from webapp.plans.translating.finding import EVERYDAY, FOUND, STEMS, TITLES, TOKEN

# How people type one: "[ Person ۱ ]", "[person1]".
NEARLY = re.compile(
    rf"[\[［]\s*({'|'.join(STEMS)})\s*(\d{{0,4}})\s*[\]］]",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Name:
    """Someone who may stand in the text. who: child (whose plan it is), sibling, or a relation or role."""

    words: str
    who: str


@dataclass(frozen=True)
class Hidden:
    """A placeholder's words, and what the translator is told about them."""

    words: str
    who: str


class Hiding:
    """Puts placeholders for words and words for placeholders; `kept` is from before and only ever grows."""

    def __init__(
        self,
        names: Iterable[Name],
        places: Iterable[str] = (),
        numbers: Iterable[str] = (),
        kept: dict[str, Hidden] | None = None,
    ) -> None:
        self.kept = dict(kept or {})
        self._tokens = {fold(one.words): token for token, one in self.kept.items()}
        # What is known before the text is read: folded words, with the stem and who it is.
        self._known: dict[str, tuple[str, str, str]] = {}
        for token, one in self.kept.items():
            self._know(one.words, TOKEN_STEM.match(token)[1], one.who)  # type: ignore[index]
        for words in places:
            for part in (words, *words.split(",")):
                if len(part.strip()) > 3 and not part.strip().isdigit():
                    self._know(part.strip(), "place", "place")
        for words in numbers:
            self._know(words.strip(), "number", "number")
        for name in names:
            self._know_name(name)
        self._pattern = self._made()

    def _know(self, words: str, stem: str, who: str) -> None:
        if words:
            self._known.setdefault(fold(words), (words, stem, who))

    def _know_name(self, name: Name) -> None:
        parts = [one for one in name.words.replace(",", " ").split() if fold(one).strip(".") not in TITLES]
        for number, part in enumerate(one for one in parts if len(one) > 1):
            is_last = number or name.who == "family"
            stem = "name" if is_last else ("child" if name.who in ("child", "sibling") else "person")
            for piece in dict.fromkeys((part, *(one for one in part.split("-") if len(one) > 2))):
                self._know(piece, stem, name.who if stem != "name" else "name")

    def _made(self) -> re.Pattern[str]:
        # "The Ahmeds" too: a name of four letters and more may have an s.
        names = [one for one in self._known if self._known[one][1] in STEMS[:3] and len(one) > 3]
        others = [one for one in self._known if one not in names]
        parts = [
            rf"(?<!\w)(?P<{group}>(?i:{_either(words)})){end}"
            for group, words, end in (("known", others, r"(?!\w)"), ("named", names, r"(?=s?(?!\w))"))
            if words
        ]
        return re.compile("|".join([*parts, FOUND.pattern]))

    def hide(self, words: str) -> str:
        """The words with a placeholder for each name, place and number."""
        return self._pattern.sub(self._token, words)

    def _token(self, found: re.Match[str]) -> str:
        kind, said = found.lastgroup or "word", found[0]
        if kind in ("titled", "person"):
            return said[: -len(found["person"])] + self._token_for(found["person"], "person", "outside")
        if kind not in ("known", "named"):
            return self._token_for(said, kind, kind)
        words, stem, who = self._known[fold(said)]
        if fold(words) in EVERYDAY and said not in (words, words.upper()):
            return said
        return self._token_for(words, stem, who)

    def _token_for(self, words: str, stem: str, who: str) -> str:
        if fold(words) not in self._tokens:
            token = self._next(stem, who)
            self._tokens[fold(words)] = token
            self.kept[token] = Hidden(words, who)
        return self._tokens[fold(words)]

    def _next(self, stem: str, who: str) -> str:
        if who == "child" and "[child]" not in self.kept:
            return "[child]"
        numbers = [int(one[len(stem) + 2 : -1]) for one in self.kept if one.startswith(f"[{stem} ")]
        return f"[{stem} {max(numbers, default=1 if stem == 'child' else 0) + 1}]"

    def hide_word(self, words: str) -> None:
        """A word that a worker adds: hidden from now on, in whatever case it is written."""
        self._know(words, "word", "word")
        self._token_for(words, "word", "word")
        self._pattern = self._made()

    def show(self, words: str) -> str:
        """The words again, each placeholder that is known by what it stands for."""
        return TOKEN.sub(
            lambda found: self.kept[found[0]].words if found[0] in self.kept else found[0], words
        )


def _either(words: list[str]) -> str:
    longest = sorted(words, key=len, reverse=True)
    return "|".join(re.escape(one).replace("'", "['’]").replace(r"\ ", r"\s+") for one in longest)


TOKEN_STEM = re.compile(r"\[([a-z]+)")


def fold(words: str) -> str:
    """For comparing: one case, one apostrophe, single spaces."""
    return " ".join(words.replace("’", "'").casefold().split())


def tidy(words: str) -> str:
    """Placeholders as we write them, when someone typed one nearly right."""
    return NEARLY.sub(_tidied, words)


def _tidied(found: re.Match[str]) -> str:
    number = f" {int(found[2])}" if found[2] else ""
    return f"[{found[1].lower()}{number}]"


def tokens(words: str) -> set[str]:
    """The placeholders in a text."""
    return set(TOKEN.findall(words))


def lost(english: str, words: str) -> list[str]:
    """Placeholders of the English that the translation does not have, in order; words for nobody are none."""
    return sorted(tokens(english) - tokens(words))


def strange(english: str, words: str) -> list[str]:
    """Placeholders, or what is left of one, that the English does not have."""
    unknown = tokens(words) - tokens(english)
    left = re.findall(r"\[ ?[^\[\]\s]{0,20}\]?|[^\[\]\s]{0,20}\]", TOKEN.sub("", words))
    if "[" in TOKEN.sub("", english) or "]" in TOKEN.sub("", english):
        left = []
    return sorted(unknown) + left


def pack(kept: dict[str, Hidden]) -> str:
    """As it is sealed."""
    return json.dumps({token: [one.words, one.who] for token, one in kept.items()}, ensure_ascii=False)


def unpack(words: str) -> dict[str, Hidden]:
    """Again; nothing when there is none."""
    return {token: Hidden(*one) for token, one in json.loads(words or "{}").items()}
