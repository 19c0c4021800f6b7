"""Sessions: their end."""

from __future__ import annotations

from werkzeug.wrappers import Response

from webapp.accounts import signed_in
from webapp.accounts.routes import accounts
from webapp.core.access import anyone_signed_in
from webapp.core.pages import see_home


@accounts.post("/sign-out", policy=anyone_signed_in)
def sign_out() -> Response:
    """End this session."""
    signed_in.stop()
    return see_home()
