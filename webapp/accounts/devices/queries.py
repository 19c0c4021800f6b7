"""Reading a person's phones."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from webapp.accounts.models import Device, Person
from webapp.core import sealing
from webapp.core.database import session


@dataclass(frozen=True)
class DeviceView:
    """One phone of one person. sign: an animal of rules.SIGNS, '' on a phone that keeps no ticket."""

    id: uuid.UUID
    person_id: uuid.UUID
    pseudonym: uuid.UUID
    sign: str
    shared: bool
    enrolled_at: datetime
    last_used_at: datetime
    revoked_at: datetime | None
    checked_at: datetime | None


def devices_of(person_id: uuid.UUID) -> list[DeviceView]:
    """A person's phones, stopped ones too, first used first."""
    return _views(Device.person_id == person_id)


def unchecked_devices(person_ids: list[uuid.UUID]) -> list[DeviceView]:
    """Phones on which these people's cards were used and that no worker has asked about, oldest first."""
    return _views(Device.person_id.in_(person_ids), Device.checked_at.is_(None), Device.revoked_at.is_(None))


def device(device_id: uuid.UUID) -> DeviceView | None:
    """One phone, stopped or not."""
    return next(iter(_views(Device.id == device_id)), None)


def device_by_ticket(ticket: str) -> DeviceView | None:
    """The phone that keeps this ticket, stopped or not; None for any other words."""
    if not ticket or len(ticket) > 64:
        return None
    return next(iter(_views(Device.ticket_hash == sealing.lookup_hash("ticket", ticket))), None)


def _views(*wanted: object) -> list[DeviceView]:
    query = select(Device, Person.pseudonym).join(Person, Person.id == Device.person_id)
    rows = session().execute(query.where(*wanted).order_by(Device.enrolled_at, Device.id))  # type: ignore[arg-type]
    return [_view(row, pseudonym) for row, pseudonym in rows]


def _view(row: Device, pseudonym: uuid.UUID) -> DeviceView:
    return DeviceView(
        row.id,
        row.person_id,
        pseudonym,
        row.sign,
        row.shared,
        row.enrolled_at,
        row.last_used_at,
        row.revoked_at,
        row.checked_at,
    )
