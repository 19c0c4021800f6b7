"""Leave a note without signing in; and what staff see of it."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from flask import abort, jsonify, make_response, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from webapp import accounts, duty, families
from webapp.core import access, clock, sealing
from webapp.core import forms as fields
from webapp.core.access import Reader, anyone
from webapp.core.language import LANGUAGES, current
from webapp.core.pages import for_nobody, page
from webapp.core.parcels import Refused
from webapp.core.routing import Capability
from webapp.letterbox import forms, policies, queries, service

letterbox = Capability("letterbox", __name__)
GONE = 410


def phone_facts(reader: Reader) -> dict[str, Any]:
    """What a phone keeps beside its ticket."""
    return {"letterbox": queries.is_on(reader.person_id)}


@letterbox.get("/letterbox", policy=anyone)
def show_letterbox() -> Response:
    """Pick your picture, leave a note. The page knows nobody; the phone knows which pictures it has."""
    return _shell(current())


@letterbox.get("/offline/letterbox/<language>", policy=anyone)
def show_offline_letterbox(language: str) -> Response:
    """The same page for a phone without signal, one a language."""
    if language not in LANGUAGES:
        abort(404)
    return _shell(language)


def _shell(code: str) -> Response:
    values = for_nobody(code) | sealing.phone_key_context()
    return page("letterbox/letterbox.html", signs=accounts.SIGNS, **values)


@letterbox.post("/letterbox/notes", policy=policies.a_phone_adding)
def receive_note() -> Response:
    """One sealed note. 404: no such ticket; 410: stopped or off; 422: we cannot take it; 429: later.

    Whatever the answer but 2xx, the phone keeps the note.
    """
    device = accounts.device_by_ticket(request.headers.get(accounts.TICKET, ""))
    if device is None:
        return _refused("ticket", 404)
    if not accounts.may_add(device.id):
        return _refused("later", 429)
    accounts.note_added(device.id)
    try:
        parcel = forms.parcel()
        received_at = service.take_in(device=device, parcel=parcel)
    except Refused as refused:
        return _refused(refused.code, GONE if refused.code == "off" else 422)
    return _received(device.person_id, parcel.id, received_at)


def _received(child_id: uuid.UUID, note_id: uuid.UUID, received_at: datetime) -> Response:
    promise = duty.what_happens_now(child_id, named=False).text
    body = {
        "id": str(note_id),
        "state": "arrived",
        "received_at": received_at.isoformat(),
        "promise": promise,
    }
    return make_response(jsonify(body), 200)


def _refused(code: str, status: int) -> Response:
    texts = {
        "ticket": _("This phone cannot leave notes now. The note is still on this phone. Use your card."),
        "off": _("This phone cannot leave notes now. The note is still on this phone. Use your card."),
        "later": _("There were a lot of notes. This one waits on this phone and goes later."),
        "words": _("That is a lot of words. Please make it shorter, or leave two notes."),
        "empty": _("There is nothing on this note yet. Write something first."),
    }
    usual = _("We could not open this note. It is still on this phone. Please tell your worker.")
    response = make_response(jsonify({"error": code, "message": texts.get(code, usual)}), status)
    if status == 429:
        response.headers["Retry-After"] = "600"
    return response


@letterbox.get("/children/<id:child_id>/letterbox", policy=policies.may_keep_letterbox)
def show_child_letterbox(child_id: uuid.UUID) -> Response:
    """On or off, and what was left there."""
    return _child_page(child_id, {})


def _child_page(child_id: uuid.UUID, errors: dict[str, str]) -> Response:
    reader = access.reader()
    family_id = families.family_of(child_id).id
    notes = queries.notes_of(reader, child_id)
    _note_read("letterbox.read", family_id, child_id, "letterbox", child_id)
    for note in notes:
        _note_read(queries.READ, family_id, child_id, "note", note.id)
    return page(
        "letterbox/child.html",
        status=422 if errors else 200,
        child=accounts.people([child_id])[child_id],
        family_id=family_id,
        notes=notes,
        is_on=queries.is_on(child_id),
        switched=queries.switched(child_id),
        phones=[one for one in accounts.devices_of(child_id) if one.sign and one.revoked_at is None],
        errors=errors,
        today=clock.today(),
    )


@letterbox.post("/children/<id:child_id>/letterbox", policy=policies.may_keep_letterbox)
def switch_letterbox(child_id: uuid.UUID) -> Response:
    """On, with the child; or off. What is on a phone then stays there."""
    state = fields.chosen("state", forms.STATES)
    if state == "on" and fields.chosen("talked", ("yes",)) is None:
        return _child_page(child_id, {"talked": _("Talk about it with the child first. Then tick this.")})
    if state is not None:
        service.switch(child_id=child_id, on=state == "on", by=access.reader().person_id)
    return redirect(url_for("letterbox.show_child_letterbox", child_id=child_id), 303)


@letterbox.get("/inbox/notes/<id:note_id>", policy=policies.may_read_note)
def show_note(note_id: uuid.UUID) -> Response:
    """One note, and what to do before it is used."""
    return _note_page(note_id, {})


def _note_page(note_id: uuid.UUID, errors: dict[str, str]) -> Response:
    note = queries.note_for(access.reader(), note_id)
    if note is None:
        abort(404)
    _note_read(queries.READ, families.family_of(note.child_id).id, note.child_id, "note", note.id)
    return page(
        "letterbox/note.html",
        status=422 if errors else 200,
        note=note,
        safe_way=families.safe_way(note.child_id),
        errors=errors,
        today=clock.today(),
    )


@letterbox.post("/inbox/notes/<id:note_id>/asked", policy=policies.may_read_note)
def mark_note_asked(note_id: uuid.UUID) -> Response:
    """I asked the child, alone, on that day."""
    asked_on = forms.asked_on()
    if asked_on is None:
        return _note_page(note_id, {"asked_on": _("Choose the day you asked. It cannot be in the future.")})
    service.mark_asked(note_id=note_id, asked_on=asked_on, by=access.reader().person_id)
    return redirect(url_for("letterbox.show_note", note_id=note_id), 303)


def _note_read(act: str, family_id: uuid.UUID, child_id: uuid.UUID, kind: str, item_id: uuid.UUID) -> None:
    access.note_read(act, chain=f"family:{family_id}", subject_id=child_id, item_kind=kind, item_id=item_id)
