"""The child's page: what it says, what it keeps, what it sends (issue story 4; practice §2, §3, §5)."""

from __future__ import annotations

import json
import re
import uuid
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from tests.makers import Town
from tests.phone import Phone, content, phone_of, share
from webapp import houses
from webapp.core import ids
from webapp.core.access import ReadNote
from webapp.core.database import database, session, unit_of_work

SCRIPTS = Path(__file__).parents[2] / "static/src/js/houses"


@pytest.fixture
def zara(town: Town, sign_in: Any) -> Phone:
    return phone_of(sign_in(town.zara))


def drafts(phone: Phone) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = phone.browser.get("/houses/drafts").get_json()["drafts"]
    return found


def opened_by(person_id: uuid.UUID, town: Town, entry_id: str) -> None:
    """Somebody looked at the entry: the row that the guard writes."""
    from webapp.audit import record_read

    note = ReadNote("entry.read", f"family:{town.family}", town.zara, "entry", uuid.UUID(entry_id))
    with database().writing() as db:
        record_read(db, person_id, note)


def test_it_says_what_cannot_be_promised_before_it_asks(town: Town, zara: Phone) -> None:
    page = zara.browser.get("/houses").text
    assert "<bdi>Beth</bdi> and the people they work with can read what you send." in page
    assert "has to tell people whose job is to keep you safe" in page
    assert "by the end of the next working day" in page
    assert "999" in page
    assert "0800 1111" in page
    assert "Get someone on my side" in page
    assert 'data-aloud="houses-limits"' in page
    for promise in ("secret", "only you", "nobody will know", "just Beth", "safe with us", "don't worry"):
        assert promise.lower() not in page.lower()


def test_nothing_is_chosen_for_her(zara: Phone) -> None:
    page = zara.browser.get("/houses").text
    assert " checked" not in page
    assert 'value="other:manager"' in page
    assert "Someone who is not <bdi>Beth</bdi>" in page


@pytest.mark.parametrize("choice", ["not_today", "do_not_want", "rather_talk"])
def test_saying_no_counts_as_asked_and_asks_nothing(town: Town, zara: Phone, choice: str) -> None:
    answer = zara.browser.post("/houses/start", {"answer": choice, "with": "alone"}, page="/houses")
    assert (answer.status_code, answer.location) == (303, "/houses/thanks")
    thanks = zara.browser.get("/houses/thanks").text
    assert "Thank you for telling us" in thanks
    assert "?" not in thanks.split("<main")[1].split("</main>")[0].replace("In danger now?", "").replace(
        "page=", ""
    )
    from webapp.houses.models import Start

    assert [(row.choice, row.with_whom) for row in session().query(Start)] == [(choice, "alone")]


def test_a_double_tap_on_rather_talk_is_one_wish(town: Town, zara: Phone) -> None:
    for _tap in range(2):
        zara.browser.post("/houses/start", {"answer": "rather_talk"}, page="/houses")
    from webapp.houses.models import Start

    assert session().query(Start).count() == 1


def test_a_strange_answer_is_told_kindly(zara: Phone) -> None:
    answer = zara.browser.post("/houses/start", {"answer": "maybe"}, page="/houses")
    assert answer.status_code == 422
    assert "Please tap one of the four buttons." in answer.text


def test_a_draft_is_kept_sealed_and_comes_back_to_her_alone(
    app: Flask, town: Town, zara: Phone, sign_in: Any
) -> None:
    body = zara.parcel(content(words="CANARY half-way"), kind="draft")
    assert zara.post(body).get_json()["state"] == "draft"
    (draft,) = drafts(zara)
    assert (draft["id"], draft["content"]["words"]) == (body["id"], "CANARY half-way")
    assert draft["content"]["share"] is None
    from webapp.houses.models import Draft

    assert b"CANARY" not in session().query(Draft).one().content_sealed
    assert drafts(phone_of(sign_in(town.yusuf))) == []
    for person in (town.samina, town.beth, town.farah):
        assert sign_in(person).get("/houses/drafts").status_code == 404


def test_what_is_rubbed_out_stays_in_no_older_copy(zara: Phone) -> None:
    first = zara.parcel(content(words="rubbed out"), kind="draft")
    zara.post(first)
    zara.post(zara.parcel(content(words="kept"), kind="draft", rev=2, id=first["id"]))
    assert [draft["content"]["words"] for draft in drafts(zara)] == ["kept"]


def test_start_fresh_puts_it_away_until_she_asks(zara: Phone) -> None:
    body = zara.parcel(content(), kind="draft")
    zara.post(body)
    answer = zara.browser.post(f"/houses/drafts/{body['id']}/discard", json={}, page="/houses")
    assert answer.get_json() == {"id": body["id"], "state": "gone"}
    assert drafts(zara) == []
    # Nothing on the page hints at it: the way back is there for everyone.
    assert "Bring it back" in zara.browser.get("/houses").text
    assert zara.browser.post("/houses/bring-back", page="/houses").location == "/houses"
    assert [draft["id"] for draft in drafts(zara)] == [body["id"]]


def test_sent_once_however_often_it_is_posted(zara: Phone) -> None:
    body = zara.parcel(content(share=share()))
    first, again = zara.post(body), zara.post(body)
    assert first.get_json() == again.get_json()
    assert first.get_json()["state"] == "arrived"
    from webapp.houses.models import Entry

    assert session().query(Entry).count() == 1


def test_what_was_sent_never_changes(town: Town, zara: Phone) -> None:
    body = zara.parcel(content(words="mine", share=share()), rev=3)
    zara.post(body)
    for rev in (3, 4):
        other = zara.parcel(content(words="changed", share=share()), rev=rev, id=body["id"])
        answer = zara.post(other)
        assert answer.status_code == 422
        assert answer.get_json()["error"] in ("changed", "sent")
        assert answer.get_json()["message"]
    older = zara.post(zara.parcel(content(words="old"), kind="draft", rev=2, id=body["id"]))
    assert (older.get_json()["state"], older.get_json()["rev"]) == ("arrived", 3)
    from webapp.houses.models import Draft, Entry

    assert (session().query(Entry).count(), session().query(Draft).count()) == (1, 0)


def test_a_draft_that_is_sent_is_no_draft_any_more(zara: Phone) -> None:
    body = zara.parcel(content(), kind="draft")
    zara.post(body)
    zara.send(content(share=share()), rev=2, id=body["id"])
    assert drafts(zara) == []


def test_made_with_nobody_signed_in_waits_for_her_to_look(zara: Phone) -> None:
    answer = zara.post(zara.parcel(content(share=share()), signed_in=False))
    assert answer.get_json()["state"] == "draft"
    assert drafts(zara)[0]["signed_in"] is False


def test_another_child_signed_in_is_told_apart(town: Town, zara: Phone, sign_in: Any) -> None:
    yusuf = phone_of(sign_in(town.yusuf))
    answer = yusuf.post(zara.parcel(content()))
    assert (answer.status_code, answer.get_json()["error"]) == (409, "owner")


def test_a_stranger_to_the_entry_learns_nothing(town: Town, zara: Phone, sign_in: Any) -> None:
    body = zara.parcel(content(share=share()))
    zara.post(body)
    yusuf = phone_of(sign_in(town.yusuf))
    for changes in ({"id": body["id"]}, {"set_id": body["set_id"]}):
        assert yusuf.post(yusuf.parcel(content(), kind="draft", **changes)).status_code == 422


def test_on_a_shared_phone_nothing_sent_is_shown(town: Town, zara: Phone, sign_in: Any) -> None:
    zara.send(content(words="CANARY", share=share()))
    later = sign_in(town.zara)
    page = later.get("/houses").text
    assert "CANARY" not in page
    assert "What I sent" not in page
    assert later.get("/houses/states").get_json() == {"entries": []}
    assert later.get("/houses/sent").status_code == 404
    assert len(zara.browser.get("/houses/states").get_json()["entries"]) == 1


def test_on_her_own_phone_she_sees_what_she_sent_and_who_read_it(
    town: Town, zara: Phone, sign_in: Any
) -> None:
    sent = zara.send(content(words="CANARY", share=share()))
    own = sign_in(town.zara, shared_phone=False)
    assert own.get("/houses/states").get_json()["entries"][0]["state"] == "arrived"
    assert "No one has opened it yet." in own.get("/houses/sent").text
    opened_by(town.farah, town, sent["id"])
    assert (
        own.get("/houses/states").get_json()["entries"][0]["state"] == "arrived"
    )  # she did not choose Farah
    opened_by(town.beth, town, sent["id"])
    assert own.get("/houses/states").get_json()["entries"][0]["text"] == "Read by Beth"
    page = own.get("/houses/sent").text
    assert "CANARY" in page
    assert "Read by Beth" in page
    assert 'points="10 20 30 40"' in page


def test_the_clock_of_the_phone_is_kept_beside_ours(town: Town, zara: Phone) -> None:
    zara.send(made_at="1999-12-31T23:59:59+00:00")
    zara.send(made_at="nonsense")
    from webapp.houses.models import Entry

    rows = session().query(Entry).order_by(Entry.made_at).all()
    assert rows[0].made_at.year == 1999
    assert all(row.received_at.year > 2000 for row in rows)


def test_an_offline_page_is_anyones_and_the_same_for_all(
    app: Flask, town: Town, browser: Any, sign_in: Any
) -> None:
    pages = [each.get("/offline/houses/en") for each in (browser(), sign_in(town.zara), sign_in(town.yusuf))]
    assert [page.status_code for page in pages] == [200, 200, 200]
    assert pages[0].text == pages[1].text == pages[2].text
    assert "Set-Cookie" not in pages[0].headers
    for canary in ("Zara", "Beth", "Who can see this", "/houses/start"):
        assert canary not in pages[1].text
    assert 'data-signed-in="0"' in pages[0].text
    urdu = browser().get("/offline/houses/ur").text
    assert '<html lang="ur" dir="rtl"' in urdu
    assert browser().get("/offline/houses/xx").status_code == 404


def test_each_age_has_its_own_page(app: Flask, town: Town, sign_in: Any) -> None:
    from webapp.accounts.models import Person

    young = sign_in(town.yusuf).get("/houses").text
    assert "GOOD_YOUNG" in young
    assert "bigplay" in young
    with unit_of_work():
        session().get_one(Person, town.zara).band = "teen"
    teen = sign_in(town.zara).get("/houses").text
    assert 'class="cols"' in teen
    assert "#house-good" not in teen
    assert 'data-mode="write"' in teen


def test_the_script_gets_all_its_words(zara: Phone) -> None:
    page = zara.browser.get("/houses").text
    strings = json.loads(unescape(page.split('data-strings="')[1].split('"')[0]))
    assert strings["line_name"] == "Line {n}, {colour}, {place}"
    assert strings["sent_arrived"] == "It has reached us"
    scripts = "".join(path.read_text() for path in sorted(SCRIPTS.glob("*.ts")))
    asked_for = set(re.findall(r'\.say\("([a-z_]+)"', scripts))
    assert asked_for
    assert asked_for <= set(strings)
    screens = ["before", "choose", "make", "readback", "share", "sent", "kept", "finish", "storage-refused"]
    for screen in screens:
        assert f'data-screen="{screen}"' in page


def test_signed_out_a_script_is_told_401(app: Flask, town: Town, browser: Any) -> None:
    for path in ("/houses/token", "/houses/drafts", "/houses/states"):
        assert browser().get(path, headers={"Content-Type": "application/json"}).status_code == 401


def test_the_demo_can_keep_an_entry_without_a_phone(town: Town) -> None:
    from webapp.core import clock

    entry_id = ids.new()
    for _twice in range(2):
        with unit_of_work():
            kept = houses.receive(
                child_id=town.zara, content=content(share=share()), entry_id=entry_id, made_at=clock.now()
            )
    assert kept.state == "arrived"
    assert houses.has_sent(town.zara)
