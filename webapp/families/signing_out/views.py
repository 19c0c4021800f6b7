"""A worker signs a person of their family out everywhere, at once (ASVS 7.4.5). Cards go on working."""

from __future__ import annotations

import uuid

from flask import abort, redirect, url_for
from werkzeug.wrappers import Response

from webapp import accounts
from webapp.core import access
from webapp.families.phones import queries
from webapp.families.policies import may_work_with_family
from webapp.families.routes import families


@families.post("/families/<id:family_id>/people/<id:person_id>/sign-out", policy=may_work_with_family)
def sign_person_out(family_id: uuid.UUID, person_id: uuid.UUID) -> Response:
    """Every session of the person ends. What they were writing is kept for them."""
    reader = access.reader()
    if queries.person_in(reader, family_id, person_id) is None:
        abort(404)
    accounts.end_sessions(person_id=person_id, ended_by=reader.person_id)
    return redirect(url_for("families.show_family", family_id=family_id), 303)
