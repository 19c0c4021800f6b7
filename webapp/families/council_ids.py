"""The council's own ids of many children at once, and when their worker changed, for the extract."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterator
from datetime import datetime

from sqlalchemy import and_, select

from webapp.core import clock, sealing
from webapp.core.database import session
from webapp.core.events import Event
from webapp.core.sealing import RecordKey
from webapp.families.models import Allocation, ChildFacts

BATCH = 1_000


def authority_ids(child_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """The council's own ids of these children; whoever has none is left out. No key is kept afterwards."""
    is_key = and_(RecordKey.owner_kind == "child", RecordKey.owner_id == ChildFacts.id)
    query = select(ChildFacts.id, ChildFacts.authority_id_sealed, *sealing.KEY_COLUMNS)
    query = query.join(RecordKey, is_key).where(
        ChildFacts.id.in_(child_ids), ChildFacts.authority_id_sealed.is_not(None)
    )
    found = {}
    for child_id, sealed, key_id, wrapped, by in session().execute(query.order_by(ChildFacts.id)):
        box = sealing.unkept_box(key_id, wrapped, by)
        opened = box.column(ChildFacts, child_id, "authority_id", sealed)
        found[child_id] = opened.decode()
    return found


def journey_events(begin: datetime, end: datetime) -> Iterator[Event]:
    """Changes of worker from `begin` to before `end`, in that order: someone came in another's place."""
    query = select(Allocation.id, Allocation.child_id, Allocation.from_at).where(
        Allocation.instead_of.is_not(None), Allocation.from_at >= begin, Allocation.from_at < end
    )
    query = query.order_by(Allocation.from_at, Allocation.id).execution_options(yield_per=BATCH)
    for row_id, child_id, at in session().execute(query):
        yield Event("worker_changed", row_id, child_id, None, clock.local(at).date(), None, at)
