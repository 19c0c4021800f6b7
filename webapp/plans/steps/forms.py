"""What a family member says about a step, or proposes. Messages are kind; nothing typed is lost."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _

from webapp.core import forms
from webapp.plans.reading.forms import too_long
from webapp.plans.rules import STEP_SAID


@dataclass(frozen=True)
class StepForm:
    """Which step of which copy, how it is going, and the person's words."""

    version_id: uuid.UUID | None
    language: str
    step: str
    state: str
    words: str
    answer_id: uuid.UUID | None

    def errors(self) -> dict[str, str]:
        found = {} if self.state else {"state": _("Choose one.")}
        return found | too_long("words", self.words)


@dataclass(frozen=True)
class IdeaForm:
    """What could be done, who would do it, by when."""

    version_id: uuid.UUID | None
    language: str
    words: str
    whom: str
    by_on: date | None
    answer_id: uuid.UUID | None

    def errors(self) -> dict[str, str]:
        found = {} if self.words.strip() else {"words": _("Write your idea.")}
        return found | too_long("words", self.words) | too_long("whom", self.whom)


def step() -> StepForm:
    """The small form of one step; `step` comes from the button on the plan or from the form itself."""
    return StepForm(
        version_id=forms.identifier("version"),
        language=forms.line("wording")[:8],
        step=forms.line("step")[:40],
        state=forms.chosen("state", STEP_SAID) or "",
        words=forms.words("words"),
        answer_id=forms.identifier("answer"),
    )


def idea() -> IdeaForm:
    """The form for an idea."""
    return IdeaForm(
        version_id=forms.identifier("version"),
        language=forms.line("wording")[:8],
        words=forms.words("words"),
        whom=forms.line("whom"),
        by_on=forms.day("by_on"),
        answer_id=forms.identifier("answer"),
    )
