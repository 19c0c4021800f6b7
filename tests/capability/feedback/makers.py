"""Answering the questions as a phone does, and the alerts that come of it."""

from __future__ import annotations

import re
import uuid
from datetime import UTC, datetime

from tests.conftest import Browser
from tests.makers import As, Town
from webapp import duty
from webapp.core.database import unit_of_work

MONDAY = datetime(2026, 3, 2, 10, tzinfo=UTC)
BEGIN = {"answered_by": "self", "worker_present": "no"}
ASKED = re.compile(r'name="question" value="([A-Z_]+)"')


def begin(phone: Browser, **fields: str) -> None:
    assert phone.post("/questions/start", BEGIN | fields, page="/questions").status_code == 303


def question(phone: Browser) -> str:
    """The code of the question on the screen; '' when there is none."""
    found = ASKED.search(phone.get("/questions").text)
    return found[1] if found else ""


def answer(phone: Browser, value: object, **fields: str) -> int:
    data = {"question": question(phone), "answer": str(value)} | fields
    return phone.post("/questions", data, page="/questions").status_code


def staff(person_id: uuid.UUID, role: str) -> As:
    """A reader for front doors that take one."""
    return As(person_id, "staff", role, shared_phone=False)


def alerts(town: Town) -> list[tuple[str, uuid.UUID, uuid.UUID]]:
    with unit_of_work():
        return [
            (one.source, one.person_id, one.child_id) for one in duty.alerts(staff(town.farah, "manager"))
        ]
