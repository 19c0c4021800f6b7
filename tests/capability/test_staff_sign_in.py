"""Staff: invited, set up in two steps, sign in, reset, disabled. No side path without the second step."""

from __future__ import annotations

import re
import uuid
from datetime import UTC, datetime, timedelta

import pyotp
import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from tests.conftest import Browser, Open, SignInAs
from tests.makers import Town
from webapp import accounts
from webapp.accounts import queries
from webapp.accounts.models import StaffLogin
from webapp.audit.models import AuditRow
from webapp.core import sealing
from webapp.core.database import session, unit_of_work

EMAIL = "nadia@northbridge.example"
PASSWORD = "five slow otters"
KEY = re.compile(r'class="key">([A-Z2-7 ]+)<')


def invite(town: Town, email: str = EMAIL) -> accounts.Invitation:
    with unit_of_work():
        return accounts.invite_staff(name="Nadia Rahman", email=email, role="worker", invited_by=town.priya)


def path(invitation: accounts.Invitation) -> str:
    assert invitation.link == f"http://localhost/staff/set-up/{invitation.secret}"
    return f"/staff/set-up/{invitation.secret}"


def login_of(email: str = EMAIL) -> StaffLogin:
    login = queries.staff_login(email)
    assert login is not None
    return login


def code_now(email: str) -> str:
    with unit_of_work():
        return pyotp.TOTP(sealing.staff_box().text(login_of(email), "totp")).at(datetime.now(UTC))


def choose_password(desk: Browser, invitation: accounts.Invitation) -> str:
    """Open the link and choose a password; returns the key on offer for the code app."""
    assert desk.get(path(invitation)).status_code == 303
    answer = desk.post("/staff/set-up/password", {"password": PASSWORD}, page="/staff/set-up")
    assert answer.status_code == 303
    found = KEY.search(desk.get("/staff/set-up").text)
    assert found
    return found[1].replace(" ", "")


def set_up(desk: Browser, invitation: accounts.Invitation) -> str:
    key = choose_password(desk, invitation)
    code = pyotp.TOTP(key).at(datetime.now(UTC))
    assert desk.post("/staff/set-up/code", {"code": code}, page="/staff/set-up").status_code == 303
    return key


def sign_in_form(desk: Browser, password: str, code: str, email: str = EMAIL) -> int:
    return desk.post(
        "/staff", {"email": email, "password": password, "code": code}, page="/staff"
    ).status_code


def acts(person_id: uuid.UUID) -> list[str]:
    with unit_of_work():
        query = select(AuditRow.act).where(AuditRow.subject_id == person_id).order_by(AuditRow.number)
        return list(session().scalars(query))


def row_of(person_id: uuid.UUID) -> accounts.StaffRow:
    with unit_of_work():
        return next(row for row in accounts.staff_rows() if row.id == person_id)


def test_a_new_worker_sets_up_with_a_link_and_signs_in(
    town: Town, browser: Open, clock: time_machine.Traveller
) -> None:
    invitation = invite(town)
    desk = browser()
    key = set_up(desk, invitation)
    assert desk.get("/inbox").status_code == 200
    clock.shift(timedelta(minutes=1))
    other = browser()
    assert sign_in_form(other, PASSWORD, pyotp.TOTP(key).at(datetime.now(UTC))) == 303
    assert other.get("/inbox").status_code == 200
    assert acts(invitation.person_id)[:4] == ["staff.invite", "way_in.password", "way_in.totp", "sign_in"]


def test_the_link_is_kept_as_a_hash_works_once_and_for_72_hours(
    town: Town, browser: Open, clock: time_machine.Traveller
) -> None:
    invitation = invite(town)
    assert len(invitation.secret) >= 22  # 128 bits in base64
    with unit_of_work():
        link_hash = login_of().link_hash
    assert link_hash is not None
    assert invitation.secret.encode() not in link_hash
    set_up(browser(), invitation)
    assert browser().get(path(invitation)).status_code == 404
    late = invite(town, "late@northbridge.example")
    clock.shift(timedelta(hours=72, seconds=1))
    assert browser().get(path(late)).status_code == 404


def test_opening_the_link_uses_nothing_up(town: Town, browser: Open) -> None:
    invitation = invite(town)
    for _ in range(3):
        assert browser().get(path(invitation)).status_code == 303
    set_up(browser(), invitation)


def test_a_new_link_stops_the_old_one_even_where_it_is_open(town: Town, browser: Open) -> None:
    first = invite(town)
    desk = browser()
    choose_password(desk, first)
    with unit_of_work():
        second = accounts.reset_staff(person_id=first.person_id, by=town.priya)
    assert browser().get(path(first)).status_code == 404
    assert desk.post("/staff/set-up/code", {"code": "123456"}, page="/staff").status_code == 422
    set_up(browser(), second)


def test_strange_links_get_one_kind_answer(town: Town, browser: Open) -> None:
    for secret in ("nonsense", "x" * 200, "%00"):
        answer = browser().get(f"/staff/set-up/{secret}")
        assert answer.status_code == 404
        assert b"This link does not work" in answer.data


def test_the_password_is_long_enough_and_not_common(town: Town, browser: Open) -> None:
    invitation = invite(town)
    desk = browser()
    desk.get(path(invitation))
    for password in ("short", "password1", "Password1"):
        answer = desk.post("/staff/set-up/password", {"password": password}, page="/staff/set-up")
        assert answer.status_code == 422, password
    assert (
        desk.post("/staff/set-up/password", {"password": "kwvhqzte"}, page="/staff/set-up").status_code == 303
    )


def test_without_the_second_step_nothing_opens(
    town: Town, browser: Open, clock: time_machine.Traveller
) -> None:
    """No code, a wrong one, one of the key not yet taken over: none signs in (ASVS 6.3.3)."""
    invitation = invite(town)
    desk = browser()
    key = choose_password(desk, invitation)
    assert desk.get("/inbox").status_code == 303
    for code in ("", "000000", pyotp.TOTP(key).at(datetime.now(UTC))):
        assert sign_in_form(browser(), PASSWORD, code) == 422
        clock.shift(timedelta(minutes=31))


def test_an_invited_person_without_password_cannot_sign_in_with_the_hash_of_nobody(
    town: Town, browser: Open
) -> None:
    invite(town)
    for password in ("nobody", ""):
        assert sign_in_form(browser(), password, "000000") == 422


def test_the_second_step_is_taken_only_where_the_password_was_chosen(town: Town, browser: Open) -> None:
    """Two people hold the same link: neither goes on from the other's step."""
    invitation = invite(town)
    mine, theirs = browser(), browser()
    key = choose_password(mine, invitation)
    theirs.get(path(invitation))
    code = pyotp.TOTP(key).now()
    assert theirs.post("/staff/set-up/code", {"code": code}, page="/staff/set-up").status_code == 422
    assert b"Choose a password" in theirs.get("/staff/set-up").data
    choose_password(theirs, invitation)
    assert mine.post("/staff/set-up/code", {"code": code}, page="/staff/set-up").status_code == 422


def test_a_wrong_code_is_said_and_nothing_is_kept(town: Town, browser: Open) -> None:
    invitation = invite(town)
    desk = browser()
    key = choose_password(desk, invitation)
    answer = desk.post("/staff/set-up/code", {"code": "12"}, page="/staff/set-up")
    assert answer.status_code == 422
    found = KEY.search(answer.text)
    assert found
    assert found[1].replace(" ", "") == key


def test_the_same_e_mail_is_invited_once(town: Town, app: Flask) -> None:
    invite(town)
    with pytest.raises(accounts.EmailTaken):
        invite(town, f" {EMAIL.upper()} ")
    with pytest.raises(ValueError, match="queen"), unit_of_work():
        accounts.invite_staff(name="X", email="x@northbridge.example", role="queen", invited_by=None)


def test_reset_takes_back_everything_and_says_so(
    town: Town, browser: Open, sign_in: SignInAs, clock: time_machine.Traveller
) -> None:
    desk, code = sign_in(town.beth), code_now("beth@northbridge.example")
    with unit_of_work():
        invitation = accounts.reset_staff(person_id=town.beth, by=town.priya)
    assert desk.get("/inbox").status_code == 303
    assert sign_in_form(browser(), "three quiet herons", code, "beth@northbridge.example") == 422
    row = row_of(town.beth)
    assert (row.state, row.reset_by, row.reset_at) == ("invited", town.priya, datetime.now(UTC))
    assert acts(town.beth)[-1] == "staff.reset"
    set_up(browser(), invitation)
    assert row_of(town.beth).state == "active"


def test_a_disabled_worker_is_out_at_once_and_stays_out(
    town: Town, browser: Open, sign_in: SignInAs, clock: time_machine.Traveller
) -> None:
    desks = [sign_in(town.beth), sign_in(town.beth)]
    with unit_of_work():
        accounts.disable_staff(person_id=town.beth, by=town.priya)
    assert [desk.get("/inbox").status_code for desk in desks] == [303, 303]
    email = "beth@northbridge.example"
    assert sign_in_form(browser(), "three quiet herons", code_now(email), email) == 422
    with unit_of_work():
        accounts.enable_staff(person_id=town.beth, by=town.priya)
    assert sign_in_form(browser(), "three quiet herons", code_now(email), email) == 303


def test_a_disabled_persons_link_does_not_work(town: Town, browser: Open) -> None:
    invitation = invite(town)
    with unit_of_work():
        accounts.disable_staff(person_id=invitation.person_id, by=town.priya)
    assert browser().get(path(invitation)).status_code == 404


def test_another_role_counts_from_the_next_sign_in_and_old_pages_close(town: Town, sign_in: SignInAs) -> None:
    desk = sign_in(town.beth)
    with unit_of_work():
        accounts.change_role(person_id=town.beth, role="data_officer", by=town.priya)
    assert desk.get("/inbox").status_code == 303
    assert sign_in(town.beth).get("/inbox").status_code == 404


def test_the_list_of_staff_says_who_is_how_far(town: Town, app: Flask) -> None:
    invite(town)
    with unit_of_work():
        accounts.disable_staff(person_id=town.tom, by=town.priya)
    rows = accounts.staff_rows()
    assert [(row.name, row.state) for row in rows] == [
        ("Beth Carter", "active"),
        ("Farah Aziz", "active"),
        ("Nadia Rahman", "invited"),
        ("Owen Tate", "active"),
        ("Priya Nair", "active"),
        ("Tom Ellis", "disabled"),
    ]
    assert next(row.email for row in rows if row.name == "Nadia Rahman") == EMAIL


def test_a_stranger_who_guesses_does_not_lock_a_worker_out_of_her_own_computer(
    town: Town, browser: Open, clock: time_machine.Traveller
) -> None:
    email = "beth@northbridge.example"
    own, stranger = browser(), browser()
    own.get("/staff")
    assert sign_in_form(own, "three quiet herons", code_now(email), email) == 303
    for _ in range(9):
        sign_in_form(stranger, "wrong", "000000", email)
        clock.shift(timedelta(minutes=31))
    assert sign_in_form(stranger, "three quiet herons", code_now(email), email) == 429
    assert sign_in_form(own, "three quiet herons", code_now(email), email) == 303
    with unit_of_work():
        invitation = accounts.reset_staff(person_id=town.beth, by=town.priya)
    clock.shift(timedelta(minutes=31))
    set_up(stranger, invitation)


def test_every_sign_in_makes_a_new_session(town: Town, browser: Open, clock: time_machine.Traveller) -> None:
    desk, email = browser(), "beth@northbridge.example"
    tokens = []
    for _ in range(2):
        assert sign_in_form(desk, "three quiet herons", code_now(email), email) == 303
        with desk.client.session_transaction() as cookie:
            tokens.append(cookie["_user_id"])
        clock.shift(timedelta(minutes=1))
    assert tokens[0] != tokens[1]
