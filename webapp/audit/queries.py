"""Reading the log."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from webapp.audit.models import AuditHead, AuditRow
from webapp.audit.rules import START, row_hash
from webapp.core.database import session

# What was kept outside the database of one chain: number of a row → its hash (hex).
KeptHashes = Mapping[int, str]


@dataclass(frozen=True)
class Looked:
    """Who, when, what."""

    actor_id: uuid.UUID | None
    at: datetime
    act: str
    item_id: uuid.UUID | None
    subject_id: uuid.UUID | None = None
    item_kind: str = ""
    id: uuid.UUID | None = None


# A page may ask for many looks: no hashes with them.
LOOKED = (
    AuditRow.actor_id,
    AuditRow.at,
    AuditRow.act,
    AuditRow.item_id,
    AuditRow.subject_id,
    AuditRow.item_kind,
    AuditRow.id,
)


def looks_at(item_kind: str, item_ids: list[uuid.UUID], act: str) -> list[Looked]:
    """Everyone who did `act` on these items, first look first."""
    if not item_ids:
        return []
    rows = session().execute(
        select(*LOOKED)
        .where(AuditRow.item_kind == item_kind, AuditRow.item_id.in_(item_ids), AuditRow.act == act)
        .order_by(AuditRow.at, AuditRow.id)
    )
    return [_looked(row) for row in rows]


def looks_about(subject_ids: list[uuid.UUID], acts: list[str], since: datetime) -> list[Looked]:
    """Everyone who did one of these acts on the record of one of these people, latest first."""
    rows = session().execute(
        select(*LOOKED)
        .where(AuditRow.subject_id.in_(subject_ids), AuditRow.act.in_(acts), AuditRow.at >= since)
        .order_by(AuditRow.at.desc(), AuditRow.id.desc())
    )
    return [_looked(row) for row in rows]


def first_look(item_kind: str, item_id: uuid.UUID, act: str, by: set[uuid.UUID]) -> Looked | None:
    """The first time one of these people did `act` on the item: "Read by NAME" (design §3)."""
    return next((look for look in looks_at(item_kind, [item_id], act) if look.actor_id in by), None)


def first_looks(
    item_kind: str, act: str, begin: datetime, end: datetime
) -> Iterator[tuple[uuid.UUID, datetime]]:
    """Items on which `act` was done for the first time from `begin` to before `end`, in that order."""
    first = func.min(AuditRow.at).label("at")
    query = select(AuditRow.item_id, first).where(AuditRow.item_kind == item_kind, AuditRow.act == act)
    query = query.where(AuditRow.item_id.is_not(None), AuditRow.at < end).group_by(AuditRow.item_id)
    query = query.having(first >= begin).order_by(first, AuditRow.item_id)
    for row in session().execute(query.execution_options(yield_per=1_000)):
        yield row.item_id, row.at


def looked_at(item_kind: str, item_ids: Collection[uuid.UUID], act: str, by: uuid.UUID) -> set[uuid.UUID]:
    """Of these items, those that this person did `act` on."""
    query = select(AuditRow.item_id).where(
        AuditRow.item_kind == item_kind,
        AuditRow.item_id.in_(item_ids),
        AuditRow.act == act,
        AuditRow.actor_id == by,
    )
    return {item_id for item_id in session().scalars(query.distinct()) if item_id}


def _looked(row: Any) -> Looked:
    return Looked(row.actor_id, row.at, row.act, row.item_id, row.subject_id, row.item_kind, row.id)


def heads() -> dict[str, tuple[int, str]]:
    """Each chain's last number and hash (hex), for the daily file outside the database."""
    rows = session().scalars(select(AuditHead).order_by(AuditHead.chain))
    return {row.chain: (row.number, row.hash.hex()) for row in rows}


def verify(kept: Mapping[str, KeptHashes] | None = None) -> list[str]:
    """What is wrong with the log, in words, one line a chain; an empty list when every chain holds.

    `kept`: by chain, what the daily files outside the database say (core.work.kept_heads). Against them a
    missing tail shows even when its head was cut as well, and a chain that was made anew or is gone.
    """
    kept = kept or {}
    ends = heads()
    with_rows = session().scalars(select(AuditRow.chain).distinct().order_by(AuditRow.chain))
    problems = (
        _verify_chain(chain, ends.get(chain), kept.get(chain, {}))
        for chain in sorted({*ends, *with_rows, *kept})
    )
    return [problem for problem in problems if problem]


def _verify_chain(chain: str, end: tuple[int, str] | None, kept: KeptHashes) -> str:
    previous, number = START, 0
    for row in _rows(chain):
        number += 1
        if row.number != number:
            return f"{chain}: row {number} is missing"
        if row.previous != previous or row.hash != _made_anew(row, previous):
            return f"{chain}: row {number} was changed"
        if kept.get(number, row.hash.hex()) != row.hash.hex():
            return f"{chain}: row {number} or one before it is not what the heads file kept"
        previous = row.hash
    if end != (number, previous.hex()) or max(kept, default=0) > number:
        return f"{chain}: rows after {number} are missing"
    return ""


def _rows(chain: str) -> Iterable[AuditRow]:
    query = select(AuditRow).where(AuditRow.chain == chain).order_by(AuditRow.number)
    return session().scalars(query.execution_options(yield_per=1000))


def _made_anew(row: AuditRow, previous: bytes) -> bytes:
    return row_hash(
        previous=previous,
        chain=row.chain,
        number=row.number,
        at=row.at,
        actor_id=row.actor_id,
        act=row.act,
        subject_id=row.subject_id,
        item_kind=row.item_kind,
        item_id=row.item_id,
    )
