"""Adding to the log. A write's row is in the write's own transaction; a read's in a short one.

Every statement is prepared once: while a chain's head is locked, as little as can be happens in Python.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, Table, bindparam, insert, select, text, update
from sqlalchemy.orm import Session

from webapp.audit.models import AuditHead, AuditRow
from webapp.audit.rules import START, row_hash
from webapp.core import clock, ids
from webapp.core.access import ReadNote
from webapp.core.database import session
from webapp.core.reads import Look

STAFF_CHAIN = "staff"
HEADS: Table = AuditHead.__table__  # type: ignore[assignment]
ROWS: Table = AuditRow.__table__  # type: ignore[assignment]
HEAD = select(HEADS.c.number, HEADS.c.hash).where(HEADS.c.chain == bindparam("chain")).with_for_update()
# Another server may begin the chain at the same moment: then this one goes on from there.
BEGIN = text("INSERT INTO audit_heads (chain, number, hash) VALUES (:chain, 0, :hash) ON CONFLICT DO NOTHING")
ADD = insert(ROWS)
MOVE = (
    update(HEADS)
    .where(HEADS.c.chain == bindparam("of_chain"))
    .values(number=bindparam("number"), hash=bindparam("hash"))
)


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
    record_reads(session().connection(), [Look(actor_id, clock.now(), note)])


def record_reads(connection: Connection, looks: Iterable[Look]) -> None:
    """Add what pages are about to show, chain by chain; the guard commits it before a page leaves."""
    chains: dict[str, list[Look]] = {}
    for look in looks:
        chains.setdefault(look.note.chain, []).append(look)
    # In one order everywhere: two servers that lock the same two chains never wait for each other.
    for chain in sorted(chains):
        _append(connection, chain, [(ids.new(), look) for look in chains[chain]])


def record_all(looks: Iterable[Look]) -> None:
    """Add many rows within the open transaction, in a few statements however many chains there are."""
    chains: dict[str, list[Look]] = {}
    for look in looks:
        chains.setdefault(look.note.chain, []).append(look)
    names = sorted(chains)
    if not names:
        return
    connection = session().connection()
    connection.execute(BEGIN, [{"chain": chain, "hash": START} for chain in names])
    found = select(HEADS).where(HEADS.c.chain.in_(names)).order_by(HEADS.c.chain).with_for_update()
    rows, ends = [], []
    for head in connection.execute(found).all():
        number, previous = head.number, head.hash
        for look in chains[head.chain]:
            number += 1
            row = _row(look, head.chain, number, previous)
            rows.append({"id": ids.new(), "previous": previous} | row)
            previous = row["hash"]
        ends.append({"of_chain": head.chain, "number": number, "hash": previous})
    connection.execute(ADD, rows)
    connection.execute(MOVE, ends)


def record_read(db: Session, actor_id: uuid.UUID | None, note: ReadNote) -> None:
    """Add one look within a transaction that is already open: for commands."""
    record_reads(db.connection(), [Look(actor_id, clock.now(), note)])


def _append(connection: Connection, chain: str, looks: list[tuple[uuid.UUID, Look]]) -> None:
    number, previous = _locked_head(connection, chain)
    rows = []
    for row_id, look in looks:
        number += 1
        row = _row(look, chain, number, previous)
        rows.append({"id": row_id, "previous": previous} | row)
        previous = row["hash"]
    connection.execute(ADD, rows)
    connection.execute(MOVE, {"of_chain": chain, "number": number, "hash": previous})


def _row(look: Look, chain: str, number: int, previous: bytes) -> dict[str, Any]:
    note = look.note
    fields: dict[str, Any] = {
        "chain": chain,
        "number": number,
        "at": look.at,
        "actor_id": look.actor_id,
        "act": note.act,
        "subject_id": note.subject_id,
        "item_kind": note.item_kind,
        "item_id": note.item_id,
    }
    return fields | {"hash": row_hash(previous=previous, **fields)}


def _locked_head(connection: Connection, chain: str) -> tuple[int, bytes]:
    """The chain's end, locked until this transaction ends, so that two writers make one line."""
    found = connection.execute(HEAD, {"chain": chain}).first()
    if found is None:
        connection.execute(BEGIN, {"chain": chain, "hash": START})
        found = connection.execute(HEAD, {"chain": chain}).one()
    return found.number, found.hash
