"""Waiting and answering: pure, no database."""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from webapp.review import rules

MONDAY = date(2026, 11, 16)
AT = datetime(2026, 11, 16, 9, tzinfo=UTC)
LATER = datetime(2026, 11, 20, 9, tzinfo=UTC)


def test_five_working_days_over_a_weekend() -> None:
    wait = rules.wait(MONDAY, date(2026, 11, 23))
    assert (wait.days, wait.over) == (5, 0)
    assert wait.answer_by == date(2026, 11, 23)
    assert wait.open_by == date(2026, 11, 17)


def test_the_sixth_working_day_is_one_over() -> None:
    assert rules.wait(MONDAY, date(2026, 11, 24)).over == 1


def test_the_weekend_after_the_last_day_is_late() -> None:
    wait = rules.wait(date(2026, 11, 13), date(2026, 11, 21))
    assert (wait.over, wait.is_late) == (0, True)


def test_what_came_on_saturday_is_opened_by_monday() -> None:
    assert rules.wait(date(2026, 11, 21), date(2026, 11, 22)).open_by == date(2026, 11, 23)


def test_only_a_reply_stops_the_clock() -> None:
    assert rules.waits_since(AT, None) == AT
    assert rules.waits_since(AT, rules.Answered(LATER, None, None)) is None
    assert rules.waits_since(AT, rules.Answered(AT, "yes", LATER)) is None


def test_did_not_happen_starts_it_again() -> None:
    assert rules.waits_since(AT, rules.Answered(AT, "no", LATER)) == LATER


def test_longest_sentence_over_lines_and_stops() -> None:
    assert rules.longest_sentence("I rang.\nHe said yes to all of it. میں آؤں گی۔ ٹھیک ہے؟") == 7
    assert rules.longest_sentence("") == 0


def test_first_words_are_exact_and_cut_at_a_space() -> None:
    assert rules.first_words("Mornings are too much.") == "Mornings are too much."
    assert rules.first_words("one two three", 9) == "one two …"


def test_age_before_and_on_the_birthday() -> None:
    assert rules.age(date(2016, 3, 4), date(2026, 3, 3)) == 9
    assert rules.age(date(2016, 3, 4), date(2026, 3, 4)) == 10


@given(st.lists(st.uuids(), unique=True, max_size=60), st.integers(1, 9))
def test_pages_show_everything_once_in_order(found: list[uuid.UUID], size: int) -> None:
    keys = sorted((AT if one.int % 2 else LATER, one) for one in found)
    seen: list[rules.Key] = []
    after: rules.Key | None = None
    while True:
        places, after = rules.page_after(keys, after, size)
        seen += [keys[place] for place in places]
        if after is None:
            break
    assert seen == keys
