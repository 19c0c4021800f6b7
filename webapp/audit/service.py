"""Adding to the log. A write's row is in the write's own transaction; a read's in a short one."""

from __future__ import annotations

import uuid

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from webapp.audit.models import AuditHead, AuditRow
from webapp.audit.rules import START, row_hash
from webapp.core import clock, ids
from webapp.core.access import ReadNote
from webapp.core.database import session

STAFF_CHAIN = "staff"


def record(
    *,
    actor_id: uuid.UUID | None,
    act: str,
    family_id: uuid.UUID | None = None,
    subject_id: uuid.UUID | None = None,
    item_kind: str = "",
    item_id: uuid.UUID | None = None,
) -> None:
    """Add a row to the family's chain (or the staff chain) within the request's transaction."""
    chain = f"family:{family_id}" if family_id else STAFF_CHAIN
    note = ReadNote(act, chain, subject_id, item_kind, item_id)
    _append(session(), actor_id, note)


def record_read(db: Session, actor_id: uuid.UUID | None, note: ReadNote) -> None:
    """Add what a page is about to show; the guard commits it before the page leaves."""
    _append(db, actor_id, note)


def heads() -> dict[str, tuple[int, str]]:
    """Each chain's last number and hash (hex), for the daily file outside the database."""
    rows = session().scalars(select(AuditHead).order_by(AuditHead.chain))
    return {row.chain: (row.number, row.hash.hex()) for row in rows}


def _append(db: Session, actor_id: uuid.UUID | None, note: ReadNote) -> None:
    head = _locked_head(db, note.chain)
    row = AuditRow(
        id=ids.new(),
        chain=note.chain,
        number=head.number + 1,
        at=clock.now(),
        actor_id=actor_id,
        act=note.act,
        subject_id=note.subject_id,
        item_kind=note.item_kind,
        item_id=note.item_id,
        previous=head.hash,
    )
    row.hash = row_hash(
        previous=row.previous,
        chain=row.chain,
        number=row.number,
        at=row.at,
        actor_id=row.actor_id,
        act=row.act,
        subject_id=row.subject_id,
        item_kind=row.item_kind,
        item_id=row.item_id,
    )
    head.number, head.hash = row.number, row.hash
    db.add(row)
    db.flush()


def _locked_head(db: Session, chain: str) -> AuditHead:
    """The chain's end, locked until this transaction ends, so that two writers make one line."""
    query = select(AuditHead).where(AuditHead.chain == chain).with_for_update()
    head = db.scalar(query)
    if head is not None:
        return head
    try:
        with db.begin_nested():
            db.add(AuditHead(chain=chain, number=0, hash=START))
    except IntegrityError:
        pass  # another server began the chain a moment ago
    return db.scalars(query).one()
