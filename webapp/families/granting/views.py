""" "What may Imran see?": for each of the worker's children in the family, and the floor under it."""

from __future__ import annotations

import uuid
from typing import Any

from flask import abort, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from webapp.core import access, clock
from webapp.core import forms as fields
from webapp.core.pages import page
from webapp.families import rules
from webapp.families.granting import forms, queries, service
from webapp.families.granting.forms import EMPTY_FLOOR, EMPTY_GIVE
from webapp.families.looks import note_person
from webapp.families.models import Floor, Grant
from webapp.families.policies import may_lift_floor, may_work_with_family
from webapp.families.queries import MemberView
from webapp.families.routes import families
from webapp.families.rules import BarredError

PAGE = "/families/<id:family_id>/people/<id:person_id>/may-see"


@families.get(PAGE, policy=may_work_with_family)
def show_may_see(family_id: uuid.UUID, person_id: uuid.UUID) -> Response:
    """What was given to this person, and what holds them back."""
    return _page(family_id, person_id)


def _page(family_id: uuid.UUID, person_id: uuid.UUID, status: int = 200, **typed: Any) -> Response:
    reader, person = access.reader(), _person(family_id, person_id)
    note_person(family_id, person_id)
    lines = queries.lines(reader, family_id, person_id)
    values: dict[str, Any] = {"give": EMPTY_GIVE, "floor": EMPTY_FLOOR, "errors": {}} | typed
    return page(
        "families/may_see.html",
        status=status,
        family_id=family_id,
        person=person,
        lines=lines,
        children=[(line.id, line.name) for line in lines],
        kinds=rules.kinds_for(person.role) if person.kind == "adult" else (),
        today=clock.today(),
        **values,
    )


@families.post(f"{PAGE}/give", policy=may_work_with_family)
def give(family_id: uuid.UUID, person_id: uuid.UUID) -> Response:
    """From now on; refused in plain words while an order or no contact holds."""
    person = _person(family_id, person_id)
    kinds = rules.kinds_for(person.role) if person.kind == "adult" else ()
    form = forms.read_give(_children(family_id, person_id), kinds)
    if form.child_id is None or form.errors:
        return _page(family_id, person_id, 422, give=form, errors=form.errors)
    try:
        service.grant(
            person_id=person_id,
            child_id=form.child_id,
            kind=form.kind,
            granted_by=access.reader().person_id,
            until=form.until,
            why=form.why,
        )
    except BarredError:
        refused = {"give_child": _("There is a court order, or no contact. So nobody can give this now.")}
        return _page(family_id, person_id, 422, give=form, errors=refused)
    return _back(family_id, person_id)


@families.post(f"{PAGE}/end", policy=may_work_with_family)
def end_grant(family_id: uuid.UUID, person_id: uuid.UUID) -> Response:
    """One tap, at once."""
    service.end_grant(row=_grant(family_id, person_id), actor_id=access.reader().person_id)
    return _back(family_id, person_id)


@families.post(f"{PAGE}/before", policy=may_work_with_family)
def see_from(family_id: uuid.UUID, person_id: uuid.UUID) -> Response:
    """Let what came since an earlier day show too."""
    row = _grant(family_id, person_id)
    name = f"since-{row.id}"
    since = fields.day(name)
    if since is None or since > clock.today():
        errors = {name: _("Give the first day they may see. It cannot be later than today.")}
        return _page(family_id, person_id, 422, errors=errors)
    service.see_from(row=row, since=forms.start_of(since), actor_id=access.reader().person_id)
    return _back(family_id, person_id)


@families.post(f"{PAGE}/floor", policy=may_work_with_family)
def set_floor(family_id: uuid.UUID, person_id: uuid.UUID) -> Response:
    """From now on nothing of the child reaches the person."""
    _person(family_id, person_id)
    form = forms.read_floor(_children(family_id, person_id))
    if form.child_id is None or form.review_on is None or form.errors:
        return _page(family_id, person_id, 422, floor=form, errors=form.errors)
    service.set_floor(
        person_id=person_id,
        child_id=form.child_id,
        kind=form.kind,
        reason=form.reason,
        review_on=form.review_on,
        set_by=access.reader().person_id,
    )
    return _back(family_id, person_id)


@families.post(f"{PAGE}/floor/ask", policy=may_work_with_family)
def ask_to_lift_floor(family_id: uuid.UUID, person_id: uuid.UUID) -> Response:
    """The worker's half of lifting."""
    row = _floor(family_id, person_id)
    reason = fields.line(f"lift-{row.id}")[: forms.LONGEST]
    if not reason:
        return _no_reason(family_id, person_id, row)
    service.ask_to_lift(row=row, reason=reason, actor_id=access.reader().person_id)
    return _back(family_id, person_id)


@families.post(f"{PAGE}/floor/lift", policy=may_lift_floor)
def lift_floor(family_id: uuid.UUID, person_id: uuid.UUID) -> Response:
    """The manager's half. Nothing that was given before comes back by itself."""
    row = _floor(family_id, person_id)
    reason = fields.line(f"lift-{row.id}")[: forms.LONGEST]
    if not reason:
        return _no_reason(family_id, person_id, row)
    try:
        service.lift_floor(row=row, reason=reason, manager_id=access.reader().person_id)
    except BarredError:
        errors = {
            f"lift-{row.id}": _("You set this. Another person must ask, or another manager must lift it.")
        }
        return _page(family_id, person_id, 422, errors=errors)
    return _back(family_id, person_id)


def _no_reason(family_id: uuid.UUID, person_id: uuid.UUID, row: Floor) -> Response:
    errors = {f"lift-{row.id}": _("Say why. A few words are enough.")}
    return _page(family_id, person_id, 422, errors=errors)


def _person(family_id: uuid.UUID, person_id: uuid.UUID) -> MemberView:
    return queries.person_in(access.reader(), family_id, person_id) or abort(404)


def _children(family_id: uuid.UUID, person_id: uuid.UUID) -> list[uuid.UUID]:
    return [one.person_id for one in queries.children_but(access.reader(), family_id, person_id)]


def _grant(family_id: uuid.UUID, person_id: uuid.UUID) -> Grant:
    children = _children(family_id, person_id)
    return queries.grant_of(fields.identifier("grant"), person_id, children) or abort(404)


def _floor(family_id: uuid.UUID, person_id: uuid.UUID) -> Floor:
    children = _children(family_id, person_id)
    return queries.floor_of(fields.identifier("floor"), person_id, children) or abort(404)


def _back(family_id: uuid.UUID, person_id: uuid.UUID) -> Response:
    return redirect(url_for("families.show_may_see", family_id=family_id, person_id=person_id), 303)
