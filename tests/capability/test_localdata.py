"""The extract: right rows in the right files, no one named who should not be, whole or not at all."""

from __future__ import annotations

import csv
import hashlib
import json
import uuid
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import frictionless
import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from tests import kept
from tests.makers import Town
from webapp import families, feedback, localdata
from webapp.audit.models import AuditRow
from webapp.core import sealing
from webapp.core.database import end_session, session, unit_of_work
from webapp.families.models import ChildFacts
from webapp.feedback import streaming
from webapp.localdata.extract import shuffling, tables

DAY = date(2026, 3, 2)
NOON = datetime(2026, 3, 2, 12, 30, 15, tzinfo=UTC)
CANARY = "canary-own-words"
SSD_HEADER = (
    "voch_table_id,voch_person_id,voch_explained_worries,voch_story_help_understand,"
    "voch_agree_worker,voch_plan_safe,voch_tablet_help_explain"
)
ZARA: dict[str, int] = {
    "LISTEN": 1,
    "RELIABLE": 8,
    "SAFE_NOW": 3,
    "SAFER": 4,
    "HELPED": 2,
    "PLAN_KNOW": 2,
    "SSD_EXPLAINED_WORRIES": 3,
    "SSD_STORY_HELP": 1,
    "SSD_AGREE_WORKER": 8,
    "SSD_PLAN_SAFE": 9,
    "SSD_TABLET_HELP": 0,
}


@pytest.fixture
def town(app: Flask) -> Iterator[Town]:
    with time_machine.travel(NOON, tick=False):
        yield kept.town()


def say(person_id: uuid.UUID, child_id: uuid.UUID, answers: dict[str, int], **more: Any) -> uuid.UUID:
    with unit_of_work():
        return feedback.record_submission(
            person_id=person_id,
            child_id=child_id,
            answers=answers,
            answered_at=more.pop("at", NOON),
            words={"OPEN_GOOD": CANARY},
            **more,
        )


def extract(out: Path, from_on: date = DAY, to_on: date = DAY) -> localdata.Report:
    try:
        return localdata.extract(from_on=from_on, to_on=to_on, out=out)
    finally:
        end_session()


def rows(out: Path, name: str) -> list[dict[str, str]]:
    with (out / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_five_items_in_the_standards_own_columns(town: Town, tmp_path: Path) -> None:
    submission = say(town.zara, town.zara, ZARA)
    say(town.yusuf, town.yusuf, {"LISTEN": 3})
    say(town.imran, town.zara, {"LISTEN": 3, "SAFER": 1})
    report = extract(tmp_path / "out")
    assert (tmp_path / "out" / "ssd_voice_of_child.csv").read_text().splitlines()[0] == SSD_HEADER
    assert rows(tmp_path / "out", "ssd_voice_of_child.csv") == [
        {
            "voch_table_id": str(submission),
            "voch_person_id": "NB-100234",
            "voch_explained_worries": "Y",
            "voch_story_help_understand": "N",
            "voch_agree_worker": "",
            "voch_plan_safe": "",
            "voch_tablet_help_explain": "",
        }
    ]
    assert report.rows["ssd_voice_of_child.csv"] == 1
    assert report.rejected == 0


def test_a_child_who_was_asked_none_of_the_five_has_no_row(town: Town, tmp_path: Path) -> None:
    say(town.zara, town.zara, {"LISTEN": 3, "SSD_PLAN_SAFE": 0})
    extract(tmp_path / "out")
    assert rows(tmp_path / "out", "ssd_voice_of_child.csv") == []


def test_a_person_id_only_where_the_child_was_told(town: Town, tmp_path: Path) -> None:
    say(town.zara, town.zara, ZARA)
    say(town.imran, town.zara, {"SAFER": 1, "WORRY": 2})
    extract(tmp_path / "out")
    found = rows(tmp_path / "out", "heard_response.csv")
    named = {row["question_code"] for row in found if row["person_id"]}
    assert named == {*feedback.SSD, "SAFE_NOW", "SAFER"} - {"SSD_TABLET_HELP"}
    assert not any(row["person_id"] for row in found if row["respondent_role"] == "parent_carer")
    assert {row["person_id"] for row in found} == {"", "NB-100234"}
    assert {row["answered_at"] for row in found} == {"2026-03-02T12:30:15Z"}


def test_answers_about_a_worker_say_nothing_of_who(town: Town, tmp_path: Path) -> None:
    submission = say(town.zara, town.zara, ZARA)
    extract(tmp_path / "out")
    found = rows(tmp_path / "out", "heard_response_about_service.csv")
    assert {"LISTEN", "RELIABLE"} <= {row["question_code"] for row in found}
    assert {row["question_code"] for row in rows(tmp_path / "out", "heard_response.csv")}.isdisjoint(
        row["question_code"] for row in found
    )
    text = (tmp_path / "out" / "heard_response_about_service.csv").read_text()
    with unit_of_work():
        answers = [answer.id for view in feedback.submissions(DAY, DAY) for answer in view.answers]
    for known in (submission, town.zara, town.beth, town.family, "NB-100234", *answers):
        assert str(known) not in text
    assert not {"person_id", "family_id", "plan_id", "submission_id", "voch_table_id"} & set(found[0])
    assert {row["answered_at"] for row in found} == {"2026-03-02"}
    assert found == sorted(found, key=lambda row: row["response_id"])


def test_one_way_keys_change_each_period_and_stay_within_it(town: Town, tmp_path: Path) -> None:
    say(town.zara, town.zara, ZARA)
    say(town.zara, town.zara, ZARA, at=NOON + timedelta(minutes=1))
    for name, to_on in (("one", DAY), ("two", DAY + timedelta(days=1))):
        extract(tmp_path / name, to_on=to_on)
    keys = [
        {row["respondent_key"] for row in rows(tmp_path / name, "heard_response_about_service.csv")}
        for name in ("one", "two")
    ]
    assert [len(found) for found in keys] == [1, 1]
    assert keys[0].isdisjoint(keys[1])


def test_the_package_validates_with_the_standards_schema(town: Town, tmp_path: Path) -> None:
    say(town.zara, town.zara, ZARA, trigger="meeting", answered_by="self_with_help")
    say(town.yusuf, town.yusuf, {"SAFE_NOW": 2}, worker_present=True, answered_by="helper_for_child")
    say(town.samina, town.zara, {"HELPED": 4, "LANG": 1}, language="ur")
    extract(tmp_path / "out")
    report = frictionless.validate(str(tmp_path / "out" / "datapackage.json"))
    assert report.valid, report.flatten(["title", "rowNumber", "fieldName", "note"])
    package = json.loads((tmp_path / "out" / "datapackage.json").read_text())
    names = {path.name for path in (tmp_path / "out").iterdir()}
    assert names == {resource["path"] for resource in package["resources"]} | {
        "datapackage.json",
        "README.txt",
        "load_ssd_voice_of_child.sql",
    }
    for resource in package["resources"]:
        digest = hashlib.sha256((tmp_path / "out" / resource["path"]).read_bytes()).hexdigest()
        assert resource["hash"] == f"sha256:{digest}"
        assert resource["rows"] == len(rows(tmp_path / "out", resource["path"]))
        assert resource["bytes"] == (tmp_path / "out" / resource["path"]).stat().st_size


def test_the_validation_can_fail(town: Town, tmp_path: Path) -> None:
    say(town.zara, town.zara, ZARA)
    extract(tmp_path / "out")
    (tmp_path / "out" / "ssd_voice_of_child.csv").write_text(f"{SSD_HEADER}\n,NB-1,YES,,,,\n")
    assert not frictionless.validate(str(tmp_path / "out" / "datapackage.json")).valid


def test_the_code_book_has_every_wording(town: Town, tmp_path: Path) -> None:
    extract(tmp_path / "out")
    found = rows(tmp_path / "out", "heard_question.csv")
    assert len(found) == sum(len(question.wordings) for question in feedback.all_questions())
    listen = [row for row in found if (row["audience"], row["question_code"]) == ("child_8_12", "LISTEN")]
    assert {row["language"] for row in listen} == {"en", "ur"}
    english = next(row for row in listen if row["language"] == "en")
    assert english["wording"] == "Does your worker listen to what you say?"
    assert (english["options"], english["option_codes"]) == (
        "most of the time · sometimes · hardly ever · not sure",
        "3 · 2 · 1 · 8",
    )


@pytest.mark.parametrize("authority_id", ["", "=1+1", "x" * 49])
def test_an_unknown_person_is_refused_by_name_not_dropped(
    town: Town, tmp_path: Path, authority_id: str
) -> None:
    with unit_of_work():
        facts = session().get_one(ChildFacts, town.zara)
        sealing.child_box(town.zara).put(facts, authority_id=authority_id or None)
    submission = say(town.zara, town.zara, ZARA)
    report = extract(tmp_path / "out")
    assert rows(tmp_path / "out", "ssd_voice_of_child.csv") == []
    found = rows(tmp_path / "out", "rejects.csv")
    assert report.rejected == len(found) == 7
    assert found[0]["record_id"] == str(submission)
    assert {row["heard_person_id"] for row in found} == {str(town.zara)}
    assert all(row["reason"] for row in found)
    kept = {row["question_code"] for row in rows(tmp_path / "out", "heard_response.csv")}
    assert {"HELPED", "PLAN_KNOW"} <= kept
    assert not {"SAFE_NOW", "SAFER", "SSD_PLAN_SAFE"} & kept
    everything = {row["question_code"] for row in found} | kept
    everything |= {row["question_code"] for row in rows(tmp_path / "out", "heard_response_about_service.csv")}
    assert set(ZARA) <= everything
    assert frictionless.validate(str(tmp_path / "out" / "datapackage.json")).valid


def test_no_own_words_and_no_names_ever(town: Town, tmp_path: Path) -> None:
    say(town.zara, town.zara, ZARA)
    say(town.imran, town.zara, {"LISTEN": 1})
    extract(tmp_path / "out")
    for path in (tmp_path / "out").iterdir():
        text = path.read_text(encoding="utf-8")
        assert not [word for word in (CANARY, "Zara", "Imran", "Beth", "Farah") if word in text], path.name


def test_the_days_are_local_and_both_included(town: Town, tmp_path: Path) -> None:
    """In July London is an hour ahead: 23:30 UTC on the 1st is the 2nd."""
    for moment in (
        "2026-07-01T22:59:59",
        "2026-07-01T23:00:00",
        "2026-07-02T22:59:59",
        "2026-07-02T23:00:00",
    ):
        say(town.zara, town.zara, ZARA, at=datetime.fromisoformat(f"{moment}+00:00"))
    extract(tmp_path / "out", date(2026, 7, 2), date(2026, 7, 2))
    days = [row["received_at"] for row in rows(tmp_path / "out", "heard_response.csv")]
    assert {min(days), max(days)} == {"2026-07-01T23:00:00Z", "2026-07-02T22:59:59Z"}


def test_the_same_days_give_the_same_bytes(
    town: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for minute in range(5):
        say(town.zara, town.zara, ZARA, at=NOON + timedelta(minutes=minute // 2))
    extract(tmp_path / "one")
    monkeypatch.setattr(streaming, "BATCH", 1)
    monkeypatch.setattr(shuffling, "PART", 1_000)
    extract(tmp_path / "two")
    for path in sorted((tmp_path / "one").iterdir()):
        assert path.read_bytes() == (tmp_path / "two" / path.name).read_bytes(), path.name
    assert len(rows(tmp_path / "two", "ssd_voice_of_child.csv")) == 5


def test_it_writes_over_nothing(town: Town, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    extract(out)
    before = (out / "README.txt").read_bytes()
    with pytest.raises(FileExistsError, match="not empty"):
        extract(out)
    assert (out / "README.txt").read_bytes() == before
    with pytest.raises(FileExistsError):
        extract(out / "README.txt")
    with pytest.raises(ValueError, match="earlier"):
        extract(tmp_path / "new", DAY, DAY - timedelta(days=1))


def test_whole_or_not_at_all(town: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    say(town.zara, town.zara, ZARA)

    def fail(*_any: object) -> str:
        raise OSError("the disk is full")

    with monkeypatch.context() as patch:
        patch.setattr(families, "authority_ids", fail)
        with pytest.raises(OSError, match="full"):
            extract(tmp_path / "out")
    assert [path.name for path in tmp_path.iterdir()] == [".out.part"]
    assert not (tmp_path / ".out.part" / "datapackage.json").exists()
    extract(tmp_path / "out")
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_each_extract_is_in_the_log_before_it_appears(town: Town, tmp_path: Path) -> None:
    extract(tmp_path / "out")
    with unit_of_work():
        acts = session().scalars(select(AuditRow.act).where(AuditRow.act == "local_data.extract")).all()
    assert len(acts) == 1


def test_only_its_owner_may_open_the_folder(town: Town, tmp_path: Path) -> None:
    extract(tmp_path / "out")
    assert (tmp_path / "out").stat().st_mode & 0o077 == 0


def test_nothing_in_the_period_is_still_a_valid_package(town: Town, tmp_path: Path) -> None:
    report = extract(tmp_path / "out", date(2020, 1, 1), date(2020, 1, 2))
    assert report.rows["heard_response.csv"] == 0
    assert frictionless.validate(str(tmp_path / "out" / "datapackage.json")).valid


def test_the_shared_schema_is_the_standards(app: Flask) -> None:
    schema = tables.ssd_schema()
    assert ",".join(field["name"] for field in schema["fields"]) == SSD_HEADER
    assert schema["primaryKey"] == "voch_table_id"
