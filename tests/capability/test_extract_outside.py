"""Answers of staff and partners in the extract: in groups of ten or more, with nothing of who or whom."""

from __future__ import annotations

import csv
import uuid
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import frictionless
import pytest
import time_machine
from flask import Flask

from tests import kept
from webapp import localdata
from webapp.core.database import end_session, session, unit_of_work
from webapp.feedback.models import OutsideAnswer, OutsideSubmission

MONDAY = date(2026, 3, 2)
WEEK = timedelta(weeks=1)
FILE = "heard_response_about_service.csv"


@pytest.fixture(autouse=True)
def town(app: Flask) -> Iterator[None]:
    with time_machine.travel(datetime(2026, 3, 2, 12, tzinfo=UTC), tick=False):
        kept.town()
        yield


def say(audience: str, week: date, people: int, language: str = "en") -> list[uuid.UUID]:
    made = [uuid.uuid4() for _one in range(people)]
    with unit_of_work():
        for one in made:
            session().add(
                OutsideSubmission(
                    id=one,
                    audience=audience,
                    week_on=week,
                    instrument_version="1",
                    language=language,
                    wording_state="english_only",
                )
            )
        session().flush()
        for one in made:
            for code in ("S_TIME", "S_DUP") if audience == "staff" else ("P_ROLE", "SAFER"):
                session().add(
                    OutsideAnswer(id=uuid.uuid4(), submission_id=one, question_code=code, answer_code=2)
                )
    return made


def extract(out: Path) -> list[dict[str, str]]:
    try:
        localdata.extract(from_on=MONDAY, to_on=MONDAY + 6 * WEEK, out=out)
    finally:
        end_session()
    assert frictionless.validate(str(out / "datapackage.json")).valid
    return rows(out, FILE)


def rows(out: Path, name: str) -> list[dict[str, str]]:
    with (out / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_ten_are_a_group_and_nine_are_not(tmp_path: Path) -> None:
    say("staff", MONDAY, 10)
    hidden = say("partner", MONDAY, 9)
    found = extract(tmp_path / "out")
    assert {row["respondent_role"] for row in found} == {"staff"}
    assert len(found) == 20
    assert len({row["respondent_key"] for row in found}) == 10
    assert {row["answered_at"] for row in found} == {row["received_at"] for row in found} == {"2026-03-02"}
    refused = rows(tmp_path / "out", "rejects.csv")
    assert [(row["file"], row["reason"]) for row in refused] == [
        (FILE, "fewer than 10 people answered as partner in en")
    ]
    everything = b"".join(path.read_bytes() for path in (tmp_path / "out").iterdir())
    assert not [one for one in hidden if str(one).encode() in everything]


def test_who_answered_in_another_language_stands_out_only_among_ten(tmp_path: Path) -> None:
    say("staff", MONDAY, 12)
    say("staff", MONDAY, 2, "ur")
    found = extract(tmp_path / "out")
    assert {row["language"] for row in found} == {"en"}
    assert len(rows(tmp_path / "out", "rejects.csv")) == 1


def test_weeks_with_few_are_put_together(tmp_path: Path) -> None:
    for number, people in enumerate((4, 6, 3)):
        say("partner", MONDAY + number * WEEK, people)
    found = extract(tmp_path / "out")
    assert len(found) == 26
    assert {row["answered_at"] for row in found} == {(MONDAY + 2 * WEEK).isoformat()}
    assert {row["question_code"] for row in found} == {"P_ROLE", "SAFER"}
    assert rows(tmp_path / "out", "heard_response.csv") == []
    assert rows(tmp_path / "out", "rejects.csv") == []
