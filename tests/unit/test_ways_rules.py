"""What makes words enough, which ways in there are, and where passkeys are possible."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from webapp.accounts import rules
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
