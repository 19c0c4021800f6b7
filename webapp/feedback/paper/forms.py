"""What staff choose before printing, and what they type from a sheet: nothing typed is lost."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date

from flask_babel import gettext as _

from webapp.core import clock, forms
from webapp.core.language import LANGUAGES
from webapp.feedback import rules
from webapp.feedback.paper import rules as paper
from webapp.feedback.questions import Question

WHO_TYPES = ("manager", "worker")


@dataclass(frozen=True)
class Wanted:
    """A sheet to print."""

    person_id: uuid.UUID | None = None
    language: str = "en"
    who_types: str = ""
    errors: dict[str, str] = field(default_factory=dict)


def read_wanted(people: Collection[uuid.UUID]) -> Wanted:
    """For whom, in which language, and who types it in."""
    person_id = forms.identifier("person")
    who_types = forms.chosen("who_types", WHO_TYPES) or ""
    errors = {}
    if person_id is None or person_id not in people:
        errors["person"] = _("Choose who it is for.")
    if not who_types:
        errors["who_types"] = _("Ask the person who may type it in.")
    return Wanted(person_id, forms.chosen("language", list(LANGUAGES)) or "en", who_types, errors)


@dataclass(frozen=True)
class Typed:
    """A sheet as typed in."""

    answered_on: date | None = None
    answered_by: str = ""
    helper: str = ""
    place: str = ""
    worker_present: str = ""
    shown_to_worker: bool = False
    codes: dict[str, int] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)


def read_typed(questions: Iterable[Question], made_on: date) -> Typed:
    """Every question needs a choice, "nothing ticked" being one: so that none is passed over."""
    typed = Typed(
        answered_on=forms.day("answered_on"),
        answered_by=forms.chosen("answered_by", rules.ANSWERED_BY) or "",
        helper=forms.chosen("helper", rules.HELPERS) or "",
        place=forms.chosen("place", rules.PLACES) or "",
        worker_present=forms.chosen("worker_present", ("yes", "no")) or "",
        shown_to_worker=forms.line("shown_to_worker") == "yes",
    )
    if paper.day_problem(typed.answered_on, made_on, clock.today()):
        typed.errors["answered_on"] = _("Choose the day they answered. It is not before the sheet was made.")
    if not typed.answered_by:
        typed.errors["answered_by"] = _("Choose who answered.")
    if not typed.worker_present:
        typed.errors["worker_present"] = _("Say if the worker was there.")
    for question in questions:
        _read_one(question, typed)
    return typed


def _read_one(question: Question, typed: Typed) -> None:
    words = forms.words(f"w-{question.code}")
    if words.strip():
        typed.words[question.code] = words
    if len(words) > rules.WORDS_LIMIT:
        typed.errors[f"w-{question.code}"] = _("That is too long to keep.")
    if question.is_open:
        return
    allowed = {str(code): code for code in (*question.codes, rules.SKIPPED)}
    code = allowed.get(forms.line(f"a-{question.code}"))
    if code is None:
        typed.errors[f"a-{question.code}"] = _("Choose what is ticked on the sheet.")
    else:
        typed.codes[question.code] = code
