"""Something has changed: the worker says what, and ticks off what was given to the family one by one."""

from __future__ import annotations

import uuid

from flask import redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from webapp.core import access, forms
from webapp.core.pages import page
from webapp.families.checking import queries, rules, service
from webapp.families.looks import note_family
from webapp.families.phones.queries import people_in
from webapp.families.policies import may_work_with_family
from webapp.families.routes import families

OUTCOMES = ("safe", "stop", "change")


@families.get("/families/<id:family_id>/checks", policy=may_work_with_family)
def show_checks(family_id: uuid.UUID) -> Response:
    """What waits to be checked again, and the form that says what changed."""
    note_family(family_id)
    return _checks(family_id)


def _checks(family_id: uuid.UUID, status: int = 200, errors: dict[str, str] | None = None) -> Response:
    reader = access.reader()
    return page(
        "families/checks.html",
        status=status,
        family_id=family_id,
        checks=queries.waiting(reader, family_id),
        changes=queries.changes_open(family_id),
        errors=errors or {},
    )


@families.post("/families/<id:family_id>/checks/new", policy=may_work_with_family)
def say_changed(family_id: uuid.UUID) -> Response:
    """A move, a new adult at home, violence, a new order or enquiry (practice §3)."""
    kind = forms.chosen("change", rules.CHANGES)
    if kind is None:
        return _checks(family_id, 422, {"change": _("Pick what has changed.")})
    service.say_changed(family_id=family_id, kind=kind, actor_id=access.reader().person_id)
    return _back(family_id)


@families.post("/families/<id:family_id>/checks", policy=may_work_with_family)
def answer_check(family_id: uuid.UUID) -> Response:
    """Still safe, stop it now, or change it."""
    reader = access.reader()
    view = queries.check_in(reader, family_id, forms.identifier("check"))
    outcome = forms.chosen("outcome", OUTCOMES)
    if view is None or outcome is None:
        return _back(family_id)
    if outcome == "safe":
        service.say_safe(view=view, family_id=family_id, actor_id=reader.person_id)
    elif outcome == "stop":
        service.stop(view=view, family_id=family_id, actor_id=reader.person_id)
    else:
        return _change(family_id, view)
    return _back(family_id)


def _change(family_id: uuid.UUID, view: queries.CheckView) -> Response:
    """A card is changed by its questions, a contact or a safe way where a second person looks too."""
    page_of = "families.show_card_questions" if view.kind == rules.CARD else "families.show_contacts"
    return redirect(url_for(page_of, family_id=family_id, person_id=view.person.person_id), 303)


@families.post("/families/<id:family_id>/checks/stop-cards", policy=may_work_with_family)
def stop_all_cards(family_id: uuid.UUID) -> Response:
    """Stop all cards now."""
    reader = access.reader()
    people = [one.person_id for one in people_in(reader, family_id)]
    service.stop_all_cards(family_id=family_id, person_ids=people, actor_id=reader.person_id)
    return _back(family_id)


def _back(family_id: uuid.UUID) -> Response:
    return redirect(url_for("families.show_checks", family_id=family_id), 303)
