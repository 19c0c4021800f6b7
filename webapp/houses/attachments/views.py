"""Parts come in from the phone; a photo is seen and a voice note heard; staff type what it says."""

from __future__ import annotations

import uuid
from typing import Any

from flask import abort, jsonify, make_response, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from webapp import accounts, media
from webapp.core import access
from webapp.core import forms as fields
from webapp.core.access import Reader, a_child
from webapp.core.pages import page
from webapp.core.parcels import Refused
from webapp.core.routing import slow_work
from webapp.houses import people
from webapp.houses import queries as entries
from webapp.houses import service as houses_service
from webapp.houses.attachments import forms, queries, service
from webapp.houses.attachments.policies import may_open_piece, may_type_what_it_says
from webapp.houses.looks import note_entries
from webapp.houses.routes import houses

SAID = "/entries/<id:entry_id>/said"


@houses.post("/houses/parts", policy=a_child)
def receive_part() -> Response:
    """One sealed part of a photo or voice note. 409: another child is signed in; 422: we cannot take it."""
    reader = access.reader()
    try:
        part = forms.part()
        if part.owner != _owner(reader):
            return _refused("owner", 409)
        came = service.take_part(child_id=reader.person_id, part=part)
        if came.whole:
            with slow_work():
                made = service.made_again(came.whole)
            service.keep_made(child_id=reader.person_id, whole=came.whole, made=made)
        if came.state != "coming":
            _send_what_is_whole(part.id)
    except Refused as refused:
        return _refused(refused.code, 422)
    state = "coming" if came.missing else "kept"
    return _json({"id": str(came.id), "state": state, "missing": list(came.missing)})


def _send_what_is_whole(attachment_id: uuid.UUID) -> None:
    for draft in service.waiting_for(attachment_id):
        try:
            houses_service.send_when_whole(draft)
        except Refused:
            # The photo is kept all the same; the phone learns of it when it asks for its entry.
            continue


@houses.get("/houses/piece", policy=may_open_piece)
def show_piece() -> Response:
    """A photo or a voice note as it was made again: of an entry this reader may open, or of her own draft."""
    found = queries.find(access.reader(), forms.asked_for())
    piece = media.open_piece(found.id) if found else None
    if found is None or piece is None:
        return abort(404)
    if found.entry_id is not None and found.child_id != access.reader().person_id:
        note_entries(found.child_id, [found.entry_id])
    return media.answer(piece, name=found.kind)


@houses.get(SAID, policy=may_type_what_it_says)
def show_said(entry_id: uuid.UUID) -> Response:
    """The voice notes and photos of an entry, each with a place for what it says or shows in words."""
    return _said_page(entry_id)


@houses.post(SAID, policy=may_type_what_it_says)
def type_what_it_says(entry_id: uuid.UUID) -> Response:
    """Kept beside it, with who typed it and when."""
    view = entries.entry_for(access.reader(), entry_id)
    chosen, words = fields.identifier("piece"), forms.transcript()
    if view is None or chosen not in {one.id for one in view.pieces}:
        return abort(404)
    if not words:
        return _said_page(entry_id, 422, wrong=(chosen, _("Type what it says.")))
    service.write_transcript(
        child_id=view.child_id,
        entry_id=entry_id,
        attachment_id=chosen,
        words=words,
        by_id=access.reader().person_id,
    )
    return redirect(url_for("houses.show_said", entry_id=entry_id), 303)


def _said_page(entry_id: uuid.UUID, status: int = 200, **about: Any) -> Response:
    view = entries.entry_for(access.reader(), entry_id)
    assert view is not None
    note_entries(view.child_id, [entry_id])
    return page(
        "houses/said.html",
        status=status,
        entry=view,
        child=people.named(view.child_id),
        **({"wrong": (None, "")} | about),
    )


def _owner(reader: Reader) -> str:
    return str(accounts.people([reader.person_id])[reader.person_id].pseudonym)


def _refused(code: str, status: int) -> Response:
    return _json({"error": code, "message": refusal(code)}, status)


def _json(body: dict[str, Any], status: int = 200) -> Response:
    return make_response(jsonify(body), status)


def refusal(code: str) -> str:
    """Why a photo or voice note could not be taken, in words for the child. It is still on the phone."""
    texts = {
        "owner": _("This was made by someone else. It waits for them to sign in."),
        "photo": _("We could not open this photo. Please take it out and try another one."),
        "voice": _("We could not play this recording. Please take it out and record it again."),
        "long": _("This recording is too long. Please take it out and record a shorter one."),
        "large": _("This is too big for us. Please take it out and try another one."),
        "room": _("There is no more room with us for photos and recordings. Please tell your worker."),
        "hash": _("This was damaged on its way. Please take it out and put it in again."),
    }
    return texts.get(code) or _(
        "We could not open this photo or recording. It is still on this phone. Please tell your worker."
    )
