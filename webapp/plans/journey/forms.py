"""What a worker writes about the journey, and what a family member asks. Nothing typed is lost."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from flask_babel import format_date
from flask_babel import gettext as _

from webapp.core import clock, forms, ids
from webapp.plans.journey import rules
from webapp.plans.journey.rules import AUDIENCES, FIELDS, LONGEST, STAGES, Key, Texts
from webapp.plans.rules import ENGLISH, PARTS, Check, says_you, unexplained_capitals

WORDS_LIMIT, REACH_LIMIT = 10_000, 300


@dataclass
class EntryForm:
    """One stop as typed. `seen`: when what the writer saw was written, as text; '' for a new one."""

    id: uuid.UUID = field(default_factory=ids.new)
    stage: str = ""
    on: date | None = None
    happened: str = ""
    open_until: date | None = None
    words: Mapping[Key, Texts] = field(default_factory=dict)
    seen: str = ""
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def seen_at(self) -> datetime | None:
        """The moment in `seen`."""
        return forms.moment(self.seen)


def read_entry(codes: list[str]) -> EntryForm:
    """The posted stop; `codes` are the languages it may be worded in."""
    form = EntryForm(
        id=forms.identifier("entry") or ids.new(),
        stage=forms.chosen("stage", STAGES) or "",
        on=forms.day("on"),
        happened=forms.chosen("happened", ("yes", "no")) or "",
        open_until=forms.day("open_until"),
        words={(who, code): _texts(who, code) for who in AUDIENCES for code in codes},
        seen=forms.line("seen"),
    )
    _check_when(form)
    _check_end(form)
    _check_words(form)
    return form


def _texts(audience: str, code: str) -> Texts:
    typed: dict[str, Any] = {name: forms.line(f"{name}-{audience}-{code}") for name in FIELDS}
    if code == ENGLISH:
        return Texts(**typed)
    by, on = forms.line(f"by-{code}"), forms.day(f"on-{code}")
    return Texts(**typed, check=Check("checked", by[:120], on) if by else Check())


def _check_when(form: EntryForm) -> None:
    today = clock.today()
    if not form.stage:
        form.errors["stage"] = _("Choose a stage.")
    if not form.happened:
        form.errors["happened"] = _("Choose yes or no.")
    elif form.happened == "yes" and form.on is None:
        form.errors["on"] = _("Give the day on which it happened.")
    elif form.happened == "yes" and form.on and form.on > today:
        form.errors["on"] = _("This day has not come yet. Give a day up to today.")
    elif form.happened == "no" and form.on and form.on < today and not form.words["adult", ENGLISH].late:
        form.errors["late-adult-en"] = _("Its day has passed. Say why it is late, and what happens now.")


def _check_end(form: EntryForm) -> None:
    if form.stage != "ending" or form.on is None or form.open_until is None:
        return
    least = rules.least_open_until(form.on)
    if form.open_until < least:
        form.errors["open_until"] = _(
            "The way back stays open three months at least: until %(day)s.", day=format_date(least)
        )


def _check_words(form: EntryForm) -> None:
    if not form.words["adult", ENGLISH].what:
        form.errors["what-adult-en"] = _("Write one or two sentences for the adults.")
    for (audience, code), texts in form.words.items():
        for name, text in zip(FIELDS, texts.fields, strict=True):
            if wrong := _wrong(text, audience, code):
                form.errors[f"{name}-{audience}-{code}"] = wrong


def _wrong(text: str, audience: str, code: str) -> str:
    if len(text) > LONGEST:
        return _("Please make it shorter: %(num)s letters at most.", num=LONGEST)
    if audience == "adult" and says_you(text, code):
        return _('"You" could be anyone here, because everyone reads this. Use a name.')
    short = unexplained_capitals([text])
    if short:
        return _("%(short)s is not explained. Write it in full once, then (%(short)s).", short=short[0])
    return ""


@dataclass
class AskForm:
    """What a family member asks, with an id made with the page. `part`: of which part a copy is asked for."""

    id: uuid.UUID = field(default_factory=ids.new)
    child_id: uuid.UUID | None = None
    words: str = ""
    part: str = ""
    errors: dict[str, str] = field(default_factory=dict)


def read_ask() -> AskForm:
    """The posted request; words are never needed."""
    form = AskForm(
        id=forms.identifier("request") or ids.new(),
        child_id=forms.identifier("child"),
        words=forms.words("words"),
        part=forms.chosen("part", PARTS) or "",
    )
    if len(form.words) > WORDS_LIMIT:
        form.errors["words"] = _("That is a lot of words. Please send a part of them now.")
    return form


def read_reach() -> tuple[str, dict[str, str]]:
    """How families reach a worker, and what is wrong with it."""
    words = forms.line("reach")
    if len(words) <= REACH_LIMIT:
        return words, {}
    return words, {"reach": _("Please make it shorter: %(num)s letters at most.", num=REACH_LIMIT)}
