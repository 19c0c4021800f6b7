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


AGAIN = ("keep", "start_again")


@dataclass(frozen=True)
class CardForm:
    """The answers as typed, and what is wrong with them by field name."""

    answers: dict[str, str]
    phone: str
    safe: str
    again: str
    errors: dict[str, str]


def empty_card_form() -> CardForm:
    """Nothing answered yet; a shared phone is what we think first (practice §3)."""
    return CardForm({}, "shared", "", "", {})


def read_card_form(*, is_set_up: bool, prefix: str = "") -> CardForm:
    """Every question is answered in words; "not safe" is a normal answer and then there is no card.

    `prefix` stands before each field's name where several people are asked about on one page.
    """
    answers = {name: forms.line(prefix + name)[:1000] for name in QUESTIONS}
    errors = {
        name: _("Please answer this. A few words are enough.") for name in QUESTIONS if not answers[name]
    }
    phone = forms.chosen(f"{prefix}phone", PHONES)
    safe = forms.chosen(f"{prefix}safe", SAFE)
    again = forms.chosen(f"{prefix}again", AGAIN)
    if phone is None:
        errors["phone"] = _("Say whose phone it is.")
    if safe is None:
        errors["safe"] = _("Say whether a card is safe here.")
    if is_set_up and again is None:
        errors["again"] = _("Say whether they still know how they sign in.")
    return CardForm(answers, phone or "", safe or "", again or "", errors)
