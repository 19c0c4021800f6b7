"""Limits on guessing, as rows in the database: right on every server, kept over a restart (design §3).

A phone on which the card's person signed in before has a count of its own; all other phones share one.
So a flood from elsewhere never locks a child's own phone (safety T3, T9).
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, text
from sqlalchemy.orm import Session

from webapp.accounts import queries, rules
from webapp.accounts.models import Attempt, Card
from webapp.core import access, clock, ids, sealing
from webapp.core.database import database, end_session, session

DAY = timedelta(hours=24)
HOUR = timedelta(hours=1)
# A card stays locked until its worker unlocks it, however long that takes.
EVER = timedelta(days=36500)
# Refused tries allowed in an hour: one phone, one address, everyone together. For phones not known yet.
PHONE_LIMIT, ADDRESS_LIMIT, GLOBAL_LIMIT = 30, 120, 5000


@dataclass(frozen=True)
class Refusal:
    """Not now: `until` is when to try again; None means that the worker must unlock the card."""

    until: datetime | None


def key(kind: str, value: str) -> bytes:
    """What an attempt is counted under; the value itself is not kept."""
    return sealing.lookup_hash(f"limit-{kind}", value)


def take_try(*, card: str, phone_hash: bytes | None, phone: str, address: str) -> Refusal | None:
    """Count a try at a card before it is made, so that many at once cannot all slip through.

    `phone_hash` names a phone known to the card's person, else None. Ends the request's transaction:
    load rows again after this. A right try is given back by `give_back`.
    """
    end_session()
    keys = [_card_key(card, phone_hash)] + ([] if phone_hash else _wider_keys(phone, address))
    with database().writing() as db:
        _one_at_a_time(db, keys[0])
        found = _refusal(db, keys, EVER)
        if found is None:
            db.add_all([Attempt(id=ids.new(), key_hash=one, at=clock.now()) for one in keys])
    return found


def give_back(*, card: str, phone_hash: bytes | None) -> None:
    """After a right try: this phone's count of the card begins anew."""
    _forget([_card_key(card, phone_hash)])


def unlock(card: Card) -> None:
    """The worker unlocks: every count of this card begins anew, on known phones too."""
    known = queries.phones_of(card.person_id)
    _forget([_card_key(str(card.id), phone) for phone in (None, *known)])


def counts_of(who: str, person_id: uuid.UUID) -> list[bytes]:
    """What tries at one member of staff are counted under: any computer, and each they signed in on."""
    return [_card_key(who, phone) for phone in (None, *queries.phones_of(person_id))]


def refused(*, who: str, phone: str, address: str) -> Refusal | None:
    """Whether a try must wait. `who` is a member of staff's e-mail or a person; one never blocks another."""
    return _refusal(session(), [key("who", who), *_wider_keys(phone, address)], DAY)


def note_refused(*, who: str, phone: str, address: str) -> None:
    """Count a refused try; kept though the answer is 4xx."""
    keys = [key("who", who), *_wider_keys(phone, address)]

    def write(db: Session) -> None:
        now = clock.now()
        db.add_all([Attempt(id=ids.new(), key_hash=one, at=now) for one in keys])

    access.keep(write)


def forget(who: str) -> None:
    """After a right try."""
    _forget([key("who", who)])


def _card_key(card: str, phone_hash: bytes | None) -> bytes:
    return key("known", f"{card}|{phone_hash.hex()}") if phone_hash else key("who", card)


def _wider_keys(phone: str, address: str) -> list[bytes]:
    return [key("phone", phone), key("address", address), key("global", "")]


def _forget(wanted: list[bytes]) -> None:
    def write(db: Session) -> None:
        db.execute(delete(Attempt).where(Attempt.key_hash.in_(wanted)))

    access.keep(write)


def _one_at_a_time(db: Session, wanted: bytes) -> None:
    """SQLite's write transactions already stand in line; on PostgreSQL those for one card do."""
    if not database().is_sqlite:
        number = int.from_bytes(wanted[:8], signed=True)
        db.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": number})


def _refusal(db: Session, keys: list[bytes], since: timedelta) -> Refusal | None:
    now = clock.now()
    waits = [rules.wait_until(queries.failures(keys[0], now - since, db))]
    if waits[0] is not None and waits[0].year >= 9999:
        return Refusal(None)
    for counted, most in zip(keys[1:], (PHONE_LIMIT, ADDRESS_LIMIT, GLOBAL_LIMIT), strict=False):
        waits.append(_wait_for_many(db, counted, most, now))
    later = [wait for wait in waits if wait is not None and wait > now]
    if not later:
        return None
    return Refusal(max(later))


def _wait_for_many(db: Session, counted: bytes, most: int, now: datetime) -> datetime | None:
    tries = queries.failures(counted, now - HOUR, db)
    return tries[-most] + HOUR if len(tries) >= most else None
