"""One person of a family, by hand: added, changed, gone from it, back in it, in another family too."""

from __future__ import annotations

import uuid
from typing import Any

from flask import abort, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from webapp.core import access, clock
from webapp.core import forms as core_forms
from webapp.core.pages import page
from webapp.families import queries as base
from webapp.families.administration import forms, queries, service
from webapp.families.administration.policies import an_administrator, may_keep_members
from webapp.families.looks import note_names
from webapp.families.routes import families

NOBODY = {"name": "", "language": "en"}


def _family(family_id: uuid.UUID) -> Response:
    return redirect(url_for("families.show_family_people", family_id=family_id), 303)


@families.get("/people/families/<id:family_id>/new-child", policy=may_keep_members)
def show_new_child(family_id: uuid.UUID) -> Response:
    """A child by hand."""
    note_names(family_id)
    return _child_page(
        family_id, None, forms.ChildForm(NOBODY | {"born_on": "", "band": "", "authority_id": ""})
    )


@families.post("/people/families/<id:family_id>/new-child", policy=may_keep_members)
def add_child(family_id: uuid.UUID) -> Response:
    """Nobody works with the child yet; who keeps the family gives a worker next."""
    form = forms.read_child()
    if form.errors:
        return _child_page(family_id, None, form, 422)
    reader = access.reader()
    try:
        child_id = service.add_child(family_id=family_id, actor_id=reader.person_id, **_child_values(form))
    except service.IdTaken:
        return _id_taken(family_id, None, form)
    if queries.family_kept(reader, family_id) is None:
        return _family(family_id)
    return redirect(url_for("families.show_worker", child_id=child_id), 303)


def _child_values(form: forms.ChildForm) -> dict[str, Any]:
    given = form.values
    return {
        "name": given["name"],
        "band": form.band,
        "language": given["language"],
        "born_on": form.born_on,
        "authority_id": given["authority_id"],
    }


def _id_taken(family_id: uuid.UUID, person: base.MemberView | None, form: forms.ChildForm) -> Response:
    form.errors["authority_id"] = _("Another child has this id already. Look at it again.")
    return _child_page(family_id, person, form, 422)


def _child_page(
    family_id: uuid.UUID, person: base.MemberView | None, form: forms.ChildForm, status: int = 200
) -> Response:
    return _person_page("families/people_child.html", family_id, person, form, status)


def _person_page(
    template: str, family_id: uuid.UUID, person: base.MemberView | None, form: forms.Typed, status: int
) -> Response:
    return page(
        template,
        status=status,
        family_id=family_id,
        person=person,
        form=form,
        spoken=list(forms.LANGUAGES.items()),
        relations=forms.RELATIONS,
        today=clock.today(),
        ticked=[core_forms.line("lives_here")],
        left_error=form.errors.get("left_on", ""),
        also_error=form.errors.get("also", ""),
    )


@families.get("/people/families/<id:family_id>/new-adult", policy=may_keep_members)
def show_new_adult(family_id: uuid.UUID) -> Response:
    """An adult by hand; that grants nothing."""
    note_names(family_id)
    return _adult_page(family_id, None, forms.Typed(NOBODY | {"relation": "", "role": ""}))


@families.post("/people/families/<id:family_id>/new-adult", policy=may_keep_members)
def add_adult(family_id: uuid.UUID) -> Response:
    """They cannot see anything yet; the page says so and leads to where that is given."""
    form = forms.read_adult()
    if form.errors:
        return _adult_page(family_id, None, form, 422)
    adult_id = service.add_adult(
        family_id=family_id,
        actor_id=access.reader().person_id,
        lives_here=core_forms.line("lives_here") == "yes",
        **form.values,
    )
    person = _member(family_id, adult_id)
    may_give = base.works_with_family(access.reader(), family_id)
    return page("families/people_added.html", family_id=family_id, person=person, may_give=may_give)


def _adult_page(
    family_id: uuid.UUID, person: base.MemberView | None, form: forms.Typed, status: int = 200
) -> Response:
    return _person_page("families/people_adult.html", family_id, person, form, status)


@families.get("/people/families/<id:family_id>/<id:person_id>", policy=may_keep_members)
def show_member(family_id: uuid.UUID, person_id: uuid.UUID) -> Response:
    """What we know the person by."""
    person = _member(family_id, person_id)
    note_names(family_id)
    return _known(family_id, person, {})


def _known(
    family_id: uuid.UUID, person: base.MemberView, errors: dict[str, str], status: int = 200
) -> Response:
    values = {"name": person.name, "language": person.language}
    if person.kind != "child":
        form = forms.Typed(values | {"relation": person.relation, "role": person.role}, errors)
        return _adult_page(family_id, person, form, status)
    born = base.born_on(person.person_id)
    known = {"born_on": born.isoformat() if born else "", "band": person.band}
    known["authority_id"] = base.authority_id(person.person_id)
    return _child_page(family_id, person, forms.ChildForm(values | known, errors), status)


@families.post("/people/families/<id:family_id>/<id:person_id>", policy=may_keep_members)
def change_member(family_id: uuid.UUID, person_id: uuid.UUID) -> Response:
    """A name spelled right, another language, the day of birth."""
    person = _member(family_id, person_id)
    return _change_child(family_id, person) if person.kind == "child" else _change_adult(family_id, person)


def _change_child(family_id: uuid.UUID, person: base.MemberView) -> Response:
    form = forms.read_child()
    if form.errors:
        return _child_page(family_id, person, form, 422)
    actor_id = access.reader().person_id
    try:
        service.change_child(
            family_id=family_id, child_id=person.person_id, actor_id=actor_id, **_child_values(form)
        )
    except service.IdTaken:
        return _id_taken(family_id, person, form)
    return _family(family_id)


def _change_adult(family_id: uuid.UUID, person: base.MemberView) -> Response:
    form = forms.read_adult()
    if form.errors:
        return _adult_page(family_id, person, form, 422)
    actor_id = access.reader().person_id
    service.change_adult(family_id=family_id, adult_id=person.person_id, actor_id=actor_id, **form.values)
    return _family(family_id)


@families.post("/people/families/<id:family_id>/<id:person_id>/left", policy=may_keep_members)
def leave_family(family_id: uuid.UUID, person_id: uuid.UUID) -> Response:
    """They are in this family no more; what they could see of it ends now."""
    person = _member(family_id, person_id)
    on, error = forms.read_leaving()
    if on is None:
        return _known(family_id, person, {"left_on": error}, 422)
    actor_id = access.reader().person_id
    service.leave_family(family_id=family_id, person_id=person_id, on=on, actor_id=actor_id)
    # A worker whose only child here it was keeps this family no more.
    mine = queries.may_keep_members(access.reader(), family_id)
    return _family(family_id) if mine else redirect(url_for("families.show_families"), 303)


@families.post("/people/families/<id:family_id>/back", policy=an_administrator)
def join_family_again(family_id: uuid.UUID) -> Response:
    """Someone who left is in the family again; they see nothing until a worker says so."""
    person_id = core_forms.identifier("person")
    _kept(family_id)
    if person_id in {row.id for row in queries.left(family_id)} and person_id is not None:
        service.join_family(family_id=family_id, person_id=person_id, actor_id=access.reader().person_id)
    return _family(family_id)


@families.post("/people/families/<id:family_id>/<id:person_id>/also-in", policy=an_administrator)
def join_other_family(family_id: uuid.UUID, person_id: uuid.UUID) -> Response:
    """A person may be in several families: the other is named by the council's id of a child in it."""
    _kept(family_id)
    person = _member(family_id, person_id)
    child_id = base.child_by_authority_id(core_forms.line("also"))
    other = queries.child_kept(access.reader(), child_id) if child_id else None
    if other is None or child_id == person_id:
        error = _("No other child here has this id. Look at each letter and number again.")
        return _known(family_id, person, {"also": error}, 422)
    service.join_family(family_id=other.id, person_id=person_id, actor_id=access.reader().person_id)
    return _family(other.id)


def _kept(family_id: uuid.UUID) -> None:
    if queries.family_kept(access.reader(), family_id) is None:
        abort(404)


def _member(family_id: uuid.UUID, person_id: uuid.UUID) -> base.MemberView:
    """The person in this family; a child only to those who keep the family or work with that child."""
    people = queries.people_known(access.reader(), family_id)
    return next((one for one in people if one.person_id == person_id), None) or abort(404)
