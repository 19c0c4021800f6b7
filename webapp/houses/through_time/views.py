"""Then and now: for the child on a phone of their own, and for the child's worker."""

from __future__ import annotations

import uuid
from typing import Any

from flask import request
from werkzeug.wrappers import Response

from webapp import accounts
from webapp.core import access
from webapp.core.pages import page
from webapp.houses.looks import note_entries
from webapp.houses.policies import may_look_back
from webapp.houses.routes import houses
from webapp.houses.through_time import queries, rules
from webapp.houses.through_time.policies import may_see_through_time
from webapp.houses.through_time.queries import Time


@houses.get("/houses/then-and-now", policy=may_look_back)
def show_then_and_now() -> Response:
    """The child's own houses, the first beside a later one."""
    reader = access.reader()
    return page("houses/then_and_now.html", **_sides(queries.times_of(reader, reader.person_id)))


@houses.get("/children/<id:child_id>/then-and-now", policy=may_see_through_time)
def show_child_then_and_now(child_id: uuid.UUID) -> Response:
    """The same for the worker; each entry on the page is a look that is written down."""
    found = _sides(queries.times_of(access.reader(), child_id))
    for time in (found["then"], found["now"]):
        note_entries(child_id, [entry.id for entry in time.entries] if time else [])
    child = accounts.people([child_id])[child_id]
    return page("houses/child_then_and_now.html", child=child, **found)


def _sides(times: list[Time]) -> dict[str, Any]:
    """Both sides and the numbers of the others; no sides when there is one time or none."""
    if len(times) < 2:
        return {"then": None, "now": None, "times": times, "number": 0, "houses": []}
    earlier, later = rules.sides(len(times), request.args.get("time", type=int))
    then, now = times[earlier], times[later]
    return {
        "then": then,
        "now": now,
        "times": times,
        "number": later,
        "houses": list(dict.fromkeys([*then.houses, *now.houses])),
    }
