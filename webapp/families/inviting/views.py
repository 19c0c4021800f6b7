"""Inviting someone from outside for one child; ending it; whose advocate and plan checker they are."""

from __future__ import annotations

import uuid

from flask import abort, redirect, url_for
from werkzeug.wrappers import Response

from webapp import accounts
from webapp.core import access
from webapp.core import forms as fields
from webapp.core.language import LANGUAGES
from webapp.core.pages import page
from webapp.families import queries as families_queries
from webapp.families.inviting import forms, queries, service
from webapp.families.looks import note_family
from webapp.families.policies import may_work_with_family
from webapp.families.routes import families

PAGE = "/families/<id:family_id>/invite"
HELPERS = "/families/<id:family_id>/helpers"


@families.get(PAGE, policy=may_work_with_family)
def show_invite(family_id: uuid.UUID) -> Response:
    """Who is invited now, and the form for one more."""
    return _page(family_id, forms.InviteForm())


def _page(
    family_id: uuid.UUID, form: forms.InviteForm, status: int = 200, wrong: dict[str, str] | None = None
) -> Response:
    note_family(family_id)
    children = _children(family_id)
    names = accounts.names(children)
    return page(
        "families/invite.html",
        status=status,
        family_id=family_id,
        form=form,
        languages=list(LANGUAGES.items()),
        errors=form.errors | (wrong or {}),
        children=[(child_id, names[child_id]) for child_id in children],
        helpers={child_id: queries.helpers(child_id) for child_id in children},
        helpers_of={child_id: queries.helpers_of(child_id) for child_id in children},
    )


@families.post(PAGE, policy=may_work_with_family)
def invite(family_id: uuid.UUID) -> Response:
    """Invite; then the questions before the card."""
    form = forms.read_invite(_children(family_id))
    if form.errors or form.child_id is None or form.until_at is None:
        return _page(family_id, form, 422)
    person_id = service.invite(
        child_id=form.child_id,
        role=form.role,
        name=form.name,
        organisation=form.organisation,
        reference=form.reference,
        purpose=form.purpose,
        until=form.until_at,
        invited_by=access.reader().person_id,
        language=form.language,
    )
    return redirect(url_for("families.show_card_questions", family_id=family_id, person_id=person_id), 303)


@families.post("/families/<id:family_id>/people/<id:person_id>/end-invitation", policy=may_work_with_family)
def end_invitation(family_id: uuid.UUID, person_id: uuid.UUID) -> Response:
    """One tap, at once."""
    row = queries.row_of(access.reader(), family_id, person_id)
    if row is None:
        abort(404)
    service.end_invitation(row=row, actor_id=access.reader().person_id)
    return redirect(url_for("families.show_family", family_id=family_id), 303)


@families.post(HELPERS, policy=may_work_with_family)
def add_helper(family_id: uuid.UUID) -> Response:
    """This advocate, or this checker of plans, is the child's until a day."""
    child_id = _child(family_id)
    wanted = fields.identifier("helper")
    person = next((one for one in queries.helpers(child_id) if one.id == wanted), None)
    wrong: dict[str, str] = {}
    until = forms.read_until(wrong)
    if person is None or until is None:
        return _page(
            family_id, forms.InviteForm(), 422, {f"helper-{child_id}": next(iter(wrong.values()), "")}
        )
    service.add_helper(person=person, child_id=child_id, actor_id=access.reader().person_id, until=until)
    return redirect(url_for("families.show_invite", family_id=family_id), 303)


@families.post(f"{HELPERS}/end", policy=may_work_with_family)
def end_helper(family_id: uuid.UUID) -> Response:
    """They are the child's no more."""
    child_id, person_id = _child(family_id), fields.identifier("helper")
    if person_id not in {one.id for one in queries.helpers_of(child_id)} or person_id is None:
        abort(404)
    service.end_helper(person_id=person_id, child_id=child_id, actor_id=access.reader().person_id)
    return redirect(url_for("families.show_invite", family_id=family_id), 303)


def _children(family_id: uuid.UUID) -> list[uuid.UUID]:
    """The reader's own children in the family."""
    mine = families_queries.own_children(access.reader())
    return [one.person_id for one in families_queries.children_in(family_id, mine)]


def _child(family_id: uuid.UUID) -> uuid.UUID:
    child_id = fields.identifier("child")
    return child_id if child_id is not None and child_id in _children(family_id) else abort(404)
