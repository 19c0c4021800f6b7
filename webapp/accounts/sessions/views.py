"""Sessions: where a person is signed in, ending them, the lock."""

from __future__ import annotations

import uuid

from flask import redirect, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from webapp.accounts import rules, signed_in
from webapp.accounts import service as accounts_service
from webapp.accounts.routes import accounts
from webapp.accounts.sessions import prove, queries, service
from webapp.accounts.sessions.policies import a_family_member
from webapp.core import access, forms, ids, security
from webapp.core.access import any_staff, anyone, anyone_signed_in
from webapp.core.pages import page, see_home

accounts.app_template_global("prove_asked")(prove.asked)


@accounts.post("/sign-out", policy=anyone_signed_in)
def sign_out() -> Response:
    """End this session."""
    return _out()


def _out() -> Response:
    signed_in.stop()
    return see_home()


@accounts.get("/phones", policy=a_family_member)
def show_phones() -> Response:
    """A family member: where I am signed in."""
    return _sessions_page()


@accounts.get("/sessions", policy=any_staff)
def show_sessions() -> Response:
    """A member of staff: where I am signed in."""
    return _sessions_page()


def _sessions_page(error: str = "", status: int = 200) -> Response:
    reader = access.reader()
    found = queries.live(person_id=reader.person_id, kind=reader.kind, this_id=reader.session_id)
    layout = "parts/desk.html" if reader.kind == "staff" else "parts/page.html"
    return page("accounts/sessions.html", status=status, layout=layout, sessions=found, error=error)


@accounts.post("/sessions/end", policy=anyone_signed_in)
def end_session() -> Response:
    """End one session, all others, or all; ending any other asks for proof (ASVS 7.5.2)."""
    reader = access.reader()
    which = forms.chosen("end", ["others", "all"]) or ids.parse(forms.line("end"))
    if which == reader.session_id:
        return _out()
    if which is None:
        return _sessions_page(_("Choose what to end."), 422)
    if problem := prove.problem(reader):
        return _sessions_page(problem, 422)
    return _end(which, reader)


def _end(which: str | uuid.UUID, reader: access.Reader) -> Response:
    if which == "all":
        accounts_service.end_sessions(person_id=reader.person_id, ended_by=reader.person_id)
        return _out()
    if isinstance(which, uuid.UUID):
        service.end_one(person_id=reader.person_id, session_id=which)
    else:
        service.end_others(person_id=reader.person_id, this_id=reader.session_id)
    return redirect("/sessions" if reader.kind == "staff" else "/phones", 303)


@accounts.get("/locked", policy=anyone)
def show_locked() -> Response:
    """Where a member of staff's screen goes when nobody touches it: the session has ended."""
    if security.same_origin():
        signed_in.stop()
    return page("accounts/locked.html")


@accounts.after_app_request
def forget_what_was_sent(response: Response) -> Response:
    """A form that was sent is no longer being written. `kept_form` is a field of parts/keep.html."""
    sent = response.status_code == 303 or (response.status_code == 200 and "HX-Request" in request.headers)
    if request.method == "POST" and sent and "kept_form" in request.form:
        reader, form = access.optional_reader(), forms.line("kept_form")
        if reader is not None and rules.KEPT_FORM.fullmatch(form):
            service.forget_words(person_id=reader.person_id, form=form, draft=forms.identifier("kept_draft"))
    return response
