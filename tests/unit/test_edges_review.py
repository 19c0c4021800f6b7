"""Edges of waiting: the last day in time, where a line is cut, the last page."""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime

import pytest

from webapp.review import rules
from webapp.review.rules import Wait

AT = datetime(2026, 11, 16, 9, tzinfo=UTC)
MONDAY, FRIDAY = date(2026, 11, 16), date(2026, 11, 20)


@pytest.mark.parametrize(
    ("received", "today", "expected"),
    [
        (MONDAY, MONDAY, Wait(0, 0, date(2026, 11, 23), date(2026, 11, 17), is_late=False)),
        (MONDAY, date(2026, 11, 23), Wait(5, 0, date(2026, 11, 23), date(2026, 11, 17), is_late=False)),
        (MONDAY, date(2026, 11, 24), Wait(6, 1, date(2026, 11, 23), date(2026, 11, 17), is_late=True)),
        (MONDAY, date(2026, 11, 25), Wait(7, 2, date(2026, 11, 23), date(2026, 11, 17), is_late=True)),
        (FRIDAY, date(2026, 11, 28), Wait(5, 0, date(2026, 11, 27), date(2026, 11, 23), is_late=True)),
    ],
)
def test_how_long_a_thing_waits(received: date, today: date, expected: Wait) -> None:
    assert rules.wait(received, today) == expected


def test_a_closed_day_counts_in_no_wait() -> None:
    closed = {date(2026, 11, 17)}
    assert rules.wait(MONDAY, date(2026, 11, 24), closed) == Wait(
        5, 0, date(2026, 11, 24), date(2026, 11, 18), is_late=False
    )


@pytest.mark.parametrize(
    ("words", "longest"), [("One.", 1), ("One two. Three.", 2), ("One.\nTwo three four.", 3), (" ", 0)]
)
def test_the_longest_sentence_is_counted_in_words(words: str, longest: int) -> None:
    assert rules.longest_sentence(words) == longest


def test_a_sentence_of_more_than_fifteen_words_gets_the_hint() -> None:
    assert rules.LONG_SENTENCE == 15


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("a" * 120, "a" * 120),
        ("a" * 60 + " " + "b" * 59, "a" * 60 + " " + "b" * 59),
        ("a" * 60 + " " + "b" * 60, "a" * 60 + " …"),
        ("a" * 60 + " b" + " " + "c" * 80, "a" * 60 + " b …"),
        ("two\n  lines", "two lines"),
    ],
)
def test_a_line_shows_a_hundred_and_twenty_letters_at_most(words: str, shown: str) -> None:
    assert rules.first_words(words) == shown


@pytest.mark.parametrize(
    ("name", "shown"),
    [("Imran", "Imran"), ("Imran Shah", "Imran S"), ("Imran Ali Shah", "Imran S"), (" Imran ", "Imran")],
)
def test_a_list_shows_the_first_name_and_one_letter(name: str, shown: str) -> None:
    assert rules.initials(name) == shown


@pytest.mark.parametrize(
    ("today", "age"),
    [
        (date(2026, 2, 28), 9),
        (date(2026, 3, 3), 9),
        (date(2026, 3, 4), 10),
        (date(2026, 3, 5), 10),
        (date(2026, 4, 1), 10),
    ],
)
def test_a_year_is_whole_on_the_birthday(today: date, age: int) -> None:
    assert rules.age(date(2016, 3, 4), today) == age


def keys(number: int) -> list[rules.Key]:
    return [(AT, uuid.UUID(int=place)) for place in range(number)]


@pytest.mark.parametrize(("number", "more"), [(0, False), (24, False), (25, False), (26, True)])
def test_twenty_five_fill_a_page_and_one_more_makes_a_next(number: int, more: bool) -> None:
    found = keys(number)
    shown, after = rules.page_after(found, None)
    assert shown == list(range(min(number, 25)))
    assert after == (found[24] if more else None)


def test_the_next_page_begins_after_the_last_one_shown() -> None:
    found = keys(5)
    assert rules.page_after(found, found[1], 2) == ([2, 3], found[3])
    assert rules.page_after(found, found[2], 2) == ([3, 4], None)
    assert rules.page_after(found, found[4], 2) == ([], None)
