"""Cards, codes, pictures, passwords, staff codes, and how long a wrong try waits."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pyotp
import pytest
import time_machine

from tests.conftest import Browser, Open, SignInAs
from tests.makers import Town
from webapp import accounts
from webapp.accounts import queries
from webapp.core import sealing
from webapp.core.database import session, unit_of_work

PICTURES = "boat,leaf,moon,cup"


def card_for(town: Town, person: str) -> accounts.IssuedCard:
    with unit_of_work():
        return accounts.issue_card(person_id=getattr(town, person), issued_by=town.beth)


def open_card(browser: Browser, card: accounts.IssuedCard) -> None:
    assert browser.get(f"/card/{card.secret}").status_code == 303


def use_card(browser: Browser, card: accounts.IssuedCard) -> None:
    """Open it and give its code, as at every first use."""
    open_card(browser, card)
    assert browser.post("/sign-in/code", {"code": card.code}).status_code == 303


def test_a_child_opens_her_card_and_picks_her_pictures(town: Town, browser: Open) -> None:
    phone = browser()
    use_card(phone, card_for(town, "zara"))
    assert b"Tap your 4 pictures" in phone.get("/").data
    assert phone.post("/sign-in/pictures", {"pictures": PICTURES}).status_code == 303
    assert b"Zara" not in phone.get("/help").data
    assert phone.get("/houses").status_code == 200


def test_without_javascript_each_tap_posts_and_is_kept(town: Town, browser: Open) -> None:
    phone = browser()
    use_card(phone, card_for(town, "zara"))
    picked: list[str] = []
    for name in ("boat", "leaf", "moon"):
        answer = phone.post("/sign-in/pictures", {"pictures": ",".join(picked), "picture": name})
        picked.append(name)
        assert f'value="{",".join(picked)}"'.encode() in answer.data
    assert (
        phone.post("/sign-in/pictures", {"pictures": ",".join(picked), "picture": "cup"}).status_code == 303
    )


def test_the_order_of_the_pictures_counts(town: Town, browser: Open) -> None:
    phone = browser()
    use_card(phone, card_for(town, "zara"))
    answer = phone.post("/sign-in/pictures", {"pictures": "leaf,boat,moon,cup"})
    assert answer.status_code == 422
    assert b"Those are not your pictures" in answer.data


def test_a_card_alone_opens_nothing(town: Town, browser: Open) -> None:
    phone = browser()
    use_card(phone, card_for(town, "zara"))
    for path in ("/houses", "/plan", "/answers", "/questions"):
        assert phone.get(path).status_code == 303


def test_wrong_strange_and_stopped_cards_get_one_kind_answer(town: Town, browser: Open) -> None:
    stopped = card_for(town, "zara")
    card_for(town, "zara")
    phone = browser()
    answers = [phone.get(f"/card/{secret}") for secret in (stopped.secret, "nonsense", "x" * 200, "%00")]
    assert {answer.status_code for answer in answers} == {404}
    assert all(b"This card does not work" in answer.data for answer in answers)


def test_a_mother_sets_up_with_the_workers_code(town: Town, browser: Open) -> None:
    card = card_for(town, "samina")
    phone = browser()
    open_card(phone, card)
    wrong = phone.post("/sign-in/code", {"code": "000000" if card.code != "000000" else "111111"})
    assert wrong.status_code == 422
    assert phone.post("/sign-in/code", {"code": f" {card.code[:3]} {card.code[3:]}"}).status_code == 303
    assert phone.post("/sign-in/new-password", {"password": "password1"}).status_code == 422
    assert phone.post("/sign-in/new-password", {"password": "short"}).status_code == 422
    assert phone.post("/sign-in/new-password", {"password": "seven green kettles"}).status_code == 303
    assert b'lang="ur" dir="rtl"' in phone.get("/").data


def test_a_code_works_once_for_15_minutes_and_five_tries(
    town: Town, browser: Open, clock: time_machine.Traveller
) -> None:
    late = card_for(town, "samina")
    phone = browser()
    open_card(phone, late)
    clock.shift(timedelta(minutes=15, seconds=1))
    assert phone.post("/sign-in/code", {"code": late.code}).status_code == 422
    tried = card_for(town, "samina")
    phone = browser()
    open_card(phone, tried)
    wrong = "123456" if tried.code != "123456" else "654321"
    for _ in range(5):
        phone.post("/sign-in/code", {"code": wrong})
        clock.shift(timedelta(minutes=1, seconds=1))
    assert phone.post("/sign-in/code", {"code": tried.code}).status_code in (422, 429)


def test_wrong_pictures_wait_1_5_30_minutes_then_the_worker_unlocks(
    town: Town, browser: Open, sign_in: SignInAs, clock: time_machine.Traveller
) -> None:
    phone = browser()
    use_card(phone, card_for(town, "zara"))
    wrong = {"pictures": "star,bike,tree,key"}
    for _ in range(5):
        assert phone.post("/sign-in/pictures", wrong).status_code == 422
    for minutes in (1, 5, 30):
        assert phone.post("/sign-in/pictures", {"pictures": PICTURES}).status_code == 429
        clock.shift(timedelta(minutes=minutes, seconds=1))
        assert phone.post("/sign-in/pictures", wrong).status_code == 422
    clock.shift(timedelta(hours=2))
    locked = phone.post("/sign-in/pictures", {"pictures": PICTURES})
    assert locked.status_code == 429
    assert b"Your worker can unlock your card" in locked.data
    worker = sign_in(town.beth)
    unlock = f"/families/{town.family}/people/{town.zara}/unlock"
    assert worker.post(unlock, page=f"/families/{town.family}").status_code == 303
    assert phone.post("/sign-in/pictures", {"pictures": PICTURES}).status_code == 303


def test_a_flood_on_one_card_never_blocks_another(town: Town, browser: Open) -> None:
    flooded, calm = card_for(town, "zara"), card_for(town, "imran")
    phone = browser()
    use_card(phone, flooded)
    for _ in range(8):
        phone.post("/sign-in/pictures", {"pictures": "star,bike,tree,key"})
    other = browser()
    use_card(other, calm)
    assert other.post("/sign-in/password", {"password": "eleven green kettles"}).status_code == 303


def test_the_daughters_card_ends_the_mothers_session(town: Town, sign_in: SignInAs) -> None:
    card = card_for(town, "zara")
    phone = sign_in(town.imran)
    assert phone.get("/plan").status_code == 200
    open_card(phone, card)
    assert phone.get("/plan").status_code == 303


def test_a_worker_signs_in_with_all_three_and_a_code_works_once(
    town: Town, browser: Open, clock: time_machine.Traveller
) -> None:
    with unit_of_work():
        login = queries.staff_login("beth@northbridge.example")
        assert login is not None
        secret = sealing.staff_box().text(login, "totp")
    code = pyotp.TOTP(secret).at(datetime.now(UTC))
    form = {"email": "Beth@northbridge.example ", "password": "three quiet herons", "code": code}
    desk = browser()
    for change in ({"password": "wrong"}, {"code": "000000"}, {"email": "x@y.example"}, {"code": "٣٣٣"}):
        answer = desk.post("/staff", form | change, page="/staff")
        assert answer.status_code == 422
        assert b"That did not work. Check all three." in answer.data
    assert desk.post("/staff", form, page="/staff").status_code == 303
    assert desk.get("/inbox").status_code == 200
    assert browser().post("/staff", form, page="/staff").status_code == 422


def test_a_session_ends_when_left_alone_and_in_any_case_after_12_hours(
    town: Town, sign_in: SignInAs, clock: time_machine.Traveller
) -> None:
    desk = sign_in(town.beth)
    clock.shift(timedelta(minutes=59))
    assert desk.get("/families").status_code == 200
    clock.shift(timedelta(minutes=61))
    assert desk.get("/families").status_code == 303
    desk = sign_in(town.beth)
    for _ in range(13):
        clock.shift(timedelta(minutes=59))
        last = desk.get("/families").status_code
    assert last == 303


def test_stopping_a_card_signs_out_at_once(town: Town, sign_in: SignInAs) -> None:
    phone, desk = sign_in(town.zara), sign_in(town.beth)
    assert phone.get("/houses").status_code == 200
    desk.post(f"/families/{town.family}/people/{town.zara}/revoke", page=f"/families/{town.family}")
    assert phone.get("/houses").status_code == 303


def test_leaving_ends_the_session_and_takes_our_cookies_alone(town: Town, sign_in: SignInAs) -> None:
    phone = sign_in(town.zara)
    answer = phone.get("/bye", headers={"Sec-Fetch-Site": "same-origin"})
    assert answer.headers["Clear-Site-Data"] == '"cache"'
    assert b"Heard" not in answer.data
    assert phone.get("/houses").status_code == 303
    assert phone.client.post("/bye", data={}).status_code == 303


def test_another_site_cannot_sign_a_person_out(town: Town, sign_in: SignInAs) -> None:
    phone = sign_in(town.zara)
    phone.get("/bye", headers={"Sec-Fetch-Site": "cross-site"})
    assert phone.get("/houses").status_code == 200


def test_unknown_and_wrong_both_cost_one_hash_check(
    town: Town, browser: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    checks: list[str | None] = []
    from webapp.accounts import hashing

    real = hashing.matches

    def count(stored: str | None, secret: str) -> bool:
        checks.append(stored)
        return real(stored, secret)

    monkeypatch.setattr(hashing, "matches", count)
    for email in ("beth@northbridge.example", "nobody@northbridge.example"):
        form = {"email": email, "password": "wrong", "code": "000000"}
        browser().post("/staff", form, page="/staff")
    assert len(checks) == 2
    assert session is not None
