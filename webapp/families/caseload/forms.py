"""What a worker must think about before a card is given (practice §3)."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import gettext as _

from webapp.core import forms

QUESTIONS = (
    "who_could_find",
    "who_uses_phone",
    "could_cause_trouble",
    "where_will_it_live",
    "does_child_want_it",
)
PHONES = ("shared", "own")
NOT_SAFE = "not_safe"
SAFE = ("safe", NOT_SAFE)


@dataclass(frozen=True)
class CardForm:
    """The answers as typed, and what is wrong with them by field name."""

    answers: dict[str, str]
    phone: str
    safe: str
    errors: dict[str, str]


def read_card_form() -> CardForm:
    """Every question is answered in words; "not safe" is a normal answer and then there is no card."""
    answers = {name: forms.line(name)[:1000] for name in QUESTIONS}
    errors = {
        name: _("Please answer this. A few words are enough.") for name in QUESTIONS if not answers[name]
    }
    phone, safe = forms.chosen("phone", PHONES), forms.chosen("safe", SAFE)
    if phone is None:
        errors["phone"] = _("Say whose phone it is.")
    if safe is None:
        errors["safe"] = _("Say whether a card is safe here.")
    return CardForm(answers, phone or "", safe or "", errors)
