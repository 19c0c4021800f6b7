"""What is typed; nothing is lost when something is missing."""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass, field

from flask_babel import gettext as _

from webapp.core import forms, ids
from webapp.support import rules

WORDS_LIMIT, REACH_LIMIT, LINE_LIMIT = 10_000, 500, 120
PHONE = re.compile(r"[0-9+ ()-]{3,40}")
DAYS = range(1, 11)


@dataclass
class AskForm:
    """A request as typed. `id` is made with the page, so that a double tap is one request."""

    id: uuid.UUID = field(default_factory=ids.new)
    words: str = ""
    reach: str = ""
    about: str = ""
    help_writing: bool = False
    again: bool = False
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def about_id(self) -> uuid.UUID | None:
        """The member of staff it is about."""
        return ids.parse(self.about)


def read_ask(*, needs_words: bool, nameable: set[uuid.UUID]) -> AskForm:
    """The posted request; whoever is named must be one the person may know of."""
    form = AskForm(
        id=forms.identifier("request") or ids.new(),
        words=forms.words("words"),
        reach=forms.line("reach"),
        about=forms.line("about"),
        help_writing=forms.line("help_writing") == "yes",
        again=needs_words and forms.line("again") == "yes",
    )
    if form.about and form.about_id not in nameable:
        form.about = ""
    if needs_words and not form.words.strip() and not form.help_writing and not form.again:
        form.errors["words"] = _("Write a few words, or tick that someone should help you.")
    if len(form.words) > WORDS_LIMIT:
        form.errors["words"] = _("That is a lot of words. Please send a part of them now.")
    if len(form.reach) > REACH_LIMIT:
        form.errors["reach"] = _("Please make it shorter: 500 letters at most.")
    return form


@dataclass
class StepForm:
    """What the service did, as typed."""

    step: str
    words: str
    advocate_id: uuid.UUID | None
    errors: dict[str, str]


def read_step(allowed: list[str], advocates: set[uuid.UUID]) -> StepForm:
    """The posted step; an answer and more time need words, for they reach the person."""
    advocate_id = forms.identifier("advocate")
    form = StepForm(
        forms.chosen("step", allowed) or "",
        forms.words("words"),
        advocate_id if advocate_id in advocates else None,
        {},
    )
    if not form.step:
        form.errors["step"] = _("Choose what you did.")
    elif form.step in ("answered", "longer") and not form.words.strip():
        form.errors["words"] = _("Write what the person should read.")
    if len(form.words) > WORDS_LIMIT:
        form.errors["words"] = _("Please make it shorter: 10,000 letters at most.")
    return form


@dataclass
class LineForm:
    """One number as typed. No name: the line is taken away."""

    name: str
    phone: str
    hours: str
    days: str
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def contact_days(self) -> int | None:
        """The promise in working days; None: the usual one."""
        return int(self.days) if self.days.isascii() and self.days.isdigit() else None


def read_lines() -> dict[str, LineForm]:
    """All numbers of the page, by kind."""
    return {kind: _read_line(kind) for kind in rules.LINES}


def _read_line(kind: str) -> LineForm:
    name, phone, hours, days = (forms.line(f"{kind}_{name}") for name in ("name", "phone", "hours", "days"))
    form = LineForm(name, phone, hours, days)
    if form.name and not PHONE.fullmatch(form.phone):
        form.errors[f"{kind}_phone"] = _("Give a phone number, in digits.")
    if form.phone and not form.name:
        form.errors[f"{kind}_name"] = _("Say who answers this number.")
    for name, value in (("name", form.name), ("hours", form.hours)):
        if len(value) > LINE_LIMIT:
            form.errors[f"{kind}_{name}"] = _("Please make it shorter: 120 letters at most.")
    if form.days and form.contact_days not in DAYS:
        form.errors[f"{kind}_days"] = _("Give a number of working days from 1 to 10.")
    return form
