"""Phones: noticed at sign-in, given a ticket, stopped. Keyword-only; flush, never commit."""

from __future__ import annotations

import base64
import secrets
import uuid
from datetime import timedelta

from sqlalchemy import ColumnElement, delete, select, update
from sqlalchemy.orm import Session

from webapp import audit
from webapp.accounts import limits, queries, rules
from webapp.accounts.models import Attempt, Card, Device, SignIn
from webapp.core import access, clock, ids, sealing
from webapp.core.database import session

HOUR = timedelta(hours=1)


def note_phone(*, session_id: uuid.UUID, card: Card, phone_hash: bytes | None) -> None:
    """A card was used on this phone: the first time, its worker is shown that (practice §3)."""
    now = clock.now()
    row = _live(card.person_id, Device.phone_hash == phone_hash) if phone_hash else None
    if row is None:
        row = Device(id=ids.new(), person_id=card.person_id, phone_hash=phone_hash, enrolled_at=now)
    row.last_used_at, row.shared = now, card.shared_phone
    session().add(row)
    session().flush()
    session().get_one(SignIn, session_id).device_id = row.id
    session().flush()


def _live(person_id: uuid.UUID, wanted: ColumnElement[bool]) -> Device | None:
    query = select(Device).where(Device.person_id == person_id, Device.revoked_at.is_(None), wanted)
    return session().scalars(query.order_by(Device.enrolled_at, Device.id)).first()


def enrol(*, session_id: uuid.UUID, ticket: str, sign: str) -> tuple[str, str]:
    """The ticket and the animal of this phone: those it brought, if this person's and live; else new ones.

    A ticket is 128 random bits in words; ('', '') on a worker's own device, which keeps nothing of a child.
    """
    row = session().get_one(SignIn, session_id)
    if row.handed_by is not None or row.device_id is None:
        return "", ""
    here = session().get_one(Device, row.device_id)
    brought = sealing.lookup_hash("ticket", ticket) if 0 < len(ticket) <= 64 else b""
    known = _live(row.person_id, Device.ticket_hash == brought) if brought else None
    if known is None:
        return _give_ticket(here, sign), sign
    _join(row, here, known)
    return ticket, known.sign


def _give_ticket(here: Device, sign: str) -> str:
    ticket = secrets.token_urlsafe(16)
    here.ticket_hash, here.sign = sealing.lookup_hash("ticket", ticket), sign
    session().flush()
    audit.record(
        actor_id=here.person_id,
        act="phone.enrol",
        subject_id=here.person_id,
        item_kind="phone",
        item_id=here.id,
    )
    return ticket


def _join(row: SignIn, here: Device, known: Device) -> None:
    """The phone lost its name and kept its ticket: it is the one we know, not a new one."""
    if here.id == known.id:
        return
    known.phone_hash, known.last_used_at = here.phone_hash, here.last_used_at
    row.device_id = known.id
    session().flush()
    others = select(SignIn.id).where(SignIn.device_id == here.id).limit(1)
    if here.ticket_hash is None and session().scalar(others) is None:
        session().execute(delete(Device).where(Device.id == here.id))


def own_part(*, session_id: uuid.UUID) -> tuple[str, int]:
    """The server's part of the key to what an own phone keeps, and for how many seconds it may stay there.

    Without it nothing there opens (decision 0008). ("", 0) on a shared phone and a worker's own device.
    A stopped phone is never given its part again: the next sign-in there is another phone with another part.
    """
    row = session().get_one(SignIn, session_id)
    if row.shared_phone or row.handed_by is not None or row.device_id is None:
        return "", 0
    part = sealing.lookup_hash("own-part", f"{row.person_id}|{row.device_id}")
    left = row.created_at + rules.AT_MOST - clock.now()
    return base64.urlsafe_b64encode(part).decode().rstrip("="), max(0, int(left.total_seconds()))


def pick_sign(*, session_id: uuid.UUID, sign: str) -> None:
    """The person picked another animal for themselves on this phone."""
    row = session().get_one(SignIn, session_id)
    if row.device_id is not None:
        session().get_one(Device, row.device_id).sign = sign
        session().flush()


def confirm_device(*, device_id: uuid.UUID, by: uuid.UUID) -> None:
    """A worker asked, and the first use of the card on this phone was right."""
    row = session().get_one(Device, device_id)
    if row.checked_at is None:
        row.checked_at, row.checked_by = clock.now(), by
        session().flush()
        _record(by, "phone.confirm", row)


def stop_device(*, device_id: uuid.UUID, by: uuid.UUID) -> None:
    """The phone adds nothing from now on, and who is signed in on it is signed out; what it keeps stays."""
    row = session().get_one(Device, device_id)
    if row.revoked_at is not None:
        return
    now = clock.now()
    row.revoked_at = now
    mine = update(SignIn).where(SignIn.device_id == row.id, SignIn.ended_at.is_(None))
    session().execute(mine.values(ended_at=now))
    session().flush()
    _record(by, "phone.stop", row)


def stop_devices(*, person_id: uuid.UUID, by: uuid.UUID) -> None:
    """Every phone of the person: the card was lost, and the phone with it."""
    live = select(Device.id).where(Device.person_id == person_id, Device.revoked_at.is_(None))
    for device_id in session().scalars(live.order_by(Device.id)).all():
        stop_device(device_id=device_id, by=by)


def set_phone_kind(*, person_id: uuid.UUID, shared: bool, by: uuid.UUID) -> None:
    """Shared or own, for the person's card and phones; sessions that are open follow at once."""
    for card in queries.cards_of(person_id):
        card.shared_phone = shared
    session().execute(update(Device).where(Device.person_id == person_id).values(shared=shared))
    open_now = update(SignIn).where(
        SignIn.person_id == person_id, SignIn.ended_at.is_(None), SignIn.handed_by.is_(None)
    )
    session().execute(open_now.values(shared_phone=shared))
    session().flush()
    act = "phone.shared" if shared else "phone.own"
    audit.record(actor_id=by, act=act, subject_id=person_id)


def may_add(device_id: uuid.UUID) -> bool:
    """Whether this phone may add something now; what others add has nothing to do with it."""
    return len(queries.failures(limits.key("ticket", str(device_id)), clock.now() - HOUR)) < rules.TICKET_USES


def note_added(device_id: uuid.UUID) -> None:
    """Count what this phone tried to add, taken or not."""
    key = limits.key("ticket", str(device_id))

    def write(db: Session) -> None:
        db.add(Attempt(id=ids.new(), key_hash=key, at=clock.now()))

    access.keep(write)


def _record(by: uuid.UUID, act: str, row: Device) -> None:
    audit.record(actor_id=by, act=act, subject_id=row.person_id, item_kind="phone", item_id=row.id)
