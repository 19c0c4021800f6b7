"""The worker's page "What CHILD told me", and the child's "That is not what I said"."""

from __future__ import annotations

import uuid

from flask import abort, redirect, url_for
from werkzeug.wrappers import Response

from webapp import families
from webapp.core import access, clock, language
from webapp.core import forms as fields
from webapp.core.pages import page
from webapp.core.parcels import Refused
from webapp.houses import people
from webapp.houses.asking import queries as asking
from webapp.houses.asking.rules import Template
from webapp.houses.policies import may_look_back
from webapp.houses.routes import houses
from webapp.houses.told import forms, service
from webapp.houses.told.forms import ToldForm
from webapp.houses.told.policies import may_write_for_child

TOLD = "/children/<id:child_id>/told"


@houses.get(TOLD, policy=may_write_for_child)
def show_told(child_id: uuid.UUID) -> Response:
    """An empty form: nothing of the record stands on it."""
    return _told_page(child_id, ToldForm(day=clock.today().isoformat()))


@houses.post(TOLD, policy=may_write_for_child)
def write_down_told(child_id: uuid.UUID) -> Response:
    """Kept as the child's entry, marked with who wrote it and whose words they are."""
    form = forms.read(_templates())
    if form.errors or form.told_on is None:
        return _told_page(child_id, form, 422)
    try:
        service.write_down(
            entry_id=form.entry_id,
            child_id=child_id,
            by_id=access.reader().person_id,
            template=form.template,
            house=form.house,
            words=form.words,
            told_on=form.told_on,
            there=form.there,
            own_words=form.own_words == "yes",
            read_back=form.read_back,
            language=language.current(),
        )
    except Refused:
        return abort(404)
    return redirect(url_for("review.show_child_houses", child_id=child_id, set=form.entry_id), 303)


def _templates() -> list[Template]:
    """Everything that is offered to a child or a young person: the worker knows which it is."""
    return list({one.key: one for who in ("child", "teen") for one in asking.offered(who)}.values())


def _told_page(child_id: uuid.UUID, form: ToldForm, status: int = 200) -> Response:
    return page(
        "houses/told.html",
        status=status,
        child=people.named(child_id),
        worker=people.choices(child_id).worker,
        family_id=families.family_of(child_id).id,
        templates=_templates(),
        form=form,
    )


@houses.post("/houses/not-said", policy=may_look_back)
def say_not_said() -> Response:
    """The child says that it is not what they said: it stands beside it from now on."""
    entry_id = fields.identifier("entry")
    if entry_id is None or not service.say_no(child_id=access.reader().person_id, entry_id=entry_id):
        return abort(404)
    return redirect(url_for("houses.show_sent"), 303)
