"""Steps on the data officer's desk, as requests."""

from __future__ import annotations

import io
import re
import uuid
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select
from werkzeug.test import TestResponse

from tests.conftest import Browser
from webapp.audit.models import AuditRow
from webapp.core.database import session, unit_of_work
from webapp.families.models import ChildFacts
from webapp.localdata.models import Run

NOON = datetime(2030, 3, 4, 12, tzinfo=UTC)
RUN = re.compile(r"/local-data/runs/([0-9a-f-]{36})$")


def run_of(answer: TestResponse) -> uuid.UUID:
    assert answer.status_code == 303, answer.status_code
    found = RUN.search(answer.location)
    assert found
    return uuid.UUID(found[1])


def page_of(owen: Browser, run_id: uuid.UUID) -> str:
    return str(owen.get(f"/local-data/runs/{run_id}").text)


def row_of(run_id: uuid.UUID) -> Run:
    with unit_of_work():
        row = session().get_one(Run, run_id)
        session().expunge(row)
        return row


def acts() -> list[tuple[str, uuid.UUID | None]]:
    with unit_of_work():
        rows = session().scalars(
            select(AuditRow).where(AuditRow.act.like("local_data.%")).order_by(AuditRow.number)
        )
        return [(row.act, row.actor_id) for row in rows]


def send(owen: Browser, *files: tuple[bytes, str]) -> TestResponse:
    sent: dict[str, Any] = {"files": [(io.BytesIO(data), name) for data, name in files]}
    return owen.post("/local-data/caseload", sent, page="/local-data/caseload")


def children() -> int:
    with unit_of_work():
        return len(session().scalars(select(ChildFacts.id)).all())
