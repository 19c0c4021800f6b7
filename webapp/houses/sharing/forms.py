"""What is chosen: by a child with one tap, by a manager with a reason."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import date

from flask_babel import gettext as _

from webapp.core import clock, forms, ids
from webapp.houses import rules
from webapp.houses.rules import Share

TELL = ("now", "later")


def read_share() -> Share | None:
    """The child's choice: a level, or `other:ID` and `advocate:ID`; None when nothing was picked."""
    level, _colon, who = forms.line("share").partition(":")
    if level not in rules.LEVELS:
        return None
    person = ids.parse(who)
    picked = forms.identifiers("person") if level == "people" else [person] if person else []
    return Share(level, tuple(picked))


@dataclass(frozen=True)
class Override:
    """A manager's change as typed, and what is wrong with it by field name."""

    readers: list[uuid.UUID] = field(default_factory=list)
    reason: str = ""
    words: str = ""
    tell: str = ""
    untold: str = ""
    look_again_on: date | None = None
    errors: dict[str, str] = field(default_factory=dict)


def read_override(allowed: list[uuid.UUID]) -> Override:
    """Reason of 20 letters or more, words for the child; kept from the child for 14 days at most."""
    readers = [person for person in forms.identifiers("reader") if person in allowed]
    reason, words = forms.line("reason")[:4000], forms.line("words")[:2000]
    tell = forms.chosen("tell", TELL) or ""
    untold, day = forms.line("untold")[:2000], forms.day("look_again_on")
    errors = {}
    if not readers:
        errors["reader"] = _("Tick at least one person.")
    if len(reason) < rules.REASON_AT_LEAST:
        errors["reason"] = _("Say why in 20 letters or more.")
    if not words:
        errors["words"] = _("Write what the child will be told.")
    if not tell:
        errors["tell"] = _("Say when the child is told.")
    errors |= untold_errors(tell, untold, day)
    return Override(readers, reason, words, tell, untold if tell == "later" else "", day, errors)


def untold_errors(tell: str, untold: str, day: date | None) -> dict[str, str]:
    """Not telling the child needs a reason and a day, at most 14 days away."""
    errors = {}
    if tell == "later" and not untold:
        errors["untold"] = _("Say why the child is not told yet.")
    if tell == "later" and not rules.may_look_again_on(day, clock.today()):
        errors["look_again_on"] = _("Choose a day in the next 14 days.")
    return errors
