"""A new member of staff sets up: a password, then a second step; neither is left out (ASVS 6.3.3)."""

from __future__ import annotations

import segno
from flask import abort, current_app, jsonify
from flask import session as cookie
from flask_babel import gettext as _
from werkzeug.utils import redirect
from werkzeug.wrappers import Response

from webapp.accounts import forms, passkeys, phones, signed_in
from webapp.accounts import queries as account_queries
from webapp.accounts.models import StaffLogin
from webapp.accounts.queries import PersonView
from webapp.accounts.routes import accounts
from webapp.accounts.staff_ways import queries, service, tries
from webapp.core import forms as core_forms
from webapp.core.access import anyone
from webapp.core.pages import page, see_home

LINK, CHOSEN = "set-up-link", "set-up-password"


@accounts.get(f"{service.SET_UP}/<secret>", policy=anyone)
def open_set_up(secret: str) -> Response:
    """Hold the link on this computer. Nothing is used up yet: a mail filter may open links too."""
    login = queries.login_by_link(service.link_hash(secret)) if len(secret) <= 64 else None
    if login is None or login.link_hash is None:
        tries.note_refused_here()
        return page("accounts/staff_no_link.html", status=404)
    signed_in.stop()
    cookie[LINK] = login.link_hash.hex()
    return phones.remember(redirect(service.SET_UP, 303))


@accounts.get(service.SET_UP, policy=anyone)
def show_set_up() -> Response:
    """The step that is next on this computer."""
    login = held_login()
    if login is None:
        return redirect("/staff", 303)
    return _second_step_page(login) if _has_chosen() else _password_page(login)


def held_login() -> StaffLogin | None:
    """Whose link was opened here, while it lasts."""
    held = cookie.get(LINK)
    return queries.login_by_link(bytes.fromhex(held)) if held else None


def _has_chosen() -> bool:
    """Whether the password was chosen here: someone else with the link cannot go on from where I was."""
    return bool(cookie.get(CHOSEN))


def _password_page(login: StaffLogin, status: int = 200, error: str = "") -> Response:
    who = queries.staff_row(login.id)
    settings = current_app.extensions["heard_settings"]
    return page(
        "accounts/staff_new_password.html",
        status=status,
        error=error,
        who=who,
        single_sign_on=bool(settings.oidc_issuer),
        provider=settings.oidc_name,
    )


def _second_step_page(
    login: StaffLogin, status: int = 200, error: str = "", passkey_error: str = ""
) -> Response:
    return page(
        "accounts/staff_second_step.html",
        status=status,
        error=error,
        passkey_error=passkey_error,
        possible=passkeys.are_possible(),
        **offered(login),
    )


def offered(login: StaffLogin) -> dict[str, str]:
    """The pattern to scan and the key to type for the code app; '' when none is on offer."""
    address, key = queries.totp_offer(login)
    pattern = segno.make(address, error="m").svg_data_uri(scale=6, border=4, light="#fff") if key else ""
    return {"pattern": pattern, "key": " ".join(key[n : n + 4] for n in range(0, len(key), 4))}


@accounts.post("/staff/set-up/password", policy=anyone)
def set_staff_password() -> Response:
    """The first step."""
    login = held_login()
    if login is None:
        return page("accounts/staff_no_link.html", status=422)
    password = core_forms.words("password")
    if problem := forms.password_problem(password):
        return _password_page(login, 422, problem)
    service.set_password(login=login, password=password)
    service.offer_totp(login=login)
    cookie[CHOSEN] = True
    return redirect(service.SET_UP, 303)


@accounts.post("/staff/set-up/code", policy=anyone)
def confirm_staff_code() -> Response:
    """The second step with a code app: a code proves that it was taken over rightly."""
    login = held_login()
    if login is None or not _has_chosen():
        return page("accounts/staff_no_link.html", status=422)
    if not service.accept_totp(login=login, code=forms.typed_code()):
        return _second_step_page(
            login, 422, _("That code did not work. Wait for the next one and try again.")
        )
    return finish(login)


@accounts.post("/staff/set-up/passkey/begin", policy=anyone)
def begin_set_up_passkey() -> Response:
    """What the computer needs to make a passkey."""
    login = held_login()
    if login is None or not _has_chosen() or not passkeys.are_possible():
        abort(422)
    response: Response = jsonify(passkeys.begin_registration(person_of(login)))
    return response


@accounts.post("/staff/set-up/passkey", policy=anyone)
def set_up_passkey() -> Response:
    """The second step with a passkey."""
    login = held_login()
    if login is None or not _has_chosen():
        return page("accounts/staff_no_link.html", status=422)
    try:
        passkeys.finish_registration(person_of(login), core_forms.words("credential")[:100_000])
    except passkeys.Refused:
        return _second_step_page(
            login, 422, passkey_error=_("That did not work. Try again, or use a code app.")
        )
    return finish(login)


def person_of(login: StaffLogin) -> PersonView:
    """The member of staff, name opened."""
    return account_queries.people([login.id])[login.id]


def finish(login: StaffLogin) -> Response:
    """Both steps are done: the link is used up, and the person is signed in."""
    service.finish_set_up(login=login)
    signed_in.start(login.id, None)
    return phones.remember(see_home())
