"""What was being written: kept while it is typed and when the page goes, given back to its writer alone.

Called by kept.ts. Without JavaScript nothing is kept and nothing is promised.
"""

from __future__ import annotations

import uuid
from datetime import datetime

from flask import abort, jsonify
from flask import session as cookie
from werkzeug.wrappers import Response

from webapp.accounts.routes import accounts
from webapp.accounts.sessions import forms, queries, service
from webapp.accounts.sessions.policies import may_keep_words
from webapp.core import access
from webapp.core.access import anyone_signed_in


@accounts.app_template_global("kept_at")
def kept_at(form: str) -> datetime | None:
    """For a template: when this reader last wrote in this form without sending it."""
    reader = access.optional_reader()
    return queries.kept_at(reader.person_id, form) if reader else None


@accounts.post("/kept", policy=may_keep_words)
def keep_words() -> Response:
    """Keep the fields of one form. The page may be going to /bye at this very moment."""
    person_id = _writer()
    kept = forms.read_kept()
    service.keep_words(person_id=person_id, form=kept.form, draft=kept.draft, words=kept.words)
    return Response(status=204)


def _writer() -> uuid.UUID:
    reader = access.optional_reader()
    token = cookie.get("_user_id", "")
    found = reader.person_id if reader else queries.ended_just_now(token) if token else None
    return found or abort(401)


@accounts.post("/kept/open", policy=anyone_signed_in)
def open_kept() -> Response:
    """Give the writer back what they were writing: `{"words": {field: [values]}}`; empty: nothing is kept."""
    words = queries.kept_words(access.reader().person_id, forms.read_form_code())
    return jsonify(words=words or {})


@accounts.post("/kept/throw-away", policy=anyone_signed_in)
def throw_kept_away() -> Response:
    """The writer does not want it back."""
    service.forget_words(person_id=access.reader().person_id, form=forms.read_form_code(), draft=None)
    return Response(status=204)
