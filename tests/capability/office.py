"""What the forms about a child's worker are sent, and what the log says of it: for several tests."""

from __future__ import annotations

import uuid

from sqlalchemy import select

from tests.makers import Town
from webapp.audit.models import AuditRow
from webapp.core import clock
from webapp.core.database import session, unit_of_work


def worker_address(child_id: uuid.UUID) -> str:
    return f"/people/children/{child_id}/worker"


def change(town: Town, **changes: str) -> dict[str, str]:
    return {
        "worker": str(town.tom),
        "place": str(town.beth),
        "from_on": clock.today().isoformat(),
        "reason": "Beth works with babies now. It is not because of you.",
        "note": "Beth asked to move.",
    } | changes


def acts() -> list[str]:
    with unit_of_work():
        return list(session().scalars(select(AuditRow.act).order_by(AuditRow.at, AuditRow.id)))
