"""What an entry may hold, which copy counts, when it is late."""

from __future__ import annotations

import contextlib
import json
import uuid
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from webapp.core import clock
from webapp.core.parcels import Refused
from webapp.houses import rules

GOOD: dict[str, Any] = {
    "v": 1,
    "house": "good",
    "words": "Nan’s soup\r\n  exactly",
    "strokes": [{"c": "rust", "w": 24, "p": [0, 0, 1000, 1200]}],
    "prompt": "GOOD_1",
    "with": "alone",
    "share": None,
    "read_back": True,
}


def test_words_are_kept_exactly() -> None:
    assert rules.check_content(GOOD).words == "Nan’s soup\r\n  exactly"


def test_what_a_database_cannot_hold_is_repaired() -> None:
    plain = json.dumps(GOOD | {"words": "a\x00b\ud800c\u202ed"}).encode()
    assert rules.read_content(plain).words == "ab\ufffdc\u202ed"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"v": 2}, "shape"),
        ({"house": "roof"}, "shape"),
        ({"house": ["good"]}, "shape"),
        ({"with": None}, "shape"),
        ({"words": 7}, "shape"),
        ({"words": "a" * 100_001}, "words"),
        ({"prompt": "what did he do?"}, "shape"),
        ({"read_back": 1}, "shape"),
        ({"strokes": {}}, "drawing"),
        ({"strokes": [[]]}, "drawing"),
        ({"strokes": [{"c": "red", "w": 12, "p": [1, 1]}]}, "drawing"),
        ({"strokes": [{"c": "ink", "w": 13, "p": [1, 1]}]}, "drawing"),
        ({"strokes": [{"c": "ink", "w": 12, "p": []}]}, "drawing"),
        ({"strokes": [{"c": "ink", "w": 12, "p": [1]}]}, "drawing"),
        ({"strokes": [{"c": "ink", "w": 12, "p": [1, 1201]}]}, "drawing"),
        ({"strokes": [{"c": "ink", "w": 12, "p": [-1, 0]}]}, "drawing"),
        ({"strokes": [{"c": "ink", "w": 12, "p": [1.5, 0]}]}, "drawing"),
        ({"strokes": [{"c": "ink", "w": 12, "p": [True, 0]}]}, "drawing"),
        ({"strokes": [{"c": "ink", "w": 12, "p": [1, 1] * 60_001}]}, "full"),
        ({"share": "worker"}, "share"),
        ({"share": {"level": "everyone", "people": []}}, "share"),
        ({"share": {"level": "worker"}}, "share"),
    ],
)
def test_refused(change: dict[str, Any], code: str) -> None:
    with pytest.raises(Refused) as refused:
        rules.check_content(GOOD | change)
    assert refused.value.code == code


@pytest.mark.parametrize(
    "plain", [b"", b"[]", b"\xff", b"{", b"[" * 100_000, b"1" * 5000, b"null", b'{"v":NaN}']
)
def test_what_is_no_entry_is_refused(plain: bytes) -> None:
    with pytest.raises(Refused):
        rules.read_content(plain)


def test_a_drawing_of_sixty_thousand_points_is_taken() -> None:
    stroke = {"c": "ink", "w": 6, "p": [1, 1] * 60_000}
    assert rules.check_content(GOOD | {"strokes": [stroke]}).strokes == [stroke]


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=6,
)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.dictionaries(st.sampled_from(sorted(GOOD)), json_values, max_size=3))
def test_nothing_raises_but_refused(change: dict[str, Any]) -> None:
    with contextlib.suppress(Refused):
        rules.check_content(GOOD | change)


def newer(rev: int, body: bytes, *, sent: bool = False) -> bool:
    return rules.is_new(kept_rev=5, kept_body=b"a", kept_sent=sent, rev=rev, body=body)


def test_which_copy_counts() -> None:
    assert newer(6, b"b")
    assert not newer(5, b"a")
    assert not newer(4, b"b")
    for rev, body, sent, code in (
        (5, b"b", False, "changed"),
        (5, b"b", True, "changed"),
        (6, b"b", True, "sent"),
    ):
        with pytest.raises(Refused) as refused:
            newer(rev, body, sent=sent)
        assert refused.value.code == code


@given(st.dates(date(2025, 1, 1), date(2027, 12, 31)), st.integers(0, 20))
def test_late_is_after_five_working_days(received: date, waited: int) -> None:
    today = received + timedelta(days=waited)
    assert (received < rules.late_before(today)) == (
        today > clock.add_working_days(received, rules.ANSWER_DAYS)
    )


def test_made_with_nobody_signed_in_is_not_sent() -> None:
    made = rules.Parcel(
        uuid.uuid4(), 1, "send", "", uuid.uuid4(), uuid.uuid4(), b"", b"", None, signed_in=False
    )
    assert not made.is_sent
