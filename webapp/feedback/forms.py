"""What people send to the questions, read gently: a kind message for each gap, and nothing typed is lost."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field

from flask_babel import gettext as _

from webapp.core import forms
from webapp.feedback import rules
from webapp.feedback.questions import Question


@dataclass(frozen=True)
class Start:
    """Who answers, and who is near. `child_id` is None when it was not one of the person's children."""

    child_id: uuid.UUID | None = None
    answered_by: str = ""
    worker_present: str = ""
    alone: bool = False
    shown_to_worker: bool = False
    helper: str = ""
    place: str = ""
    errors: dict[str, str] = field(default_factory=dict)


def read_start(children: list[uuid.UUID]) -> Start:
    """The first form; with one child nobody has to be chosen."""
    sent = forms.identifier("child")
    child_id = children[0] if len(children) == 1 else sent if sent in children else None
    answered_by = forms.chosen("answered_by", rules.ANSWERED_BY) or ""
    worker_present = forms.chosen("worker_present", ("yes", "no")) or ""
    errors = {
        "child": "" if child_id else _("Choose which child."),
        "answered_by": "" if answered_by else _("Tell us who is answering."),
        "worker_present": "" if worker_present else _("Tell us if your worker is with you."),
    }
    return Start(
        child_id=child_id,
        answered_by=answered_by,
        worker_present=worker_present,
        alone=forms.line("alone") == "yes",
        shown_to_worker=forms.line("shown_to_worker") == "yes",
        # Both may be left out.
        helper=forms.chosen("helper", rules.HELPERS) or "",
        place=forms.chosen("place", rules.PLACES) or "",
        errors={name: error for name, error in errors.items() if error},
    )


@dataclass(frozen=True)
class Given:
    """An answer as sent."""

    answer_code: int | None
    words: str
    errors: dict[str, str]


def read_answer(question: Question) -> Given:
    """A code of the question, don't know or skip; own words. An open question needs one of the two."""
    words = forms.words("words")
    allowed = {str(code): code for code in (*question.codes, rules.DONT_KNOW, rules.SKIPPED)}
    code = allowed.get(forms.line("answer"))
    errors = {}
    if len(words) > rules.WORDS_LIMIT:
        errors["words"] = _("That is very long. Please make it a bit shorter. Nothing is lost.")
    if code is None and not (question.is_open and words.strip()):
        gap = _("Write something, or choose Skip.") if question.is_open else _("Choose one, or choose Skip.")
        errors["answer"] = gap
    if question.is_open and words.strip():
        code = None
    return Given(code, words, errors)
