"""The server's part of the key to what a child's own phone keeps, and what it keeps (decision 0008)."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask

from tests.conftest import Browser
from tests.makers import Town
from tests.phone import content, phone_of, share
from webapp import accounts
from webapp.accounts import queries, rules, service
from webapp.accounts.devices import service as devices
from webapp.accounts.devices.views import OWN_PART
from webapp.core import clock
from webapp.core.database import unit_of_work

Start = Callable[..., Browser]


@pytest.fixture
def on_phone(app: Flask, town: Town, browser: Any) -> Start:
    """Zara signed in with her card on a phone with a name: shared or her own."""

    def start(*, shared: bool, phone: bytes = b"p" * 32) -> Browser:
        fresh: Browser = browser()
        with app.app_context(), unit_of_work():
            accounts.issue_card(person_id=town.zara, issued_by=town.beth, shared_phone=shared)
            card = queries.cards_of(town.zara)[-1]
            token = service.begin_session(person_id=town.zara, card=card, phone_hash=phone)
            found = queries.sign_in_by_token(token)
            assert found
            devices.note_phone(session_id=found.session_id, card=card, phone_hash=phone)
        with fresh.client.session_transaction() as cookie:
            cookie["_user_id"] = token
        return fresh

    return start


def ask(browser: Browser) -> str:
    """The part in the answer to the phone's question for its ticket; "" for none."""
    answer = browser.post("/this-phone/ticket", {"sign": "fox"}, page="/houses")
    assert answer.status_code == 200
    return part_in(answer)


def part_in(answer: Any) -> str:
    found = [line for line in answer.headers.getlist("Set-Cookie") if line.startswith(f"{OWN_PART}=")]
    return found[0].split(";")[0].removeprefix(f"{OWN_PART}=") if found else ""


def drops(answer: Any) -> bool:
    return any(
        line.startswith(f"{OWN_PART}=;") and "Max-Age=0" in line
        for line in answer.headers.getlist("Set-Cookie")
    )


def test_an_own_phone_gets_its_part_for_as_long_as_the_session_can_last(on_phone: Start, town: Town) -> None:
    zara = on_phone(shared=False)
    answer = zara.post("/this-phone/ticket", {"sign": "fox"}, page="/houses")
    (line,) = [one for one in answer.headers.getlist("Set-Cookie") if one.startswith(f"{OWN_PART}=")]
    assert "HttpOnly" not in line
    assert "SameSite=Lax" in line
    seconds = int(line.split("Max-Age=")[1].split(";")[0])
    assert 0 < seconds <= rules.AT_MOST.total_seconds()
    owner, part = part_in(answer).split(".")
    assert owner == str(queries.people([town.zara])[town.zara].pseudonym)
    assert len(part) == 43
    # The same phone gets the same part, in another session too; another phone gets another.
    assert ask(on_phone(shared=False)).endswith(part)
    assert not ask(on_phone(shared=False, phone=b"q" * 32)).endswith(part)


def test_a_part_ends_with_its_session(app: Flask, on_phone: Start) -> None:
    zara = on_phone(shared=False)
    with time_machine.travel(clock.now() + timedelta(minutes=20), tick=False):
        answer = zara.post("/this-phone/ticket", {"sign": "fox"}, page="/houses")
    (line,) = [one for one in answer.headers.getlist("Set-Cookie") if one.startswith(f"{OWN_PART}=")]
    assert (
        int(line.split("Max-Age=")[1].split(";")[0])
        <= (rules.AT_MOST - timedelta(minutes=19)).total_seconds()
    )


def test_a_shared_phone_and_a_phone_without_a_card_get_none(
    on_phone: Start, town: Town, sign_in: Any
) -> None:
    assert ask(on_phone(shared=True)) == ""
    assert ask(sign_in(town.zara, shared_phone=False)) == ""


def test_a_stopped_phone_never_gets_its_part_again(app: Flask, on_phone: Start, town: Town) -> None:
    zara = on_phone(shared=False)
    first = ask(zara)
    with app.app_context(), unit_of_work():
        for device in accounts.devices_of(town.zara):
            accounts.stop_device(device_id=device.id, by=town.beth)
    zara.client.set_cookie(OWN_PART, first)
    answer = zara.get("/houses/token", headers={"Sec-Fetch-Mode": "cors"})
    assert answer.status_code == 401
    assert drops(answer)
    assert ask(on_phone(shared=False)) not in ("", first)


def test_leaving_takes_it_back_from_a_phone_that_has_not_had_it_yet(on_phone: Start) -> None:
    """The ticket's answer was still on its way when the child left: it may come after this one."""
    zara = on_phone(shared=False)
    assert drops(zara.get("/bye"))


def test_leaving_and_sharing_take_it_back_and_nothing_else_does(
    app: Flask, on_phone: Start, town: Town
) -> None:
    zara = on_phone(shared=False)
    zara.client.set_cookie(OWN_PART, ask(zara))
    assert not drops(zara.get("/houses"))
    with app.app_context(), unit_of_work():
        devices.set_phone_kind(person_id=town.zara, shared=True, by=town.zara)
    assert drops(zara.get("/houses"))
    other = on_phone(shared=False)
    other.client.set_cookie(OWN_PART, "x.y")
    assert drops(other.get("/bye"))


def test_what_was_sent_goes_to_her_own_phone_alone(town: Town, sign_in: Any) -> None:
    own = phone_of(sign_in(town.zara, shared_phone=False))
    sent = [own.send(content(words=f"Sent {number}.", share=share()))["id"] for number in range(21)]
    first = own.browser.get("/houses/history").get_json()
    assert [one["content"]["words"] for one in first["entries"]][:2] == ["Sent 20.", "Sent 19."]
    assert (len(first["entries"]), first["more"]) == (20, True)
    last = own.browser.get("/houses/history?page=2").get_json()
    assert ([one["id"] for one in last["entries"]], last["more"]) == ([sent[0]], False)
    assert last["entries"][0]["content"]["share"] is None
    uuid.UUID(last["entries"][0]["set_id"])
    shared = sign_in(town.zara)
    assert shared.get("/houses/history").status_code == 404
    for other in (town.yusuf, town.samina, town.beth):
        seen = sign_in(other, shared_phone=False).get("/houses/history")
        assert "Sent" not in seen.text
