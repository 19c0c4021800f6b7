"""Hand your phone to a child: the worker's page is locked, and the child's ends by itself."""

from __future__ import annotations

import uuid

from flask import abort, redirect
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from webapp import accounts
from webapp.core import access, forms, language, security
from webapp.core.pages import page, see_home
from webapp.families.looks import note_person
from webapp.families.phones import queries
from webapp.families.policies import may_work_with_family
from webapp.families.queries import MemberView
from webapp.families.routes import families

RIGHT_CHILD = ("yes",)
HERE = ("nobody", "someone")


@families.get("/families/<id:family_id>/people/<id:person_id>/hand-over", policy=may_work_with_family)
def show_hand_over(family_id: uuid.UUID, person_id: uuid.UUID) -> Response:
    """What handing over means, and who else is here."""
    child = _child(family_id, person_id)
    note_person(family_id, person_id)
    return _question(family_id, child, {})


def _question(family_id: uuid.UUID, child: MemberView, errors: dict[str, str]) -> Response:
    return page(
        "families/hand_over.html",
        status=422 if errors else 200,
        family_id=family_id,
        child=child,
        errors=errors,
        ticked=[forms.chosen("child", RIGHT_CHILD) or ""],
        here=forms.chosen("here", HERE) or "",
    )


@families.post("/families/<id:family_id>/people/<id:person_id>/hand-over", policy=may_work_with_family)
def hand_over(family_id: uuid.UUID, person_id: uuid.UUID) -> Response:
    """Lock the worker's session here and begin the child's. A second tap begins no second one."""
    child = _child(family_id, person_id)
    errors = {}
    if forms.chosen("child", RIGHT_CHILD) is None:
        errors["child"] = _("Check that it is the right child, and tick it.")
    if forms.chosen("here", HERE) is None:
        errors["here"] = _("Say who else is here.")
    if errors:
        return _question(family_id, child, errors)
    if not accounts.hand_over(person_id):
        return redirect("/staff", 303)
    response = see_home()
    # The language the worker chose is not the child's choice.
    security.drop_cookie(response, language.COOKIE)
    return response


def _child(family_id: uuid.UUID, person_id: uuid.UUID) -> MemberView:
    person = queries.person_in(access.reader(), family_id, person_id)
    if person is None or person.kind != "child":
        abort(404)
    return person
