"""Learning: published numbers through time, the ledger, other authorities; nothing that is hidden shows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import lxml.html
import pytest
import time_machine
from sqlalchemy import event

from tests.conftest import Browser, SignInAs
from tests.every_table import counted
from tests.makers import Town
from webapp import localdata
from webapp.audit.models import AuditRow
from webapp.core.database import database, end_session, session, unit_of_work
from webapp.localdata.comparison import rules as comparison
from webapp.localdata.publication import edition, tidy
from webapp.localdata.publication import service as publication
from webapp.localdata.publication.disclosure import PLAN_TYPES, TOTAL
from webapp.localdata.publication.periods import Period
from webapp.localdata.publication.tidy import Place

NOW = datetime(2027, 4, 12, 12, tzinfo=UTC)
Q1, Q2 = Period(2026, 1), Period(2026, 2)
NORTHBRIDGE = Place("Northbridge")
# Skipped (9) are none and "no" (1) are four of 214: hidden with what would give them away.
FEW = {"3": 40, "2": 0, "1": 0, "8": 3, "9": 0}
CODES = ("3", "2", "1")
LINE = {
    "period": "2026-27-Q1",
    "question": "LISTEN",
    "theme": "",
    "heard": "Some children wanted more time with their worker alone.",
    "changed": "Every visit now has time for the child alone.",
    "on": "2027-04-01",
    "is_ours": "yes",
}
COMPARE = "/local-data/compare"


@pytest.fixture(autouse=True)
def now() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def table(numbers: dict[str, int]) -> Any:
    return counted(dict.fromkeys(PLAN_TYPES, numbers), CODES)


def keep(number: int, rows: dict[str, list[tidy.Row]]) -> None:
    """As an edition that was published."""
    files = edition.files(NORTHBRIDGE, rows, "")
    with unit_of_work():
        look = edition.look(Q1, {}, {})
        publication.keep(publication.Made(files, number, Q1, "", look), db=session(), by_id=None)
    end_session()


def two_quarters() -> dict[str, list[tidy.Row]]:
    first = edition.add(NORTHBRIDGE, Q1, {"child_8_12": table({"3": 40, "2": 17, "1": 13, "8": 9})}, {})
    return edition.add(NORTHBRIDGE, Q2, {"child_8_12": table(FEW)}, first)


def numbers_in(page: str) -> set[str]:
    """Every number that stands on the page by itself, in text or in a picture."""
    return set(re.findall(r">\s*(\d+)\s*<", page))


def test_before_the_first_edition_nothing_is_shown(town: Town, sign_in: SignInAs) -> None:
    page = sign_in(town.owen).get("/local-data/learning")
    assert page.status_code == 200
    assert "Nothing is published yet." in page.text
    assert "<rect" not in page.text


def test_only_published_numbers_are_on_the_screen_and_hidden_ones_are_in_no_byte(
    town: Town, sign_in: SignInAs
) -> None:
    rows = two_quarters()
    keep(1, rows)
    page = sign_in(town.owen).get("/local-data/learning?audience=child_8_12").text
    shown = {
        row[column]
        for name in edition.FILES
        for row in rows[name]
        for column in ("response_count", "invited", "responded", "not_asked")
        if column in row and row[column].isdigit()
    }
    assert "200" in numbers_in(page)
    assert numbers_in(page) <= shown
    # Fifteen in five plan types said "don't know" in the second quarter: some were hidden in the files.
    hidden = [row for row in rows["family_feedback.csv"] if row["response_count"] == "c"]
    assert hidden
    assert page.count(">hidden<") > 2


def test_response_rates_come_first_and_each_picture_has_its_table(town: Town, sign_in: SignInAs) -> None:
    keep(1, two_quarters())
    page = sign_in(town.farah).get("/local-data/learning?audience=child_8_12").text
    tree = lxml.html.fromstring(page)
    heads = [one.text_content() for one in tree.xpath("//main//h2")]
    assert heads[:2] == ["Who was asked, and who answered", "Does your worker listen to what you say?"]
    (chart,) = tree.xpath("//svg[@role='img']")
    names = [tree.get_element_by_id(one).text_content() for one in chart.get("aria-labelledby").split()]
    assert names == [heads[1], "One bar for each period. The numbers are in the table below."]
    bars = [one.text_content() for one in tree.xpath("//details//tbody/tr/th")]
    assert bars == ["2026-27 Q1", "2026-27 Q2"]
    cells = [one.text_content() for one in tree.xpath("(//details//tbody/tr)[1]/td")]
    assert cells[:3] == ["395", "200", "85"]
    assert "How many answer is not a target." in page
    for word in ("average", "Beth", "rank", "best"):
        assert word not in tree.xpath("//main")[0].text_content()


def test_a_new_edition_shows_at_once_and_no_answer_is_counted_for_the_screen(
    town: Town, sign_in: SignInAs
) -> None:
    place = "/local-data/learning?audience=child_8_12"
    keep(1, edition.add(NORTHBRIDGE, Q1, {"child_8_12": table(FEW)}, {}))
    page = sign_in(town.owen)
    assert ">2026-27 Q2<" not in page.get(place).text
    keep(2, two_quarters())
    asked: list[str] = []

    def note(_db: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        asked.append(statement)

    event.listen(database().engine, "before_cursor_execute", note)
    try:
        for _turn in range(2):
            assert ">2026-27 Q2<" in page.get(place).text
    finally:
        event.remove(database().engine, "before_cursor_execute", note)
    # The files of an edition are read once; after that its hash is enough.
    assert sum(".files" in one for one in asked) == 1
    assert any(".sha256" in one for one in asked)
    assert not [one for one in asked if "feedback_" in one]


def test_who_may_not_learn_finds_no_such_page(town: Town, sign_in: SignInAs) -> None:
    for person in (town.beth, town.priya, town.zara, town.samina):
        them = sign_in(person)
        for place in ("/local-data/learning", "/local-data/ledger", COMPARE, "/local-data/evidence"):
            assert them.get(place).status_code == 404, (person, place)


def add(them: Browser, **changes: str) -> Any:
    return them.post("/local-data/ledger", LINE | changes, page="/local-data/ledger")


def test_a_line_is_written_shown_and_taken_back(town: Town, sign_in: SignInAs) -> None:
    owen = sign_in(town.owen)
    answer = add(owen)
    assert answer.status_code == 303
    (line,) = localdata.ledger()
    assert (line.heard, line.changed, str(line.on)) == (LINE["heard"], LINE["changed"], "2027-04-01")
    end_session()
    for place in ("/local-data/ledger", "/local-data/learning", "/local-data/evidence"):
        assert LINE["changed"] in sign_in(town.farah).get(place).text
    place = f"/local-data/ledger/{line.id}/take-back"
    assert owen.post(place, {}, page="/local-data/ledger").status_code == 422
    assert owen.post(place, {"sure": "yes"}, page="/local-data/ledger").status_code == 303
    assert localdata.ledger() == []
    acts = [row.act for row in session().query(AuditRow).filter(AuditRow.act.like("ledger.%")).all()]
    end_session()
    assert sorted(acts) == ["ledger.add", "ledger.take_back"]
    assert "Taken back" in owen.get("/local-data/ledger").text
    assert LINE["changed"] not in owen.get("/local-data/learning").text


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"period": "2027-28-Q1"}, "Choose when people told us."),
        ({"question": ""}, "Choose a question, or write what it is about."),
        ({"theme": "x" * 121}, "120 letters at most"),
        ({"heard": ""}, "Write this in a sentence or two."),
        ({"changed": "x" * 601}, "600 letters at most"),
        ({"heard": "One said “nobody listens to me”."}, "Do not quote anyone."),
        ({"changed": 'We heard "help".'}, "Do not quote anyone."),
        ({"on": "2027-04-13"}, "Give the day of the change, not after today."),
        ({"on": "soon"}, "Give the day of the change, not after today."),
        ({"is_ours": ""}, "Read it again, then tick this."),
    ],
)
def test_a_line_that_will_not_do_is_told_kindly_and_nothing_typed_is_lost(
    town: Town, sign_in: SignInAs, changes: dict[str, str], said: str
) -> None:
    answer = add(sign_in(town.owen), **changes)
    assert answer.status_code == 422
    assert said in answer.text
    kept = "changed" if "heard" in changes else "heard"
    assert LINE[kept] in answer.text
    assert localdata.ledger() == []
    end_session()


def theirs(name: str = "Ashford Vale", **changes: str) -> bytes:
    """Another authority's file, one column of its second line changed."""
    rows = edition.add(Place(name), Q1, {"child_8_12": table({"3": 30, "2": 10, "1": 12, "8": 8})}, {})
    found = rows["family_feedback.csv"]
    found[1] = found[1] | changes
    return tidy.as_csv(tidy.FEEDBACK, found)


def drop(them: Browser, content: bytes) -> Any:
    return them.post(COMPARE, {"file": (BytesIO(content), "family_feedback.csv")}, page=COMPARE)


def test_another_authority_stands_beside_ours_by_name_and_goes_again(town: Town, sign_in: SignInAs) -> None:
    keep(1, two_quarters())
    owen = sign_in(town.owen)
    for name in ("Westmere", "Ashford Vale", "Westmere"):
        assert drop(owen, theirs(name)).status_code == 303
    page = sign_in(town.farah).get(f"{COMPARE}?audience=child_8_12&question=LISTEN").text
    tree = lxml.html.fromstring(page)
    who = [one.text_content() for one in tree.xpath("//tbody/tr/th")]
    assert who == ["Ours", "Ours", "Ashford Vale", "Westmere"]
    first = [one.text_content() for one in tree.xpath("//tbody/tr[3]/td")]
    assert first[:4] == ["2026-27 Q1", "300", "50%", "17%"]
    # Who may only look has no form.
    assert 'type="file"' not in page
    gone = re.search(rf"{COMPARE}/[0-9a-f-]+/remove", owen.get(COMPARE).text)
    assert gone is not None
    assert owen.post(gone[0], {}, page=COMPARE).status_code == 422
    assert owen.post(gone[0], {"sure": "yes"}, page=COMPARE).status_code == 303
    assert "Ashford Vale" not in owen.get(COMPARE).text
    assert sign_in(town.farah).post(gone[0], {"sure": "yes"}, page=COMPARE).status_code == 404


GOOD = theirs()
HEADER, REST = GOOD.split(b"\r\n", 1)
BAD: list[tuple[bytes, int, str, str]] = [
    (b"", 0, "", "empty"),
    (b"\xff\xfe" + GOOD, 0, "", "encoding"),
    (GOOD.replace(b"England", b"Engl\0nd", 1), 0, "", "encoding"),
    (b"x" * (comparison.LARGEST + 1), 0, "", "large"),
    (b"PK\x03\x04 not a table", 1, "", "columns"),
    (b"a,b\r\n" + REST, 1, "", "columns"),
    (HEADER + b"\r\n1,2,3\r\n", 2, "", "columns"),
    (HEADER + b'\r\n"never closed', 2, "", "csv"),
    (HEADER + b"\r\n", 0, "", "empty"),
    (HEADER + b"\r\n" + REST + REST, 2 + GOOD.count(b"\n") - 1, "", "twice"),
    (GOOD.replace(b"Ashford Vale", b"=cmd()", 1), 2, "la_name", "formula"),
    (GOOD.replace(b"Ashford Vale", b"Other", 1), 0, "la_name", "names"),
    (theirs("x" * 121), 2, "la_name", "name"),
    (theirs("\u202eelaV"), 2, "la_name", "name"),
    (theirs(time_period="2026"), 3, "time_period", "value"),
    (theirs(time_identifier="May"), 3, "time_identifier", "value"),
    (theirs(respondent="worker_beth"), 3, "respondent", "value"),
    (theirs(plan_type="team 4"), 3, "plan_type", "value"),
    (theirs(question="<script>"), 3, "question", "value"),
    (theirs(answer="99"), 3, "answer", "value"),
    (theirs(response_count="4"), 3, "response_count", "small"),
    (theirs(response_count="12.5"), 3, "response_count", "value"),
    (theirs(response_count="١٢"), 3, "response_count", "value"),
    (theirs(response_percent="100"), 3, "response_percent", "value"),
]


@pytest.mark.parametrize(("content", "line", "column", "what"), BAD)
def test_a_strangers_file_is_told_by_line_and_column(
    content: bytes, line: int, column: str, what: str
) -> None:
    checked = comparison.check(content)
    if what == "empty" and not content:
        line, what = 1, "columns"
    assert checked.rows == []
    first = checked.problems[0]
    assert (first.line, first.column, first.what) == (line, column, what)


def test_a_file_that_is_refused_says_where_and_keeps_nothing(town: Town, sign_in: SignInAs) -> None:
    owen = sign_in(town.owen)
    answer = drop(owen, theirs("<b>Bold</b>", response_count="3"))
    assert answer.status_code == 422
    assert "should have been hidden" in answer.text
    cells = [one.text_content() for one in lxml.html.fromstring(answer.text).xpath("(//tbody)[1]/tr/td")]
    assert cells[:2] == ["3", "response_count"]
    assert drop(owen, b"").status_code == 422
    assert "Files we hold" not in owen.get(COMPARE).text
    assert drop(owen, theirs("<b>Bold</b>")).status_code == 303
    page = owen.get(COMPARE).text
    assert "<b>Bold" not in page
    assert "&lt;b&gt;Bold&lt;/b&gt;" in page
    assert TOTAL not in {row["respondent"] for row in comparison.check(GOOD).rows}
