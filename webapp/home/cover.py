"""Where Leave ends: a page that tells nothing; our own cookies expired by name (safety, first paragraph)."""

from __future__ import annotations

from flask import g, request
from flask_babel import gettext as _
from sqlalchemy.exc import DBAPIError
from werkzeug.wrappers import Response

from webapp import accounts
from webapp.core import errors, language, pages, security
from webapp.core.database import end_session

# The session's own cookie goes with the session. The phone's random name stays: it says nothing of who
# used the phone, and without it leaving would give whoever guesses at a card a fresh set of tries.
# The part of an own phone's key goes by name too: a ticket asked for before leaving may be answered after it.
EXPIRED = (language.COOKIE, pages.LOOK_COOKIE, accounts.OWN_PART)


def cover() -> Response:
    """The neutral page. `Clear-Site-Data: "cache"` alone: the queue and the enrolment stay."""
    response = pages.page("parts/cover.html", heading=_("Weather"))
    for name in EXPIRED:
        security.drop_cookie(response, name)
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


def without_database(error: DBAPIError) -> Response:
    """Leaving still ends at the cover when the database is away; every other page says so kindly."""
    if request.path != "/bye":
        return errors.database_error(error)
    g.heard_failed = True
    end_session()
    accounts.nobody_here()
    return cover()
