"""The letterbox: off until switched on, adds and never shows, names nobody, counts as nobody's voice."""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from flask import Flask
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from tests import kept
from tests.capability.test_devices import card_of, enrol, use_card
from tests.conftest import TOKEN, Browser, Open, SignInAs
from tests.makers import Town
from tests.phone import base64url
from webapp import accounts, audit, duty, families, feedback, houses, letterbox, localdata
from webapp.audit.models import AuditRow
from webapp.core import clock, ids, sealing
from webapp.core.database import Base, end_session, session, unit_of_work
from webapp.core.sealing import SUITE
from webapp.letterbox.models import Note

WORDS = "He shouted all night canary-91"
PRACTICE = (
    "Written without signing in. We do not know who wrote this. "
    "Ask the child, alone, before you use it. Do not quote it in a report."
)


@dataclass
class Box:
    """An enrolled phone on which nobody is signed in."""

    browser: Browser
    ticket: str
    owner: str

    def parcel(self, words: str = WORDS, *, unsafe: bool = False, **changes: Any) -> dict[str, Any]:
        note_id = str(changes.pop("id", ids.new()))
        owner = changes.get("owner", self.owner)
        plain = changes.pop("plain", json.dumps({"v": 1, "words": words, "unsafe": unsafe}).encode())
        key = sealing.current_phone_key()
        assert key is not None
        public = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), key.public)
        sealed = SUITE.encrypt(plain, public, info=f"heard/note/v1|{owner}|{note_id}|1".encode())
        usual = {
            "id": note_id,
            "owner": owner,
            "key_id": str(key.id),
            "enc": base64url(sealed[:65]),
            "ct": base64url(sealed[65:]),
            "made_at": "2026-11-20T16:30:00+00:00",
        }
        return usual | changes

    def post(self, body: Any, ticket: str | None = None) -> TestResponse:
        headers = {"X-Ticket": self.ticket if ticket is None else ticket}
        return self.browser.client.post("/letterbox/notes", json=body, headers=headers)


@pytest.fixture
def town(app: Flask) -> Town:
    made = kept.town()
    with unit_of_work():
        today = clock.today()
        duty.set_rota(
            team_id=made.team,
            owner_id=made.farah,
            cover_id=made.beth,
            from_on=today,
            until_on=today + timedelta(days=1),
            actor_id=made.farah,
        )
        duty.set_out_of_hours(team_id=made.team, words="Closed.", hours=duty.Hours(), actor_id=made.farah)
    return made


@pytest.fixture
def box(town: Town, browser: Open) -> Box:
    """Zara's phone: signed in once, the letterbox on, then left."""
    return make_box(town, browser())


def make_box(town: Town, phone: Browser) -> Box:
    switch(town, on=True)
    use_card(phone, card_of(town, town.zara))
    found = enrol(phone, sign="fox")
    assert found["letterbox"] is True
    phone.get("/bye")
    with unit_of_work():
        owner = str(accounts.people([town.zara])[town.zara].pseudonym)
    return Box(phone, found["ticket"], owner)


def switch(town: Town, *, on: bool) -> None:
    with unit_of_work():
        letterbox.switch(child_id=town.zara, on=on, by=town.beth)


def notes() -> int:
    with unit_of_work():
        return session().scalar(select(func.count()).select_from(Note)) or 0


def acts() -> list[str]:
    with unit_of_work():
        return list(session().scalars(select(AuditRow.act).order_by(AuditRow.at, AuditRow.id)))


def test_it_is_off_until_it_was_talked_about(town: Town, browser: Open, sign_in: SignInAs) -> None:
    phone, beth, page = browser(), sign_in(town.beth), f"/children/{town.zara}/letterbox"
    use_card(phone, card_of(town, town.zara))
    assert enrol(phone)["letterbox"] is False
    assert "Did you talk about it with the child?" in beth.get(page).text
    refused = beth.post(page, {"state": "on"})
    assert refused.status_code == 422
    assert "Talk about it with the child first." in refused.text
    with unit_of_work():
        assert not letterbox.is_on(town.zara)
    assert beth.post(page, {"state": "on", "talked": "yes"}).status_code == 303
    assert enrol(phone)["letterbox"] is True
    assert beth.post(page, {"state": "off"}).status_code == 303
    assert enrol(phone)["letterbox"] is False
    assert [act for act in acts() if act in ("letterbox.on", "letterbox.off")] == [
        "letterbox.on",
        "letterbox.off",
    ]
    assert sign_in(town.tom).get(page).status_code == 404


def test_a_note_reaches_the_worker_with_the_words_of_practice(
    town: Town, box: Box, sign_in: SignInAs
) -> None:
    answer = box.post(box.parcel())
    assert answer.status_code == 200, answer.text
    note_id = answer.get_json()["id"]
    assert set(answer.get_json()) == {"id", "state", "received_at", "promise"}
    for person in (town.beth, town.farah):
        staff = sign_in(person)
        inbox = staff.get("/inbox").text
        assert PRACTICE in inbox
        assert "letterbox (picture: fox)" in inbox
        assert WORDS not in inbox
        page = staff.get(f"/inbox/notes/{note_id}").text
        assert PRACTICE in page
        assert WORDS in page
        assert PRACTICE in staff.get(f"/children/{town.zara}/letterbox").text
    with unit_of_work():
        looks = audit.looks_at("note", [uuid.UUID(note_id)], "note.read")
        assert {look.actor_id for look in looks} == {town.beth, town.farah}
    for person in (town.tom, town.owen, town.priya, town.zara, town.samina, town.imran):
        assert sign_in(person).get(f"/inbox/notes/{note_id}").status_code == 404


def test_whoever_is_on_duty_today_sees_it_from_another_team(town: Town, box: Box, sign_in: SignInAs) -> None:
    note_id = box.post(box.parcel()).get_json()["id"]
    today = clock.today()
    with unit_of_work():
        duty.set_rota(
            team_id=town.team,
            owner_id=town.tom,
            cover_id=town.farah,
            from_on=today,
            until_on=today,
            actor_id=town.farah,
        )
    tom = sign_in(town.tom)
    assert f"/inbox/notes/{note_id}" in tom.get("/inbox").text
    assert WORDS in tom.get(f"/inbox/notes/{note_id}").text


def test_the_worker_asks_the_child_and_it_no_longer_waits(town: Town, box: Box, sign_in: SignInAs) -> None:
    note_id = box.post(box.parcel()).get_json()["id"]
    beth, path = sign_in(town.beth), f"/inbox/notes/{note_id}/asked"
    tomorrow = (clock.today() + timedelta(days=1)).isoformat()
    for wrong in ("", "yesterday", tomorrow):
        assert beth.post(path, {"asked_on": wrong}).status_code == 422
    assert beth.post(path, {"asked_on": clock.today().isoformat()}).status_code == 303
    assert "letterbox (picture" not in beth.get("/inbox").text
    assert "The child was asked" in beth.get(f"/inbox/notes/{note_id}").text
    assert "note.asked" in acts()
    assert beth.post(path, {"asked_on": "2020-01-01"}).status_code == 303
    with unit_of_work():
        assert session().get_one(Note, uuid.UUID(note_id)).asked_on == clock.today()


def test_not_safe_alerts_at_once_and_says_that_we_do_not_know_who(
    town: Town, box: Box, sign_in: SignInAs
) -> None:
    answer = box.post(box.parcel("", unsafe=True))
    assert answer.status_code == 200
    assert "Beth" not in answer.get_json()["promise"]
    assert answer.get_json()["promise"]
    for person in (town.beth, town.farah):
        inbox = sign_in(person).get("/inbox").text
        assert "in the letterbox of Zara's phone. We do not know who." in inbox
        assert "Zara may not be safe." not in inbox
    with unit_of_work():
        row = session().scalars(select(AuditRow).where(AuditRow.act == "alert.raise")).one()
        assert row.actor_id is None


def test_the_same_note_again_is_the_same_answer_and_another_body_is_refused(box: Box) -> None:
    body = box.parcel()
    first, again = box.post(body), box.post(body)
    assert (first.status_code, again.status_code) == (200, 200)
    assert first.get_json()["received_at"] == again.get_json()["received_at"]
    assert notes() == 1
    assert box.post(box.parcel(id=body["id"])).status_code == 422
    assert notes() == 1


def other_first(box: str) -> str:
    """The same text, its first letter another one."""
    return ("y" if box[0] == "x" else "x") + box[1:]


def test_what_is_not_a_note_is_refused_kindly_and_never_5xx(box: Box) -> None:
    good = box.parcel()
    other = str(uuid.uuid4())
    wrong: list[tuple[Any, int]] = [
        (good | {"owner": other}, 422),
        (good | {"id": other}, 422),
        (good | {"enc": good["enc"][:-4]}, 422),
        (good | {"ct": other_first(good["ct"])}, 422),
        (good | {"ct": "A" * 200_000}, 422),
        (good | {"key_id": other}, 422),
        ({}, 422),
        ([], 400),
        (box.parcel(plain=b"[]"), 422),
        (box.parcel(plain=b'{"v":1,"words":3,"unsafe":false}'), 422),
        (box.parcel(plain=b'{"v":1,"words":"x","unsafe":"no"}'), 422),
        (box.parcel("   "), 422),
        (box.parcel("x" * 20_001), 422),
    ]
    for body, status in wrong:
        answer = box.post(body)
        assert answer.status_code == status, (body, answer.text)
        assert status == 400 or answer.get_json()["message"]
    assert notes() == 0
    kept = box.post(box.parcel(plain=b'{"v":1,"words":"half \\ud800 and \\u0000 nothing","unsafe":false}'))
    assert kept.status_code == 200


def test_only_a_live_ticket_adds(town: Town, box: Box, browser: Open) -> None:
    assert box.post(box.parcel(), ticket="").status_code == 404
    assert box.post(box.parcel(), ticket="not-a-ticket").status_code == 404
    with unit_of_work():
        accounts.stop_devices(person_id=town.zara, by=town.beth)
    refused = box.post(box.parcel())
    assert refused.status_code == 410
    assert "still on this phone" in refused.get_json()["message"]
    assert notes() == 0


def test_switched_off_it_takes_nothing_and_says_so(town: Town, box: Box) -> None:
    switch(town, on=False)
    assert box.post(box.parcel()).status_code == 410
    switch(town, on=True)
    assert box.post(box.parcel()).status_code == 200


def test_another_site_cannot_add(box: Box) -> None:
    for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://elsewhere.example"}):
        answer = box.browser.client.post(
            "/letterbox/notes", json=box.parcel(), headers={"X-Ticket": box.ticket} | headers
        )
        assert answer.status_code == 400
    assert notes() == 0


def test_a_flood_from_one_phone_waits_and_blocks_no_other(town: Town, box: Box, browser: Open) -> None:
    second = make_box(town, browser())
    for _number in range(30):
        assert box.post({}).status_code == 422
    late = box.parcel()
    refused = box.post(late)
    assert refused.status_code == 429
    assert refused.headers["Retry-After"]
    assert second.post(second.parcel()).status_code == 200
    with clock.as_of(clock.now() + timedelta(minutes=61)):
        assert box.post(late).status_code == 200
    assert notes() == 2


def test_a_locked_or_stopped_card_leaves_the_letterbox_open(town: Town, box: Box) -> None:
    with unit_of_work():
        accounts.revoke_cards(person_id=town.zara, revoked_by=town.beth)
    assert box.post(box.parcel()).status_code == 200


def test_it_never_counts_as_a_childs_voice(town: Town, box: Box, sign_in: SignInAs, tmp_path: Path) -> None:
    """Extract, feedback, houses and whether the child was asked are the same with and without notes."""
    with unit_of_work():
        feedback.record_submission(
            person_id=town.zara, child_id=town.zara, answers={"LISTEN": 3}, answered_at=clock.now()
        )

    def voice(name: str) -> list[Any]:
        end_session()
        localdata.extract(from_on=clock.today(), to_on=clock.today(), out=tmp_path / name)
        end_session()
        files = {
            file.name: file.read_bytes()
            for file in sorted((tmp_path / name).glob("*.csv"))
            if file.name != "README.csv"
        }
        page = sign_in(town.beth).get(f"/inbox/children/{town.zara}/houses").text
        with unit_of_work():
            return [files, houses.has_sent(town.zara), page.count("<article"), rows("feedback_submissions")]

    before = voice("before")
    assert any(b"\n" in file for file in before[0].values())
    for number in range(5):
        assert box.post(box.parcel(f"note {number}", unsafe=number == 0)).status_code == 200
    assert voice("after") == before


def rows(table: str) -> int:
    return session().scalar(select(func.count()).select_from(Base.metadata.tables[table])) or 0


def test_no_member_of_the_family_is_shown_a_note(town: Town, box: Box, sign_in: SignInAs) -> None:
    assert box.post(box.parcel()).status_code == 200
    for person in (town.zara, town.yusuf, town.samina, town.imran, town.stranger):
        for shared in (True, False):
            phone = sign_in(person, shared_phone=shared)
            for path in ("/", "/houses", "/houses/sent", "/answers", "/shown", "/letterbox", "/plan"):
                assert WORDS not in phone.get(path).text


def test_the_page_knows_nobody_and_promises_nothing_false(
    town: Town, browser: Open, sign_in: SignInAs
) -> None:
    for language in ("en", "ur"):
        page = browser().get(f"/offline/letterbox/{language}").text
        assert f'lang="{language}"' in page
        assert not TOKEN.search(page.encode()) or 'name="csrf_token" value=""' in page
    page = sign_in(town.zara).get("/letterbox").text
    for told in ("Zara", "Beth", "Northbridge"):
        assert told not in page
    for promise in ("press 55", "999", "0800 1111", "the judge and others"):
        assert promise in page
    assert browser().get("/offline/letterbox/xx").status_code == 404


def test_the_words_are_sealed_at_rest(town: Town, box: Box) -> None:
    assert box.post(box.parcel()).status_code == 200
    with unit_of_work():
        row = session().scalars(select(Note)).one()
        assert b"canary-91" not in row.words_sealed
        assert sealing.child_box(town.zara).text(row, "words") == WORDS
        assert families.family_of(town.zara).team_id == row.team_id
