"""Keeping other authorities' published numbers. Keyword-only; flush, never commit."""

from __future__ import annotations

import hashlib
import json
import uuid

from sqlalchemy import select

from webapp import audit
from webapp.core import clock, ids
from webapp.core.database import session
from webapp.localdata.comparison.rules import Checked
from webapp.localdata.models import OtherAuthority


def put(*, checked: Checked, content: bytes, by_id: uuid.UUID) -> uuid.UUID:
    """Keep what was checked; it takes the place of what the same authority had. Returns its id."""
    if checked.problems:
        raise ValueError("a file with problems is not kept")
    query = select(OtherAuthority).where(OtherAuthority.la_name == checked.la_name)
    row = session().scalar(query)
    if row is None:
        row = OtherAuthority(id=ids.new(), la_name=checked.la_name)
        session().add(row)
    row.sha256 = hashlib.sha256(content).hexdigest()
    row.rows = json.dumps(checked.rows, ensure_ascii=False)
    row.by_id, row.added_at = by_id, clock.now()
    session().flush()
    audit.record(actor_id=by_id, act="comparison.put", item_kind="authority", item_id=row.id)
    return row.id


def remove(*, authority_id: uuid.UUID, by_id: uuid.UUID) -> bool:
    """Compare with it no more. False when there is no such authority."""
    row = session().get(OtherAuthority, authority_id)
    if row is None:
        return False
    session().delete(row)
    session().flush()
    audit.record(actor_id=by_id, act="comparison.remove", item_kind="authority", item_id=authority_id)
    return True
