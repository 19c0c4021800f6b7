"""The glossary's words in a plan as it is read: marked at first use in each part, explained in place."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup, escape

from webapp.plans.glossary.rules import Found, Words


@dataclass(frozen=True)
class Note:
    """What one word means. `language`: of the plain words; `is_unchecked`: a computer translated them."""

    word: str
    plain: str
    language: str
    is_unchecked: bool


@dataclass(frozen=True)
class Marked:
    """A sentence with its words marked, and what each of them means."""

    sentence: Markup
    notes: list[Note]


def marked_lines(
    parts: list[dict[str, Any]], words: Words, *, audience: str, language: str
) -> dict[int, Marked]:
    """Sentences of these parts in which a word is used first, by their place in the plan."""
    found: dict[int, Marked] = {}
    for part in parts:
        seen: set[uuid.UUID] = set()
        for block in part["blocks"] + part["steps"]:
            for place, line, *_about in block["lines"]:
                new = _new(words.find(line, block["lang"]), seen)
                told = [
                    (one, note) for one in new if (note := _note(line, one, words, audience, language)).plain
                ]
                if told:
                    sentence = _mark(line, [one for one, _note in told])
                    found[place] = Marked(sentence, [note for _one, note in told])
    return found


def _new(every: list[Found], seen: set[uuid.UUID]) -> list[Found]:
    new = []
    for one in every:
        if one.term.id not in seen:
            seen.add(one.term.id)
            new.append(one)
    return new


def _note(line: str, one: Found, words: Words, audience: str, language: str) -> Note:
    """In the reader's language where the term has words in it."""
    told = words.explained(one.term, language)
    if not told.plain(audience):
        told = one.term
    return Note(line[one.start : one.end], told.plain(audience), told.language, told.state == "machine")


def _mark(line: str, found: list[Found]) -> Markup:
    pieces, at = [], 0
    for one in found:
        pieces += [escape(line[at : one.start]), Markup("<u>{}</u>").format(line[one.start : one.end])]
        at = one.end
    return Markup("").join([*pieces, escape(line[at:])])
