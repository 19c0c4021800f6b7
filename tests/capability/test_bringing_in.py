"""A plan that is already written: read, checked by its worker, made a draft; nothing of the file stays."""

from __future__ import annotations

import io
import re
import uuid
from datetime import timedelta

import docx
import pytest
import time_machine
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from tests import papers
from tests.capability.plan_makers import draft, published
from tests.conftest import Browser, SignInAs
from tests.makers import Town
from webapp import audit, plans
from webapp.core import work
from webapp.core.database import session, unit_of_work
from webapp.documents import LARGEST_FILE
from webapp.plans import queries
from webapp.plans.models import BroughtIn, PlanVersion

WORDS = """Child in need plan
Reason for the plan
Zara was often late.
Pets
She has a dog.
Actions
What\tBy whom\tBy when
Breakfast club\tBeth\t4 December 2030
Talk\t\tevery week
Next review
10 January 2031"""


def fill(document: docx.document.Document) -> None:
    document.add_heading("Child in need plan", 0)
    document.add_heading("Reason for the plan", 1)
    document.add_paragraph("Zara was often late.")


@pytest.fixture
def beth(town: Town, sign_in: SignInAs) -> Browser:
    return sign_in(town.beth)


def bring(town: Town, browser: Browser, **what: object) -> TestResponse:
    path = f"/children/{town.zara}/plan/bring"
    return browser.post(path, what, page=path, content_type="multipart/form-data")


def bring_file(town: Town, browser: Browser, data: bytes, name: str = "plan.docx") -> TestResponse:
    return bring(town, browser, file=(io.BytesIO(data), name))


def checking(town: Town, browser: Browser) -> str:
    """Bring the words in; the address of the page on which they are checked."""
    answer = bring(town, browser, words=WORDS)
    assert answer.status_code == 303
    return str(answer.headers["Location"])


def versions(town: Town) -> list[PlanVersion]:
    plan = queries.plan_of(town.zara)
    return queries.versions(plan.id) if plan else []


def kept() -> int:
    with unit_of_work():
        return len(session().scalars(select(BroughtIn)).all())


def test_a_word_file_becomes_a_draft(town: Town, beth: Browser) -> None:
    answer = bring_file(town, beth, papers.word(fill))
    where = answer.headers["Location"]
    page = beth.get(where).text
    assert "Zara was often late." in page
    made = beth.post(where, {"do": "make"}, page=where)
    assert made.status_code == 303
    with unit_of_work():
        [version] = versions(town)
        content = queries.content_of(version.id)
        assert (version.kind, version.state) == ("child_in_need", "draft")
        assert [(one.part, one.words["adult", "en"].text) for one in content.paragraphs] == [
            ("why", "Zara was often late.")
        ]
    assert made.headers["Location"] == f"/plans/{version.id}/edit"
    assert kept() == 0


def test_a_pdf_is_read(town: Town, beth: Browser) -> None:
    lines = papers.lines(["Worries", "Zara was often late."], bold=frozenset({"Worries"}))
    answer = bring_file(town, beth, papers.pdf([lines]), "plan.pdf")
    assert "Zara was often late." in beth.get(answer.headers["Location"]).text


def test_the_page_says_what_is_missing_and_not_placed(town: Town, beth: Browser) -> None:
    page = beth.get(checking(town, beth)).text
    assert (
        page.index("Not placed yet</h2>") < page.index("She has a dog.") < page.index("Zara was often late.")
    )
    gaps = page[page.index('id="gaps"') : page.index("</section>", page.index('id="gaps"'))]
    assert "What is going well" in gaps
    assert "Why we are involved" not in gaps
    assert "This step has no person." in page
    assert "The file says: every week" in page
    assert 'value="2031-01-10"' in page


def test_what_is_placed_and_changed_while_checking_comes_into_the_draft(town: Town, beth: Browser) -> None:
    where = checking(town, beth)
    page = beth.get(where).text
    pets = number_of(page, "She has a dog.")
    talk = number_of(page, "Talk")
    typed = {
        f"place-{pets}": "who_helps",
        f"for-{pets}": str(town.samina),
        f"text-{pets}": "Your dog helps.",
        f"whom-{talk}": "Samina",
        f"day-{talk}": "2030-12-11",
    }
    assert beth.post(where, typed | {"do": "save"}, page=where).status_code == 303
    assert beth.post(where, {"do": "make"}, page=where).status_code == 303
    with unit_of_work():
        [version] = versions(town)
        content = queries.content_of(version.id)
        helps = next(one for one in content.paragraphs if one.part == "who_helps")
        assert (helps.reader_id, helps.words["adult", "en"].text) == (town.samina, "Your dog helps.")
        found = [(one.by_whom, one.by_on and one.by_on.isoformat()) for one in content.steps]
        assert found == [("Beth", "2030-12-04"), ("Samina", "2030-12-11")]
        assert content.review_on is not None
        assert content.review_on.isoformat() == "2031-01-10"


def number_of(page: str, words: str) -> str:
    found = re.search(rf'name="text-(\d+)"[^>]*>\n{re.escape(words)}<', page)
    assert found, words
    return found[1]


def test_an_unknown_reader_never_widens_to_everyone(town: Town, beth: Browser) -> None:
    where = checking(town, beth)
    answer = beth.post(where, {"do": "make", "for-0": str(uuid.uuid4()), "text-0": "Kept words."}, page=where)
    assert answer.status_code == 422
    assert "Choose who this is for." in answer.text
    assert "Kept words." in answer.text
    assert versions(town) == []


def test_a_day_that_is_none_is_said_and_not_kept(town: Town, beth: Browser) -> None:
    where = checking(town, beth)
    talk = number_of(beth.get(where).text, "Talk")
    beth.post(where, {"do": "save", f"day-{talk}": "9999-01-01"}, page=where)
    assert "The file says: 9999-01-01" in beth.get(where).text


def test_with_an_open_draft_it_asks_first(town: Town, beth: Browser) -> None:
    with unit_of_work():
        opened = draft(town)
        before = len(queries.content_of(opened).paragraphs)
    where = checking(town, beth)
    page = beth.get(where).text
    assert 'value="add"' in page
    assert 'value="make"' not in page
    # A page from before the draft was opened.
    assert beth.post(where, {"do": "make"}, page=where).status_code == 409
    assert beth.post(where, {"do": "add"}, page=where).headers["Location"] == f"/plans/{opened}/edit"
    with unit_of_work():
        content = queries.content_of(opened)
        assert len(content.paragraphs) == before + 2
        assert content.steps[0].words["adult", "en"].text == "Breakfast club"
    assert kept() == 0


def test_it_can_be_left(town: Town, beth: Browser) -> None:
    where = checking(town, beth)
    assert beth.post(where, {"do": "throw_away"}, page=where).status_code == 303
    assert kept() == 0
    assert versions(town) == []
    assert beth.get(where).status_code == 404


def test_nobody_else_sees_what_was_read(town: Town, beth: Browser, sign_in: SignInAs) -> None:
    where = checking(town, beth)
    for other in (town.farah, town.tom, town.samina, town.imran, town.zara, town.priya):
        browser = sign_in(other)
        assert browser.get(where).status_code == 404
        assert browser.post(where, {"do": "make"}, page="/help").status_code == 404
    assert kept() == 1


def test_what_was_read_is_sealed_and_destroyed_after_a_day(app: Flask, town: Town, beth: Browser) -> None:
    where = checking(town, beth)
    with unit_of_work():
        row = session().scalars(select(BroughtIn)).one()
        assert b"often late" not in row.read_sealed
        read_at = row.read_at
    with time_machine.travel(read_at + timedelta(days=1, minutes=1), tick=True):
        work.do_what_is_due(app, audit.heads, plans.forget_brought_in)
        assert kept() == 0
    assert beth.get(where).status_code == 404


def test_bringing_in_again_takes_the_place_of_the_first(town: Town, beth: Browser) -> None:
    first = checking(town, beth)
    assert checking(town, beth) != first
    assert kept() == 1


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"not a plan", "This is not a Word file"),
        (papers.word_with(papers.paragraph("x"), {"word/vbaProject.bin": b"x"}), "This file has macros"),
        (papers.pdf([[]]), "pictures of pages"),
        (papers.locked(papers.pdf([papers.lines(["Some words."])])), "has a password"),
        (bytes(LARGEST_FILE + 1), "larger than 10 MB"),
    ],
    ids=["other", "macros", "scanned", "password", "large"],
)
def test_a_file_that_is_no_plan_gets_a_kind_answer(town: Town, beth: Browser, data: bytes, says: str) -> None:
    answer = bring_file(town, beth, data)
    assert answer.status_code == 422
    assert says in answer.text
    assert "Or paste its text, or copy an earlier version." in answer.text
    assert kept() == 0


def test_nothing_chosen_and_nothing_in_it(town: Town, beth: Browser) -> None:
    assert "Choose a file, or paste the text." in bring(town, beth, words=" ").text
    assert bring_file(town, beth, b"", "").status_code == 422
    assert bring(town, beth, words="\x00 \u202e").status_code == 422


def test_a_large_body_is_let_in_for_those_who_may_bring_a_plan_in(
    town: Town, beth: Browser, sign_in: SignInAs
) -> None:
    large = bytes(3 * 1024 * 1024)
    assert bring_file(town, beth, large).status_code == 422
    for other in (town.samina, town.tom):
        browser = sign_in(other)
        path = f"/children/{town.zara}/plan/bring"
        data = {"file": (io.BytesIO(large), "plan.docx")}
        answer = browser.post(path, data, page="/help", content_type="multipart/form-data")
        assert answer.status_code in (404, 413)


def test_html_is_turned_into_words(town: Town, beth: Browser) -> None:
    answer = bring(
        town, beth, words="<h1>Worries</h1><p onclick='x()'>He is <b>late</b>.<script>steal()</script></p>"
    )
    page = beth.get(answer.headers["Location"]).text
    assert "He is late." in page
    assert "steal()" not in page
    assert "onclick" not in page


def test_an_earlier_version_is_copied(town: Town, beth: Browser) -> None:
    with unit_of_work():
        first = published(town)
    path = f"/children/{town.zara}/plan/bring"
    assert 'name="version"' in beth.get(path).text
    copied = beth.post(f"/children/{town.zara}/plan/copy", {"version": str(first)}, page=path)
    assert copied.status_code == 303
    with unit_of_work():
        newest = versions(town)[0]
        assert (newest.number, newest.state) == (2, "draft")
        assert len(queries.content_of(newest.id).paragraphs) == 3
    other = beth.post(f"/children/{town.zara}/plan/copy", {"version": str(uuid.uuid4())}, page=path)
    assert other.status_code == 422
