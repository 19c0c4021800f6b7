"""Twin families: one with hidden things, one without. No relative can tell which is which (safety T1b, T2b).

The twins are one family before and after, its clock stopped, each relative in the same open session: so that
nothing differs but what is hidden.
"""

from __future__ import annotations

import re
from datetime import date

import pytest
import time_machine
from flask import Flask

from tests import kept
from tests.conftest import Browser, SignInAs
from tests.whole.hidden import NOON, hide_things
from tests.whole.story import Story
from tests.whole.walk import address, method, rules
from webapp import families
from webapp.core.database import unit_of_work

# Made afresh for each form: its token, and the id that makes a double tap send once.
CSRF = re.compile(rb'(name="(?:csrf_token|request|answer|key)" value=|data-token=|"csrf": ?)"[^"]*"')
MOVING = ("Set-Cookie", "Content-Length", "Date")
# They end the session, or are of the hour.
NOT_ASKED = ("home.show_cover", "home.show_health", "accounts.show_locked")
# Who must learn nothing. The mother is the one to whom nothing of this was shown.
RELATIVES = ("imran", "samina", "yusuf", "yusuf on his own phone", "stranger", "grandmother", "partner")


def everything(app: Flask, browser: Browser, story: Story) -> dict[str, tuple[int, bytes, dict[str, str]]]:
    """Status, body without its CSRF tokens, and headers of every GET."""
    found = {}
    for rule in rules(app):
        if method(rule) == "GET" and rule.endpoint not in NOT_ASKED:
            answer = browser.get(address(rule, story))
            kept = {name: value for name, value in answer.headers if name not in MOVING}
            found[rule.endpoint] = (answer.status_code, CSRF.sub(b"", answer.data), kept)
    return found


@pytest.mark.one_engine
@pytest.mark.parametrize("name", RELATIVES)
def test_a_relative_sees_the_same_bytes(app: Flask, sign_in: SignInAs, name: str) -> None:
    with time_machine.travel(NOON, tick=False):
        story = kept.story()
        phone = open_phone(story, sign_in, name)
        before = everything(app, phone, story)
        assert sum(status == 200 for status, _body, _headers in before.values()) > 8
        hide_things(story)
        after = everything(app, phone, story)
    assert [endpoint for endpoint in before if before[endpoint] != after[endpoint]] == []


def open_phone(story: Story, sign_in: SignInAs, name: str) -> Browser:
    if name in story.others:
        return sign_in(story.others[name])
    return sign_in(getattr(story.town, name.split()[0]), shared_phone="own" not in name)


@pytest.mark.one_engine
def test_the_comparison_would_see_a_difference(app: Flask, sign_in: SignInAs) -> None:
    """What is not hidden changes his pages: from now on he may not see the plan."""
    with time_machine.travel(NOON, tick=False):
        story = kept.story()
        phone = sign_in(story.town.imran)
        before = everything(app, phone, story)
        with unit_of_work():
            families.set_floor(
                person_id=story.town.imran,
                child_id=story.town.zara,
                kind="no_contact",
                reason="A made-up order of the court",
                review_on=date(2027, 1, 1),
                set_by=story.town.farah,
            )
        after = everything(app, phone, story)
    assert before["plans.show_plan"] != after["plans.show_plan"]
