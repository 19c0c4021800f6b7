"""Reading the log."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from webapp.audit.models import AuditHead, AuditRow
from webapp.audit.rules import START, row_hash
from webapp.core.database import session


@dataclass(frozen=True)
class Looked:
    """Who, when, what."""

    actor_id: uuid.UUID | None
    at: datetime
    act: str
    item_id: uuid.UUID | None


def looks_at(item_kind: str, item_ids: list[uuid.UUID], act: str) -> list[Looked]:
    """Everyone who did `act` on these items, first look first."""
    rows = session().scalars(
        select(AuditRow)
        .where(AuditRow.item_kind == item_kind, AuditRow.item_id.in_(item_ids), AuditRow.act == act)
        .order_by(AuditRow.at, AuditRow.id)
    )
    return [Looked(row.actor_id, row.at, row.act, row.item_id) for row in rows]


def first_look(item_kind: str, item_id: uuid.UUID, act: str, by: set[uuid.UUID]) -> Looked | None:
    """The first time one of these people did `act` on the item: "Read by NAME" (design §3)."""
    return next((look for look in looks_at(item_kind, [item_id], act) if look.actor_id in by), None)


def verify() -> list[str]:
    """What is wrong with the log, in words; an empty list when every chain holds."""
    problems: list[str] = []
    for head in session().scalars(select(AuditHead).order_by(AuditHead.chain)):
        problems += _verify_chain(head)
    return problems


def _verify_chain(head: AuditHead) -> list[str]:
    previous, number = START, 0
    rows = session().scalars(select(AuditRow).where(AuditRow.chain == head.chain).order_by(AuditRow.number))
    for row in rows:
        number += 1
        made = row_hash(
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
        if row.number != number or row.previous != previous or row.hash != made:
            return [f"{head.chain}: row {number} is missing or was changed"]
        previous = made
    if (head.number, head.hash) != (number, previous):
        return [f"{head.chain}: rows after {number} are missing"]
    return []
