"""Tries to sign in: who must wait, and what is counted. The limits themselves are in limits.py."""

from __future__ import annotations

import secrets
from datetime import datetime

from flask import request
from werkzeug.wrappers import Response

from webapp.accounts import limits, signed_in
from webapp.core import security
from webapp.core.pages import moment_words, page

PHONE_COOKIE = "heard-phone"
YEAR = 365 * 24 * 3600


def refusal(who: str) -> Response | None:
    """The page that says how long to wait, when this card or e-mail must; else None."""
    found = limits.refused(who=who, phone=phone(), address=signed_in.address())
    if found is None:
        return None
    return page("accounts/wait.html", status=429, until=_when(found.until))


def _when(until: datetime | None) -> str | None:
    return moment_words(until) if until else None


def note_refused(who: str) -> None:
    """Count a refused try."""
    limits.note_refused(who=who, phone=phone(), address=signed_in.address())


def phone() -> str:
    """A random name for this phone, so that guessing on one phone does not lock another."""
    return request.cookies.get(PHONE_COOKIE, "")[:64]


def remember_phone(response: Response) -> Response:
    """Give this phone its random name."""
    if not phone():
        security.set_cookie(response, PHONE_COOKIE, secrets.token_urlsafe(16), max_age=YEAR)
    return response
