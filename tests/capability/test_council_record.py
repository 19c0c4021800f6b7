"""A published plan reaches the council's own record once, whole, and again when something was said."""

from __future__ import annotations

import errno
import hashlib
import json
import uuid
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from pypdf import PageObject, PdfReader

from tests.capability.plan_makers import FOR_ALL, published
from tests.conftest import SignInAs
from tests.makers import Town
from webapp import plans
from webapp import record as records
from webapp.core.database import session as unit
from webapp.core.database import unit_of_work
from webapp.families.models import ChildFacts
from webapp.plans import events, queries
from webapp.plans.council_record import service
from webapp.plans.models import HandOverTrouble, RecordCopy
from webapp.record import files, pdf

CASE = "NB-100234"
RENDER = pdf._render
OWN = "  میں متفق نہیں۔\nI was ill — “not lazy”.  "


@pytest.fixture
def folder(app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The council's folder is there, and the setting names it. One test makes a real PDF."""
    monkeypatch.setattr(pdf, "_render", lambda *_given: b"%PDF-made-up")
    made = tmp_path / "record"
    made.mkdir()
    before = app.extensions["heard_settings"]
    app.extensions["heard_settings"] = replace(before, record_folder=made)
    yield made
    app.extensions["heard_settings"] = before


@pytest.fixture
def version(town: Town, folder: Path) -> uuid.UUID:
    with unit_of_work():
        return published(town)


def names(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def case_of(folder: Path) -> Path:
    (found,) = folder.iterdir()
    return found


def record(folder: Path, stem: str = "plan-001-01") -> dict[str, Any]:
    found: dict[str, Any] = json.loads((case_of(folder) / f"{stem}.json").read_text())
    return found


def trouble() -> list[str]:
    with unit_of_work() as db:
        return [row.code for row in db.query(HandOverTrouble).order_by(HandOverTrouble.code)]


def test_off_without_a_folder(town: Town, app: Flask) -> None:
    with unit_of_work():
        published(town)
    assert plans.hand_over().written == 0


def test_one_copy_a_version_whole_and_named_without_a_name(version: uuid.UUID, folder: Path) -> None:
    assert plans.hand_over().written == 1
    case = case_of(folder)
    assert names(case) == ["plan-001-01.json", "plan-001-01.manifest.json", "plan-001-01.pdf"]
    manifest = json.loads((case / "plan-001-01.manifest.json").read_text())
    for name, said in manifest["files"].items():
        data = (case / name).read_bytes()
        assert (said["bytes"], said["sha256"]) == (len(data), hashlib.sha256(data).hexdigest())
    assert set(manifest["files"]) == {"plan-001-01.json", "plan-001-01.pdf"}
    everything = " ".join(names(folder)).casefold()
    assert not [name for name in ("zara", "khan", "samina", "imran") if name in everything]
    # A second round writes nothing.
    before = {path: path.stat().st_mtime_ns for path in case.iterdir()}
    assert plans.hand_over().written == 0
    assert before == {path: path.stat().st_mtime_ns for path in case.iterdir()}


def talk_and_answer(town: Town, version: uuid.UUID) -> None:
    """All that can stand beside a version's words."""
    say = partial(plans.add_answer, version_id=version)
    day = date(2026, 11, 18)
    with unit_of_work():
        plans.record_talked_through(
            version_id=version, person_id=town.samina, by_whom="Beth", on=day, interpreter=True
        )
        plans.note_given(
            version_id=version,
            person_id=town.samina,
            how="by_hand",
            on=date(2026, 11, 18),
            actor_id=town.beth,
        )
        plans.put_name(version_id=version, person_id=town.samina, role="reader")
        say(person_id=town.samina, kind="position", position="partly", words=OWN, language="ur")
        why = queries.content_of(version).paragraphs[0].id
        marked = say(
            person_id=town.imran, kind="not_right", words="I was there.", sentence=FOR_ALL, item_id=why
        )
        plans.answer_sentence(
            answer_id=marked,
            reply_id=uuid.uuid4(),
            author_id=town.beth,
            outcome="kept",
            words="School said so.",
        )


def test_the_record_says_which_plan_it_is(town: Town, version: uuid.UUID, folder: Path) -> None:
    plans.hand_over()
    found = record(folder)
    assert found["council_person_id"] == CASE
    assert found["plan"] | {"published_at": ""} == {
        "version_id": str(version),
        "version": 1,
        "kind": "child_in_need",
        "kind_name": "Child in need plan",
        "published_at": "",
        "published_by": "Beth Carter",
        "look_again_on": "2026-12-10",
        "the_child_is_moving": False,
        "to_be_heard": False,
    }


def test_the_record_holds_every_wording_and_who_has_a_copy(
    town: Town, version: uuid.UUID, folder: Path
) -> None:
    talk_and_answer(town, version)
    plans.hand_over()
    found = record(folder)
    why, well = found["parts"]
    assert [(one["audience"], one["language"], one["state"]) for one in why["paragraphs"][0]["wordings"]] == [
        ("adult", "en", "english_only"),
        ("adult", "ur", "machine"),
        ("child", "en", "english_only"),
    ]
    assert why["paragraphs"][0]["source_may_be_seen_by"] == ["Samina"]
    assert [one["for"] for one in well["paragraphs"]] == ["Samina", "Imran"]
    assert [one["person"] for one in found["copies"]] == ["Imran", "Samina", "Zara"]
    assert sorted({(one["person"], one["how"]) for one in found["given"]}) == [
        ("Imran", "phone"),
        ("Samina", "by_hand"),
        ("Samina", "phone"),
        ("Zara", "phone"),
    ]


def test_the_record_holds_what_was_noted_beside_it(town: Town, version: uuid.UUID, folder: Path) -> None:
    talk_and_answer(town, version)
    plans.hand_over()
    found = record(folder)
    assert [(one["name"], one["role"]) for one in found["names"]] == [
        ("Beth Carter", "worker"),
        ("Samina", "reader"),
    ]
    assert [(one["person"], one["by_whom"], one["interpreter"]) for one in found["talked_through"]] == [
        ("Samina", "Beth", True)
    ]
    assert [one["outcome"] for one in found["asked_before"]] == ["asked", "asked"]


def test_the_record_holds_what_was_answered_and_where_views_differ(
    town: Town, version: uuid.UUID, folder: Path
) -> None:
    talk_and_answer(town, version)
    plans.hand_over()
    found = record(folder)
    assert [(one["person"], one["words"]) for one in found["answers"]] == [
        ("Samina", OWN),
        ("Imran", "I was there."),
    ]
    assert found["answers"][1]["came_back"]["words"] == "School said so."
    views = {one["part"]: one for one in found["where_views_differ"]}
    assert views["whole_plan"]["people"][0]["own_words"] == [
        {"words": OWN, "language": "ur", "step_state": ""}
    ]
    assert views["why"]["council"] == [FOR_ALL]
    assert views["why"]["people"][0]["marked"][0]["outcome"] == "kept"


def test_what_never_goes(town: Town, version: uuid.UUID, folder: Path, sign_in: SignInAs) -> None:
    sign_in(town.samina).get("/plan")  # opened: not engagement, so not in the record
    plans.hand_over()
    found = (case_of(folder) / "plan-001-01.json").read_text()
    never = ("Made-up Street", "Mr Osei", "opened", "family", "NB-100235", "Riverside")
    assert [words for words in never if words in found] == []


def test_a_new_copy_when_something_was_said_and_none_when_nothing_is_different(
    town: Town, version: uuid.UUID, folder: Path
) -> None:
    plans.hand_over()
    first = (case_of(folder) / "plan-001-01.json").read_bytes()
    with unit_of_work():
        plans.add_answer(version_id=version, person_id=town.imran, kind="position", position="agree")
    assert plans.hand_over().written == 1
    assert (case_of(folder) / "plan-001-01.json").read_bytes() == first
    assert record(folder, "plan-001-02")["answers"][0]["position"] == "agree"
    with unit_of_work():
        events.note(version, events.CHANGED)
    assert plans.hand_over().written == 0
    assert plans.hand_over().written == 0
    with unit_of_work() as db:
        rows = db.query(RecordCopy).order_by(RecordCopy.number).all()
        assert [(row.number, row.events) for row in rows] == [(1, 1), (2, 3)]


def test_every_act_that_stands_beside_the_words_makes_a_new_copy(
    town: Town, version: uuid.UUID, folder: Path
) -> None:
    plans.hand_over()
    with unit_of_work():
        step = queries.content_of(version).steps[0].id
    acts: list[Callable[[], object]] = [
        lambda: plans.move_step(step_id=step, state="doing", actor_id=town.beth),
        lambda: plans.record_talked_through(version_id=version, person_id=town.imran, happened=False),
        lambda: plans.add_answer(version_id=version, person_id=town.zara, kind="ideas", words="A torch."),
    ]
    for act in acts:
        with unit_of_work():
            act()
        assert plans.hand_over().written == 1


def test_a_draft_and_a_child_without_an_id_stay_here(town: Town, version: uuid.UUID, folder: Path) -> None:
    with unit_of_work():
        plans.start_plan(child_id=town.yusuf, kind="early_help", actor_id=town.beth)
        plans.copy_to_draft(child_id=town.zara, actor_id=town.beth)
        facts = unit().get_one(ChildFacts, town.zara)
        facts.authority_id_sealed = facts.authority_id_hash = None
    done = plans.hand_over()
    assert (done.written, done.without_id, names(folder)) == (0, 1, [])


def test_a_folder_that_is_away_is_told_and_tried_again(version: uuid.UUID, folder: Path) -> None:
    away = folder.rename(folder.with_name("away"))
    assert plans.hand_over().trouble == "record_missing"
    assert not folder.exists()
    assert trouble() == ["record_missing"]
    away.rename(folder)
    assert plans.hand_over().written == 1
    assert trouble() == []


@pytest.mark.one_engine
@pytest.mark.parametrize(
    ("number", "code"), [(errno.ENOSPC, "record_full"), (errno.EACCES, "record_refused")]
)
@pytest.mark.parametrize("at", ["plan-001-01.json", "plan-001-01.pdf", "plan-001-01.manifest.json"])
def test_a_full_disk_leaves_no_copy_and_the_next_round_writes_it(
    version: uuid.UUID, folder: Path, monkeypatch: pytest.MonkeyPatch, at: str, number: int, code: str
) -> None:
    whole = files._write_one

    def full(path: Path, data: bytes) -> None:
        if path.name == at:
            path.with_name(f".heard-{path.name}").write_bytes(data[:10])
            raise OSError(number, "no")
        whole(path, data)

    monkeypatch.setattr(files, "_write_one", full)
    assert plans.hand_over().trouble == code
    assert trouble() == [code]
    whole_ones = [name for name in names(folder) if "/plan-" in name and name.endswith(".manifest.json")]
    assert whole_ones == []
    with unit_of_work() as db:
        assert db.query(RecordCopy).count() == 0
    monkeypatch.undo()
    assert plans.hand_over().written == 1
    assert names(case_of(folder)) == ["plan-001-01.json", "plan-001-01.manifest.json", "plan-001-01.pdf"]
    assert trouble() == []


def test_a_crash_after_the_manifest_makes_no_second_copy(
    version: uuid.UUID, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash(**_values: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(service, "keep_copy", crash)
    with pytest.raises(KeyboardInterrupt):
        plans.hand_over()
    monkeypatch.undo()
    before = names(folder)
    assert len(before) == 3
    assert plans.hand_over().written == 1
    assert names(folder) == before
    with unit_of_work() as db:
        (row,) = db.query(RecordCopy).all()
        manifest = (case_of(folder) / "plan-001-01.manifest.json").read_bytes()
        assert (row.has_pdf, row.manifest_hash) == (True, hashlib.sha256(manifest).digest())


@pytest.mark.one_engine
def test_another_database_s_copy_is_never_written_over(version: uuid.UUID, folder: Path) -> None:
    case = folder / CASE
    case.mkdir()
    (case / "plan-001-01.manifest.json").write_text("{}")
    plans.hand_over()
    assert (case / "plan-001-01.manifest.json").read_text() == "{}"
    assert "plan-001-02.manifest.json" in names(case)


@pytest.mark.one_engine
def test_a_receipt_that_names_the_manifest_is_taken_and_no_other(version: uuid.UUID, folder: Path) -> None:
    plans.hand_over()
    manifest = (case_of(folder) / "plan-001-01.manifest.json").read_bytes()
    receipt = case_of(folder) / "plan-001-01.receipt.json"
    for wrong in (b"[]", b"{", b'{"manifest_sha256": 1}', b"[" * 3000, b"x" * 5000):
        receipt.write_bytes(wrong)
        assert plans.hand_over().received == 0
    receipt.write_text(json.dumps({"manifest_sha256": hashlib.sha256(manifest).hexdigest()}))
    assert plans.hand_over().received == 1
    assert plans.hand_over().received == 0


def test_the_worker_sees_since_when_it_is_in_the_record(
    town: Town, version: uuid.UUID, folder: Path, sign_in: SignInAs
) -> None:
    beth = sign_in(town.beth)
    path = f"/children/{town.zara}/plan"
    assert "Not in the council's record yet." in beth.get(path).text
    plans.hand_over()
    page = beth.get(path).text
    assert "In the council's record since" in page
    assert "There is no PDF" not in page


def test_an_administrator_sees_what_is_wrong_and_nobody_s_plan(
    town: Town, version: uuid.UUID, folder: Path, sign_in: SignInAs
) -> None:
    folder.rename(folder.with_name("away"))
    plans.hand_over()
    page = sign_in(town.priya).get("/").text
    assert "We cannot find the folder of the council's record." in page
    assert "Zara" not in page


@pytest.mark.one_engine
def test_without_pango_the_json_goes_and_the_pdf_is_said_to_be_missing(
    town: Town, version: uuid.UUID, folder: Path, monkeypatch: pytest.MonkeyPatch, sign_in: SignInAs
) -> None:
    for place in (pdf, records):
        monkeypatch.setattr(place, "is_there", lambda: False)
    assert plans.hand_over().written == 1
    assert names(case_of(folder)) == ["plan-001-01.json", "plan-001-01.manifest.json"]
    assert trouble() == ["record_no_pdf"]
    assert "There is no PDF" in sign_in(town.beth).get(f"/children/{town.zara}/plan").text


@pytest.mark.one_engine
def test_the_pdf_is_tagged_for_everyone_and_urdu_is_text(
    version: uuid.UUID, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf, "_render", RENDER)
    plans.hand_over()
    reader = PdfReader(case_of(folder) / "plan-001-01.pdf")
    root: dict[str, Any] = reader.root_object
    assert root["/Lang"] == "en"
    assert root["/MarkInfo"]["/Marked"]
    assert b'pdfaid:part="3"' in root["/Metadata"].get_object().get_data()
    text = " ".join(page.extract_text() for page in reader.pages)
    assert FOR_ALL in " ".join(text.split())
    assert "Only for Imran" in text
    fonts = {str(font["/BaseFont"]) for page in reader.pages for font in fonts_of(page)}
    assert {font.partition("+")[2] for font in fonts} == {"Heard", "Heard-Bold", "Heard-Urdu"}


def fonts_of(page: PageObject) -> list[Any]:
    resources: Any = page["/Resources"]
    return [font.get_object() for font in resources["/Font"].values()]


@pytest.mark.one_engine
@pytest.mark.parametrize(
    "url", ["file:///etc/passwd", "http://127.0.0.1:1/x", "heard-font:../../x", "heard-picture:x", "data:,x"]
)
def test_a_record_s_page_fetches_nothing_but_its_fonts(app: Flask, url: str) -> None:
    with pytest.raises(ValueError, match="nothing else"):
        pdf.fetch(url, {})
