"""Taking in a note: nothing acknowledged is lost, nothing counts twice. Flush, never commit."""

from __future__ import annotations

import uuid
from datetime import date, datetime

from sqlalchemy.exc import IntegrityError

from webapp import accounts, audit, duty, families
from webapp.core import clock, sealing
from webapp.core.database import session
from webapp.core.parcels import Refused
from webapp.letterbox import queries, rules
from webapp.letterbox.models import Letterbox, Note
from webapp.letterbox.rules import Content, Parcel


def switch(*, child_id: uuid.UUID, on: bool, by: uuid.UUID) -> None:
    """On, after talking about it with the child; or off. What is so already stays as it is."""
    if queries.is_on(child_id) == on:
        return
    row = queries.switched(child_id) or Letterbox(id=child_id)
    if on:
        row.on_at, row.on_by, row.off_at = clock.now(), by, None
    else:
        row.off_at = clock.now()
    session().add(row)
    session().flush()
    _record(by, "letterbox.on" if on else "letterbox.off", child_id, child_id)


def take_in(*, device: accounts.DeviceView, parcel: Parcel) -> datetime:
    """Keep a note under the child's key; when it reached us. The same again gives the same answer.

    Refused when the phone was stopped, the letterbox is off, or it is not ours to open.
    """
    child_id = device.person_id
    if device.revoked_at is not None or not queries.is_on(child_id):
        raise Refused("off")
    if parcel.owner != str(device.pseudonym):
        raise Refused("owner")
    body_mac = sealing.child_box(child_id).mac(parcel.body)
    kept = session().get(Note, parcel.id)
    if kept is None:
        content = rules.read_content(sealing.open_parcel(parcel))
        kept = _keep(device, parcel, body_mac, content)
    if (kept.child_id, kept.body_mac) != (child_id, body_mac):
        raise Refused("changed")
    return kept.received_at


def _keep(device: accounts.DeviceView, parcel: Parcel, body_mac: bytes, content: Content) -> Note:
    child_id, now = device.person_id, clock.now()
    row = Note(
        id=parcel.id,
        device_id=device.id,
        child_id=child_id,
        team_id=families.family_of(child_id).team_id,
        body_mac=body_mac,
        unsafe=content.unsafe,
        made_at=parcel.made_at or now,
        received_at=now,
    )
    sealing.child_box(child_id).put(row, words=content.words)
    try:
        with session().begin_nested():
            session().add(row)
    except IntegrityError:
        return session().get_one(Note, parcel.id)  # the phone's other request brought it a moment ago
    _record(None, "note.receive", child_id, row.id)
    if content.unsafe:
        duty.raise_alert(person_id=child_id, child_id=child_id, source=duty.LETTERBOX, item_id=row.id)
    return row


def mark_asked(*, note_id: uuid.UUID, asked_on: date, by: uuid.UUID) -> None:
    """Somebody asked the child, alone, on that day; the first one counts."""
    row = session().get_one(Note, note_id)
    if row.asked_at is not None:
        return
    row.asked_on, row.asked_at, row.asked_by = asked_on, clock.now(), by
    session().flush()
    _record(by, "note.asked", row.child_id, row.id)


def _record(actor_id: uuid.UUID | None, act: str, child_id: uuid.UUID, item_id: uuid.UUID) -> None:
    audit.record(
        actor_id=actor_id,
        act=act,
        family_id=families.family_of(child_id).id,
        subject_id=child_id,
        item_kind="note" if act.startswith("note") else "letterbox",
        item_id=item_id,
    )
