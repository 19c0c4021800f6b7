"""What a phone kept for 60 days, sealed by versions long replaced, still arrives whole (safety R14, R16)."""

from __future__ import annotations

import base64
import json
import uuid
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine

from tests.makers import Town
from tests.phone import Phone, content, phone_of, share
from webapp.accounts.models import Person
from webapp.core import clock, sealing
from webapp.core.database import session, unit_of_work
from webapp.houses.models import Entry

KEPT = sorted((Path(__file__).parents[1] / "kept_parcels").glob("*.json"))
WAITED = timedelta(days=60)


def data(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


@pytest.fixture(params=KEPT, ids=lambda path: str(path.stem))
def old(request: pytest.FixtureRequest, town: Town) -> dict[str, Any]:
    """The parcels of one version; the service has their key and knows the child."""
    found: dict[str, Any] = json.loads(request.param.read_text())
    with unit_of_work():
        row = sealing.PhoneKey(id=uuid.UUID(found["key_id"]), public=data(found["public"]))
        row.created_at = clock.now() - WAITED
        row.wrapped_by, row.private_wrapped = sealing._wrap(data(found["private"]), str(row.id))
        session().add(row)
        session().get_one(Person, town.zara).pseudonym = uuid.UUID(found["owner"])
    return found


def test_every_parcel_of_every_version_arrives_after_sixty_days(
    town: Town, old: dict[str, Any], sign_in: Any
) -> None:
    sealing.rotate_phone_key()
    session().commit()
    with time_machine.travel(clock.now() + WAITED, tick=False):
        zara = phone_of(sign_in(town.zara))
        for item in old["items"]:
            answer = zara.post(item["body"])
            assert answer.status_code == 200, answer.text
            assert answer.get_json()["state"] == item["arrives"]
        drafts = [one["content"] for one in zara.browser.get("/houses/drafts").get_json()["drafts"]]
    assert {one["words"] for one in drafts} == {i["words"] for i in old["items"] if i["arrives"] == "draft"}
    # The phone gets its old draft back in the form that it makes now, with every line.
    assert all(len(one["strokes"]) == 1 and one["template"] == "three_houses" for one in drafts)
    rows = session().query(Entry).filter_by(child_id=town.zara).all()
    words = {json.loads(sealing.child_box(town.zara).text(row, "content"))["words"] for row in rows}
    assert words == {i["words"] for i in old["items"] if i["arrives"] == "arrived"}


@pytest.mark.parametrize("years", [-10, 10])
def test_a_phone_whose_clock_is_ten_years_off(town: Town, sign_in: Any, years: int) -> None:
    zara: Phone = phone_of(sign_in(town.zara))
    odd = datetime.now(UTC) + timedelta(days=365 * years)
    late = zara.post(zara.parcel(content(words="Odd clock.", share=share()), made_at=odd.isoformat()))
    zara.send(content(words="Right clock.", share=share()))
    assert late.status_code == 200
    rows = session().query(Entry).filter_by(child_id=town.zara).order_by(Entry.received_at).all()
    assert [row.made_at.year for row in rows][0] == odd.year
    assert all(abs((row.received_at - clock.now()).total_seconds()) < 600 for row in rows)
    states = zara.browser.get("/houses/states").get_json()["entries"]
    assert [one["state"] for one in states] == ["arrived", "arrived"]
