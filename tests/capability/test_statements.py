"""How often the two pages that are opened most ask the database: as often for many rows as for few.

Counts, never times: a machine may be slow, a page that asks once a row always is.
"""

from __future__ import annotations

import re
from typing import Any

import pytest
from flask import Flask
from jinja2 import UndefinedError
from sqlalchemy import event

from tests.capability import plan_makers
from tests.capability.review.makers import send_entry
from tests.conftest import TOKEN, Browser, SignInAs
from tests.makers import Town
from webapp import plans
from webapp.core import pages, security
from webapp.core.database import database, unit_of_work

# Three of each are the audit row: the chain's end, the row, the new end.
# Three of the inbox: adults' own lists, the templates whose parts are named, feedback that waits again.
PLAN, INBOX = 9, 37


def statements(browser: Browser, path: str) -> int:
    """How many statements one reading sends; BEGIN and COMMIT are not counted."""
    sent: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        sent.append(statement)

    # What is kept in the process is kept from here on.
    assert browser.get(path).status_code == 200
    event.listen(database().engine, "before_cursor_execute", note)
    try:
        assert browser.get(path).status_code == 200
    finally:
        event.remove(database().engine, "before_cursor_execute", note)
    return sum(not one.startswith("BEGIN") for one in sent)


def test_a_plan_is_read_with_few_statements_whatever_was_said_about_it(town: Town, sign_in: SignInAs) -> None:
    with unit_of_work():
        version = plan_makers.published(town)
    browser = sign_in(town.samina)
    assert statements(browser, "/plan") <= PLAN
    ask(town, version, 1)
    one = statements(browser, "/plan")
    ask(town, version, 4)
    # The family whose key seals what was said, the worker who will answer, the worker's name.
    assert statements(browser, "/plan") == one <= PLAN + 3


def ask(town: Town, version: Any, times: int) -> None:
    with unit_of_work():
        for number in range(times):
            plans.add_answer(
                version_id=version,
                person_id=town.samina,
                kind="not_clear",
                sentence=f"{plan_makers.FOR_ALL} {number}",
                item_id=town.zara,
                sentence_number=number,
            )


def test_an_inbox_is_read_with_as_many_statements_for_many_rows_as_for_few(
    town: Town, sign_in: SignInAs
) -> None:
    with unit_of_work():
        version = plan_makers.published(town)
    browser = sign_in(town.beth)
    fill(town, version, 1)
    few = statements(browser, "/inbox")
    fill(town, version, 5)
    assert statements(browser, "/inbox") == few <= INBOX


def fill(town: Town, version: Any, times: int) -> None:
    """Of each child and each grown-up, so many."""
    for number in range(times):
        send_entry(town, f"A made-up worry {number}")
        send_entry(town, f"A made-up wish {number}", child=town.yusuf, house="wish")
    with unit_of_work():
        for person in (town.zara, town.samina, town.imran) * times:
            plans.add_answer(version_id=version, person_id=person, kind="own_words", words="Some words")


def test_the_forms_of_a_page_carry_one_token_another_in_each_answer(town: Town, sign_in: SignInAs) -> None:
    browser = sign_in(town.beth)
    answers = [browser.get("/families").data for _ in range(2)]
    first, second = (set(TOKEN.findall(data)) for data in answers)
    assert len(first) == len(second) == 1
    assert first != second
    assert security.CSRF_MARK.encode() not in b"".join(answers)


def test_a_piece_kept_for_everyone_is_given_nothing_of_the_reader(app: Flask) -> None:
    with app.test_request_context("/plan"):
        with pytest.raises(UndefinedError):
            pages.piece("parts/help.html")
        with pytest.raises(UndefinedError):
            pages.piece("parts/switches.html", look=pages.Look())
        shown = pages.piece("parts/switches.html", look=pages.Look("dark"), place="/plan")
    assert re.search(r'value="dark" aria-pressed="true"', shown)


def test_pieces_are_bounded(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "MOST_PIECES", 3)
    with app.test_request_context("/"):
        for place in "abcdefg":
            pages.piece("parts/switches.html", look=pages.Look(), place=f"/{place}")
    assert len(app.extensions["heard_pieces"]) <= 3
