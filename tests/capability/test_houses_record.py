"""One tap puts what a child sent into the council's record: whole, exact, and only what the child let see."""

from __future__ import annotations

import errno
import hashlib
import json
import uuid
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete

from tests.conftest import Browser, SignInAs
from tests.makers import Town
from tests.phone import content, share
from webapp import families, houses
from webapp.core import clock, ids
from webapp.core.database import session, unit_of_work
from webapp.families.models import ChildFacts
from webapp.houses.care import service as care
from webapp.houses.in_record import service
from webapp.houses.models import Entry, EntryFile, EntryReader, HousesRecord, RecordedEntry
from webapp.houses.sharing.service import change_share
from webapp.record import files

CASE = "NB-100234"
EXACT = "  Mornings is 2 much.\n\n“dont tell” زارا  "
SET = uuid.UUID("0b0b7a52-5d0e-7c53-9a39-6f2f6b3c9d11")


def made(
    town: Town, level: str = "worker", *people: uuid.UUID, set_id: uuid.UUID = SET, **more: Any
) -> uuid.UUID:
    entry_id = more.pop("entry_id", None) or ids.new()
    said = more.pop("whole", None) or content(**more)
    with unit_of_work():
        houses.receive(
            child_id=more.pop("child_id", None) or town.zara,
            content=said | {"share": share(level, *people)},
            entry_id=entry_id,
            made_at=clock.now(),
            set_id=set_id,
        )
    return entry_id


def place(child_id: uuid.UUID) -> str:
    return f"/children/{child_id}/record"


def put(phone: Browser, child_id: uuid.UUID, set_id: uuid.UUID | None = SET) -> Any:
    return phone.post(place(child_id), data={"set": str(set_id)} if set_id else {"what": "meeting"})


def case_of(folder: Path) -> Path:
    (found,) = folder.iterdir()
    return found


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


def body(folder: Path, ending: str = "-01.json") -> dict[str, Any]:
    (path,) = [one for one in case_of(folder).iterdir() if one.name.endswith(ending)]
    found: dict[str, Any] = json.loads(path.read_text())
    return found


def everything(folder: Path) -> str:
    return " ".join(path.read_bytes().decode("latin-1") for path in folder.rglob("*") if path.is_file())


def test_one_tap_writes_the_exact_words_and_strokes_and_gives_a_receipt(
    town: Town, record_folder: Path, sign_in: SignInAs
) -> None:
    entry_id = made(town, words=EXACT)
    beth = sign_in(town.beth)
    page = beth.get(f"/inbox/children/{town.zara}/houses").text
    assert "Put this in the record" in page
    answer = put(beth, town.zara)
    assert answer.status_code == 303
    case = case_of(record_folder)
    stem = next(name for name in names(case) if name.endswith(".pdf")).removesuffix(".pdf")
    assert names(case) == [f"{stem}.json", f"{stem}.manifest.json", f"{stem}.pdf"]
    assert case.name == CASE
    assert stem.startswith(f"houses-{clock.today().isoformat()}-6b3c9d11-01")
    (one,) = body(record_folder)["entries"]
    assert (one["id"], one["words"]) == (str(entry_id), EXACT)
    assert one["original"]["strokes"] == content()["strokes"]
    assert one["asked"]["words"]
    assert one["who_was_there_as_the_child_ticked"] == "alone"
    assert one["the_child_let_see_it"] == {"choice": "worker", "people": ["Beth Carter"]}
    plain = json.dumps(one["original"], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert one["original_sha256"] == hashlib.sha256(plain.encode()).hexdigest()
    manifest = (case / f"{stem}.manifest.json").read_bytes()
    for name, said in json.loads(manifest)["files"].items():
        data = (case / name).read_bytes()
        assert (said["bytes"], said["sha256"]) == (len(data), hashlib.sha256(data).hexdigest())
    receipt = beth.get(answer.location).text
    for words in (stem, hashlib.sha256(manifest).hexdigest(), "Beth Carter", "since"):
        assert words in receipt
    assert "Mornings" not in receipt


def test_twice_is_the_same_receipt_and_something_new_is_the_next_number(
    town: Town, record_folder: Path, sign_in: SignInAs
) -> None:
    made(town)
    beth = sign_in(town.beth)
    first = put(beth, town.zara)
    before = {path: path.stat().st_mtime_ns for path in case_of(record_folder).iterdir()}
    assert put(beth, town.zara).location == first.location
    assert before == {path: path.stat().st_mtime_ns for path in case_of(record_folder).iterdir()}
    made(town, house="good", words="My cat.")
    second = put(beth, town.zara)
    assert second.location != first.location
    assert len(body(record_folder)["entries"]) == 1
    assert [one["words"] for one in body(record_folder, "-02.json")["entries"]] == [
        "Mornings are too much.",
        "My cat.",
    ]
    with unit_of_work() as db:
        assert [row.number for row in db.query(HousesRecord).order_by(HousesRecord.number)] == [1, 2]
        assert db.query(RecordedEntry).count() == 3


def test_what_she_kept_from_her_worker_is_neither_in_it_nor_hinted_at(
    town: Town, record_folder: Path, sign_in: SignInAs
) -> None:
    made(town, words="For Beth.")
    put(sign_in(town.beth), town.zara)
    alone = body(record_folder)
    hidden = made(town, "other", town.farah, house="wish", words="NOT-FOR-BETH")
    beth = sign_in(town.beth)
    put(beth, town.zara)
    assert len([name for name in names(record_folder) if name.endswith(".manifest.json")]) == 1
    assert body(record_folder) == alone
    assert "NOT-FOR-BETH" not in everything(record_folder)
    assert str(hidden) not in everything(record_folder)
    only_hidden = made(town, "other", town.farah, set_id=ids.new(), words="NOT-FOR-BETH")
    with unit_of_work() as db:
        its_set = db.get_one(Entry, only_hidden).set_id
    nothing, unknown = put(beth, town.zara, its_set), put(beth, town.zara, ids.new())
    assert (nothing.status_code, unknown.status_code) == (422, 422)
    assert "Nothing was written" in nothing.text


def test_what_is_for_somebody_else_does_not_go_even_by_a_manager(
    town: Town, record_folder: Path, sign_in: SignInAs
) -> None:
    made(town, "other", town.farah, words="FOR-FARAH")
    farah = sign_in(town.farah)
    assert "FOR-FARAH" in farah.get(f"/inbox/children/{town.zara}/houses").text
    assert put(farah, town.zara).status_code == 404
    assert "Put this in the record" not in farah.get(f"/inbox/children/{town.zara}/houses").text
    assert farah.get(place(town.zara)).status_code == 200
    assert names(record_folder) == []


def test_a_picture_that_needs_care_never_goes_and_its_manager_learns_that_it_went_before(
    town: Town, record_folder: Path, sign_in: SignInAs
) -> None:
    locked = made(town, words="LOCKED-WORDS")
    made(town, house="good", words="My cat.")
    beth = sign_in(town.beth)
    put(beth, town.zara)
    with unit_of_work():
        care.lock_away(entry_id=locked, by_id=town.beth, why="")
    put(beth, town.zara)
    assert [one["words"] for one in body(record_folder, "-02.json")["entries"]] == ["My cat."]
    assert "LOCKED-WORDS" not in json.dumps(body(record_folder, "-02.json"))
    farah = sign_in(town.farah)
    with unit_of_work() as db:
        from webapp.houses.models import CareMark

        mark = db.query(CareMark).one().id
    assert "Lock it there too" in farah.get(f"/care/{mark}").text


def test_for_the_meeting_goes_only_what_she_chose_to_show_there(
    town: Town, record_folder: Path, sign_in: SignInAs
) -> None:
    shown = made(town, "meeting", words="shown-there-1")
    made(town, words="for-beth-2")
    made(town, "other", town.farah, words="not-beth-3")
    other_day = made(town, "meeting", set_id=ids.new(), house="wish", words="shown-there-4")
    beth = sign_in(town.beth)
    assert "Put this in the record" in beth.get(f"/children/{town.zara}/at-the-meeting").text
    assert put(beth, town.zara, None).status_code == 303
    found = body(record_folder)
    assert sorted(one["words"] for one in found["entries"]) == ["shown-there-1", "shown-there-4"]
    assert found["notice"].startswith("For the meeting.")
    assert all(name.startswith(f"meeting-{clock.today().isoformat()}-01.") for name in names(record_folder))
    with unit_of_work():
        entry = session().get_one(Entry, shown)
        change_share(entry=entry, level="worker", readers=[town.beth], by_id=town.zara)
    put(beth, town.zara, None)
    assert [one["id"] for one in body(record_folder, "-02.json")["entries"]] == [str(other_day)]
    for words in ("for-beth-2", "not-beth-3"):
        assert words not in everything(record_folder)


def test_the_child_is_told_by_whom_and_when_on_her_own_phone(
    town: Town, record_folder: Path, sign_in: SignInAs
) -> None:
    made(town, words="In it.")
    made(town, "other", town.farah, words="Not in it.", house="wish")
    zara = sign_in(town.zara, shared_phone=False)
    said = "put this in the council's record on"
    assert said not in zara.get("/houses/sent").text
    put(sign_in(town.beth), town.zara)
    for path in ("/houses/sent", "/houses/who-sees"):
        page = sign_in(town.zara, shared_phone=False).get(path).text
        assert page.count(said) == 1
        assert "the judge and others may see it too" in page


def test_nobody_else_may(town: Town, record_folder: Path, sign_in: SignInAs) -> None:
    made(town)
    for person in (town.tom, town.samina, town.imran, town.zara, town.priya):
        phone = sign_in(person)
        assert put(phone, town.zara).status_code == 404
        assert phone.get(place(town.zara)).status_code == 404
    with unit_of_work():
        families.declare_conflict(staff_id=town.beth, declared_by=town.beth, authority_id=CASE)
    assert put(sign_in(town.beth), town.zara).status_code == 404
    assert names(record_folder) == []


def test_another_child_s_set_does_not_go_into_this_child_s_folder(
    town: Town, record_folder: Path, sign_in: SignInAs
) -> None:
    with unit_of_work():
        houses.receive(
            child_id=town.yusuf,
            content=content(words="YUSUF-SAID", share=share()),
            entry_id=ids.new(),
            made_at=clock.now(),
            set_id=SET,
        )
    assert put(sign_in(town.beth), town.zara).status_code == 422
    assert names(record_folder) == []


def test_off_away_and_without_an_id_nothing_is_written_and_it_says_why(
    town: Town, app: Flask, record_folder: Path, sign_in: SignInAs
) -> None:
    made(town)
    beth = sign_in(town.beth)
    away = record_folder.rename(record_folder.with_name("away"))
    gone = put(beth, town.zara)
    assert (gone.status_code, record_folder.exists()) == (503, False)
    assert "We cannot find the folder" in gone.text
    away.rename(record_folder)
    with unit_of_work():
        facts = session().get_one(ChildFacts, town.zara)
        facts.authority_id_sealed = facts.authority_id_hash = None
    assert "no person id" in put(beth, town.zara).text
    app.extensions["heard_settings"] = replace(app.extensions["heard_settings"], record_folder=None)
    assert "has not switched this on" in put(beth, town.zara).text
    assert "Put this in the record" not in beth.get(f"/inbox/children/{town.zara}/houses").text
    assert names(record_folder) == []


@pytest.mark.parametrize("at", [".json", ".pdf", ".manifest.json"])
def test_a_full_disk_leaves_no_half_and_the_next_tap_writes_it(
    town: Town, record_folder: Path, sign_in: SignInAs, monkeypatch: pytest.MonkeyPatch, at: str
) -> None:
    made(town)
    whole, beth = files._write_one, sign_in(town.beth)

    def full(path: Path, data: bytes) -> None:
        if path.name.endswith(f"-01{at}"):
            path.with_name(f".heard-{path.name}").write_bytes(data[:10])
            raise OSError(errno.ENOSPC, "no")
        whole(path, data)

    with monkeypatch.context() as patch:
        patch.setattr(files, "_write_one", full)
        answer = put(beth, town.zara)
    assert answer.status_code == 503
    assert "The disk of the council&#39;s record is full." in answer.text
    assert not [name for name in names(record_folder) if name.startswith("houses-") and "manifest" in name]
    with unit_of_work() as db:
        assert db.query(HousesRecord).count() == 0
    assert put(beth, town.zara).status_code == 303
    assert len(names(record_folder)) == 3


def test_a_crash_after_the_manifest_makes_no_second_copy(
    town: Town, record_folder: Path, sign_in: SignInAs, monkeypatch: pytest.MonkeyPatch
) -> None:
    made(town)
    beth = sign_in(town.beth)

    def crash(**_values: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(service, "keep_record", crash)
        with pytest.raises(KeyboardInterrupt):
            put(beth, town.zara)
    before = names(record_folder)
    assert len(before) == 3
    assert put(sign_in(town.beth), town.zara).status_code == 303
    assert names(record_folder) == before
    with unit_of_work() as db:
        (row,) = db.query(HousesRecord).all()
        manifest = next(iter(case_of(record_folder).glob("*.manifest.json"))).read_bytes()
        assert row.manifest_hash == hashlib.sha256(manifest).digest()


def test_the_record_and_the_receipt_hold_when_the_live_store_is_emptied(
    town: Town, record_folder: Path, sign_in: SignInAs
) -> None:
    entry_id = made(town, words=EXACT)
    beth = sign_in(town.beth)
    receipt = put(beth, town.zara).location
    before = {path.name: path.read_bytes() for path in case_of(record_folder).iterdir()}
    with unit_of_work() as db:
        for row in (EntryFile, EntryReader):
            db.execute(delete(row).where(row.entry_id == entry_id))
        db.execute(delete(Entry).where(Entry.id == entry_id))
    assert {path.name: path.read_bytes() for path in case_of(record_folder).iterdir()} == before
    assert body(record_folder)["entries"][0]["words"] == EXACT
    assert "-6b3c9d11-01" in beth.get(receipt).text


@pytest.mark.one_engine
def test_two_at_one_moment_write_one_copy(
    town: Town, record_folder: Path, app: Flask, sign_in: SignInAs
) -> None:
    made(town)
    phones = [sign_in(town.beth), sign_in(town.beth)]
    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(lambda phone: put(phone, town.zara), phones))
    assert [answer.status_code for answer in answers] == [303, 303]
    assert len({answer.location for answer in answers}) == 1
    assert len(names(record_folder)) == 3
