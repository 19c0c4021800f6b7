"""Limits on guessing, as rows in the database: right on every server, kept over a restart (design §3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session

from webapp.accounts import queries, rules
from webapp.accounts.models import Attempt
from webapp.core import access, clock, ids, sealing

DAY = timedelta(hours=24)
HOUR = timedelta(hours=1)
# Refused tries allowed in an hour: one phone, one address, everyone together.
PHONE_LIMIT, ADDRESS_LIMIT, GLOBAL_LIMIT = 30, 120, 5000


@dataclass(frozen=True)
class Refusal:
    """Not now: `until` is when to try again; None means that the worker must unlock the card."""

    until: datetime | None


def key(kind: str, value: str) -> bytes:
    """What an attempt is counted under; the value itself is not kept."""
    return sealing.lookup_hash(f"limit-{kind}", value)


def refused(*, who: str, phone: str, address: str) -> Refusal | None:
    """Whether a try must wait. `who` is the card or the e-mail; a flood on one never blocks another."""
    now = clock.now()
    waits = [_wait_for_one(who, now)]
    for kind, value, most in (("phone", phone, PHONE_LIMIT), ("address", address, ADDRESS_LIMIT)):
        waits.append(_wait_for_many(key(kind, value), most, now))
    waits.append(_wait_for_many(key("global", ""), GLOBAL_LIMIT, now))
    later = [wait for wait in waits if wait is not None and wait > now]
    if not later:
        return None
    longest = max(later)
    return Refusal(None if longest.year >= 9999 else longest)


def note_refused(*, who: str, phone: str, address: str) -> None:
    """Count a refused try; kept though the answer is 4xx."""
    keys = [key("who", who), key("phone", phone), key("address", address), key("global", "")]

    def write(db: Session) -> None:
        now = clock.now()
        db.add_all([Attempt(id=ids.new(), key_hash=one, at=now) for one in keys])

    access.keep(write)


def forget(who: str) -> None:
    """After a right try, or when a worker unlocks."""
    wanted = key("who", who)

    def write(db: Session) -> None:
        db.execute(delete(Attempt).where(Attempt.key_hash == wanted))

    access.keep(write)


def _wait_for_one(who: str, now: datetime) -> datetime | None:
    return rules.wait_until(queries.failures(key("who", who), now - DAY))


def _wait_for_many(counted: bytes, most: int, now: datetime) -> datetime | None:
    tries = queries.failures(counted, now - HOUR)
    return tries[-most] + HOUR if len(tries) >= most else None
