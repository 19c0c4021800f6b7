"""A person's contacts: see, ask for a change, and the second person's yes or no."""

from __future__ import annotations

import uuid
from typing import Any

from flask import abort, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from webapp import accounts
from webapp.core import access
from webapp.core import forms as fields
from webapp.core.pages import page
from webapp.families import queries as families_queries
from webapp.families.contacts import forms, queries, rules, service
from webapp.families.contacts.forms import ContactForm
from webapp.families.contacts.policies import may_keep_contacts
from webapp.families.looks import note_person
from webapp.families.routes import families
from webapp.families.rules import BarredError

PLACE = "/families/<id:family_id>/people/<id:person_id>/contacts"


@families.get(PLACE, policy=may_keep_contacts)
def show_contacts(family_id: uuid.UUID, person_id: uuid.UUID) -> Response:
    """What stands, who sees it, what waits."""
    return _page(family_id, person_id, ContactForm())


def _page(
    family_id: uuid.UUID, person_id: uuid.UUID, form: ContactForm, status: int = 200, **about: Any
) -> Response:
    note_person(family_id, person_id, "contact.read")
    person = next(one for one in families_queries.members(family_id) if one.person_id == person_id)
    return page(
        "families/contacts.html",
        status=status,
        family_id=family_id,
        person=person,
        contacts=queries.contacts_of(person_id),
        safe_way=families_queries.safe_way(person_id),
        people=queries.may_be_safe_for(family_id, person_id),
        waiting=queries.waiting_of(family_id, person_id),
        kinds=rules.KINDS,
        form=form,
        **({"problem": "", "deciding": None} | about),
    )


@families.post(PLACE, policy=may_keep_contacts)
def change_contact(family_id: uuid.UUID, person_id: uuid.UUID) -> Response:
    """Ask for a change; what takes away is done at once."""
    form = forms.read_contact_form()
    if form.errors:
        return _page(family_id, person_id, form, 422)
    if problem := accounts.prove_problem(access.reader()):
        return _page(family_id, person_id, form, 422, problem=problem)
    try:
        _change(family_id, person_id, form)
    except BarredError:
        said = {"safe_for": _("There is a court order, or no contact. So it cannot be marked safe.")}
        return _page(family_id, person_id, ContactForm(errors=said), 422)
    return redirect(url_for("families.show_contacts", family_id=family_id, person_id=person_id), 303)


def _change(family_id: uuid.UUID, person_id: uuid.UUID, form: ContactForm) -> None:
    by = access.reader().person_id
    if form.action == "narrow_way":
        words = forms.narrow_words(form.way)
        service.narrow_way(family_id=family_id, person_id=person_id, words=words, by=by)
        return
    contact = queries.contact(person_id, form.contact_id)
    if contact is None and form.action in ("change", "safe", "remove", "unsafe"):
        abort(404)
    if form.action in ("safe", "unsafe") and form.safe_for_id not in _family(family_id, person_id):
        abort(404)
    if contact is not None and form.action == "remove":
        service.remove(family_id=family_id, contact=contact, by=by)
    elif contact is not None and form.action == "unsafe" and form.safe_for_id:
        service.mark_unsafe(family_id=family_id, contact=contact, reader_id=form.safe_for_id, by=by)
    else:
        service.ask(
            family_id=family_id,
            person_id=person_id,
            action=form.action,
            kind=contact.kind if contact else form.kind,
            asked_by=by,
            why=form.why,
            value="" if form.action == "safe" else form.value,
            contact_id=contact.id if contact else None,
            safe_for_id=form.safe_for_id if form.action == "safe" else None,
        )


def _family(family_id: uuid.UUID, person_id: uuid.UUID) -> set[uuid.UUID]:
    return {one.person_id for one in families_queries.members(family_id)} - {person_id}


@families.post(f"{PLACE}/<id:change_id>", policy=may_keep_contacts)
def decide_contact(family_id: uuid.UUID, person_id: uuid.UUID, change_id: uuid.UUID) -> Response:
    """The second person confirms or refuses; who asked may withdraw."""
    event = fields.chosen("decision", rules.EVENTS)
    change = next((one for one in queries.waiting_of(family_id, person_id) if one.id == change_id), None)
    if change is None:
        return abort(404)
    deciding = {"id": change_id, "event": event or ""}
    if event is None:
        return _page(family_id, person_id, ContactForm(errors={"decision": _("Say yes or no.")}), 422)
    if event == "confirm" and (problem := accounts.prove_problem(access.reader())):
        return _page(family_id, person_id, ContactForm(), 422, problem=problem, deciding=deciding)
    try:
        service.decide(change_id=change_id, event=event, by=access.reader().person_id)
    except (rules.NotNowError, BarredError) as error:
        said = {"decision": _refusal(error.code)}
        return _page(family_id, person_id, ContactForm(errors=said), 422)
    return redirect(url_for("families.show_contacts", family_id=family_id, person_id=person_id), 303)


def _refusal(code: str) -> str:
    texts = {
        "same": _("Someone else has to check this. The person who asked cannot also say yes."),
        "floor": _("There is a court order, or no contact. So it cannot be marked safe."),
    }
    return texts.get(code) or _("This no longer waits.")
