""" "This picture needs care": lock it away; the manager's page of it."""

from __future__ import annotations

import uuid

from flask import abort, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from webapp import accounts, families
from webapp.core import access, forms
from webapp.core.pages import page
from webapp.houses import queries as houses_queries
from webapp.houses.care import policies, queries, service
from webapp.houses.in_record import queries as in_record
from webapp.houses.looks import note_entries
from webapp.houses.routes import houses

ASKED = "/entries/<id:entry_id>/care"
LOCKED = "/care/<id:mark_id>"
LONGEST = 2_000


@houses.get(ASKED, policy=policies.may_lock_away)
def ask_why_care(entry_id: uuid.UUID) -> Response:
    """Before it is locked: what that does, and why."""
    child_id = _child_of(entry_id)
    return page("houses/care_ask.html", entry_id=entry_id, child=accounts.people([child_id])[child_id])


@houses.post(ASKED, policy=policies.may_lock_away)
def lock_away(entry_id: uuid.UUID) -> Response:
    """Lock it now, whatever is typed: a reason can come later, the picture must not stay."""
    child_id = _child_of(entry_id)
    why = forms.words("why").strip()[:LONGEST]
    service.lock_away(entry_id=entry_id, by_id=access.reader().person_id, why=why)
    return redirect(url_for("review.show_child_houses", child_id=child_id), 303)


def _child_of(entry_id: uuid.UUID) -> uuid.UUID:
    row = houses_queries.entry_row(entry_id)
    return row.child_id if row is not None else abort(404)


@houses.get(LOCKED, policy=policies.may_see_locked)
def show_locked(mark_id: uuid.UUID) -> Response:
    """Why it is locked, and what to do; the picture itself only when asked for."""
    return _locked_page(mark_id, shows=False)


@houses.post(LOCKED, policy=policies.may_see_locked)
def look_at_locked(mark_id: uuid.UUID) -> Response:
    """The one sealed original, for those who decide. It is never sent to print."""
    return _locked_page(mark_id, shows=True)


@houses.post(f"{LOCKED}/open", policy=policies.may_show_again)
def open_again(mark_id: uuid.UUID) -> Response:
    """It needs no care after all; a reason is asked for."""
    why = forms.words("why").strip()[:LONGEST]
    if not why:
        return _locked_page(mark_id, shows=False, errors={"why": _("Say why it may be shown again.")})
    child_id = queries.mark(mark_id).child_id
    service.open_again(mark_id=mark_id, by_id=access.reader().person_id, why=why)
    return redirect(url_for("families.show_family", family_id=families.family_of(child_id).id), 303)


def _locked_page(mark_id: uuid.UUID, *, shows: bool, errors: dict[str, str] | None = None) -> Response:
    mark = queries.mark(mark_id)
    note_entries(mark.child_id, [mark.entry_id], queries.READ)
    return page(
        "houses/care.html",
        status=422 if errors else 200,
        mark=mark,
        child=accounts.people([mark.child_id])[mark.child_id],
        entry=houses_queries.original(mark.entry_id) if shows else None,
        may_show_again=queries.may_decide(access.reader(), mark_id),
        in_record=in_record.stems_with(mark.entry_id),
        errors=errors or {},
    )
