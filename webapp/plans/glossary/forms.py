"""What an administrator types about a term; nothing typed is lost when something is missing."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field

from flask_babel import gettext as _

from webapp.core import forms
from webapp.core.language import LANGUAGES
from webapp.plans.glossary.rules import ENGLISH, spellings
from webapp.plans.glossary.service import Given
from webapp.plans.models import GlossaryTerm

TERM_LIMIT, WORDS_LIMIT = 120, 1000
STATES = ("machine", "checked")
OTHERS = [code for code in LANGUAGES if code != ENGLISH]
EMPTY = Given("", "", "", "")


@dataclass
class TermForm:
    """A term in English, and in every other language of the interface; errors by field name."""

    english: Given = EMPTY
    others: dict[str, Given] = field(default_factory=lambda: dict.fromkeys(OTHERS, EMPTY))
    errors: dict[str, str] = field(default_factory=dict)


def kept(row: GlossaryTerm, translations: dict[str, GlossaryTerm]) -> TermForm:
    """The form with what is kept."""
    others = {code: _given(translations[code]) if code in translations else EMPTY for code in OTHERS}
    return TermForm(_given(row), others)


def _given(row: GlossaryTerm) -> Given:
    return Given(row.term, row.look_for, row.adult, row.child, row.state)


def read(rows: list[GlossaryTerm], term_id: uuid.UUID | None) -> TermForm:
    """The posted term. `rows`: every term there is; `term_id`: the English term that is changed."""
    form = TermForm(_read(ENGLISH, "english_only"), {code: _other(code) for code in OTHERS})
    for code, given in {ENGLISH: form.english, **form.others}.items():
        if code != ENGLISH and given == EMPTY:
            continue
        _check(code, given, form.errors)
        taken = _taken(given, [row for row in rows if row.language == code], term_id)
        if taken:
            form.errors[f"{code}_look_for"] = _("This is looked for already: %(words)s", words=taken)
    return form


def _read(code: str, state: str) -> Given:
    term = " ".join(forms.line(f"{code}_term").split())
    return Given(
        term=term,
        look_for="\n".join(spellings(forms.words(f"{code}_look_for"))) or term,
        adult=forms.line(f"{code}_adult"),
        child=forms.line(f"{code}_child"),
        state=state,
    )


def _other(code: str) -> Given:
    """A translation; none when nothing is written."""
    given = _read(code, forms.chosen(f"{code}_state", STATES) or "machine")
    return given if given.term or given.adult or given.child else EMPTY


def _check(code: str, given: Given, errors: dict[str, str]) -> None:
    if not given.term:
        errors[f"{code}_term"] = _("Write the word.")
    if len(given.term) > TERM_LIMIT:
        errors[f"{code}_term"] = _("Please make it shorter: 120 letters at most.")
    if not given.adult:
        errors[f"{code}_adult"] = _("Write what it means, in plain words.")
    for name in ("look_for", "adult", "child"):
        if len(getattr(given, name)) > WORDS_LIMIT:
            errors[f"{code}_{name}"] = _("Please make it shorter: 1,000 letters at most.")


def _taken(given: Given, rows: list[GlossaryTerm], term_id: uuid.UUID | None) -> str:
    """A spelling of it that another term of its language is found by; '' when there is none."""
    others = [row for row in rows if (row.english_id or row.id) != term_id]
    theirs = {one.casefold() for row in others for one in (row.term, *spellings(row.look_for))}
    mine = (given.term, *spellings(given.look_for)) if given.term else ()
    return next((one for one in mine if one.casefold() in theirs), "")
