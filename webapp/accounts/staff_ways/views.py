"""Staff sign in with e-mail, password and one-time code, or with e-mail and passkey."""

from __future__ import annotations

import uuid

from flask import abort, current_app, jsonify
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from webapp.accounts import passkeys, phones, service, signed_in
from webapp.accounts.forms import typed_code
from webapp.accounts.routes import accounts
from webapp.accounts.staff_ways import queries, tries
from webapp.core import forms
from webapp.core.access import anyone
from webapp.core.pages import page, see_home


@accounts.get("/staff", policy=anyone)
def show_staff_sign_in() -> Response:
    """Where staff sign in."""
    return phones.remember(sign_in_page())


def sign_in_page(status: int = 200, error: str = "", email: str = "") -> Response:
    """The page, with single sign-on first where the authority has it."""
    settings = current_app.extensions["heard_settings"]
    return page(
        "accounts/staff.html",
        status=status,
        error=error,
        email=email,
        single_sign_on=bool(settings.oidc_issuer),
        provider=settings.oidc_name,
        passkeys=passkeys.are_possible(),
    )


@accounts.post("/staff", policy=anyone)
def sign_in_staff() -> Response:
    """E-mail, password and one-time code together; the answer never says which was wrong."""
    email, code = _email(), typed_code()
    if (wait := tries.take(email)) is not None:
        return wait
    person_id = service.check_staff(email=email, password=forms.words("password")[:1000], code=code)
    if person_id is None:
        error = _("That did not work. Check all three. A code works once, for 30 seconds.")
        return sign_in_page(422, error, email)
    return _let_in(person_id, email)


@accounts.get("/staff/passkey", policy=anyone)
def show_staff_passkey() -> Response:
    """Sign in with e-mail and passkey."""
    return phones.remember(_passkey_page())


def _passkey_page(status: int = 200, error: str = "", email: str = "") -> Response:
    possible = passkeys.are_possible()
    return page("accounts/staff_passkey.html", status=status, error=error, email=email, possible=possible)


@accounts.post("/staff/passkey/begin", policy=anyone)
def begin_staff_passkey() -> Response:
    """What the computer must sign; the same answer for an e-mail that nobody has."""
    email = _email()
    if not passkeys.are_possible():
        abort(422)
    response: Response = jsonify(passkeys.begin_proof(queries.may_sign_in(email), decoy=tries.who(email)))
    return response


@accounts.post("/staff/passkey", policy=anyone)
def sign_in_with_passkey() -> Response:
    """A passkey that saw a finger, a face or a PIN is two factors in one (NIST SP 800-63B)."""
    email = _email()
    if (wait := tries.take(email)) is not None:
        return wait
    person_id = queries.may_sign_in(email)
    right = passkeys.finish_proof(person_id, forms.words("credential")[:10_000])
    if person_id is None or not right:
        return _passkey_page(422, _("That did not work. Try again, or use your password and code."), email)
    return _let_in(person_id, email)


def _let_in(person_id: uuid.UUID, email: str) -> Response:
    tries.give_back(email)
    signed_in.start(person_id, None)
    return phones.remember(see_home())


def _email() -> str:
    return forms.line("email")[:254]
