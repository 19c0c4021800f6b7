"""What a worker sends about asking: a visit or a meeting, and who is not asked for a time."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date

from flask_babel import gettext as _

from webapp.core import clock, forms
from webapp.feedback.asking import rules


@dataclass(frozen=True)
class HappenedForm:
    """A visit or a meeting on a day."""

    trigger: str = ""
    on: date | None = None
    errors: dict[str, str] = field(default_factory=dict)


def read_happened() -> HappenedForm:
    """One tap sends no day: then it was today."""
    trigger = forms.chosen("happened", rules.BY_HAND) or ""
    on = forms.day("on") if forms.line("on") else clock.today()
    words = {
        "trigger": {"happened": _("Choose what happened.")},
        "on": {"on": _("Choose a day in the last five weeks.")},
    }
    return HappenedForm(trigger, on, words.get(rules.by_hand_problem(trigger, on, clock.today()), {}))


@dataclass(frozen=True)
class HoldForm:
    """Who is not asked, why, and until when. `what`: all the questions, or the five of the standard."""

    person_id: uuid.UUID | None = None
    reason: str = ""
    until_on: date | None = None
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def what(self) -> str:
        return rules.SSD_ONLY if self.reason == rules.CANNOT_FOLLOW else rules.ALL


def read_hold(child_id: uuid.UUID, people: Collection[uuid.UUID]) -> HoldForm:
    """One of the people who are asked about this child; the five of the standard are put to a child alone."""
    sent = forms.identifier("person")
    person_id = sent if sent in people else None
    reason = forms.chosen("reason", (*rules.HOLDS, rules.CANNOT_FOLLOW)) or ""
    form = HoldForm(person_id, reason, forms.day("until"))
    errors = {}
    if person_id is None:
        errors["person"] = _("Choose who.")
    problem = rules.hold_problem(form.what, reason, form.until_on, clock.today())
    if problem == "reason":
        errors["reason"] = _("Choose why.")
    elif reason == rules.CANNOT_FOLLOW and person_id not in (None, child_id):
        errors["reason"] = _("Only a child is asked the five questions. Choose another reason.")
    if problem == "until_on":
        errors["until"] = _("Choose a day in the next 90 days.")
    return HoldForm(person_id, reason, form.until_on, errors)
