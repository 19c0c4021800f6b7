"""An adult writes their own lists, reads them back, and sends them. Works without JavaScript."""

from __future__ import annotations

import uuid
from typing import Any

from flask import abort, redirect
from werkzeug.wrappers import Response

from webapp import accounts, families
from webapp.core import access, language
from webapp.core import forms as fields
from webapp.core.pages import page
from webapp.houses import people
from webapp.houses.asking import queries as asking
from webapp.houses.asking.rules import Template
from webapp.houses.lists import forms, queries, service
from webapp.houses.lists.forms import ListsForm
from webapp.houses.lists.policies import may_make_lists
from webapp.houses.routes import houses


@houses.get("/lists", policy=may_make_lists)
def show_lists() -> Response:
    """An empty set of lists, and what this adult sent before."""
    return _form_page(ListsForm(_templates()[0]))


@houses.post("/lists", policy=may_make_lists)
def read_back_lists() -> Response:
    """Their own words: "Is that right?" Nothing changes; a POST, so that no word is in an address."""
    form = forms.read(_templates(), queries.children_of(access.reader()))
    if fields.line("again"):
        form.errors.clear()
        return _form_page(form)
    if form.errors:
        return _form_page(form, 422)
    return page("houses/lists_back.html", form=form, **_people(form.child_id))


@houses.post("/lists/send", policy=may_make_lists)
def send_lists() -> Response:
    """Sent as it was read back; a second tap changes nothing."""
    reader = access.reader()
    form = forms.read(_templates(), queries.children_of(reader))
    if form.errors or form.child_id is None:
        return _form_page(form, 422)
    is_theirs = service.send_lists(
        lists_id=form.lists_id,
        person_id=reader.person_id,
        child_id=form.child_id,
        template=form.template.key,
        said=form.said,
        level=form.level,
        language=language.current(),
    )
    if not is_theirs:
        abort(404)
    return redirect("/lists", 303)


def _templates() -> list[Template]:
    return asking.offered("adult") or abort(404)


def _form_page(form: ListsForm, status: int = 200) -> Response:
    reader = access.reader()
    children = queries.children_of(reader)
    sent = queries.lists_of(reader)[::-1]
    for one in sent:
        access.note_read(
            queries.READ,
            chain=f"family:{families.family_of(one.child_id).id}",
            subject_id=one.child_id,
            item_kind="lists",
            item_id=one.id,
        )
    return page(
        "houses/lists.html",
        status=status,
        form=form,
        sent=sent,
        templates=_templates(),
        children=[people.named(one) for one in children],
        names=accounts.names([*children, *(one.child_id for one in sent)]),
        **_people(form.child_id or children[0]),
    )


def _people(child_id: uuid.UUID | None) -> dict[str, Any]:
    """Who reads it, by first name: the child's worker and a manager who is another."""
    found = people.choices(child_id) if child_id else None
    return {
        "worker": found.worker if found else "",
        "manager": found.managers[0].name if found and found.managers else "",
        "child": people.named(child_id) if child_id else None,
    }
