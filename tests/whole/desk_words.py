"""What the data officer has asked for: an extract that waits; and a caseload with a row that will not do."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import timedelta

from tests.makers import Town
from webapp.core import clock, ids
from webapp.core.database import session
from webapp.localdata.caseload.rows import Problem
from webapp.localdata.desk import service
from webapp.localdata.models import Run

Token = Callable[..., str]


def add_desk(town: Town, token: Token) -> tuple[dict[str, uuid.UUID], dict[str, dict[str, str]]]:
    """The ids and the bodies of the desk's routes."""
    last = clock.today() - timedelta(days=1)
    first = last - timedelta(days=30)
    run_id = service.ask_extract(from_on=first, to_on=last, actor_id=town.owen)
    _add_finding(town, token("bad-row", "data officer"))
    days = {"from": first.isoformat(), "to": last.isoformat()}
    return {"run_id": run_id}, {"localdata.ask_extract": days}


def _add_finding(town: Town, reason: str) -> None:
    """A caseload that was looked at: the reason may quote the council's own id."""
    row = Run(id=ids.new(), kind="caseload", doing="preview", state="done", asked_by=town.owen)
    row.asked_at = row.started_at = row.ended_at = clock.now()
    session().add(row)
    session().flush()
    service.keep_findings(row.id, [(0, "problem", Problem("ssd_person.csv", 2, "pers_dob", reason))])
