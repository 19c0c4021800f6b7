"""How I sign in: staff change a password, a code app or passkeys, and prove it is them first."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pyotp
import time_machine

from tests.capability.test_staff_sign_in import KEY, code_now, sign_in_form
from tests.conftest import Open, SignInAs
from tests.makers import Town

PLACE = "/ways-in-staff"
BETH = "beth@northbridge.example"
OLD, NEW = "three quiet herons", "nine green ferries"


def test_a_new_password_works_at_once_and_signs_out_everywhere_else(
    town: Town, browser: Open, sign_in: SignInAs, clock: time_machine.Traveller
) -> None:
    desk, elsewhere = sign_in(town.beth), sign_in(town.beth)
    assert desk.post(f"{PLACE}/password", {"password": "password1"}, page=PLACE).status_code == 422
    assert desk.post(f"{PLACE}/password", {"password": NEW}, page=PLACE).status_code == 303
    assert desk.get(PLACE).status_code == 200
    assert elsewhere.get(PLACE).status_code == 303
    assert sign_in_form(browser(), OLD, code_now(BETH), BETH) == 422
    assert sign_in_form(browser(), NEW, code_now(BETH), BETH) == 303


def test_another_code_app_counts_only_once_a_code_of_it_was_typed(
    town: Town, browser: Open, sign_in: SignInAs, clock: time_machine.Traveller
) -> None:
    desk = sign_in(town.beth)
    assert "Set up another app" in desk.get(PLACE).text
    assert desk.post(f"{PLACE}/code/begin", page=PLACE).status_code == 303
    found = KEY.search(desk.get(PLACE).text)
    assert found
    new = pyotp.TOTP(found[1].replace(" ", ""))
    assert sign_in_form(browser(), OLD, new.at(datetime.now(UTC)), BETH) == 422
    assert sign_in_form(browser(), OLD, code_now(BETH), BETH) == 303
    clock.shift(timedelta(minutes=1))
    assert desk.post(f"{PLACE}/code", {"code": "000000"}, page=PLACE).status_code == 422
    old = code_now(BETH)
    assert desk.post(f"{PLACE}/code", {"code": new.at(datetime.now(UTC))}, page=PLACE).status_code == 303
    clock.shift(timedelta(minutes=1))
    assert sign_in_form(browser(), OLD, old, BETH) == 422
    assert sign_in_form(browser(), OLD, new.at(datetime.now(UTC)), BETH) == 303


def test_after_ten_minutes_it_asks_who_you_are(
    town: Town, sign_in: SignInAs, clock: time_machine.Traveller
) -> None:
    desk = sign_in(town.beth)
    clock.shift(timedelta(minutes=11))
    assert "Is it still you?" in desk.get(PLACE).text
    for path in ("password", "code/begin", "code", "passkey", "passkey/end"):
        form = {"password": NEW, "code": "000000", "credential": "{}"}
        assert desk.post(f"{PLACE}/{path}", form, page=PLACE).status_code == 422, path
    wrong = {"prove_secret": OLD, "prove_code": "000000"}
    assert desk.post(f"{PLACE}/prove", wrong, page=PLACE).status_code == 422
    right = {"prove_secret": OLD, "prove_code": code_now(BETH)}
    assert desk.post(f"{PLACE}/prove", right, page=PLACE).status_code == 303
    assert "Is it still you?" not in desk.get(PLACE).text


def test_it_is_for_staff_about_themselves(town: Town, sign_in: SignInAs) -> None:
    assert sign_in(town.imran).get(PLACE).status_code == 404
    assert BETH not in sign_in(town.tom).get(PLACE).text
