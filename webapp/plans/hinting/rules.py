"""What could be plainer in a draft's English. Pure.

Hints point and never block; capitals that nothing explains block elsewhere (practice §6).

No score is made of them and no translation is judged: a formula does not know what a family understands.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from webapp.core.text import sentences
from webapp.plans.content import ParagraphContent, StepContent, VersionContent
from webapp.plans.glossary.phrases import Phrases, as_written
from webapp.plans.glossary.rules import Found, Words
from webapp.plans.rules import AUDIENCES, CAPITALS, ENGLISH, unexplained_capitals

# Words in a sentence: above this a hint asks for two.
LONGEST = {"adult": 20, "child": 15}
SHOWN_WORDS = 8
# How the editor names a step's fields, and what they are in its wording.
STEP_FIELDS = {"what-": "text", "why-": "why", "how-": "how"}
ARTICLE = re.compile(r"\b(a|an|the)\s+$", re.IGNORECASE)
BEGINS = re.compile(r"(?:^|[.!?]\s+)$")


@dataclass(frozen=True)
class Field:
    """One English text of a draft: the name of its field in the editor, and what it is in its wording."""

    item_id: uuid.UUID
    name: str
    audience: str
    part: str
    text: str


@dataclass(frozen=True)
class Hint:
    """One thing to look at. kind: term, no_words (a term without words for a child), hard, long, capitals.

    `words`: as they stand in the text at `start`; `plain`: what could stand there; `count`: of a long
    sentence's words.
    """

    kind: str
    field: Field
    words: str
    plain: str = ""
    term_id: uuid.UUID | None = None
    start: int = 0
    count: int = 0


class Plainer:
    """Hard words and the plainer ones for them."""

    def __init__(self, pairs: Mapping[str, str]) -> None:
        self._phrases = Phrases(pairs.items(), as_written)

    def find(self, text: str) -> list[tuple[int, int, str]]:
        """(start, end, the plainer word) of each hard word, in the text's order."""
        return self._phrases.find(text)


def fields_of(content: VersionContent) -> list[Field]:
    """Every English text of a draft that is not empty; a translation is nobody's to judge here."""
    found: list[Field] = []
    for item in content.paragraphs:
        found += [_field(item, audience, "", "text") for audience in AUDIENCES]
    for step in content.steps:
        found += [
            _field(step, audience, prefix, name)
            for audience in AUDIENCES
            for prefix, name in STEP_FIELDS.items()
        ]
    return [one for one in found if one.text.strip()]


def _field(item: ParagraphContent | StepContent, audience: str, prefix: str, name: str) -> Field:
    words = item.words.get((audience, ENGLISH))
    text = getattr(words, name) if words else ""
    return Field(item.id, f"{prefix}{audience}-{ENGLISH}-{item.id}", audience, name, text)


def hints(
    fields: Iterable[Field], words: Words, plainer: Plainer, kept: set[uuid.UUID]
) -> dict[uuid.UUID, list[Hint]]:
    """Hints by paragraph or step, as they stand in its texts. `kept`: terms a worker keeps in this plan."""
    fields = list(fields)
    unexplained = unexplained_capitals(one.text for one in fields)
    found: dict[uuid.UUID, list[Hint]] = {}
    for field in fields:
        mine = _terms(field, words, plainer, kept) + _capitals(field, unexplained) + _long(field)
        if mine:
            found.setdefault(field.item_id, []).extend(mine)
    return found


def _terms(field: Field, words: Words, plainer: Plainer, kept: set[uuid.UUID]) -> list[Hint]:
    """Glossary terms, and hard words that are not part of one; each once."""
    uses = words.find(field.text, ENGLISH)
    found = [_term(field, one) for one in uses if one.term.id not in kept]
    for start, end, plain in plainer.find(field.text):
        if not any(one.start < end and start < one.end for one in uses):
            found.append(Hint("hard", field, field.text[start:end], plain, start=start))
    once: dict[object, Hint] = {}
    for hint in sorted(found, key=lambda hint: hint.start):
        once.setdefault(hint.term_id or hint.words.casefold(), hint)
    return list(once.values())


def _term(field: Field, found: Found) -> Hint:
    plain, words = found.term.plain(field.audience), field.text[found.start : found.end]
    return Hint("term" if plain else "no_words", field, words, plain, found.term.id, found.start)


def _capitals(field: Field, unexplained: list[str]) -> list[Hint]:
    here = set(CAPITALS.findall(field.text))
    return [Hint("capitals", field, short) for short in unexplained if short in here]


def _long(field: Field) -> list[Hint]:
    found = []
    for sentence in sentences(field.text):
        every = sentence.split()
        if len(every) > LONGEST[field.audience]:
            found.append(Hint("long", field, " ".join(every[:SHOWN_WORDS]), count=len(every)))
    return found


def swapped(hint: Hint) -> str:
    """The field's text with plain words where the hint's words stand: the first sentence of them."""
    text = hint.field.text
    before, plain = text[: hint.start], sentences(hint.plain)[0].rstrip(".")
    if hint.kind == "term":
        plain = plain[0].lower() + plain[1:]
        if plain.split()[0] in ("a", "an", "the"):
            before = ARTICLE.sub("", before)
    if BEGINS.search(before):
        plain = plain[0].upper() + plain[1:]
    return before + plain + text[hint.start + len(hint.words) :]
