"""What staff and partners send, read gently: what is left out is skipped, and nothing typed is lost."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from flask_babel import gettext as _

from webapp.core import forms
from webapp.feedback.outside import rules
from webapp.feedback.questions import Question
from webapp.feedback.rules import SKIPPED


@dataclass(frozen=True)
class Sent:
    """Codes and words by question."""

    codes: dict[str, int] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)


def read_answers(questions: Iterable[Question]) -> Sent:
    """One page with all the questions."""
    sent = Sent()
    for question in questions:
        allowed = {str(code): code for code in (*question.codes, SKIPPED)}
        code = allowed.get(forms.line(f"a-{question.code}"))
        if code is not None:
            sent.codes[question.code] = code
        words = forms.words(f"w-{question.code}")
        if words.strip():
            sent.words[question.code] = words
        if len(words) > rules.WORDS_AT_MOST:
            sent.errors[f"w-{question.code}"] = _("That is very long. Please make it a bit shorter.")
    if not sent.words and all(code == SKIPPED for code in sent.codes.values()):
        sent.errors["a"] = _("Answer at least one question. You can leave out the others.")
    return sent


@dataclass(frozen=True)
class Wanted:
    """Which links to make."""

    audience: str = ""
    number: str = ""
    errors: dict[str, str] = field(default_factory=dict)


def read_wanted() -> Wanted:
    """For whom, and how many."""
    audience = forms.chosen("audience", rules.AUDIENCES) or ""
    number = forms.line("number")[:6]
    fits = number.isascii() and number.isdigit() and 1 <= int(number) <= rules.LINKS_AT_MOST
    errors = {}
    if not audience:
        errors["audience"] = _("Choose who is asked.")
    if not fits:
        errors["number"] = _("Write a number from 1 to %(most)s.", most=rules.LINKS_AT_MOST)
    return Wanted(audience, number, errors)
