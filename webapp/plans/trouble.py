"""What keeps plans from the council's own systems, for administrators: a code and since when."""

from __future__ import annotations

from datetime import datetime

from flask import current_app
from sqlalchemy import delete, select

from webapp.core import clock
from webapp.core.database import end_session, session, unit_of_work
from webapp.plans.models import HandOverTrouble


def found(area: str = "") -> list[tuple[str, datetime]]:
    """What is wrong in an area ('record', 'webhook'; '' for both) and since when."""
    query = select(HandOverTrouble).where(HandOverTrouble.code.startswith(area))
    return [(row.code, row.since_at) for row in session().scalars(query.order_by(HandOverTrouble.code))]


def keep(area: str, code: str) -> None:
    """Keep what is wrong in an area in a transaction of its own; '' when all is well again.

    A write only when something changed: this is asked every minute.
    """
    try:
        before = [one for one, _since in found(area)]
    finally:
        end_session()
    if before == ([code] if code else []):
        return
    current_app.logger.error("the council's %s: %s", area, code or "well again")
    with unit_of_work() as db:
        db.execute(
            delete(HandOverTrouble).where(HandOverTrouble.code.startswith(area), HandOverTrouble.code != code)
        )
        if code and code not in before:
            db.add(HandOverTrouble(code=code, since_at=clock.now()))
