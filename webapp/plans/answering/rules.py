"""What may be answered about a marked sentence, and how one sentence of a text is replaced. Pure."""

from __future__ import annotations

from dataclasses import replace

from webapp.core.text import sentences
from webapp.plans.content import ParagraphContent, StepContent, VersionContent, Words, lines_of
from webapp.plans.rules import ENGLISH

# Practice §4: corrected · kept, because… with the words beside it; and the sentence in plainer words.
SENTENCE_OUTCOMES = ("reworded", "corrected", "kept")
# These bring a new sentence; the third says why the old one stays.
NEW_SENTENCE = ("reworded", "corrected")

Item = ParagraphContent | StepContent


def audience_of(person_id: object, child_id: object) -> str:
    """Which wording this person was given."""
    return "child" if person_id == child_id else "adult"


def part_of(item: Item) -> str:
    """The part an item stands in."""
    return item.part if isinstance(item, ParagraphContent) else "steps"


def lines_of_part(content: VersionContent, part: str, audience: str, reader: object) -> list[str]:
    """The English sentences of a part as this reader has them."""
    mine = [one for one in content.paragraphs if one.part == part and one.reader_id in (None, reader)]
    return [line for one in mine for line in lines_of(one.words.get((audience, ENGLISH), Words("")))]


def find_item(content: VersionContent, place: tuple[str, str], sentence: str, reader: object) -> Item | None:
    """The paragraph or step of this reader, or of everyone, that says the sentence.

    `place`: audience and language. What stands for another reader is never found: it may say the same.
    """
    items: list[Item] = [*content.paragraphs, *content.steps]
    mine = [one for one in items if one.reader_id in (None, reader)]
    return next((one for one in mine if sentence in lines_of(one.words.get(place, Words("")))), None)


def english_of(item: Item, place: tuple[str, str], sentence: str) -> str | None:
    """The English sentence behind a translated one; None when the two are not cut alike."""
    own, english = item.words.get(place), item.words.get((place[0], ENGLISH))
    if own is None or english is None:
        return None
    lines, others = lines_of(own), lines_of(english)
    if sentence not in lines or len(lines) != len(others):
        return None
    return others[lines.index(sentence)]


def reworded(item: Item, audience: str, old: str, new: str) -> Item | None:
    """The item with one English sentence replaced; everything else as it is. None when it is not there."""
    words = item.words.get((audience, ENGLISH))
    if words is None or old not in lines_of(words):
        return None
    return replace(item, words={**item.words, (audience, ENGLISH): _with_new(words, old, new)})


def _with_new(words: Words, old: str, new: str) -> Words:
    """Of a step what is said first, whole, then why, then how we will know."""
    if not (words.why or words.how):
        return replace(words, text=_swapped(words.text, old, new))
    if words.text.strip() == old:
        return replace(words, text=new)
    if old in sentences(words.why):
        return replace(words, why=_swapped(words.why, old, new))
    return replace(words, how=_swapped(words.how, old, new))


def _swapped(text: str, old: str, new: str) -> str:
    """The text with its first sentence that is exactly `old` replaced."""
    start = 0
    for line in sentences(text):
        start = text.index(line, start)
        if line == old:
            return text[:start] + new + text[start + len(line) :]
        start += len(line)
    return text
