"""Staff with a passkey: set up, sign in, add, stop; forged, borrowed and unverified ones refused."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pyotp
import pytest

from tests.authenticator import Authenticator
from tests.capability.test_staff_sign_in import (
    EMAIL,
    KEY,
    PASSWORD,
    choose_password,
    invite,
    path,
    row_of,
    sign_in_form,
)
from tests.conftest import Browser, Open
from tests.makers import Town
from webapp import accounts
from webapp.core.database import unit_of_work

PLACE = "/ways-in-staff"


def begin(desk: Browser, where: str, **form: str) -> dict[str, Any]:
    answer = desk.post(f"{where}/begin", form, page="/staff")
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.get_json()
    return found


def set_up(desk: Browser, invitation: accounts.Invitation, key: Authenticator) -> int:
    choose_password(desk, invitation)
    made = key.register(begin(desk, "/staff/set-up/passkey"))
    return desk.post("/staff/set-up/passkey", {"credential": made}, page="/staff").status_code


def try_key(desk: Browser, key: Authenticator, email: str = EMAIL) -> int:
    proof = key.prove(begin(desk, "/staff/passkey", email=email))
    form = {"credential": proof, "email": email}
    return desk.post("/staff/passkey", form, page="/staff/passkey").status_code


@pytest.fixture
def nadia(town: Town, browser: Open) -> tuple[accounts.Invitation, Authenticator, Browser]:
    """Nadia, who set up with a password and a passkey, and her signed-in browser."""
    invitation, key, desk = invite(town), Authenticator(), browser()
    assert set_up(desk, invitation, key) == 303
    return invitation, key, desk


Nadia = tuple[accounts.Invitation, Authenticator, Browser]


def test_a_passkey_is_the_second_step_and_then_the_way_in(nadia: Nadia, browser: Open) -> None:
    invitation, key, first = nadia
    assert first.get("/inbox").status_code == 200
    assert not KEY.search(first.get(PLACE).text)
    assert browser().get(path(invitation)).status_code == 404
    desk = browser()
    assert try_key(desk, key) == 303
    assert desk.get("/inbox").status_code == 200


def test_a_password_alone_never_opens_what_a_passkey_guards(nadia: Nadia, browser: Open) -> None:
    for code in ("", "000000"):
        assert sign_in_form(browser(), PASSWORD, code) == 422


def test_forged_borrowed_and_unverified_passkeys_are_refused(nadia: Nadia, town: Town, browser: Open) -> None:
    _invitation, key, _desk = nadia
    assert try_key(browser(), key, "beth@northbridge.example") == 422
    assert try_key(browser(), Authenticator(credential_id=key.credential_id)) == 422
    key.verifies = False
    assert try_key(browser(), key) == 422
    key.verifies, key.origin = True, "http://elsewhere.example"
    assert try_key(browser(), key) == 422
    key.origin = "http://localhost"
    assert try_key(browser(), key) == 303


def test_a_proof_works_once(nadia: Nadia, browser: Open) -> None:
    _invitation, key, _desk = nadia
    desk = browser()
    proof = key.prove(begin(desk, "/staff/passkey", email=EMAIL))
    form = {"credential": proof, "email": EMAIL}
    assert desk.post("/staff/passkey", form, page="/staff/passkey").status_code == 303
    assert browser().post("/staff/passkey", form, page="/staff/passkey").status_code == 422


def test_an_e_mail_nobody_has_gets_an_answer_of_the_same_shape(
    nadia: Nadia, town: Town, browser: Open
) -> None:
    asked = [
        begin(browser(), "/staff/passkey", email=one) for one in (EMAIL, "beth@northbridge.example", "x@y")
    ]
    assert len({tuple(sorted(one)) for one in asked}) == 1
    assert {len(one["allowCredentials"]) for one in asked} == {1}
    assert {len(one["allowCredentials"][0]["id"]) for one in asked} == {43}
    assert {one["userVerification"] for one in asked} == {"required"}
    again = begin(browser(), "/staff/passkey", email=" X@Y ")
    assert again["allowCredentials"] == asked[2]["allowCredentials"]
    for odd in ("", "{}", "[]", "x" * 20_000, '{"id": 7}'):
        form = {"credential": odd, "email": "x@y"}
        assert browser().post("/staff/passkey", form, page="/staff/passkey").status_code in (422, 429)


def test_disabled_and_reset_people_have_no_passkey(nadia: Nadia, town: Town, browser: Open) -> None:
    invitation, key, _desk = nadia
    with unit_of_work():
        accounts.disable_staff(person_id=invitation.person_id, by=town.priya)
    assert try_key(browser(), key) == 422
    with unit_of_work():
        accounts.enable_staff(person_id=invitation.person_id, by=town.priya)
    assert try_key(browser(), key) == 303
    with unit_of_work():
        second = accounts.reset_staff(person_id=invitation.person_id, by=town.priya)
    assert try_key(browser(), key) == 422
    assert set_up(browser(), second, Authenticator()) == 303
    assert row_of(invitation.person_id).state == "active"
    assert try_key(browser(), key) == 422


def test_the_last_second_step_stays_until_another_stands(nadia: Nadia, browser: Open) -> None:
    _invitation, key, desk = nadia
    answer = desk.post(f"{PLACE}/passkey/end", page=PLACE)
    assert answer.status_code == 422
    assert "Set up a code app first" in answer.text
    desk.post(f"{PLACE}/code/begin", page=PLACE)
    found = KEY.search(desk.get(PLACE).text)
    assert found
    code = pyotp.TOTP(found[1].replace(" ", "")).at(datetime.now(UTC))
    assert desk.post(f"{PLACE}/code", {"code": code}, page=PLACE).status_code == 303
    assert desk.post(f"{PLACE}/passkey/end", page=PLACE).status_code == 303
    assert try_key(browser(), key) == 422


def test_one_more_passkey_signs_in_too(nadia: Nadia, browser: Open) -> None:
    _invitation, first, desk = nadia
    second = Authenticator()
    made = second.register(begin(desk, f"{PLACE}/passkey"))
    assert desk.post(f"{PLACE}/passkey", {"credential": "{}"}, page=PLACE).status_code == 422
    assert desk.post(f"{PLACE}/passkey", {"credential": made}, page=PLACE).status_code == 303
    assert "2 passkeys" in desk.get(PLACE).text
    assert [try_key(browser(), key) for key in (first, second)] == [303, 303]


def test_without_a_link_no_passkey_is_made(town: Town, browser: Open) -> None:
    desk = browser()
    desk.get(path(invite(town)))
    for where in ("/staff/set-up/passkey", "/staff/set-up/passkey/begin", "/staff/set-up/code"):
        assert desk.post(where, {"credential": "{}", "code": "1"}, page="/staff").status_code == 422, where
