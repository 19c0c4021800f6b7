"""A version's words, opened, and what one reader gets of them. Pure: no Flask, no SQLAlchemy."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NotRequired, TypedDict

from webapp.core.text import sentences
from webapp.plans.rules import ENGLISH, PARTS, Check
from webapp.plans.sharing.rules import NOTHING, Sees, named_in, shows

Key = tuple[str, str]  # audience, language


@dataclass(frozen=True)
class Words:
    """One wording: a paragraph's text, or a step's what (`text`), why, and how we will know."""

    text: str
    why: str = ""
    check: Check = field(default_factory=Check)
    out_of_date: bool = False
    how: str = ""

    @property
    def typed(self) -> tuple[str, str, str]:
        """Everything that is worded here."""
        return (self.text, self.why, self.how)


@dataclass(frozen=True)
class Photo:
    """A piece of media, and its pixels."""

    id: uuid.UUID
    width: int
    height: int


@dataclass(frozen=True)
class ParagraphContent:
    """A paragraph with all its wordings; `reader_id` None is everyone.

    `children`: the children it is the same for, and whether each reads it in their own plan; none or one: it
    is this plan's alone. `shared_id`: of a published copy, what it is a copy of. `photo`: its words tell it.
    """

    id: uuid.UUID
    part: str
    reader_id: uuid.UUID | None = None
    source: str = ""
    safe_for: frozenset[uuid.UUID] = frozenset()
    words: Mapping[Key, Words] = field(default_factory=dict)
    children: Mapping[uuid.UUID, bool] = field(default_factory=dict)
    shared_id: uuid.UUID | None = None
    photo: Photo | None = None

    @property
    def is_empty(self) -> bool:
        return not any(words.text.strip() for words in self.words.values())

    @property
    def is_shared(self) -> bool:
        return len(self.children) > 1

    def named(self, people: tuple[tuple[uuid.UUID, str, str], ...]) -> list[uuid.UUID]:
        """Of these people, those whom its words name."""
        return named_in((words.text for words in self.words.values()), people)


@dataclass(frozen=True)
class StepContent:
    """A step with all its wordings. `owner_id`: whose step it is; `first_id`: the step it is a copy of."""

    id: uuid.UUID
    reader_id: uuid.UUID | None = None
    by_whom: str = ""
    by_on: date | None = None
    state: str = "not_started"
    state_on: date | None = None
    words: Mapping[Key, Words] = field(default_factory=dict)
    owner_id: uuid.UUID | None = None
    first_id: uuid.UUID | None = None

    @property
    def is_empty(self) -> bool:
        return not self.by_whom and not any("".join(words.typed).strip() for words in self.words.values())

    @property
    def line_id(self) -> uuid.UUID:
        """The same for this step in every version."""
        return self.first_id or self.id


@dataclass(frozen=True)
class VersionContent:
    """One version, opened: paragraphs in the order of the parts, then steps."""

    id: uuid.UUID
    plan_id: uuid.UUID
    child_id: uuid.UUID
    family_id: uuid.UUID
    number: int
    kind: str
    state: str
    revision: int
    review_on: date | None
    paragraphs: list[ParagraphContent]
    steps: list[StepContent]
    is_moving: bool = False
    # Who read it aloud as it is now; '' when nobody did.
    read_aloud_by: str = ""
    published_at: datetime | None = None

    @property
    def languages(self) -> set[str]:
        """Languages in which anything is worded."""
        items: list[ParagraphContent | StepContent] = [*self.paragraphs, *self.steps]
        return {language for item in items for _audience, language in item.words}


class Block(TypedDict):
    """A paragraph or step as one reader gets it.

    `old`: its English changed since; `miss`: no wording in this language, so the English stands here.
    """

    id: str
    lang: str
    lines: list[str]
    state: str
    by: NotRequired[str]
    on: NotRequired[str]
    old: NotRequired[bool]
    miss: NotRequired[bool]
    english: NotRequired[list[str]]
    source: NotRequired[str]
    whom: NotRequired[str]
    when: NotRequired[str]
    # Of a step: at which line "how we will know" begins.
    how: NotRequired[int]
    # Of a shared paragraph: the children it is about, whom it names, the languages it is worded in.
    of: NotRequired[list[str]]
    named: NotRequired[list[str]]
    langs: NotRequired[list[str]]
    # A piece of media that its words tell, and its pixels across and down.
    photo: NotRequired[str]
    pixels: NotRequired[list[int]]


class Part(TypedDict):
    """One part with its paragraphs, in order."""

    key: str
    blocks: list[Block]


class Page(TypedDict):
    """The whole plan for one reader in one language. `aloud`: who read it aloud before it was shared."""

    languages: list[str]
    parts: list[Part]
    steps: list[Block]
    aloud: NotRequired[str]


def audience_for(kind: str) -> str:
    """Children get the child's wording, everyone else the adult's."""
    return "child" if kind == "child" else "adult"


def compose(
    content: VersionContent, *, reader_id: uuid.UUID, audience: str, language: str, sees: Sees = NOTHING
) -> Page:
    """What this reader gets, and nothing else: composed, never redacted after rendering (design §3)."""
    mine = [
        one
        for one in content.paragraphs
        if one.reader_id in (None, reader_id) and (not one.is_shared or shows_to(one, reader_id, sees))
    ]
    steps = [one for one in content.steps if one.reader_id in (None, reader_id)]
    parts: list[Part] = []
    for key in PARTS:
        blocks = [_paragraph(one, reader_id, audience, language, sees) for one in mine if one.part == key]
        kept = [block for block in blocks if block]
        if kept or key == "steps":
            parts.append({"key": key, "blocks": kept})
    page: Page = {
        # Those of shared paragraphs are with these: they go when the paragraph goes.
        "languages": _languages((*(one for one in mine if not one.is_shared), *steps), audience),
        "parts": parts,
        "steps": [block for one in steps if (block := _step(one, audience, language))],
    }
    if content.read_aloud_by:
        page["aloud"] = content.read_aloud_by
    return page


def shows_to(item: ParagraphContent, reader_id: uuid.UUID, sees: Sees) -> bool:
    """Whether a shared paragraph shows to this reader: an adult, or one of the children it is about."""
    if sees.granted is None and not item.children.get(reader_id):
        return False
    return shows(item.children, item.named(sees.people), sees)


def as_of_now(page: Page, sees: Sees) -> Page:
    """A page from before, without the shared paragraphs that its reader may not read any more."""
    if not any("of" in block for part in page["parts"] for block in part["blocks"]):
        return page
    parts: list[Part] = []
    for part in page["parts"]:
        kept = [block for block in part["blocks"] if _still_shows(block, sees)]
        if kept or part["key"] == "steps":
            parts.append({"key": part["key"], "blocks": kept})
    shared = {code for part in parts for block in part["blocks"] for code in block.get("langs", ())}
    now: Page = {**page, "parts": parts, "languages": sorted({*page["languages"], *shared})}
    return now


def _still_shows(block: Block, sees: Sees) -> bool:
    children, named = block.get("of"), block.get("named", ())
    return children is None or shows(map(uuid.UUID, children), map(uuid.UUID, named), sees)


def _languages(items: Iterable[ParagraphContent | StepContent], audience: str) -> list[str]:
    words = [(key, one) for item in items for key, one in item.words.items()]
    return sorted({key[1] for key, one in words if key[0] == audience and one.text} | {ENGLISH})


def _words(item: ParagraphContent | StepContent, audience: str, language: str) -> Block | None:
    english = item.words.get((audience, ENGLISH))
    words = item.words.get((audience, language)) or english
    if words is None or not words.text.strip():
        return None
    shown = language if words is not english else ENGLISH
    block: Block = {
        "id": str(item.id),
        "lang": shown,
        "lines": lines_of(words),
        "state": words.check.state if shown != ENGLISH else "english_only",
    }
    if shown != ENGLISH:
        _mark_check(block, words)
        if english is not None:
            block["english"] = lines_of(english)
    elif language != ENGLISH:
        block["miss"] = True
    return block


def lines_of(words: Words) -> list[str]:
    """Sentences; for a step what comes first, whole, then why, then how we will know."""
    if words.why or words.how:
        return [words.text.strip(), *sentences(words.why), *sentences(words.how)]
    return sentences(words.text)


def _mark_check(block: Block, words: Words) -> None:
    if words.check.by:
        block["by"] = words.check.by
    if words.check.on:
        block["on"] = words.check.on.isoformat()
    if words.out_of_date:
        block["old"] = True


def _paragraph(
    item: ParagraphContent, reader_id: uuid.UUID, audience: str, language: str, sees: Sees
) -> Block | None:
    block = _words(item, audience, language)
    if block and item.source and reader_id in item.safe_for:
        block["source"] = item.source
    if block and item.photo:
        block["photo"] = str(item.photo.id)
        block["pixels"] = [item.photo.width, item.photo.height]
    if block and item.is_shared:
        block["of"] = [str(one) for one in item.children]
        block["named"] = [str(one) for one in item.named(sees.people)]
        block["langs"] = _languages([item], audience)
    return block


def _step(item: StepContent, audience: str, language: str) -> Block | None:
    block = _words(item, audience, language)
    if block:
        block["whom"] = item.by_whom
        block["when"] = item.by_on.isoformat() if item.by_on else ""
        how = sentences(item.words[audience, block["lang"]].how)
        if how:
            block["how"] = len(block["lines"]) - len(how)
    return block


def pack(page: Page) -> bytes:
    """The page as it is sealed."""
    return json.dumps(page, ensure_ascii=False, separators=(",", ":")).encode()


def unpack(data: bytes) -> Page:
    """The page again."""
    page: Page = json.loads(data)
    return page


def blocks(page: Page) -> list[Block]:
    """Every block of a page in the order it is read: each part's paragraphs, and the steps after theirs."""
    found: list[Block] = []
    for part in page["parts"]:
        found += part["blocks"]
        if part["key"] == "steps":
            found += page["steps"]
    return found


@dataclass(frozen=True)
class Sentence:
    """One sentence of a page: of which item, which of its sentences, its words and their language."""

    item_id: uuid.UUID
    number: int
    words: str
    language: str


def sentence(page: Page, place: int) -> Sentence | None:
    """The sentence at a place, counted through the whole page from 0; None past the end."""
    for block in blocks(page):
        if 0 <= place < len(block["lines"]):
            return Sentence(uuid.UUID(block["id"]), place, block["lines"][place], block["lang"])
        place -= len(block["lines"])
    return None
