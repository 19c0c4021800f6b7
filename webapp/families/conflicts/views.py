"""Declaring that one knows a child here, and the lists of managers and administrators."""

from __future__ import annotations

from flask import abort, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from webapp import accounts
from webapp.core import access, forms
from webapp.core.access import any_staff
from webapp.core.pages import page
from webapp.families import queries as families_queries
from webapp.families.administration.policies import an_administrator
from webapp.families.conflicts import queries, service
from webapp.families.policies import may_keep_conflicts
from webapp.families.routes import families


@families.get("/my-conflicts", policy=any_staff)
def show_my_conflicts() -> Response:
    """What I said, and the form."""
    return _mine({})


def _mine(errors: dict[str, str], status: int = 200) -> Response:
    return page("families/my_conflicts.html", status=status, rows=queries.own(access.reader()), errors=errors)


@families.post("/my-conflicts", policy=any_staff)
def declare_conflict() -> Response:
    """Taken as it is: whether the number is a child's here is not told."""
    reader, typed = access.reader(), forms.line("authority_id")[:64]
    if not typed:
        return _mine({"authority_id": _("Write the council's person id of the child.")}, 422)
    service.declare(staff_id=reader.person_id, declared_by=reader.person_id, authority_id=typed)
    return redirect(url_for("families.show_my_conflicts"), 303)


@families.get("/conflicts", policy=may_keep_conflicts)
def show_conflicts() -> Response:
    """Whose relatives are whose."""
    return _all({})


def _all(errors: dict[str, str], status: int = 200) -> Response:
    reader = access.reader()
    found = [(one.id, families_queries.family_name(one)) for one in families_queries.visible_families(reader)]
    return page(
        "families/conflicts.html",
        status=status,
        rows=queries.visible_to(reader),
        staff=sorted(accounts.names(queries.staff_ids(reader)).items(), key=lambda pair: pair[1].casefold()),
        families=sorted(found, key=lambda pair: pair[1].casefold()),
        errors=errors,
        typed={name: forms.line(name)[:64] for name in ("staff", "family", "authority_id")},
    )


@families.post("/conflicts", policy=may_keep_conflicts)
def declare_conflict_of() -> Response:
    """About one of the staff, by a family of one's own or by a child's number."""
    reader = access.reader()
    staff_id, family_id = forms.identifier("staff"), forms.identifier("family")
    mine = {one.id for one in families_queries.visible_families(reader)}
    errors = {}
    if staff_id is None or staff_id not in queries.staff_ids(reader):
        errors["staff"] = _("Choose a person.")
    if family_id not in mine and not forms.line("authority_id"):
        errors["authority_id"] = _("Choose a family, or write a child's number.")
    if errors or staff_id is None:
        return _all(errors, 422)
    service.declare(
        staff_id=staff_id,
        declared_by=reader.person_id,
        authority_id=forms.line("authority_id")[:64],
        family_id=family_id if family_id in mine else None,
    )
    return redirect(url_for("families.show_conflicts"), 303)


@families.post("/conflicts/end", policy=an_administrator)
def end_conflict() -> Response:
    """With a reason; never one's own."""
    row = queries.one(forms.identifier("conflict")) or abort(404)
    if row.staff_id == access.reader().person_id:
        abort(404)
    name = f"why-{row.id}"
    reason = forms.line(name)[:2000]
    if not reason:
        return _all({name: _("Say why. A few words are enough.")}, 422)
    service.end(row=row, reason=reason, actor_id=access.reader().person_id)
    return redirect(url_for("families.show_conflicts"), 303)
