"""What is typed into the ledger; nothing typed is lost when something is missing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from flask_babel import gettext as _

from webapp.core import clock, forms
from webapp.localdata.learning.service import Line

THEME_LIMIT, WORDS_LIMIT = 120, 600
# The ledger is public and in our own words: a person's own are never in it (local-data §2).
QUOTES = ('"', "“", "”", "„", "«", "»")


@dataclass
class LedgerForm:
    """One line of the ledger as typed; `on` as the browser sent it."""

    period: str = ""
    question_code: str = ""
    theme: str = ""
    heard: str = ""
    changed: str = ""
    on: str = ""
    is_ours: bool = False
    errors: dict[str, str] = field(default_factory=dict)

    def line(self) -> Line:
        """What is kept; only of a form without errors."""
        day = date.fromisoformat(self.on)
        return Line(self.period, self.question_code, self.theme, self.heard, self.changed, day)


def read(periods: Sequence[str], codes: Sequence[str]) -> LedgerForm:
    """The posted line. periods, codes: those that may be chosen."""
    form = LedgerForm(
        period=forms.chosen("period", list(periods)) or "",
        question_code=forms.chosen("question", list(codes)) or "",
        theme=forms.line("theme"),
        heard=forms.line("heard"),
        changed=forms.line("changed"),
        on=forms.line("on"),
        is_ours=forms.line("is_ours") == "yes",
    )
    _check(form, forms.day("on"))
    return form


def _check(form: LedgerForm, day: date | None) -> None:
    if not form.period:
        form.errors["period"] = _("Choose when people told us.")
    if not form.question_code and not form.theme:
        form.errors["theme"] = _("Choose a question, or write what it is about.")
    if len(form.theme) > THEME_LIMIT:
        form.errors["theme"] = _("Please make it shorter: 120 letters at most.")
    for name, value in (("heard", form.heard), ("changed", form.changed)):
        if not value:
            form.errors[name] = _("Write this in a sentence or two.")
        elif len(value) > WORDS_LIMIT:
            form.errors[name] = _("Please make it shorter: 600 letters at most.")
    if any(mark in form.theme + form.heard + form.changed for mark in QUOTES):
        form.errors["heard"] = _("Do not quote anyone. Say it in your own words.")
    if day is None or day > clock.today():
        form.errors["on"] = _("Give the day of the change, not after today.")
    if not form.is_ours:
        form.errors["is_ours"] = _("Read it again, then tick this.")
