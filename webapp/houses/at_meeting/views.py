"""The page for the meeting: a screen to show, and paper to print."""

from __future__ import annotations

import uuid

from werkzeug.wrappers import Response

from webapp import accounts
from webapp.core import access, clock
from webapp.core.pages import page
from webapp.houses import queries
from webapp.houses.at_meeting.policies import may_take_to_meeting
from webapp.houses.in_record import queries as in_record
from webapp.houses.looks import note_entries
from webapp.houses.routes import houses


@houses.get("/children/<id:child_id>/at-the-meeting", policy=may_take_to_meeting)
def show_at_meeting(child_id: uuid.UUID) -> Response:
    """Only what the child chose to show there now; narrowing it takes it off this page at once."""
    shown = [one for one in queries.entries_of(access.reader(), child_id) if one.share_level == "meeting"]
    note_entries(child_id, [entry.id for entry in shown])
    child = accounts.people([child_id])[child_id]
    line = in_record.line_of(access.reader(), child_id, None)
    return page("houses/at_meeting.html", child=child, entries=shown, today=clock.today(), record=line)
