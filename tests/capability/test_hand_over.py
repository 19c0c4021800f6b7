"""Hand-over: the worker's session is locked, the child's is short, marked, and ends by itself."""

from __future__ import annotations

import uuid
from datetime import timedelta
from threading import Thread

import pyotp
import pytest
from sqlalchemy import select

from tests.conftest import Browser, Open, SignInAs
from tests.makers import Town
from tests.phone import content, phone_of, share
from webapp import accounts
from webapp.accounts.models import SignIn as Row
from webapp.audit.models import AuditRow
from webapp.core import clock
from webapp.core.database import session, unit_of_work
from webapp.feedback.models import Submission
from webapp.houses.models import Entry

CONFIRMED = {"child": "yes", "here": "nobody"}


def path(town: Town, child: uuid.UUID) -> str:
    return f"/families/{town.family}/people/{child}/hand-over"


def token_of(browser: Browser) -> str:
    with browser.client.session_transaction() as cookie:
        return str(cookie.get("_user_id", ""))


def with_token(browser: Browser, token: str) -> Browser:
    """The same cookie again, as somebody who copied it would send it."""
    with browser.client.session_transaction() as cookie:
        cookie["_user_id"] = token
    return browser


@pytest.fixture
def handed(town: Town, sign_in: SignInAs) -> tuple[Browser, str]:
    """Beth's device in Zara's hands, and Beth's own session's token."""
    beth = sign_in(town.beth)
    before = token_of(beth)
    assert beth.post(path(town, town.zara), CONFIRMED).status_code == 303
    return beth, before


def test_the_worker_says_who_it_is_and_who_else_is_here(town: Town, sign_in: SignInAs) -> None:
    beth = sign_in(town.beth)
    page = beth.get(path(town, town.zara)).text
    assert "Hand your phone to Zara" in page
    assert beth.get(f"/families/{town.family}").text.count(path(town, town.zara)) == 1
    for missing in ({"child": "yes"}, {"here": "nobody"}, {}):
        refused = beth.post(path(town, town.zara), missing)
        assert refused.status_code == 422
        assert "Please look at this again" in refused.text
    assert beth.get("/inbox").status_code == 200


def test_the_child_has_the_device_and_nothing_looks_back(town: Town, handed: tuple[Browser, str]) -> None:
    device, _before = handed
    page = device.get("/").text
    assert "Beth's phone. Ends at" in page
    assert 'data-ends="' in page
    assert device.get("/houses/sent").status_code == 404
    for place in ("/inbox", f"/families/{town.family}", "/families", path(town, town.zara)):
        assert device.get(place).status_code == 404, place


def test_the_workers_session_opens_nothing_even_when_its_cookie_is_replayed(
    town: Town, handed: tuple[Browser, str], browser: Open
) -> None:
    _device, before = handed
    thief = with_token(browser(), before)
    for place in ("/inbox", f"/families/{town.family}"):
        assert thief.get(place).status_code == 303
    assert "Have you got a card?" in thief.get("/").text


def test_it_ends_by_itself_after_thirty_minutes_however_busy(town: Town, handed: tuple[Browser, str]) -> None:
    device, _before = handed
    start = clock.now()
    for minutes in (10, 20, 29):
        with clock.as_of(start + timedelta(minutes=minutes)):
            assert device.get("/houses").status_code == 200
    with clock.as_of(start + timedelta(minutes=31)):
        assert device.get("/houses").status_code == 303
        assert "Have you got a card?" in device.get("/").text
        assert device.get("/inbox").status_code == 303


def test_leave_ends_it_and_the_worker_unlocks_by_signing_in(town: Town, handed: tuple[Browser, str]) -> None:
    device, before = handed
    assert device.get("/bye").status_code == 200
    assert device.get("/houses").status_code == 303
    assert "Did you hand your phone to a child?" in device.get("/staff").text
    with unit_of_work():
        rows = session().scalars(select(Row).order_by(Row.created_at, Row.id)).all()
        worker = next(row for row in rows if row.locked_at is not None)
        assert worker.ended_at is None
    with unit_of_work():
        code = pyotp.TOTP(accounts.totp_secret(town.beth)).now()
    form = {"email": "beth@northbridge.example", "password": "three quiet herons", "code": code}
    assert device.post("/staff", form, page="/staff").status_code == 303
    assert device.get("/inbox").status_code == 200
    with unit_of_work():
        assert session().get_one(Row, worker.id).ended_at is not None
    assert with_token(device, before).get("/inbox").status_code == 303


def test_the_childs_session_ends_with_the_workers(town: Town, handed: tuple[Browser, str]) -> None:
    device, _before = handed
    with unit_of_work():
        accounts.end_sessions(person_id=town.beth)
    assert device.get("/houses").status_code == 303


def test_a_double_tap_begins_one_session(town: Town, sign_in: SignInAs) -> None:
    beth = sign_in(town.beth)
    token = beth.token(path(town, town.zara))
    with beth.client.session_transaction() as cookie:
        kept = dict(cookie)
    statuses: list[int] = []

    def tap() -> None:
        tab = beth.client.application.test_client()
        with tab.session_transaction() as cookie:
            cookie.update(kept)
        answer = tab.post(path(town, town.zara), data=CONFIRMED | {"csrf_token": token})
        statuses.append(answer.status_code)

    taps = [Thread(target=tap) for _number in range(4)]
    for one in taps:
        one.start()
    for one in taps:
        one.join()
    assert statuses.count(303) >= 1
    assert set(statuses) <= {303, 401, 404}
    with unit_of_work():
        begun = session().scalars(select(Row).where(Row.handed_by.is_not(None))).all()
        assert len(begun) == 1


def test_what_is_made_then_is_marked(town: Town, handed: tuple[Browser, str], sign_in: SignInAs) -> None:
    device, _before = handed
    phone_of(device).send(content(share=share()))
    phone_of(sign_in(town.zara)).send(content(words="On her own.", share=share()))
    with unit_of_work():
        marks = session().scalars(select(Entry.handed_over).order_by(Entry.received_at)).all()
        assert marks == [True, False]
    worker = sign_in(town.beth)
    pages = worker.get(f"/inbox/children/{town.zara}/houses").text
    sets = [part.split('"')[0] for part in pages.split("?set=")[1:]]
    every = pages + "".join(worker.get(f"/inbox/children/{town.zara}/houses?set={one}").text for one in sets)
    assert "Made on a worker's device, handed over." in every


def test_feedback_given_then_says_that_the_worker_was_there(town: Town, handed: tuple[Browser, str]) -> None:
    device, _before = handed
    answer = device.post("/questions/start", {"answered_by": "self", "worker_present": "no"})
    assert answer.status_code == 303
    with unit_of_work():
        assert session().scalars(select(Submission.worker_present)).all() == [True]


def test_no_ticket_is_kept_on_a_workers_device(handed: tuple[Browser, str], town: Town) -> None:
    device, _before = handed
    token = device.token("/houses")
    answer = device.client.post("/this-phone/ticket", data={"sign": "fox"}, headers={"X-CSRFToken": token})
    assert answer.get_json()["ticket"] == ""
    with unit_of_work():
        assert accounts.devices_of(town.zara) == []


def test_only_for_a_child_the_worker_works_with(town: Town, sign_in: SignInAs) -> None:
    assert sign_in(town.tom).get(path(town, town.zara)).status_code == 404
    assert sign_in(town.tom).post(path(town, town.zara), CONFIRMED, page="/inbox").status_code == 404
    assert sign_in(town.beth).get(path(town, town.samina)).status_code == 404
    for person in (town.zara, town.samina, town.owen, town.priya):
        assert sign_in(person).post(path(town, town.zara), CONFIRMED, page="/help").status_code == 404
    assert sign_in(town.farah).get(path(town, town.zara)).status_code == 200


def test_it_is_written_down(town: Town, handed: tuple[Browser, str]) -> None:
    with unit_of_work():
        row = session().scalars(select(AuditRow).where(AuditRow.act == "hand_over")).one()
        assert (row.actor_id, row.subject_id) == (town.beth, town.zara)


def test_a_child_without_a_card_uses_the_workers_phone(town: Town, sign_in: SignInAs) -> None:
    with unit_of_work():
        accounts.revoke_cards(person_id=town.yusuf, revoked_by=town.beth)
    beth = sign_in(town.beth)
    assert "No card: uses your phone" in beth.get(f"/families/{town.family}").text
    assert beth.post(path(town, town.yusuf), CONFIRMED).status_code == 303
    assert beth.get("/houses").status_code == 200
