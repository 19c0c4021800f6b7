"""One tap into the council's record, and its receipts."""

from __future__ import annotations

import uuid

from flask import redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from webapp import accounts, families, record
from webapp.core import access, forms
from webapp.core.pages import page
from webapp.houses.in_record import handing_over, policies, queries
from webapp.houses.looks import note_entries
from webapp.houses.routes import houses

PLACE = "/children/<id:child_id>/record"


@houses.get(PLACE, policy=policies.may_see_record)
def show_record(child_id: uuid.UUID) -> Response:
    """The receipts: what went, when and by whom; none of its words."""
    return _page(child_id)


@houses.post(PLACE, policy=policies.may_put_in_record)
def put_in_record(child_id: uuid.UUID) -> Response:
    """A set; or, without one, what the child chose to show at the meeting. 422, 503: nothing was written."""
    set_id, reader = forms.identifier("set"), access.reader()
    if set_id is None and forms.chosen("what", ("meeting",)) is None:
        return _page(child_id, 422, _refusal("nothing"))
    note_entries(child_id, [entry.id for entry in queries.going(reader, child_id, set_id)])
    try:
        receipt = handing_over.put(reader, child_id=child_id, set_id=set_id)
    except handing_over.NotWritten as error:
        return _page(
            child_id, 422 if error.code in ("off", "no_id", "nothing") else 503, _refusal(error.code)
        )
    return redirect(url_for("houses.show_record", child_id=child_id, _anchor=f"receipt-{receipt}"), 303)


def _page(child_id: uuid.UUID, status: int = 200, problem: str = "") -> Response:
    return page(
        "houses/in_record.html",
        status=status,
        child=accounts.people([child_id])[child_id],
        records=queries.records_of(child_id),
        is_on=record.folder() is not None,
        has_case=bool(record.case_folder(families.authority_id(child_id))),
        problem=problem,
    )


def _refusal(code: str) -> str:
    """Why nothing was written, for the worker."""
    texts = {
        "off": _("Your council has not switched this on."),
        "no_id": _("The council gave no person id for this child. An administrator can add it."),
        "nothing": _("There is nothing here that can go into the record."),
        "missing": _("We cannot find the folder of the council's record."),
        "away": _("We cannot reach a photo or a voice note now."),
        "record_full": _("The disk of the council's record is full."),
    }
    return texts.get(code) or _("We may not write to the folder of the council's record.")
