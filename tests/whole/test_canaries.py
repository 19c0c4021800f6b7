"""One token an item and audience: nobody is ever sent a token that is not theirs, and no log line has one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from tests.conftest import Browser
from tests.whole.personas import PERSONAS, Cast
from tests.whole.story import Story, tell_story
from tests.whole.test_routes import address, method, rules
from webapp.core.database import database


@pytest.fixture
def story(app: Flask) -> Story:
    return tell_story()


@pytest.fixture
def cast(story: Story, sign_in: Callable[..., Browser], browser: Callable[[], Browser]) -> Cast:
    return Cast(story.town, sign_in, browser, story.others)


def everything_sent(app: Flask, cast: Cast, story: Story, persona: str) -> dict[str, bytes]:
    """Every GET, and every POST (its error page is a page too), as one persona."""
    sent = {}
    for rule in rules(app):
        browser = cast.open(persona)
        if method(rule) == "GET":
            sent[rule.endpoint] = browser.get(address(rule, story)).data
        else:
            sent[rule.endpoint] = browser.post(
                address(rule, story), story.bodies.get(rule.endpoint, {}), page="/help"
            ).data
        if rule.endpoint == "plans.show_child_plans":
            sent |= read_as_pages(browser, story)
    return sent


def read_as_pages(browser: Browser, story: Story) -> dict[str, bytes]:
    """What a worker sees as each reader."""
    readers = (story.town.samina, story.town.imran, story.town.zara)
    paths = [f"/plans/{story.ids['version_id']}/read-as/{reader}" for reader in readers]
    return {path: browser.get(path).data for path in paths}


@pytest.mark.parametrize("persona", PERSONAS)
def test_nobody_is_sent_what_is_not_theirs(
    app: Flask, cast: Cast, story: Story, persona: str, capfd: pytest.CaptureFixture[str]
) -> None:
    sent = everything_sent(app, cast, story, persona)
    leaks = [
        (token, place)
        for token, allowed in story.allowed.items()
        for place, body in sent.items()
        if persona not in allowed and token.encode() in body
    ]
    assert leaks == []
    logged = "".join(capfd.readouterr())
    assert not [token for token in story.tokens if token in logged]


SEES = {
    "mother": {"everyone", "hers", "step", "told-mum", "mothers-answer", "why-changed"},
    "separated father": {"everyone", "for-him", "step", "why-changed"},
    "child": {"childs", "why-changed"},
    "administrator": {"why-changed", "office-note"},
    "worker of the family": {
        "everyone",
        "hers",
        "for-him",
        "told-worker",
        "told-mum",
        "mothers-answer",
        "reply",
        "school",
    },
    "manager": {"everyone", "not-worker", "mothers-answer", "reply", "feedback", "school", "office-note"},
}


@pytest.mark.parametrize("persona", SEES)
def test_each_person_is_sent_what_is_theirs(app: Flask, cast: Cast, story: Story, persona: str) -> None:
    """The positive half, so that an empty page cannot pass for a safe one."""
    sent = b"".join(everything_sent(app, cast, story, persona).values())
    seen = {token[:-10] for token in story.tokens if token.encode() in sent}
    assert SEES[persona] <= seen


def test_what_a_child_sent_shows_on_her_own_phone_alone(
    app: Flask, story: Story, sign_in: Callable[..., Browser]
) -> None:
    told = next(token for token in story.tokens if token.startswith("told-worker"))
    own, shared = sign_in(story.town.zara, shared_phone=False), sign_in(story.town.zara)
    assert told.encode() in own.get("/houses/sent").data
    for path in ("/", "/houses", "/houses/sent", "/houses/drafts", "/houses/states", "/answers"):
        assert told.encode() not in shared.get(path).data


def test_no_token_lies_readable_in_the_database(app: Flask, story: Story) -> None:
    """SQLite: the files' own bytes, the log among them. PostgreSQL: every row of every table."""
    if database().is_sqlite:
        file = database().engine.url.database
        assert file
        raw = b"".join(Path(file + end).read_bytes() for end in ("", "-wal"))
        assert str(story.ids["version_id"]).replace("-", "").encode() in raw
    else:
        raw = all_rows()
        assert str(story.ids["version_id"]).encode() in raw
    for token in [*story.tokens, "Samina", "Zara", "NB-100234", "Made-up Street", "Mr Osei", "@northbridge"]:
        assert token.encode() not in raw
        assert token.encode("utf-16-le") not in raw


def all_rows() -> bytes:
    from sqlalchemy import text

    from webapp.core.database import Base

    with database().engine.connect() as connection:
        tables = [connection.execute(text(f'SELECT * FROM "{name}"')).all() for name in Base.metadata.tables]
    return "\n".join(str(row) for rows in tables for row in rows).encode()
