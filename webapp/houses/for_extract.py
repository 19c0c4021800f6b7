"""When children's voices came, were seen and were answered, for the extract. Never what they say."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import datetime
from itertools import islice

from sqlalchemy import ColumnElement, select

from webapp import audit
from webapp.core import clock
from webapp.core.database import session
from webapp.core.events import Event
from webapp.houses.models import Entry, ToldEntry

BATCH = 1_000


def journey_events(begin: datetime, end: datetime) -> Iterator[Event]:
    """What happened from `begin` to before `end`, each kind in its order; `days` since it was sent.

    Nothing that is for someone other than the worker, and nothing the child says was not said.
    """
    yield from _sent(begin, end)
    yield from _seen(begin, end)
    yield from _answered(begin, end)


def _counts() -> ColumnElement[bool]:
    denied = select(ToldEntry.entry_id).where(ToldEntry.denied_at.is_not(None))
    counts: ColumnElement[bool] = (Entry.share_level != "other") & Entry.id.not_in(denied)
    return counts


def _sent(begin: datetime, end: datetime) -> Iterator[Event]:
    query = select(Entry.id, Entry.child_id, Entry.received_at).where(_counts())
    query = query.where(Entry.received_at >= begin, Entry.received_at < end)
    query = query.order_by(Entry.received_at, Entry.id).execution_options(yield_per=BATCH)
    for row_id, child_id, at in session().execute(query):
        yield Event("voice_sent", row_id, child_id, None, clock.local(at).date(), None, at)


def _seen(begin: datetime, end: datetime) -> Iterator[Event]:
    """By the child's worker or manager: they alone do `entry.read` (webapp.review.policies)."""
    looks = audit.first_looks("entry", "entry.read", begin, end)
    for some in _batches(looks):
        query = select(Entry.id, Entry.child_id, Entry.received_at).where(_counts(), Entry.id.in_(some))
        sent = {row.id: row for row in session().execute(query)}
        for row_id, at in some.items():
            if row_id in sent:
                yield _after("voice_seen", row_id, sent[row_id].child_id, sent[row_id].received_at, at)


def _batches(looks: Iterator[tuple[uuid.UUID, datetime]]) -> Iterator[dict[uuid.UUID, datetime]]:
    while some := dict(islice(looks, BATCH)):
        yield some


def _answered(begin: datetime, end: datetime) -> Iterator[Event]:
    query = select(Entry.id, Entry.child_id, Entry.received_at, Entry.answered_at).where(_counts())
    query = query.where(Entry.answered_at >= begin, Entry.answered_at < end)
    query = query.order_by(Entry.answered_at, Entry.id).execution_options(yield_per=BATCH)
    for row_id, child_id, sent_at, at in session().execute(query):
        assert at is not None
        yield _after("voice_answered", row_id, child_id, sent_at, at)


def _after(code: str, row_id: uuid.UUID, child_id: uuid.UUID, sent_at: datetime, at: datetime) -> Event:
    on = clock.local(at).date()
    return Event(code, row_id, child_id, None, on, (on - clock.local(sent_at).date()).days, at)
