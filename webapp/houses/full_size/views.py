"""One entry at full size, for staff."""

from __future__ import annotations

import uuid

from flask import abort
from werkzeug.wrappers import Response

from webapp import accounts
from webapp.core import access
from webapp.core.pages import page
from webapp.houses import queries
from webapp.houses.full_size.policies import may_open_entry
from webapp.houses.looks import note_entries
from webapp.houses.routes import houses


@houses.get("/entries/<id:entry_id>", policy=may_open_entry)
def show_entry(entry_id: uuid.UUID) -> Response:
    """The picture, the exact words and the voice, and beside them how it was made. Nothing interprets it."""
    entry = queries.entry_for(access.reader(), entry_id)
    if entry is None:
        return abort(404)
    note_entries(entry.child_id, [entry_id])
    return page("houses/entry.html", entry=entry, child=accounts.people([entry.child_id])[entry.child_id])
