"""Writing the ledger. Keyword-only; flush, never commit."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date

from webapp import audit
from webapp.core import clock, ids
from webapp.core.database import session
from webapp.localdata.models import LedgerLine


@dataclass(frozen=True)
class Line:
    """What is written: `question_code` or `theme` says what it is about."""

    period: str
    question_code: str
    theme: str
    heard: str
    changed: str
    changed_on: date


def add_line(*, line: Line, by_id: uuid.UUID) -> uuid.UUID:
    """A new line. It never changes: a wrong one is taken back and another written. Returns its id."""
    row = LedgerLine(id=ids.new(), by_id=by_id, made_at=clock.now(), period=line.period)
    row.question_code, row.theme = line.question_code, line.theme
    row.heard, row.changed, row.changed_on = line.heard, line.changed, line.changed_on
    session().add(row)
    session().flush()
    audit.record(actor_id=by_id, act="ledger.add", item_kind="ledger", item_id=row.id)
    return row.id


def take_back(*, line_id: uuid.UUID, by_id: uuid.UUID) -> bool:
    """Nobody outside reads it any more; staff see that it was there. False when there is no such line."""
    row = session().get(LedgerLine, line_id)
    if row is None:
        return False
    if row.taken_back_at is None:
        row.taken_back_at, row.taken_back_by = clock.now(), by_id
        session().flush()
        audit.record(actor_id=by_id, act="ledger.take_back", item_kind="ledger", item_id=row.id)
    return True
