"""How I sign in: a member of staff changes a password, a code app or passkeys (ASVS 6.2.2, 7.5.1)."""

from __future__ import annotations

from flask import abort, current_app, jsonify
from flask_babel import gettext as _
from werkzeug.utils import redirect
from werkzeug.wrappers import Response

from webapp.accounts import forms, passkeys, signed_in
from webapp.accounts import queries as account_queries
from webapp.accounts import service as base_service
from webapp.accounts.models import StaffLogin
from webapp.accounts.routes import accounts
from webapp.accounts.sessions import prove
from webapp.accounts.staff_ways import queries, service
from webapp.accounts.staff_ways.set_up_views import offered, person_of
from webapp.core import access
from webapp.core import forms as core_forms
from webapp.core.access import any_staff
from webapp.core.pages import page

PLACE = "/ways-in-staff"


@accounts.get(PLACE, policy=any_staff)
def show_staff_ways() -> Response:
    """How I sign in."""
    return _own_page()


def _prove_page(error: str) -> Response:
    return page("accounts/staff_prove.html", status=422 if error else 200, error=error)


@accounts.post("/ways-in-staff/prove", policy=any_staff)
def prove_staff() -> Response:
    """Show that it is still you, before a way in is changed."""
    problem = prove.problem(access.reader())
    return _prove_page(problem) if problem else redirect(PLACE, 303)


def _own_page(status: int = 200, **errors: str) -> Response:
    if prove.asked(access.reader()) is not None:
        return _prove_page("")
    login = _login()
    settings = current_app.extensions["heard_settings"]
    return page(
        "accounts/staff_ways.html",
        status=status,
        errors=errors,
        possible=passkeys.are_possible(),
        passkeys=passkeys.count(login.id),
        has_password=bool(login.password_hash),
        has_totp=queries.has_totp(login),
        provider=(settings.oidc_name or _("your work account")) if login.subject_hash else "",
        **offered(login),
    )


def _login() -> StaffLogin:
    login = account_queries.login_of(access.reader().person_id)
    assert login is not None, "a member of staff has a login"
    return login


@accounts.post("/ways-in-staff/password", policy=any_staff)
def change_staff_password() -> Response:
    """A new password signs out everywhere else."""
    password = core_forms.words("password")
    if problem := forms.password_problem(password):
        return _own_page(422, password=problem)
    if problem := prove.problem(access.reader()):
        return _prove_page(problem)
    service.set_password(login=_login(), password=password)
    return _begin_anew()


@accounts.post("/ways-in-staff/code/begin", policy=any_staff)
def offer_staff_code() -> Response:
    """Show a new square to scan; the old code app works until a code of the new one was typed."""
    if problem := prove.problem(access.reader()):
        return _prove_page(problem)
    service.offer_totp(login=_login())
    return redirect(PLACE, 303)


@accounts.post("/ways-in-staff/code", policy=any_staff)
def change_staff_code() -> Response:
    """From now on the new code app counts."""
    if problem := prove.problem(access.reader()):
        return _prove_page(problem)
    if not service.accept_totp(login=_login(), code=forms.typed_code()):
        return _own_page(422, code=_("That code did not work. Wait for the next one and try again."))
    return _begin_anew()


@accounts.post("/ways-in-staff/passkey/begin", policy=any_staff)
def begin_own_passkey() -> Response:
    """What the computer needs to make a passkey."""
    if not passkeys.are_possible():
        abort(422)
    response: Response = jsonify(passkeys.begin_registration(person_of(_login())))
    return response


@accounts.post("/ways-in-staff/passkey", policy=any_staff)
def add_own_passkey() -> Response:
    """One more passkey."""
    if problem := prove.problem(access.reader()):
        return _prove_page(problem)
    try:
        passkeys.finish_registration(person_of(_login()), core_forms.words("credential")[:100_000])
    except passkeys.Refused:
        return _own_page(422, passkey=_("That did not work. Please try again."))
    return redirect(PLACE, 303)


@accounts.post("/ways-in-staff/passkey/end", policy=any_staff)
def end_own_passkeys() -> Response:
    """None of the passkeys works from now on; another second step must stand."""
    if problem := prove.problem(access.reader()):
        return _prove_page(problem)
    login = _login()
    if not queries.has_totp(login) and login.subject_hash is None:
        return _own_page(422, passkey=_("Set up a code app first. You need a second step."))
    passkeys.remove_all(person_id=login.id, actor_id=login.id)
    return redirect(PLACE, 303)


def _begin_anew() -> Response:
    """Whoever knew the old way is signed out; here a new session begins (ASVS 7.4.3)."""
    reader = access.reader()
    base_service.end_sessions(person_id=reader.person_id)
    signed_in.start(reader.person_id, None)
    return redirect(PLACE, 303)
