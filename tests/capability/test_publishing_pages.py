"""The data officer's pages of publication, and the page that families read."""

from __future__ import annotations

import io
import re
import uuid
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from tests import kept
from tests.conftest import Open, SignInAs
from tests.makers import Town
from webapp import feedback
from webapp.audit.models import AuditRow
from webapp.core.database import end_session, session, unit_of_work
from webapp.feedback.counting import AnswerCount, PeopleCount, SilentCount
from webapp.localdata import Period, Place
from webapp.localdata.models import Edition
from webapp.localdata.publication import queries, service

PAGE = "/local-data/publish"
QUARTER = f"{PAGE}/2026/1"
BODY = {"la_name": "Northbridge", "new_la_code": "E06999999", "read": "yes"}


@pytest.fixture
def town(app: Flask) -> Iterator[Town]:
    with time_machine.travel(datetime(2027, 4, 1, 12, tzinfo=UTC), tick=False):
        yield kept.town()


@pytest.fixture
def many(monkeypatch: pytest.MonkeyPatch) -> dict[str, int]:
    """What the database would count of many people: 47 on five plan types, 12 silent, 3 not safe to ask."""
    answers = {"safer": 20, "level": 21}
    plans = ("cin", "cp", "cla", "early_help", "")

    def people(*_days: object) -> list[PeopleCount]:
        return [PeopleCount("mid", plan, "self", False, sum(answers.values()) + 6) for plan in plans]

    def answered(*_days: object) -> list[AnswerCount]:
        codes = {3: answers["safer"], 2: answers["level"], 8: 6}
        return [
            AnswerCount("mid", plan, "self", False, "SAFER", code, number)
            for plan in plans
            for code, number in codes.items()
        ]

    def silent(*_days: object) -> list[SilentCount]:
        return [SilentCount("mid", "cp", "", 12), SilentCount("mid", "cp", "not_safe", 3)]

    monkeypatch.setattr(feedback, "people_counts", people)
    monkeypatch.setattr(feedback, "answer_counts", answered)
    monkeypatch.setattr(feedback, "silent_counts", silent)
    return answers


def editions() -> list[Edition]:
    end_session()
    return list(session().scalars(select(Edition).order_by(Edition.number)))


def test_a_period_is_looked_at_published_and_downloaded(
    town: Town, sign_in: SignInAs, many: dict[str, int]
) -> None:
    owen = sign_in(town.owen)
    assert "2026-27-Q1" in owen.get(PAGE).text
    page = owen.get(QUARTER)
    assert page.status_code == 200
    assert "Publish this period" in page.text
    assert ">235<" in page.text
    assert owen.post(QUARTER, BODY, page=QUARTER).status_code == 303
    (edition,) = editions()
    assert (edition.number, edition.period, edition.by_id) == (1, "2026-27-Q1", town.owen)
    answer = owen.get(f"{PAGE}/editions/{edition.id}")
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        assert b"SAFER,3,100,43" in archive.read("family_feedback.csv")
        assert b"child_8_12,Total,247,235,95," in archive.read("family_feedback_rate.csv")
    end_session()
    acts = session().scalars(select(AuditRow.act).where(AuditRow.act.like("local_data.%"))).all()
    assert {"local_data.publish", "local_data.download"} <= set(acts)


def test_no_hidden_number_is_on_the_page_not_even_for_the_data_officer(
    town: Town, sign_in: SignInAs, many: dict[str, int]
) -> None:
    many["safer"] = 1
    page = sign_in(town.owen).get(QUARTER).text
    row = re.search(r"<tr><th scope=\"row\">Think back[^<]*</th><td>safer</td>(.*?)</tr>", page, re.S)
    assert row is not None
    # Five people in all said so; that is small, in every part.
    assert set(re.findall(r"<b>c</b> ([a-z ]+)", row[1])) <= {"small", "few people"}
    assert not re.search(r"<td>\d", row[1])
    assert "5 people or fewer gave this answer" in page


def test_a_published_period_is_not_published_again(
    town: Town, sign_in: SignInAs, many: dict[str, int]
) -> None:
    owen = sign_in(town.owen)
    owen.post(QUARTER, BODY, page=QUARTER)
    page = owen.get(QUARTER).text
    assert "There is nothing to correct" in page
    assert f'action="{QUARTER}"' not in page
    periods = owen.get(PAGE).text
    assert periods.count("Cannot be published any more") == 5
    assert ">Published<" in periods
    again = owen.post(QUARTER, BODY | {"note": "Again."}, page=PAGE)
    assert again.status_code == 422
    assert len(editions()) == 1


def test_numbers_that_changed_are_taken_back_with_a_note(
    town: Town, sign_in: SignInAs, many: dict[str, int]
) -> None:
    owen = sign_in(town.owen)
    owen.post(QUARTER, BODY, page=QUARTER)
    many["safer"] = 21
    page = owen.get(QUARTER).text
    assert "Take the numbers back" in page
    assert owen.post(QUARTER, BODY, page=QUARTER).status_code == 422
    assert owen.post(QUARTER, BODY | {"note": "=1+1"}, page=QUARTER).status_code == 422
    assert len(editions()) == 1
    assert owen.post(QUARTER, BODY | {"note": "Five came twice."}, page=QUARTER).status_code == 303
    last = editions()[-1]
    assert (last.number, last.correction) == (2, "Five came twice.")
    files = queries.newest_files()
    assert b"SAFER,3,x,x" in files["family_feedback.csv"]
    assert b"SAFER,3,105" not in files["family_feedback.csv"]
    assert b"Five came twice." in files["methodology.md"]
    assert "Five came twice." in owen.get(PAGE).text


def test_what_is_wrong_in_the_form_is_said_and_kept(
    town: Town, sign_in: SignInAs, many: dict[str, int]
) -> None:
    owen = sign_in(town.owen)
    for wrong in (
        {"la_name": ""},
        {"la_name": "=cmd()"},
        {"la_name": "x" * 81},
        {"new_la_code": "E1"},
        {"old_la_code": "x"},
        {"region_name": "@r"},
    ):
        answer = owen.post(QUARTER, BODY | wrong, page=QUARTER)
        assert answer.status_code == 422, wrong
    unread = owen.post(QUARTER, {"la_name": "Northbridge"}, page=QUARTER)
    assert unread.status_code == 422
    assert 'value="Northbridge"' in unread.text
    assert editions() == []


@pytest.mark.parametrize("path", ["2027/1", "2026/5", "0/0", "99999999/1", "1990/1", "2026/x"])
def test_other_periods_are_not_there(town: Town, sign_in: SignInAs, path: str) -> None:
    owen = sign_in(town.owen)
    assert owen.get(f"{PAGE}/{path}").status_code == 404
    assert owen.get(f"{PAGE}/editions/{uuid.uuid4()}").status_code == 404


def test_two_at_once_do_not_publish_after_the_same_edition(town: Town, many: dict[str, int]) -> None:
    period = Period(2026, 1)
    with unit_of_work():
        made = service.make(place=Place("Northbridge"), period=period)
    with unit_of_work() as db:
        service.keep(made, db=db, by_id=None)
    with unit_of_work() as db, pytest.raises(ValueError, match="meantime"):
        service.keep(made, db=db, by_id=None)
    assert [one.number for one in editions()] == [1]


def test_nobody_else_comes_to_these_pages(town: Town, sign_in: SignInAs) -> None:
    for person in (town.beth, town.farah, town.priya, town.samina, town.zara):
        for path in (PAGE, QUARTER):
            assert sign_in(person).get(path).status_code == 404


def test_families_read_what_was_published_and_what_we_changed(
    town: Town, sign_in: SignInAs, browser: Open, many: dict[str, int]
) -> None:
    before = browser().get("/what-families-told-us")
    assert before.status_code == 200
    assert "There are too few answers to show yet." in before.text
    sign_in(town.owen).post(QUARTER, BODY, page=QUARTER)
    page = browser().get("/what-families-told-us").text
    assert "235 people answered." in page
    assert "We asked 247 people." in page
    assert "100 people" in page
    assert "Left out" in page
    assert "We have not written here yet what we changed." in page
    assert "<title>Home</title>" in page
    urdu = sign_in(town.samina).get("/what-families-told-us")
    assert 'dir="rtl"' in urdu.text
