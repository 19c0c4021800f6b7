"""From checked pieces to the paragraphs and steps of a draft. Pure but for new ids."""

from __future__ import annotations

import uuid
from collections import defaultdict
from dataclasses import replace
from datetime import date

from webapp.core import ids
from webapp.plans.bringing_in.rules import EVERYONE, LEFT_OUT, NOT_PLACED, STEP, Piece
from webapp.plans.content import ParagraphContent, StepContent, Words
from webapp.plans.rules import ENGLISH

ADULT, CHILD = ("adult", ENGLISH), ("child", ENGLISH)


def draft_of(pieces: list[Piece], child_id: uuid.UUID) -> tuple[list[ParagraphContent], list[StepContent]]:
    """Every piece that has a place. The child's own words stand beside the adults' of the same part."""
    placed = [one for one in pieces if one.place not in (NOT_PLACED, LEFT_OUT) and _says_something(one)]
    steps = [one for one in placed if one.place == STEP]
    texts = [one for one in placed if one.place != STEP]
    return _paragraphs(texts, child_id), _steps(steps, child_id)


def _says_something(piece: Piece) -> bool:
    return bool(piece.text.strip() or (piece.place == STEP and piece.whom))


def _is_childs(piece: Piece, child_id: uuid.UUID) -> bool:
    return piece.reader == str(child_id)


def _reader(piece: Piece) -> uuid.UUID | None:
    return None if piece.reader == EVERYONE else uuid.UUID(piece.reader)


def _paragraphs(pieces: list[Piece], child_id: uuid.UUID) -> list[ParagraphContent]:
    childs: dict[str, list[str]] = defaultdict(list)
    for one in pieces:
        if _is_childs(one, child_id):
            childs[one.place].append(one.text.strip())
    found = []
    for one in pieces:
        if _is_childs(one, child_id):
            continue
        words = {ADULT: Words(one.text.strip())}
        if one.reader == EVERYONE and childs[one.place]:
            words[CHILD] = Words(childs[one.place].pop(0))
        found.append(ParagraphContent(ids.new(), one.place, _reader(one), words=words))
    rest = [(part, text) for part, texts in childs.items() for text in texts]
    return found + [ParagraphContent(ids.new(), part, words={CHILD: Words(text)}) for part, text in rest]


def _steps(pieces: list[Piece], child_id: uuid.UUID) -> list[StepContent]:
    """The child's wording of a step goes to the step of the same number, when there are as many."""
    childs = [one for one in pieces if _is_childs(one, child_id)]
    adults = [one for one in pieces if not _is_childs(one, child_id)]
    if len(childs) != len(adults):
        return [_step(one, ADULT) for one in adults] + [_step(one, CHILD) for one in childs]
    return [
        replace(_step(one, ADULT), words={ADULT: _words(one), CHILD: _words(other)})
        for one, other in zip(adults, childs, strict=True)
    ]


def _step(piece: Piece, key: tuple[str, str]) -> StepContent:
    by_on = date.fromisoformat(piece.day) if piece.day else None
    reader = None if key == CHILD else _reader(piece)
    return StepContent(ids.new(), reader, piece.whom.strip(), by_on, words={key: _words(piece)})


def _words(piece: Piece) -> Words:
    return Words(piece.text.strip(), piece.why.strip())
