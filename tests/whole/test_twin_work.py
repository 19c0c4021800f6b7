"""Hidden things make no more work for a relative's page: nothing to measure by a clock (safety T2b).

Statements are counted and not milliseconds: on a busy machine a clock proves nothing either way.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import time_machine
from flask import Flask
from sqlalchemy import event

from tests import kept
from tests.conftest import Browser, SignInAs
from tests.whole.hidden import NOON, hide_things
from tests.whole.story import Story
from tests.whole.test_twins import NOT_ASKED, open_phone
from tests.whole.walk import address, method, rules
from webapp.core.database import database

RELATIVES = ("imran", "yusuf", "grandmother")


@contextmanager
def counted() -> Iterator[list[str]]:
    """Every statement that is run in here."""
    engine, found = database().engine, []

    def note(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        found.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    yield found
    event.remove(engine, "before_cursor_execute", note)


def work(app: Flask, phone: Browser, story: Story) -> dict[str, list[str]]:
    """The statements behind each page that this relative may open."""
    found = {}
    for rule in rules(app):
        if method(rule) == "GET" and rule.endpoint not in NOT_ASKED:
            with counted() as statements:
                answer = phone.get(address(rule, story))
            if answer.status_code == 200:
                found[rule.endpoint] = statements
    return found


@pytest.mark.one_engine
@pytest.mark.parametrize("name", RELATIVES)
def test_hidden_things_add_no_statement(app: Flask, sign_in: SignInAs, name: str) -> None:
    with time_machine.travel(NOON, tick=False):
        story = kept.story()
        phone = open_phone(story, sign_in, name)
        # Once before, so that templates and keys are there.
        work(app, phone, story)
        before = work(app, phone, story)
        assert sum(len(statements) for statements in before.values()) > 30
        hide_things(story)
        after = work(app, phone, story)
    assert {page: len(found) for page, found in after.items()} == {
        page: len(found) for page, found in before.items()
    }
