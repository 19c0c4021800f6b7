"""The family's own list of who has looked, and the full one for the child's worker and manager."""

from __future__ import annotations

import uuid

from flask import Flask, abort, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from webapp import accounts
from webapp.core import access, clock
from webapp.core import forms as fields
from webapp.core.pages import page
from webapp.families import queries as families_queries
from webapp.families.looked import queries, rules, service
from webapp.families.looked.policies import may_see_all_looks, may_see_who_looked, may_withhold_look
from webapp.families.looked.queries import Visible
from webapp.families.routes import families


def connect_items(app: Flask, **visible: Visible) -> None:
    """Have each capability say which of its items a reader may see: `entry=houses.visible_among`, …"""
    app.extensions["heard_visible_items"] = visible


@families.get("/looked", policy=may_see_who_looked)
def show_looked() -> Response:
    """Who has looked at what the reader may see themselves."""
    return page("families/looked.html", lines=queries.for_family(access.reader()))


@families.get("/children/<id:child_id>/looked", policy=may_see_all_looks)
def show_child_looked(child_id: uuid.UUID) -> Response:
    """Everybody's looks at the child's record."""
    return _staff_page(child_id)


def _staff_page(child_id: uuid.UUID, status: int = 200, errors: dict[str, str] | None = None) -> Response:
    reader = access.reader()
    family_id = families_queries.family_of(child_id).id
    access.note_read(
        "looked.read", chain=f"family:{family_id}", subject_id=child_id, item_kind="child", item_id=child_id
    )
    return page(
        "families/looked_staff.html",
        status=status,
        child_id=child_id,
        family_id=family_id,
        child_name=accounts.names([child_id])[child_id],
        lines=queries.for_staff(reader, child_id),
        hidden=queries.hidden_of(child_id) if reader.role == "manager" else [],
        errors=errors or {},
        typed={"reason": fields.line("reason"), "review_on": fields.day("review_on")},
    )


@families.post("/children/<id:child_id>/looked", policy=may_withhold_look)
def withhold_look(child_id: uuid.UUID) -> Response:
    """Keep one person's looks of one day from the family, with a reason and a review day."""
    staff, _colon, day = fields.line("look").partition(":")
    lines = queries.for_staff(access.reader(), child_id)
    found = next((one for one in lines if (str(one.staff_id), one.day.isoformat()) == (staff, day)), None)
    if found is None:
        return abort(404)
    reason, review_on = fields.line("reason")[:2000], fields.day("review_on")
    errors = {} if reason else {"reason": _("Say why the family is not told yet.")}
    if not rules.may_withhold_until(review_on, clock.today()):
        errors["review_on"] = _("Choose a day in the next 14 days.")
    if errors or review_on is None:
        return _staff_page(child_id, 422, errors)
    service.withhold(
        child_id=child_id,
        staff_id=found.staff_id,
        looked_on=found.day,
        review_on=review_on,
        reason=reason,
        by=access.reader().person_id,
    )
    return redirect(url_for("families.show_child_looked", child_id=child_id), 303)
