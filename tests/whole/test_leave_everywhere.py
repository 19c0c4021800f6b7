"""Every page a family member or someone signed out can open has Leave, as a form that needs no JavaScript."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask import Flask

from tests.conftest import Browser
from tests.whole.personas import Cast
from tests.whole.story import Story, tell_story
from tests.whole.test_routes import address, method, rules

TITLE = re.compile(rb"<title>([^<]+)</title>")
# The neutral page itself, and a page staff land on when their screen locks.
WITHOUT = {"home.show_cover", "home.show_offline_cover", "accounts.show_locked"}


@pytest.fixture
def story(app: Flask) -> Story:
    return tell_story()


@pytest.fixture
def cast(story: Story, sign_in: Callable[..., Browser], browser: Callable[[], Browser]) -> Cast:
    return Cast(story.town, sign_in, browser)


@pytest.mark.parametrize("persona", ["nobody", "child", "sibling", "mother", "separated father", "stranger"])
def test_every_page_has_leave(app: Flask, cast: Cast, story: Story, persona: str) -> None:
    seen, missing = 0, []
    # "Home" in the reader's language, on every page; the offline pages are fetched in English here.
    titles = {b"Home", *TITLE.findall(cast.open(persona).get("/help").data)}
    for rule in rules(app):
        if method(rule) != "GET" or rule.endpoint in WITHOUT:
            continue
        answer = cast.open(persona).get(address(rule, story))
        if answer.status_code == 303 or answer.mimetype != "text/html" or b"<html" not in answer.data:
            continue
        seen += 1
        has_form = b'action="/bye"' in answer.data and b"data-leave>" in answer.data
        if not has_form or not set(TITLE.findall(answer.data)) <= titles:
            missing.append((rule.endpoint, answer.status_code))
    assert missing == []
    assert seen > 5
