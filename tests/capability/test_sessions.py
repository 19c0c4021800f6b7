"""Sessions: listed, ended one by one or all, dead at once on every server; limits (ASVS 7)."""

from __future__ import annotations

import re
import uuid
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select, update

from tests.conftest import Browser, SignInAs, settings_for
from tests.makers import Town
from webapp import accounts, create_app
from webapp.accounts import service
from webapp.accounts.models import SignIn
from webapp.core import clock
from webapp.core.database import session, unit_of_work

BUTTON = re.compile(rb'name="end" value="([^"]+)"')


def opens(browser: Browser) -> bool:
    """Whether this browser's session still opens something."""
    return browser.get("/plan").status_code != 303


def test_this_one_is_listed_first_and_nothing_tells_which_device(town: Town, sign_in: SignInAs) -> None:
    sign_in(town.samina)
    here = sign_in(town.samina).in_english()
    shown = here.get("/phones", headers={"User-Agent": "Very-Special-Browser/9"}).data
    assert len(BUTTON.findall(shown)) == 4
    assert shown.index(b"This phone or computer") < shown.index(b"Another phone or computer")
    assert b"Very-Special" not in shown
    assert b"127.0.0.1" not in shown


def test_ending_another_one(town: Town, sign_in: SignInAs) -> None:
    other, here = sign_in(town.samina), sign_in(town.samina)
    others = BUTTON.findall(here.get("/phones").data)[1].decode()
    answer = here.post("/sessions/end", {"end": others}, page="/phones")
    assert (answer.status_code, answer.location) == (303, "/phones")
    assert (opens(other), opens(here)) == (False, True)


@pytest.mark.parametrize(("which", "left"), [("others", (False, True)), ("all", (False, False))])
def test_ending_many(town: Town, sign_in: SignInAs, which: str, left: tuple[bool, bool]) -> None:
    other, here, stranger = sign_in(town.beth), sign_in(town.beth), sign_in(town.tom)
    assert here.post("/sessions/end", {"end": which}, page="/sessions").status_code == 303
    assert (other.get("/inbox").status_code == 200, here.get("/inbox").status_code == 200) == left
    assert stranger.get("/inbox").status_code == 200


def test_ending_another_asks_who_you_are_and_ending_this_one_does_not(town: Town, sign_in: SignInAs) -> None:
    other, here = sign_in(town.imran), sign_in(town.imran)
    with time_machine.travel(clock.now() + timedelta(minutes=11), tick=False):
        shown = here.get("/phones").data
        assert b'name="prove_secret"' in shown
        assert here.post("/sessions/end", {"end": "others"}, page="/phones").status_code == 422
        assert opens(other)
        this = BUTTON.findall(shown)[0].decode()
        assert here.post("/sessions/end", {"end": this}, page="/phones").status_code == 303
        assert not opens(here)
        right = {"end": "all", "prove_secret": "eleven green kettles"}
        assert other.post("/sessions/end", right, page="/phones").status_code == 303
        assert not opens(other)


def test_nobody_ends_another_persons_session(town: Town, sign_in: SignInAs) -> None:
    hers, his = sign_in(town.samina), sign_in(town.imran)
    her_session = BUTTON.findall(hers.get("/phones").data)[0].decode()
    assert his.post("/sessions/end", {"end": her_session}, page="/phones").status_code == 303
    assert opens(hers)
    for odd in ("", "everything", str(uuid.uuid4())[:-1]):
        assert his.post("/sessions/end", {"end": odd}, page="/phones").status_code == 422


@pytest.mark.parametrize(
    ("who", "minutes", "alive"),
    [("zara", 29, True), ("zara", 31, False), ("samina", 59, True), ("samina", 61, False)]
    + [("beth", 59, True), ("beth", 61, False)],
)
def test_a_session_left_alone_ends_on_the_server(
    town: Town, sign_in: SignInAs, who: str, minutes: int, alive: bool
) -> None:
    """ASVS 7.3.1, and 7.1.1: the times of docs/sessions.md."""
    browser = sign_in(getattr(town, who))
    with time_machine.travel(clock.now() + timedelta(minutes=minutes), tick=False):
        assert (browser.get("/sessions" if who == "beth" else "/phones").status_code == 200) is alive


def test_a_session_in_use_ends_after_twelve_hours(town: Town, sign_in: SignInAs) -> None:
    """ASVS 7.3.2."""
    browser, began = sign_in(town.beth), clock.now()
    for minutes in range(0, 12 * 60, 30):
        with time_machine.travel(began + timedelta(minutes=minutes), tick=False):
            assert browser.get("/sessions").status_code == 200, minutes
    with time_machine.travel(began + timedelta(hours=12, seconds=2), tick=False):
        assert browser.get("/sessions").status_code == 303


def test_a_session_ended_on_one_server_is_dead_on_the_other_at_its_next_request(
    engine_app: Flask, app: Flask, town: Town, tmp_path: Path
) -> None:
    """Two apps, as two servers, on one database; each asks it at every request and caches nothing."""
    settings = app.extensions["heard_settings"]
    second = create_app(settings_for(settings.database_url, tmp_path))
    with app.app_context(), unit_of_work():
        token = service.begin_session(person_id=town.beth, card=None)
    clients = [app.test_client(), second.test_client()]
    for client in clients:
        with client.session_transaction() as cookie:
            cookie["_user_id"] = token
        assert client.get("/sessions").status_code == 200
    with app.app_context(), unit_of_work():
        accounts.end_sessions(person_id=town.beth)
    statuses = [client.get("/sessions").status_code for client in reversed(clients)]
    fetched = clients[1].get("/sessions", headers={"HX-Request": "true"}).status_code
    assert (statuses, fetched) == ([303, 303], 401)


def test_the_lock_page_ends_the_session_and_another_site_cannot_call_it(
    town: Town, sign_in: SignInAs
) -> None:
    browser = sign_in(town.beth)
    browser.get("/locked", headers={"Sec-Fetch-Site": "cross-site"})
    assert browser.get("/sessions").status_code == 200
    assert b"What you were writing is kept." in browser.get("/locked").data
    assert browser.get("/sessions").status_code == 303


def test_a_lapsed_session_is_not_listed(town: Town, sign_in: SignInAs) -> None:
    sign_in(town.samina)
    with unit_of_work():
        long_ago = clock.now() - timedelta(hours=13)
        session().execute(update(SignIn).values(seen_at=long_ago, created_at=long_ago))
    here = sign_in(town.samina)
    assert len(BUTTON.findall(here.get("/phones").data)) == 1


def test_a_new_sign_in_has_a_new_token(town: Town) -> None:
    """ASVS 7.2.3, 7.2.4: 256 random bits, kept only as a hash."""
    with unit_of_work():
        made = {service.begin_session(person_id=town.beth, card=None) for _time in range(3)}
        hashes = set(session().scalars(select(SignIn.token_hash).order_by(SignIn.id)))
    assert len(made) == 3
    assert min(len(token) for token in made) >= 43
    assert not {token.encode() for token in made} & hashes


def test_a_worker_signs_a_person_of_their_family_out(town: Town, sign_in: SignInAs) -> None:
    """ASVS 7.4.5."""
    hers, beth, tom = sign_in(town.samina), sign_in(town.beth), sign_in(town.tom)
    path = f"/families/{town.family}/people/{town.samina}/sign-out"
    assert tom.post(path, page="/help").status_code == 404
    assert opens(hers)
    assert beth.post(path, page="/help").status_code == 303
    assert not opens(hers)
    assert (
        beth.post(f"/families/{town.family}/people/{town.stranger}/sign-out", page="/help").status_code == 404
    )


def test_an_administrator_signs_a_member_of_staff_out(town: Town, sign_in: SignInAs) -> None:
    beth, priya, tom = sign_in(town.beth), sign_in(town.priya), sign_in(town.tom)
    path = f"/people/staff/{town.beth}"
    assert tom.post(path, {"do": "sign_out"}, page="/help").status_code == 404
    assert beth.get("/sessions").status_code == 200
    assert priya.post(path, {"do": "sign_out"}, page="/help").status_code == 303
    assert beth.get("/sessions").status_code == 303
