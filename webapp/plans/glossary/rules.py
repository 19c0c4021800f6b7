"""Finding the glossary's words in a text. Pure: no Flask, no SQLAlchemy."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from webapp.plans.glossary.phrases import Phrases, in_capitals, singular

ENGLISH = "en"


@dataclass(frozen=True)
class Term:
    """A word with its plain words in one language. `id` is its English term's, whatever the language.

    state: checked, or machine for a translation nobody has checked; English is english_only.
    """

    id: uuid.UUID
    language: str
    term: str
    look_for: tuple[str, ...]
    adult: str
    child: str
    state: str = "english_only"

    def plain(self, audience: str) -> str:
        """Its plain words for adults or for the child; '' when there are none."""
        return self.child if audience == "child" else self.adult


@dataclass(frozen=True)
class Found:
    """A term where it stands in a text: text[start:end]."""

    start: int
    end: int
    term: Term


class Finder:
    """Finds terms of one language: longest first, whole words, also in the plural, never one in another."""

    def __init__(self, terms: Iterable[Term]) -> None:
        every = [(look_for, term) for term in terms for look_for in term.look_for]
        short = ((look_for, term) for look_for, term in every if look_for.isupper())
        long = ((look_for, term) for look_for, term in every if not look_for.isupper())
        # Short forms are found in capitals alone: "PA" is not "pa".
        self._short, self._long = Phrases(short, in_capitals), Phrases(long, singular)

    def find(self, text: str) -> list[Found]:
        """Every use in the text, in its order."""
        every = [*self._short.find(text), *self._long.find(text)]
        kept: list[Found] = []
        for start, end, term in sorted(every, key=lambda one: (one[0], -one[1])):
            if not kept or start >= kept[-1].end:
                kept.append(Found(start, end, term))
        return kept


@dataclass(frozen=True)
class Words:
    """The whole glossary: its terms by language, in the order of their words."""

    terms: dict[str, list[Term]]

    @cached_property
    def _finders(self) -> dict[str, Finder]:
        return {language: Finder(terms) for language, terms in self.terms.items()}

    @cached_property
    def _by_id(self) -> dict[tuple[uuid.UUID, str], Term]:
        return {(term.id, term.language): term for terms in self.terms.values() for term in terms}

    def find(self, text: str, language: str) -> list[Found]:
        """Every use of a term of this language in the text."""
        finder = self._finders.get(language)
        return finder.find(text) if finder else []

    def explained(self, term: Term, language: str) -> Term:
        """The same term in the reader's language, else as it is."""
        return self._by_id.get((term.id, language), term)


def spellings(typed: str) -> tuple[str, ...]:
    """The spellings of a field with one a line, without doubles and empty lines."""
    lines = [" ".join(line.split()) for line in typed.splitlines()]
    found: dict[str, str] = {}
    for line in lines:
        if line:
            found.setdefault(line.casefold(), line)
    return tuple(found.values())
