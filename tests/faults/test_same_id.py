"""A thousand submits of forty entries, 25 at once, on each database: forty rows (safety R8)."""

from __future__ import annotations

import random
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask

from tests import kept
from tests.conftest import SignInAs
from tests.faults.conftest import Say
from tests.phone import Phone, content, phone_of, share
from webapp.core.database import database, session
from webapp.houses.models import Entry

ENTRIES, SUBMITS, AT_ONCE = 40, 1000, 25
BUSY = 503


@pytest.mark.faults
@pytest.mark.timeout(1800)
def test_a_thousand_submits_of_forty_entries(app: Flask, sign_in: SignInAs, figure: Say) -> None:
    town = kept.town()
    phones = [phone_of(sign_in(town.zara)) for _each in range(AT_ONCE)]
    bodies = [phones[0].parcel(content(words=f"Entry {n}.", share=share())) for n in range(ENTRIES)]
    tries = bodies * (SUBMITS // ENTRIES)
    random.Random(8).shuffle(tries)
    free = list(phones)

    again: list[int] = []

    def post(body: dict[str, object]) -> tuple[int, bool]:
        """As a phone does: a server that is too busy (503) is asked again."""
        phone: Phone = free.pop()
        with app.app_context():
            while (answer := phone.post(body)).status_code == BUSY:
                again.append(BUSY)
        free.append(phone)
        return answer.status_code, (answer.get_json() or {}).get("id") == body["id"]

    started = time.monotonic()
    with ThreadPoolExecutor(AT_ONCE) as pool:
        answers = Counter(pool.map(post, tries))
    session().rollback()
    rows = session().query(Entry).count()
    engine = database().engine.dialect.name
    took = time.monotonic() - started
    figure(
        f"{engine}: {SUBMITS} submits on {ENTRIES} ids, {AT_ONCE} at once: "
        f"{rows} rows, {answers[200, True]} answers name their own id, "
        f"{len(again)} asked again because it was busy, {took:.0f} s"
    )
    assert answers == {(200, True): SUBMITS}
    assert rows == ENTRIES
