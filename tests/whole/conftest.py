"""The walks, made once an engine and shared; and what need not run on both engines."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from tests import kept
from tests.conftest import ENGINES, Open, SignInAs
from tests.whole.personas import Cast
from tests.whole.walk import Walk, walk
from webapp.core.database import database

# On PostgreSQL these alone are walked: the queries are the same, the bytes do not depend on the engine.
CORE = {"child", "mother", "separated father", "worker of the family", "manager"}
WALKS: dict[tuple[bool, str], Walk] = {}


@pytest.fixture
def walked(
    app: Flask,
    sign_in: SignInAs,
    browser: Open,
    capfd: pytest.CaptureFixture[str],
) -> Callable[[str], Walk]:
    """The walk of a persona; the first who asks for it makes it."""

    def of(persona: str) -> Walk:
        key = (database().is_sqlite, persona)
        if key not in WALKS:
            story = kept.story()
            capfd.readouterr()
            WALKS[key] = walk(app, Cast(story.town, sign_in, browser, story.others), story, persona)
            WALKS[key].logged = "".join(capfd.readouterr())
        return WALKS[key]

    return of


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out on PostgreSQL what is marked as asking no engine, and the personas outside the core.

    All that looks at one walk goes to one worker of xdist (tests/together.py): no walk is made twice.
    """
    dropped = [item for item in items if _is_only_for_sqlite(item)] if "sqlite" in ENGINES else []
    if dropped:
        config.hook.pytest_deselected(items=dropped)
        items[:] = [item for item in items if item not in dropped]


def _is_only_for_sqlite(item: pytest.Item) -> bool:
    if _parameters(item).get("engine_app") != "postgresql":
        return False
    if _looks_at_a_walk(item):
        return _parameters(item)["persona"] not in CORE
    return item.get_closest_marker("one_engine") is not None


def _looks_at_a_walk(item: pytest.Item) -> bool:
    return "walked" in getattr(item, "fixturenames", ())


def _parameters(item: pytest.Item) -> dict[str, object]:
    return getattr(getattr(item, "callspec", None), "params", {})
