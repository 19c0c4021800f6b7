"""Staff sign in with e-mail, password and one-time code."""

from __future__ import annotations

from flask_babel import gettext as _
from werkzeug.wrappers import Response

from webapp.accounts import limits, service, signed_in, tries
from webapp.accounts.routes import accounts
from webapp.core import forms
from webapp.core.access import anyone
from webapp.core.pages import page, see_home


@accounts.get("/staff", policy=anyone)
def show_staff_sign_in() -> Response:
    """Where staff sign in."""
    return page("accounts/staff.html", error="", email="")


@accounts.post("/staff", policy=anyone)
def sign_in_staff() -> Response:
    """E-mail, password and one-time code together; the answer never says which was wrong."""
    email, code = forms.line("email")[:254], "".join(forms.line("code").split())[:12]
    if (refusal := tries.refusal(email.lower())) is not None:
        return refusal
    person_id = service.check_staff(email=email, password=forms.words("password")[:1000], code=code)
    if person_id is None:
        tries.note_refused(email.lower())
        error = _("That did not work. Check all three. A code works once, for 30 seconds.")
        return page("accounts/staff.html", status=422, error=error, email=email)
    limits.forget(email.lower())
    signed_in.start(person_id, None)
    return see_home()
