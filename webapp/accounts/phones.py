"""A random name for each phone: it tells phones apart and nothing about who holds one."""

from __future__ import annotations

import secrets

from werkzeug.wrappers import Response

from webapp.core import sealing, security

COOKIE = "heard-phone"
YEAR = 365 * 24 * 3600


def name() -> str:
    """This phone's random name; '' before it has one."""
    return security.read_cookie(COOKIE)[:64]


def hashed() -> bytes | None:
    """What is kept of the name; None when the phone has none."""
    return sealing.lookup_hash("phone", name()) if name() else None


def remember(response: Response) -> Response:
    """Give this phone its random name."""
    if not name():
        security.set_cookie(response, COOKIE, secrets.token_urlsafe(16), max_age=YEAR)
    return response
