"""A piece as an answer: it is shown or played, and it can run nothing (safety T8)."""

from __future__ import annotations

import io

from flask import send_file
from werkzeug.wrappers import Response

from webapp.media.queries import Piece
from webapp.media.rules import MIMES

# Opened by itself, a piece is alone in an empty box: no script, no form, no page around it.
ALONE = (
    "sandbox; default-src 'none'; object-src 'none'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'"
)


def answer(piece: Piece, *, name: str) -> Response:
    """200 or, for a voice of which a range is asked, 206 (iPhones play nothing without ranges).

    `name`: a fixed word of ours for a file that is saved, never a person's. The type is ours, kept nowhere.
    """
    ours = piece.mime in MIMES.values()
    response = send_file(
        io.BytesIO(piece.data),
        mimetype=piece.mime if ours else "application/octet-stream",
        as_attachment=not ours,
        download_name=name,
        conditional=piece.kind == "voice",
        etag=False,
    )
    response.headers["Content-Disposition"] = f'{"inline" if ours else "attachment"}; filename="{name}"'
    response.headers["Content-Security-Policy"] = ALONE
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "no-store"
    return response
