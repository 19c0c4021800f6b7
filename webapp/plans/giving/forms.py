"""What is noted about giving a plan and talking it through. Nothing typed is lost."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _

from webapp.core import clock, forms
from webapp.plans.giving.rules import PAPER
from webapp.plans.reading.forms import too_long


@dataclass(frozen=True)
class PaperForm:
    """On paper: how, when, into whose hands or where to."""

    how: str
    on: date | None
    to_whom: str

    def errors(self) -> dict[str, str]:
        found = {} if self.how else {"how": _("Choose one.")}
        if self.on is None or self.on > clock.today():
            found["given_on"] = _("Say on which day. It is today or before.")
        if not self.to_whom:
            found["to_whom"] = _("Say to whom, or where to.")
        return found | too_long("to_whom", self.to_whom)


@dataclass(frozen=True)
class TalkedForm:
    """Annex B's two questions: talked through or not; if not, why not and when it will be."""

    happened: str
    by_whom: str
    on: date | None
    interpreter: bool
    why_not: str
    will_on: date | None

    def errors(self) -> dict[str, str]:
        found = too_long("by_whom", self.by_whom) | too_long("why_not", self.why_not)
        if not self.happened:
            found["happened"] = _("Choose yes or no.")
        elif self.happened == "yes":
            if not self.by_whom:
                found["by_whom"] = _("Say who talked with them.")
            if self.on is None or self.on > clock.today():
                found["talked_on"] = _("Say on which day. It is today or before.")
        else:
            if not self.why_not:
                found["why_not"] = _("Say why not yet. The family does not see this.")
            if self.will_on is None or self.will_on < clock.today():
                found["will_on"] = _("Say when it will be. It is today or later.")
        return found


def paper() -> PaperForm:
    """The form for paper."""
    return PaperForm(forms.chosen("how", PAPER) or "", forms.day("given_on"), forms.line("to_whom"))


def talked() -> TalkedForm:
    """The form for a talk that was, or that will be."""
    return TalkedForm(
        happened=forms.chosen("happened", ("yes", "no")) or "",
        by_whom=forms.line("by_whom"),
        on=forms.day("talked_on"),
        interpreter=forms.line("interpreter") == "yes",
        why_not=forms.line("why_not"),
        will_on=forms.day("will_on"),
    )


def comments() -> tuple[str, dict[str, str]]:
    """Words beside a name, if any, and what is wrong with them."""
    found = forms.words("comments")
    return found.strip() and found, too_long("comments", found)
