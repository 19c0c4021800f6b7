"""What stops a draft from being published. Pure."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from webapp.plans.content import Page, ParagraphContent, StepContent, VersionContent, blocks
from webapp.plans.rules import (
    CHILD_LINES,
    ENGLISH,
    MOVING_PARTS,
    PARTS,
    asks_moving,
    lines,
    says_you,
    unexplained_capitals,
)


@dataclass(frozen=True)
class Problem:
    """One reason: `item_id` is the paragraph or step, `detail` a short form or a person's name."""

    code: str
    item_id: uuid.UUID | None = None
    detail: str = ""


def problems_in_words(content: VersionContent) -> list[Problem]:
    """Empty plan, "you" for everyone, steps without a person or a date; in the order of the page."""
    found: list[Problem] = []
    if all(one.is_empty for one in content.paragraphs):
        found.append(Problem("empty"))
    found += [Problem("you", one.id) for one in content.paragraphs if speaks_to_one(one)]
    for step in content.steps:
        found += step_problems(step)
    return found


def speaks_to_one(item: ParagraphContent | StepContent) -> bool:
    """Whether an adult wording for everyone says "you"; a child's own wording is read by the child alone."""
    if item.reader_id is not None:
        return False
    return any(
        says_you("\n".join(words.typed), language)
        for (audience, language), words in item.words.items()
        if audience == "adult"
    )


def step_problems(step: StepContent) -> list[Problem]:
    """A step says what, by whom and by when."""
    if step.is_empty:
        return []
    missing = [
        ("step_what", not any(words.text.strip() for words in step.words.values())),
        ("step_person", not step.by_whom),
        ("step_date", step.by_on is None),
        ("you", speaks_to_one(step)),
    ]
    return [Problem(code, step.id) for code, is_missing in missing if is_missing]


def capitals_in(pages: Iterable[Page]) -> list[Problem]:
    """Short forms that some reader meets and nothing on that reader's page explains (practice §6)."""
    found: dict[str, None] = {}
    for page in pages:
        texts = [line for block in blocks(page) for line in (block.get("english") or block["lines"])]
        found |= dict.fromkeys(unexplained_capitals(texts))
    return [Problem("capitals", detail=short) for short in found]


def moving_gaps(content: VersionContent) -> list[str]:
    """What a child who is moving is not told yet, or has no words of their own for: a hint (R28–R31)."""
    if not asks_moving(content.kind, content.is_moving):
        return []
    return [part for part in MOVING_PARTS if not any(text.strip() for text in _child_texts(content, part))]


def short_for_child(content: VersionContent) -> list[str]:
    """Parts whose child's version has fewer than three lines: a hint (practice §6)."""
    return [
        part
        for part in PARTS
        if any(one.part == part for one in content.paragraphs)
        and lines(_child_texts(content, part)) < CHILD_LINES
    ]


def _child_texts(content: VersionContent, part: str) -> list[str]:
    mine = [
        one for one in content.paragraphs if one.part == part and one.reader_id in (None, content.child_id)
    ]
    return [words.text for one in mine if (words := one.words.get(("child", ENGLISH)))]
