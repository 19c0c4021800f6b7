"""What a child sent, for the page's own script on the child's own phone (design §6)."""

from __future__ import annotations

from flask import jsonify, make_response, request
from werkzeug.wrappers import Response

from webapp.core import access
from webapp.houses import policies, queries
from webapp.houses.routes import houses

PAGES_AT_MOST = 10_000


@houses.get("/houses/history", policy=policies.may_look_back)
def show_history() -> Response:
    """A page of what was sent, newest first; `more`: there is an older one. How far it came: show_states."""
    number = min(max(request.args.get("page", 1, type=int), 1), PAGES_AT_MOST)
    shown, more = queries.sent_page(access.reader(), number)
    found = [
        {
            "id": str(one.id),
            "set_id": str(one.set_id),
            "made_at": one.made_at.isoformat(),
            "content": one.content.as_json(),
        }
        for one, _state in shown
    ]
    return make_response(jsonify({"entries": found, "more": more}), 200)
