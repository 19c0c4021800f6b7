"""The two forms, as typed."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import date

from flask_babel import gettext as _

from webapp.core import clock, forms, ids
from webapp.houses.seen import rules


@dataclass(frozen=True)
class SeenForm:
    """What was seen, as typed; `seen_on` None when it is no day that was."""

    note_id: uuid.UUID = field(default_factory=ids.new)
    words: dict[str, str] = field(default_factory=lambda: dict.fromkeys(rules.SAW, ""))
    how: str = ""
    day: str = ""
    seen_on: date | None = None
    errors: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class TellingForm:
    """How the child tells things, as typed, and what stood there before."""

    words: dict[str, str]
    before: uuid.UUID | None = None
    errors: dict[str, str] = field(default_factory=dict)


def read_seen() -> SeenForm:
    """Words, a day that was, and how they know."""
    words = {name: forms.words(name).strip() for name in rules.SAW}
    how, day = forms.chosen("how", rules.HOW) or "", forms.day("seen_on")
    seen_on = day if day and day <= clock.today() else None
    errors = _too_long(words)
    if not words["saw"]:
        errors["saw"] = _("Write what you saw or heard.")
    if seen_on is None:
        errors["seen_on"] = _("Give the day. It can be today or before.")
    if not how:
        errors["how"] = _("Say how you know.")
    note_id = forms.identifier("note") or ids.new()
    return SeenForm(note_id, words, how, forms.line("seen_on")[:20], seen_on, errors)


def read_telling() -> TellingForm:
    """Every field may be empty, but not all of them."""
    words = {name: forms.words(name).strip() for name in rules.TELLING}
    errors = _too_long(words)
    if not any(words.values()):
        errors["ways"] = _("Write something first.")
    return TellingForm(words, forms.identifier("before"), errors)


def _too_long(words: dict[str, str]) -> dict[str, str]:
    return {name: _("That is too long. Please make it shorter.") for name in rules.too_long(words)}
