"""What makes words enough, which ways in there are, and where passkeys are possible."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask_babel import Babel

from webapp.accounts import forms, rules
from webapp.accounts.passkeys import rules as passkey_rules


@pytest.mark.parametrize(
    ("words", "fine"),
    [
        ("my dog runs", True),
        ("  My\u00a0DOG\truns ", True),
        ("superkalifrag", True),
        ("twelveletter", True),
        ("elevenlette", False),
        ("two words", False),
        ("short twelve", False),
        ("seven letters", True),
        ("   ", False),
        ("", False),
        ("میرا پیارا کتا", True),
        # Counted as they are compared: ß is ss.
        ("ßßßßßß", True),
    ],
)
def test_three_words_or_twelve_letters(words: str, fine: bool) -> None:
    assert rules.are_enough_words(words) is fine


def test_words_are_compared_without_capitals_and_wide_spaces() -> None:
    assert rules.as_compared("words", " My  DOG\nruns ") == rules.as_compared("words", "my dog runs")
    assert rules.as_compared("words", "STRASSE") == rules.as_compared("words", "straße")
    assert rules.as_compared("password", " My  DOG ") == " My  DOG "


def test_a_child_has_two_equal_ways_and_no_passkey() -> None:
    assert rules.WAYS["child"] == ("pictures", "words")
    assert rules.WAYS["adult"] == ("password", "pictures", "passkey")


@pytest.mark.parametrize(
    ("base_url", "host"),
    [
        ("https://heard.northbridge.example", "heard.northbridge.example"),
        ("http://localhost:8000", "localhost"),
        ("http://127.0.0.1:8000", ""),
        ("https://[::1]", ""),
        ("", ""),
    ],
)
def test_passkeys_are_for_names_and_not_for_ip_addresses(base_url: str, host: str) -> None:
    assert passkey_rules.relying_party(base_url) == host


def test_a_challenge_lives_five_minutes_and_none_comes_from_the_future() -> None:
    now = datetime(2030, 3, 4, 10, tzinfo=UTC)
    life = timedelta(minutes=5)
    assert passkey_rules.is_alive(now, now)
    assert passkey_rules.is_alive(now, now - life)
    assert not passkey_rules.is_alive(now, now - life - timedelta(seconds=1))
    assert not passkey_rules.is_alive(now, now + timedelta(seconds=1))


def problem(password: str) -> str:
    """What the form would say; without an app the words are those of the code."""
    app = Flask("words")
    Babel(app, locale_selector=lambda: "en")
    with app.app_context():
        return str(forms.password_problem(password))


@pytest.mark.parametrize(
    "password", ["kwvhqzte", "       x", "ÅÄÖåäöéè", "чай с мёдом", "a" * 65, "a b" * 66]
)
def test_length_and_commonness_are_the_only_rules_of_a_password(password: str) -> None:
    """Any letters, 8 to 200 of them (ASVS 6.2.1, 6.2.5, 6.2.9)."""
    assert problem(password) == ""
    assert problem(password[:7]) != ""


@pytest.mark.parametrize(
    "password", ["password", "Football1", "Northbridge2026!", "heard-family", "childline 0800"]
)
def test_our_own_words_are_no_password(password: str) -> None:
    """Common ones, and ours with anything but letters around them (ASVS 6.2.4, 6.2.11)."""
    assert problem(password) != ""


def test_a_password_is_compared_exactly() -> None:
    """Neither cut nor changed in case; what a child's words forgive, a password does not (ASVS 6.2.8)."""
    assert rules.as_compared("password", " Three  Quiet Herons ") == " Three  Quiet Herons "
    assert rules.as_compared("words", " Three  Quiet Herons ") == "three quiet herons"
