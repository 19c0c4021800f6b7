"""What the council did, as the family saw it (local-data §1.5)."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import datetime
from itertools import chain, islice

from webapp import families, feedback, houses, plans
from webapp.core.events import Event
from webapp.localdata import rules
from webapp.localdata.extract.answers import Row
from webapp.localdata.extract.tables import JOURNEY_FILE

BATCH = 1_000
# Event ids are made of the code and the row: the same event has the same id in every extract.
OURS = uuid.UUID("7b6c1c52-5f0e-5d0e-9a43-5d1f6f2f7c11")


def lines(begin: datetime, end: datetime) -> Iterator[tuple[list[Row], list[Row]]]:
    """Rows of heard_journey and rejects, some at a time; each source in the order in which it happened."""
    sources = (plans, houses, families, feedback)
    found = chain.from_iterable(source.journey_events(begin, end) for source in sources)
    while events := list(islice(found, BATCH)):
        known = families.authority_ids({event.child_id for event in events})
        yield _rows(events, known)


def _rows(events: list[Event], known: dict[uuid.UUID, str]) -> tuple[list[Row], list[Row]]:
    kept: list[Row] = []
    refused: list[Row] = []
    for event in events:
        authority_id = known.get(event.child_id, "")
        event_id = str(uuid.uuid5(OURS, f"{event.code}|{event.row_id}"))
        if why := rules.why_refused(authority_id):
            refused.append((JOURNEY_FILE, event_id, "", str(event.child_id), why))
        else:
            kept.append(_row(event, event_id, authority_id))
    return kept, refused


def _row(event: Event, event_id: str, authority_id: str) -> Row:
    days = "" if event.days is None else event.days
    plan = str(event.plan_id or "")
    times = event.on.isoformat(), days, rules.utc(event.received_at)
    return event_id, authority_id, plan, event.code, *times
