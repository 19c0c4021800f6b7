"""Photos and voice notes: in sealed parts, in any order, once each; an entry arrives whole or not yet."""

from __future__ import annotations

import json
import random
import re
import uuid
from datetime import timedelta
from html import unescape
from pathlib import Path
from typing import Any

import pytest
import time_machine

from tests.capability.attachments import noise, photo, voice
from tests.makers import Town
from tests.phone import Phone, content, phone_of, share, with_files
from webapp import houses, media
from webapp.core import clock, ids
from webapp.core.database import end_session, session, unit_of_work
from webapp.houses.models import Attachment, AttachmentPart, Draft, Entry, EntryFile

SCRIPTS = Path(__file__).parents[2] / "static/src/js/houses"


@pytest.fixture
def zara(town: Town, sign_in: Any) -> Phone:
    return phone_of(sign_in(town.zara))


def count(model: Any) -> int:
    end_session()
    found: int = session().query(model).count()
    return found


def drafts(phone: Phone) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = phone.browser.get("/houses/drafts").get_json()["drafts"]
    return found


def piece(browser: Any, attachment: str, **headers: str) -> Any:
    return browser.get(f"/houses/piece?a={attachment}", headers=headers)


def test_a_photo_in_one_part_is_kept_and_sealed(zara: Phone) -> None:
    (body,) = zara.parts(photo())
    answer = zara.post_part(body)
    assert answer.get_json() == {"id": body["id"], "state": "kept", "missing": []}
    assert count(AttachmentPart) == 0
    row = session().query(Attachment).one()
    assert (row.kind, row.size, row.seconds) == ("photo", len(photo()), 0)
    assert media.open_piece(row.id)


def test_parts_come_in_any_order_and_twice_and_the_answer_says_which_miss(zara: Phone) -> None:
    bodies = zara.parts(noise())
    assert len(bodies) >= 2
    last, first = bodies[-1], bodies[0]
    assert zara.post_part(last).get_json()["missing"] == list(range(len(bodies) - 1))
    assert zara.post_part(last).get_json()["state"] == "coming"
    random.Random(7).shuffle(bodies)
    answers = [zara.post_part(body).get_json()["state"] for body in bodies]
    assert answers.count("kept") >= 1
    assert zara.post_part(first).get_json()["state"] == "kept"
    assert (count(Attachment), count(AttachmentPart)) == (1, 0)


def test_a_part_lies_sealed_until_the_whole_is_there(zara: Phone) -> None:
    bodies = zara.parts(noise())
    zara.post_part(bodies[0])
    end_session()
    part = session().query(AttachmentPart).one()
    assert noise()[:64] not in part.data_sealed


def test_an_entry_arrives_when_the_last_thing_it_names_is_there(town: Town, zara: Phone) -> None:
    named = [(str(ids.new()), photo(), "photo"), (str(ids.new()), voice(), "voice")]
    body = zara.parcel(with_files(*named, share=share()))
    first = zara.post(body).get_json()
    assert (first["state"], first["missing"]) == ("on_its_way", [one for one, _data, _kind in named])
    assert (count(Entry), count(Draft)) == (0, 1)
    zara.attach(photo(), id=named[0][0], entry=body["id"])
    assert zara.post(body).get_json()["missing"] == [named[1][0]]
    assert count(Entry) == 0
    zara.attach(voice(), kind="voice", id=named[1][0], entry=body["id"])
    # The last part made it whole; the phone only has to ask.
    assert (count(Entry), count(Draft)) == (1, 0)
    assert zara.post(body).get_json()["state"] == "arrived"
    assert zara.post(body).get_json()["missing"] == []
    assert session().query(Entry).one().session_id is not None


def test_while_it_is_on_its_way_nobody_sees_a_half(town: Town, zara: Phone, sign_in: Any) -> None:
    missing = str(ids.new())
    here = zara.attach(photo())
    body = zara.parcel(
        with_files((here, photo(), "photo"), (missing, photo(1), "photo"), words="CANARY", share=share())
    )
    assert zara.post(body).get_json()["state"] == "on_its_way"
    beth, farah = sign_in(town.beth), sign_in(town.farah)
    for browser in (beth, farah):
        page = browser.get(f"/inbox/children/{town.zara}/houses").text
        assert "CANARY" not in page
        assert "waits for an answer" not in page
        assert piece(browser, here).status_code == 404
    assert not houses.has_sent(town.zara)
    assert drafts(zara) == []
    # Days later she may open it again, from any phone.
    with time_machine.travel(clock.now() + timedelta(days=2)):
        again = phone_of(sign_in(town.zara))
        assert [draft["content"]["words"] for draft in drafts(again)] == ["CANARY"]


def test_first_the_attachments_then_the_entry_arrives_at_once(zara: Phone) -> None:
    entry = str(ids.new())
    one = zara.attach(photo(), entry=entry)
    answer = zara.send(with_files((one, photo(), "photo"), share=share()), id=entry)
    assert answer["state"] == "arrived"


def test_a_hash_that_the_page_did_not_count_stops_the_entry(zara: Phone) -> None:
    one = zara.attach(photo())
    wrong = zara.post(zara.parcel(with_files((one, photo(2), "photo"), share=share())))
    assert (wrong.status_code, wrong.get_json()["error"]) == (422, "hash")
    other_size = with_files((one, photo(), "photo"), share=share())
    other_size["files"][0]["bytes"] += 1
    assert zara.post(zara.parcel(other_size)).get_json()["error"] == "hash"
    assert count(Entry) == 0


@pytest.mark.parametrize(
    ("data", "options", "code"),
    [
        (photo(), {"sha256": b"\1" * 32}, "hash"),
        (b"not a picture at all", {}, "photo"),
        (photo()[: len(photo()) // 2], {}, "photo"),
        (photo(), {"kind": "voice"}, "voice"),
        (voice(), {"kind": "photo"}, "photo"),
        (photo(), {"total": 0}, "shape"),
        (photo(), {"total": 13 * 1024 * 1024}, "shape"),
        (photo(), {"size": 300}, "shape"),
    ],
)
def test_what_is_no_photo_or_no_sound_is_refused_kindly(
    zara: Phone, data: bytes, options: dict[str, Any], code: str
) -> None:
    answers = [zara.post_part(body) for body in zara.parts(data, **options)]
    assert (answers[-1].status_code, answers[-1].get_json()["error"]) == (422, code)
    assert answers[-1].get_json()["message"].endswith(".")
    assert session().query(Attachment).filter(Attachment.made_at.is_not(None)).count() == 0


def test_a_recording_longer_than_the_button_allows_is_refused(zara: Phone) -> None:
    from tests.capability.attachments import silence

    two_minutes = [zara.post_part(body) for body in zara.parts(silence(120), kind="voice")]
    assert two_minutes[-1].get_json()["error"] == "long"
    two_hours = silence(7200, rate=800)
    answers = [zara.post_part(body) for body in zara.parts(two_hours, kind="voice")]
    assert answers[-1].get_json()["error"] == "long"


def test_too_large_is_refused_with_its_first_part(zara: Phone) -> None:
    huge = b"\0" * (6 * 1024 * 1024 + 1)
    answer = zara.post_part(zara.parts(huge, kind="voice")[0])
    assert (answer.status_code, answer.get_json()["error"]) == (422, "large")
    assert count(Attachment) == 0


def test_the_same_number_with_other_bytes_is_refused(zara: Phone) -> None:
    first = zara.parts(noise())[0]
    zara.post_part(first)
    other = zara.parts(noise(530), id=first["id"], entry=first["entry"])[0]
    assert zara.post_part(other).get_json()["error"] == "changed"
    moved = zara.parts(noise(), id=first["id"])[1]
    assert zara.post_part(moved).get_json()["error"] == "changed"


@pytest.mark.parametrize("changes", [{"number": 1}, {"count": 2}, {"entry": str(uuid.UUID(int=7))}])
def test_a_part_opens_for_its_own_place_alone(zara: Phone, changes: dict[str, Any]) -> None:
    (body,) = zara.parts(photo())
    answer = zara.post_part(body | changes)
    assert answer.status_code == 422
    assert answer.get_json()["error"] in ("seal", "shape")


@pytest.mark.parametrize(
    "changes",
    [
        {"number": -1},
        {"number": "0"},
        {"count": 0},
        {"count": 10**9},
        {"count": True},
        {"id": "x"},
        {"entry": None},
        {"enc": "aa"},
        {"ct": ""},
        {"ct": "é"},
        {"key_id": str(uuid.UUID(int=1))},
        {"owner": 5},
    ],
)
def test_a_strange_part_is_422_never_a_fault(zara: Phone, changes: dict[str, Any]) -> None:
    (body,) = zara.parts(photo())
    answer = zara.post_part(body | changes)
    assert answer.status_code == 422
    assert answer.get_json()["message"]


def test_another_child_signed_in_is_409_and_hers_stay_apart(town: Town, zara: Phone, sign_in: Any) -> None:
    yusuf = phone_of(sign_in(town.yusuf))
    (body,) = zara.parts(photo())
    assert yusuf.post_part(body).status_code == 409
    hers = zara.attach(photo())
    taken = yusuf.post_part(yusuf.parts(photo(), id=hers)[0])
    assert (taken.status_code, taken.get_json()["error"]) == (422, "ids")
    # Naming hers is as naming one that never came: no hint that it is there.
    unknown = str(ids.new())
    answers = [
        yusuf.post(yusuf.parcel(with_files((one, photo(), "photo"), share=share()))).get_json()
        for one in (hers, unknown)
    ]
    assert [answer["state"] for answer in answers] == ["on_its_way", "on_its_way"]
    assert [answer["missing"] for answer in answers] == [[hers], [unknown]]
    assert piece(yusuf.browser, hers).status_code == 404
    assert count(Entry) == 0


def test_she_hears_and_sees_her_own_draft_again_and_nobody_else_does(
    town: Town, zara: Phone, sign_in: Any
) -> None:
    one = zara.attach(voice(), kind="voice")
    assert piece(zara.browser, one).status_code == 404  # no draft of hers names it yet
    zara.post(zara.parcel(with_files((one, voice(), "voice")), kind="draft"))
    answer = piece(zara.browser, one)
    assert (answer.status_code, answer.mimetype) == (200, "audio/mpeg")
    assert answer.headers["Cache-Control"] == "no-store"
    assert piece(zara.browser, one, Range="bytes=0-9").status_code == 206
    for person in (town.yusuf, town.samina, town.imran, town.beth, town.farah, town.owen, town.priya):
        assert piece(sign_in(person), one).status_code == 404
    for odd in ("", "x", str(ids.new())):
        assert zara.browser.get(f"/houses/piece?a={odd}").status_code == 404


def test_on_a_shared_phone_what_is_sent_plays_no_more(town: Town, zara: Phone, sign_in: Any) -> None:
    one = zara.attach(voice(), kind="voice")
    zara.send(with_files((one, voice(), "voice"), share=share()))
    assert piece(zara.browser, one).status_code == 404
    own = sign_in(town.zara, shared_phone=False)
    assert piece(own, one).status_code == 200
    assert f"/houses/piece?a={one}" in own.get("/houses/sent").text


def test_put_away_it_is_out_of_hearing_until_she_asks(zara: Phone) -> None:
    one = zara.attach(voice(), kind="voice")
    body = zara.parcel(with_files((one, voice(), "voice")), kind="draft")
    zara.post(body)
    zara.browser.post(f"/houses/drafts/{body['id']}/discard", json={}, page="/houses")
    assert piece(zara.browser, one).status_code == 404
    zara.browser.post("/houses/bring-back", page="/houses")
    assert piece(zara.browser, one).status_code == 200


@pytest.mark.parametrize(
    ("level", "chosen", "sees"),
    [
        ("worker", [], {"beth"}),
        ("people", ["samina"], {"beth", "samina"}),
        ("other", ["farah"], {"farah"}),
        ("meeting", [], {"beth"}),
    ],
)
def test_a_piece_opens_to_whom_the_entry_opens(
    town: Town, zara: Phone, sign_in: Any, level: str, chosen: list[str], sees: set[str]
) -> None:
    one = zara.attach(photo())
    people = [getattr(town, name) for name in chosen]
    zara.send(with_files((one, photo(), "photo"), share=share(level, *people)))
    names = ("beth", "tom", "farah", "owen", "priya", "yusuf", "samina", "imran", "stranger")
    assert {name for name in names if piece(sign_in(getattr(town, name)), one).status_code == 200} == sees


def test_a_look_at_a_piece_is_written_down_for_its_entry_part_or_whole(
    town: Town, zara: Phone, sign_in: Any
) -> None:
    from webapp import audit

    one = zara.attach(voice(), kind="voice")
    sent = zara.send(with_files((one, voice(), "voice"), share=share()))
    assert piece(sign_in(town.beth), one, Range="bytes=0-9").status_code == 206
    end_session()
    assert audit.first_look("entry", uuid.UUID(sent["id"]), "entry.read", by={town.beth})


def test_readers_get_a_photo_by_her_name_for_it_and_a_recording_with_its_size(
    town: Town, zara: Phone, sign_in: Any
) -> None:
    picture, sound = zara.attach(photo()), zara.attach(voice(2.0), kind="voice")
    body = with_files((picture, photo(), "photo"), (sound, voice(2.0), "voice"), share=share())
    body["things"][0]["said"] = "my bed <b>"
    body["voice"][0]["said"] = "I said this"
    zara.send(body)
    page = sign_in(town.beth).get(f"/inbox/children/{town.zara}/houses").text
    assert f'src="/houses/piece?a={picture}"' in page
    assert 'alt="my bed &lt;b&gt;"' in page
    assert "2 seconds" in page
    assert " KB" in page
    assert 'preload="none"' in page
    assert "I said this" in page


def test_staff_type_what_it_says_beside_it_and_she_can_read_it(town: Town, zara: Phone, sign_in: Any) -> None:
    one = zara.attach(voice(), kind="voice")
    sent = zara.send(with_files((one, voice(), "voice"), share=share()))
    place = f"/entries/{sent['id']}/said"
    beth = sign_in(town.beth)
    assert beth.post(place, {"piece": one, "words": " "}, page=place).status_code == 422
    assert beth.post(place, {"piece": str(ids.new()), "words": "x"}, page=place).status_code == 404
    for words in ("First CANARY", "I like\nthe dog CANARY"):
        answer = beth.post(place, {"piece": one, "words": words}, page=place)
        assert (answer.status_code, answer.location) == (303, place)
    assert "I like\nthe dog CANARY" in beth.get(place).text
    page = beth.get(f"/inbox/children/{town.zara}/houses").text
    assert "Beth typed what it says" in page
    assert "First CANARY" not in page
    own = sign_in(town.zara, shared_phone=False).get("/houses/sent").text
    assert "Beth typed what it says" in own
    assert "the dog CANARY" in own
    for person in (town.zara, town.tom, town.owen, town.samina):
        assert sign_in(person).get(place).status_code == 404


def test_what_is_taken_out_is_destroyed_an_hour_later(zara: Phone) -> None:
    entry = str(ids.new())
    kept, gone = (zara.attach(photo(shade), entry=entry) for shade in (3, 4))
    both = with_files((kept, photo(3), "photo"), (gone, photo(4), "photo"))
    zara.post(zara.parcel(both, kind="draft", id=entry))
    zara.post(zara.parcel(with_files((kept, photo(3), "photo")), kind="draft", rev=2, id=entry))
    assert piece(zara.browser, gone).status_code == 404
    sweep(minutes=30)
    assert media.open_piece(uuid.UUID(gone))
    # "Redo" brings it back meanwhile.
    zara.post(zara.parcel(both, kind="draft", rev=3, id=entry))
    sweep(minutes=90)
    assert piece(zara.browser, gone).status_code == 200
    zara.post(zara.parcel(with_files((kept, photo(3), "photo")), kind="draft", rev=4, id=entry))
    sweep(minutes=90)
    assert media.open_piece(uuid.UUID(gone)) is None
    assert media.open_piece(uuid.UUID(kept))
    assert count(EntryFile) == 1


def test_what_nobody_ever_named_outlives_the_oldest_queue(zara: Phone) -> None:
    one = zara.attach(photo(5))
    begun = zara.parts(noise())[0]
    zara.post_part(begun)
    sweep(minutes=61 * 24 * 60)
    assert count(Attachment) == 2
    zara.send(with_files((one, photo(5), "photo"), share=share()))
    sweep(minutes=121 * 24 * 60)
    assert [str(row.id) for row in session().query(Attachment)] == [one]
    assert (count(AttachmentPart), count(Entry)) == (0, 1)


def sweep(*, minutes: int) -> None:
    with time_machine.travel(clock.now() + timedelta(minutes=minutes)), unit_of_work():
        houses.sweep_attachments()
    end_session()


def test_when_nobody_can_be_chosen_any_more_she_chooses_again(town: Town, zara: Phone) -> None:
    from webapp.families.models import Grant

    one = str(ids.new())
    body = zara.parcel(with_files((one, photo(), "photo"), share=share("people", town.samina)))
    zara.post(body)
    with unit_of_work():
        for grant in session().query(Grant).filter_by(person_id=town.samina):
            grant.until_at = clock.now()
    zara.attach(photo(), id=one, entry=body["id"])
    answer = zara.post(body)
    assert (answer.status_code, answer.get_json()["error"]) == (422, "share")
    again = zara.parcel(with_files((one, photo(), "photo"), share=share()), rev=2, id=body["id"])
    assert zara.post(again).get_json()["state"] == "arrived"


def test_an_older_revision_never_takes_back_what_was_sent(zara: Phone) -> None:
    one = str(ids.new())
    body = zara.parcel(with_files((one, photo(), "photo"), share=share()), rev=3)
    zara.post(body)
    draft = zara.parcel(content(words="older"), kind="draft", rev=2, id=body["id"])
    assert zara.post(draft).get_json()["state"] == "on_its_way"
    zara.attach(photo(), id=one, entry=body["id"])
    assert zara.post(body).get_json()["state"] == "arrived"


def test_a_picture_that_needs_care_opens_for_those_who_decide_alone(
    town: Town, zara: Phone, sign_in: Any
) -> None:
    from webapp.houses.care import service as care

    one = zara.attach(photo(9))
    sent = zara.send(with_files((one, photo(9), "photo"), share=share("people", town.samina)))
    with unit_of_work():
        care.lock_away(entry_id=uuid.UUID(sent["id"]), by_id=town.beth, why="A made-up reason")
    for person in (town.samina, town.tom, town.owen, town.priya, town.yusuf):
        assert piece(sign_in(person), one).status_code == 404
    assert piece(sign_in(town.farah), one).status_code == 200
    assert piece(sign_in(town.zara, shared_phone=False), one).status_code == 200
    assert piece(zara.browser, one).status_code == 404
    said = sign_in(town.beth).get(f"/entries/{sent['id']}/said").text
    assert one not in said
    assert "There is no photo and no voice note here." in said


@pytest.mark.parametrize("kind", ["voice", "photo"])
def test_each_panel_has_all_the_words_its_script_says(zara: Phone, kind: str) -> None:
    page = zara.browser.get("/houses").text
    panel = page.split(f'data-attach="{kind}"')[1]
    words = json.loads(unescape(panel.split('data-says="')[1].split('"')[0]))
    script = (SCRIPTS / f"{kind}.ts").read_text() + (SCRIPTS / "recorder.ts").read_text() * (kind == "voice")
    said = set(re.findall(r'"((?:mic|photo|voice|level|not)_[a-z]+)"', script))
    assert said
    assert said <= set(words)


def test_too_many_begun_at_once_are_refused(zara: Phone) -> None:
    from webapp.houses.attachments import rules

    first = [zara.parts(noise())[0] for _ in range(rules.OPEN_AT_MOST + 1)]
    answers = [zara.post_part(body) for body in first]
    assert {answer.status_code for answer in answers[:-1]} == {200}
    assert answers[-1].get_json()["error"] == "room"
