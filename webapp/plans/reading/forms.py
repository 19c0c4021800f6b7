"""What a family member sends. Messages are in their language; nothing typed is lost."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date

from flask import request
from flask_babel import gettext as _

from webapp.core import forms
from webapp.plans.rules import LONGEST_FIELD, OWN_WORDS, PARTS, POSITIONS, SENTENCE_ANSWERS


@dataclass(frozen=True)
class SentenceForm:
    """Which sentence of which copy, what about it, and the person's words."""

    version_id: uuid.UUID | None
    language: str
    place: int
    kind: str
    words: str
    answer_id: uuid.UUID | None

    def errors(self) -> dict[str, str]:
        found = {} if self.kind else {"kind": _("Choose one.")}
        return found | too_long("words", self.words)


@dataclass(frozen=True)
class AnswerForm:
    """A position, own words of up to three kinds, or both. `own`: exact words by kind."""

    version_id: uuid.UUID | None
    language: str
    position: str
    own: dict[str, str]
    answer_id: uuid.UUID | None

    def errors(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for kind, words in self.own.items():
            found |= too_long(field_of(kind), words)
        if not self.position and not any(words.strip() for words in self.own.values()):
            found["worry"] = _(
                "Choose an answer, or write something. You can also leave this for another day."
            )
        return found


@dataclass(frozen=True)
class PartForm:
    """A position on one part of a copy; '' for what is not one."""

    version_id: uuid.UUID | None
    language: str
    part: str
    position: str


@dataclass(frozen=True)
class TalkForm:
    """Whether, by whom, when and with an interpreter or not."""

    version_id: uuid.UUID | None
    language: str
    happened: str
    by_whom: str
    talked_on: date | None
    interpreter: bool

    def errors(self) -> dict[str, str]:
        found = {} if self.happened else {"happened": _("Choose yes or no.")}
        return found | too_long("by_whom", self.by_whom)


def too_long(name: str, words: str) -> dict[str, str]:
    """A kind message when a text is longer than we can keep in one piece."""
    if len(words) <= LONGEST_FIELD:
        return {}
    return {name: _("This is too long to keep in one piece. Please send a part of it, then the rest.")}


def field_of(kind: str) -> str:
    """The field in which own words of a kind are typed."""
    return "words" if kind == "own_words" else kind


def sentence() -> SentenceForm:
    """The form of one sentence; `place` comes from the button on the plan or from the form itself."""
    place = forms.line("place")
    return SentenceForm(
        version_id=forms.identifier("version"),
        language=forms.line("wording")[:8],
        place=int(place) if place.isascii() and place.isdigit() and len(place) < 6 else -1,
        kind=forms.chosen("kind", SENTENCE_ANSWERS) or "",
        words=forms.words("words"),
        answer_id=forms.identifier("answer"),
    )


def answer() -> AnswerForm:
    """The form under the plan."""
    return AnswerForm(
        version_id=forms.identifier("version"),
        language=forms.line("wording")[:8],
        position=forms.chosen("position", POSITIONS) or "",
        own={kind: forms.words(field_of(kind)) for kind in OWN_WORDS},
        answer_id=forms.identifier("answer"),
    )


def part() -> PartForm:
    """The button under one part: which part, and what about it."""
    name, _sep, position = forms.line("say").partition(":")
    is_one = name in PARTS and position in POSITIONS
    return PartForm(
        version_id=forms.identifier("version"),
        language=forms.line("wording")[:8],
        part=name if is_one else "",
        position=position if is_one else "",
    )


def talk() -> TalkForm:
    """Has someone talked this through with you?"""
    return TalkForm(
        version_id=forms.identifier("version"),
        language=forms.line("wording")[:8],
        happened=forms.chosen("happened", ("yes", "no")) or "",
        by_whom=forms.line("by_whom"),
        talked_on=forms.day("talked_on"),
        interpreter=forms.line("interpreter") == "yes",
    )


def asked_wording() -> str:
    """The language asked for in the plan's own language bar; '' for none."""
    value = request.args.get("wording", "")
    return value if value.isascii() and value.isalpha() and len(value) <= 3 else ""
