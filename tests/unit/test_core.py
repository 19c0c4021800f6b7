"""Words repaired at the edge, ids, working days, masked tokens."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.core import clock, forms, ids, security, text

anything = st.text(st.characters(codec=None))


@given(anything)
def test_repaired_words_can_be_kept_by_both_engines(words: str) -> None:
    kept = text.repair(words)
    kept.encode()
    assert "\x00" not in kept


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00")))
def test_good_words_are_kept_exactly(words: str) -> None:
    assert text.repair(words) == words


def test_direction_overrides_stay_in_words_and_leave_file_names() -> None:
    assert text.repair("a\u202eb") == "a\u202eb"
    assert text.for_a_line("a\u202eb\nc") == "ab c"


def test_sentences_end_at_english_and_urdu_stops() -> None:
    assert text.sentences("One. Two? Three") == ["One.", "Two?", "Three"]
    assert len(text.sentences("زارا اسکول جاتی ہے۔ وہ خوش ہے۔")) == 2
    assert text.sentences("  ") == []


@given(st.text(st.characters(codec="ascii"), min_size=1))
def test_a_masked_token_comes_back_and_never_looks_the_same(token: str) -> None:
    assert security.unmask(security.mask(token)) == token
    if len(token) > 8:
        assert security.mask(token) != security.mask(token)


@given(anything)
def test_no_strange_token_raises(token: str) -> None:
    security.unmask(token)


def test_ids_are_version_7_and_in_order() -> None:
    made = [ids.new() for _ in range(100)]
    assert {one.version for one in made} == {7}
    assert sorted(made) == made


@pytest.mark.parametrize("value", ["", "x" * 36, None, 5, [], "0" * 35, "{" + "0" * 34 + "}"])
def test_what_is_not_an_id_is_none(value: object) -> None:
    assert ids.parse(value) is None


def test_working_days_pass_over_the_weekend() -> None:
    friday, monday = date(2026, 3, 6), date(2026, 3, 9)
    assert clock.working_days_between(friday, monday) == 1
    assert clock.working_days_between(monday, friday) == 0
    assert clock.add_working_days(friday, 1) == monday
    assert clock.add_working_days(friday, 6) == date(2026, 3, 16)


def test_deep_json_is_refused_before_it_is_used() -> None:
    deep: list[object] = []
    for _ in range(50):
        deep = [deep]
    with pytest.raises(ValueError, match="deep"):
        forms.check_depth(deep)


@pytest.mark.parametrize("value", ["2026-13-01T00:00:00Z", "2026-01-01T00:00:00", 5, None, "x" * 50])
def test_what_is_not_a_moment_is_none(value: object) -> None:
    assert forms.moment(value) is None
