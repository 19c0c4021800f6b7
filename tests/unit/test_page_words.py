"""Days, moments and rows of names, as each language writes them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from flask import Flask
from flask_babel import Babel, force_locale

from webapp.core import clock, pages

AT = datetime(2030, 3, 4, 10, 5, tzinfo=UTC)


@pytest.fixture
def page(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    made = Flask(__name__)
    Babel(made, locale_selector=lambda: None)
    monkeypatch.setattr(clock, "local", lambda value: value)
    with made.test_request_context():
        yield


@pytest.mark.parametrize(("language", "comma"), [("en", ","), ("ur", "،")])
def test_a_moment_has_the_comma_of_its_language(page: None, language: str, comma: str) -> None:
    with force_locale(language):
        assert f"2030{comma} 10:05" in pages.moment_words(AT)
    assert pages.moment_words(None) == ""


@pytest.mark.parametrize(
    ("language", "names", "said"),
    [
        ("en", [], ""),
        ("en", ["Beth"], "<bdi>Beth</bdi>"),
        (
            "en",
            ["Beth", "Tom", "<Farah> {0}"],
            "<bdi>Beth</bdi>, <bdi>Tom</bdi> and <bdi>&lt;Farah&gt; {0}</bdi>",
        ),
        ("ur", ["Beth", "Tom"], "<bdi>Beth</bdi> اور <bdi>Tom</bdi>"),
    ],
)
def test_names_in_a_row(page: None, language: str, names: list[str], said: str) -> None:
    with force_locale(language):
        assert str(pages.people_words(names)).replace(", and", " and") == said
