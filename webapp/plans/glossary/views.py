"""An administrator keeps the glossary: list, add, change, take away."""

from __future__ import annotations

import uuid

from flask import abort, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from webapp.core import access
from webapp.core import forms as fields
from webapp.core.pages import page
from webapp.plans import words
from webapp.plans.glossary import forms, queries, service
from webapp.plans.glossary.forms import TermForm
from webapp.plans.glossary.policies import may_keep_glossary
from webapp.plans.models import GlossaryTerm
from webapp.plans.routes import plans


@plans.get("/plain-words", policy=may_keep_glossary)
def show_glossary() -> Response:
    """Every term with its plain words, and a form for a new one."""
    return _list_page(TermForm())


def _list_page(form: TermForm, status: int = 200) -> Response:
    return page("plans/glossary.html", status=status, rows=queries.english_rows(), form=form, others=[])


@plans.post("/plain-words", policy=may_keep_glossary)
def add_term() -> Response:
    """A new term."""
    form = forms.read(queries.rows(), None)
    if form.errors:
        return _list_page(form, 422)
    term_id = service.add_term(given=form.english, actor_id=access.reader().person_id)
    return redirect(url_for("plans.show_glossary", _anchor=f"term-{term_id}"), 303)


@plans.get("/plain-words/<id:term_id>", policy=may_keep_glossary)
def show_term(term_id: uuid.UUID) -> Response:
    """One term: its spellings, both wordings, and its words in other languages."""
    row = _row(term_id)
    return _term_page(row, forms.kept(row, queries.translations(term_id)))


def _row(term_id: uuid.UUID) -> GlossaryTerm:
    return queries.english_row(term_id) or abort(404)


def _term_page(row: GlossaryTerm, form: TermForm, status: int = 200) -> Response:
    translations = queries.translations(row.id)
    return page(
        "plans/glossary_term.html",
        status=status,
        row=row,
        form=form,
        others=list(form.others),
        states=[(code, str(words.WORDING_STATES[code])) for code in forms.STATES],
        old=[code for code, one in translations.items() if one.out_of_date],
    )


@plans.post("/plain-words/<id:term_id>", policy=may_keep_glossary)
def change_term(term_id: uuid.UUID) -> Response:
    """Other words for a term, in English and in other languages."""
    row, actor_id = _row(term_id), access.reader().person_id
    before = forms.kept(row, queries.translations(term_id))
    form = forms.read(queries.rows(), term_id)
    if form.errors:
        return _term_page(row, form, 422)
    if form.english != before.english:
        service.change_term(term_id=term_id, given=form.english, actor_id=actor_id)
    for code, given in form.others.items():
        if given != before.others[code] or fields.line(f"{code}_fresh") == "yes":
            service.translate_term(term_id=term_id, language=code, given=given, actor_id=actor_id)
    return redirect(url_for("plans.show_glossary", _anchor=f"term-{term_id}"), 303)


@plans.post("/plain-words/<id:term_id>/remove", policy=may_keep_glossary)
def remove_term(term_id: uuid.UUID) -> Response:
    """Take a term out; ticked first, for it goes in every language."""
    row = _row(term_id)
    if fields.line("sure") != "yes":
        form = forms.kept(row, queries.translations(term_id))
        form.errors["sure"] = _("Tick that this word should go.")
        return _term_page(row, form, 422)
    service.remove_term(term_id=term_id, actor_id=access.reader().person_id)
    return redirect(url_for("plans.show_glossary"), 303)
