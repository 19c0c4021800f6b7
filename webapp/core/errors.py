"""Kind answers when something goes wrong: never a stack trace, always a way out."""

from __future__ import annotations

import traceback
from pathlib import Path

from flask import Flask, current_app, g, jsonify, make_response, render_template, request
from flask_babel import gettext as _
from sqlalchemy.exc import DBAPIError
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from webapp.core import security
from webapp.core.database import end_session
from webapp.core.sealing import SealError

PAGES = (400, 401, 404, 405, 413, 422, 429, 500, 503)


def message(code: int) -> tuple[str, str]:
    """A heading and what to do, in the reader's language."""
    texts = {
        400: (
            _("Something in that did not work"),
            _("Go back and try again. What you wrote is not lost if you go back."),
        ),
        401: (_("Please sign in again"), _("You are signed out. Open your card or your sign-in page.")),
        404: (_("There is nothing here"), _("Check the address, or go to the first page.")),
        405: (_("That does not work here"), _("Go to the first page and try again.")),
        413: (_("That is too big to send"), _("Make it a bit smaller and send it again.")),
        422: (_("Something is missing"), _("Go back, check what you filled in, and try again.")),
        429: (_("Too many tries"), _("Please wait a few minutes. Then try again.")),
        500: (
            _("Sorry, something went wrong"),
            _("It is our fault, not yours. Please try again in a few minutes."),
        ),
        503: (
            _("We cannot open this right now"),
            _("Please try again in a few minutes. Nothing was sent twice."),
        ),
    }
    return texts[code if code in texts else 400 if code < 500 else 500]


def answer(code: int) -> Response:
    """The page (or JSON for a script) for a status."""
    heading, advice = message(code)
    if request.is_json or request.accept_mimetypes.best == "application/json":
        response: Response = make_response(jsonify(error=code, message=f"{heading}. {advice}"), code)
    else:
        response = make_response(
            security.with_token(
                render_template("errors/error.html", heading=heading, advice=advice, code=code)
            ),
            code,
        )
    if code in (429, 503):
        response.headers["Retry-After"] = "60"
    return security.set_headers(response)


def init_app(app: Flask) -> None:
    """Answer every error with a page in the reader's language; the 500 page asks no database."""
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(DBAPIError, database_error)
    app.register_error_handler(SealError, _seal_error)
    app.register_error_handler(Exception, _unexpected)


def _http_error(error: HTTPException) -> Response:
    if error.code is None or error.code < 400:
        return error.get_response()
    return answer(error.code)


def database_error(error: DBAPIError) -> Response:
    """The database is away: 503, and the page asks it nothing more."""
    current_app.logger.error("database: %s", type(error.orig).__name__)
    g.heard_failed = True
    end_session()
    return answer(503)


def _seal_error(error: SealError) -> Response:
    current_app.logger.error("sealing: a box did not open")
    return answer(500)


def _unexpected(error: Exception) -> Response:
    if current_app.testing:
        raise error
    current_app.logger.error("unexpected: %s at %s", type(error).__name__, _where(error))
    return answer(500)


def _where(error: Exception) -> str:
    """Files and lines, the innermost first; never the message, which may quote what somebody wrote."""
    frames = traceback.extract_tb(error.__traceback__)[-8:]
    return " < ".join(f"{Path(frame.filename).name}:{frame.lineno}" for frame in reversed(frames))
