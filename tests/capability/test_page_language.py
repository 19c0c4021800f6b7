"""A page's language is looked up once; a part in another language does not change the rest."""

from __future__ import annotations

import pytest
from flask import Flask

from webapp.core import language


def test_a_part_of_a_page_speaks_another_language_and_the_rest_its_own(app: Flask) -> None:
    with app.test_request_context("/", headers={"Accept-Language": "ur"}):
        words = app.jinja_env.from_string("{{ _('Home') }}")
        own = words.render()
        assert language.current() == "ur"
        with language.speaking("en"):
            assert (language.current(), words.render()) == ("en", "Home")
            with pytest.raises(RuntimeError), language.speaking("ur"):
                raise RuntimeError
            assert language.current() == "en"
        assert (language.current(), words.render()) == ("ur", own)
        assert own != "Home"


def test_who_is_preferred_before_signing_in_changes_what_was_looked_up(app: Flask) -> None:
    with app.test_request_context("/"):
        assert language.current() == "en"
        language.prefer("ur")
        assert language.current() == "ur"


def test_outside_a_request_it_is_english() -> None:
    assert language.current() == "en"
