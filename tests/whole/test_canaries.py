"""One token an item and audience: nobody is ever sent a token that is not theirs, and no log line has one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from tests.conftest import SignInAs
from tests.whole.personas import PERSONAS
from tests.whole.story import Story
from tests.whole.test_other_personas import OTHERS
from tests.whole.walk import Walk, rules
from webapp.core.database import database


@pytest.mark.parametrize("persona", [*PERSONAS, *OTHERS])
def test_nobody_is_sent_what_is_not_theirs(walked: Callable[[str], Walk], persona: str) -> None:
    walk = walked(persona)
    mine = {persona, OTHERS[persona].sent} if persona in OTHERS else {persona}
    leaks = [
        (token, place)
        for token, allowed in walk.story.allowed.items()
        if not mine & allowed
        for place in walk.holds(token)
    ]
    assert leaks == []
    assert not [token for token in walk.story.tokens if token in walk.logged]


@pytest.mark.parametrize("persona", ["mother"])
def test_the_search_finds_what_is_there(walked: Callable[[str], Walk], persona: str) -> None:
    """The same search that finds no leak finds the mother's own things: so it can find a leak."""
    walk = walked(persona)
    theirs = [token for token, allowed in walk.story.allowed.items() if "mother" in allowed]
    assert len([token for token in theirs if walk.holds(token)]) > 30


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
def test_each_person_is_sent_what_is_theirs(walked: Callable[[str], Walk], persona: str) -> None:
    """The positive half, so that an empty page cannot pass for a safe one."""
    walk = walked(persona)
    seen = {token[:-10] for token in walk.story.tokens if walk.holds(token)}
    assert SEES[persona] <= seen


@pytest.mark.parametrize("persona", ["child"])
def test_the_story_has_words_of_every_kind(
    app: Flask, walked: Callable[[str], Walk], capfd: pytest.CaptureFixture[str], persona: str
) -> None:
    """Two hundred tokens and more; and the figures for the note."""
    walk = walked(persona)
    personas = [*PERSONAS, *OTHERS]
    assert len(walk.story.tokens) >= 200
    assert len({token[:-10] for token in walk.story.tokens}) >= 100
    assert len(personas) >= 20
    asked = len(walk.sent)
    with capfd.disabled():
        print(f"\n{len(walk.story.tokens)} tokens; {len(rules(app))} routes × {len(personas)} personas")
        print(f"{asked} requests a persona, about {asked * len(personas)} in all")


def test_what_a_child_sent_shows_on_her_own_phone_alone(app: Flask, story: Story, sign_in: SignInAs) -> None:
    told = next(token for token in story.tokens if token.startswith("told-worker"))
    own, shared = sign_in(story.town.zara, shared_phone=False), sign_in(story.town.zara)
    assert told.encode() in own.get("/houses/sent").data
    for path in ("/", "/houses", "/houses/sent", "/houses/drafts", "/houses/states", "/answers"):
        assert told.encode() not in shared.get(path).data


def test_no_token_lies_readable_in_the_database(app: Flask, story: Story) -> None:
    """SQLite: the files' own bytes, the log among them. PostgreSQL: every row of every table.

    Without its NULs a word in UTF-16 is the same word in ASCII, so one search of what is left finds both.
    """
    if database().is_sqlite:
        file = database().engine.url.database
        assert file
        raw = b"".join(Path(file + end).read_bytes() for end in ("", "-wal"))
        assert str(story.ids["version_id"]).replace("-", "").encode() in raw
    else:
        raw = all_rows()
        assert str(story.ids["version_id"]).encode() in raw
    raw = raw.replace(b"\0", b"")
    for token in [*story.tokens, "Samina", "Zara", "NB-100234", "Made-up Street", "Mr Osei", "@northbridge"]:
        assert token.encode() not in raw


def all_rows() -> bytes:
    from sqlalchemy import text

    from webapp.core.database import Base

    with database().engine.connect() as connection:
        tables = [connection.execute(text(f'SELECT * FROM "{name}"')).all() for name in Base.metadata.tables]
    return "\n".join(str(row) for rows in tables for row in rows).encode()
