"""The desk's decisions: which quarter, which days, which names, how far."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.localdata.desk import rules


@pytest.mark.parametrize(
    ("today", "first", "last"),
    [
        (date(2026, 11, 22), date(2026, 7, 1), date(2026, 9, 30)),
        (date(2026, 1, 1), date(2025, 10, 1), date(2025, 12, 31)),
        (date(2026, 3, 31), date(2025, 10, 1), date(2025, 12, 31)),
        (date(2026, 4, 1), date(2026, 1, 1), date(2026, 3, 31)),
    ],
)
def test_the_last_whole_quarter(today: date, first: date, last: date) -> None:
    assert rules.last_quarter(today) == (first, last)


@given(st.dates(date(1950, 1, 1), date(2150, 1, 1)))
def test_it_is_over_and_the_one_after_it_is_not(today: date) -> None:
    first, last = rules.last_quarter(today)
    assert first.day == 1
    assert last < today
    assert (last + timedelta(days=1)).month in (1, 4, 7, 10)
    assert today - last <= timedelta(days=92)
    assert rules.why_not_these_days(first, last, today) == {}


def test_why_two_days_cannot_be_used() -> None:
    today = date(2026, 11, 22)
    assert rules.why_not_these_days(None, None, today) == {"from": "no_day", "to": "no_day"}
    assert rules.why_not_these_days(today, date(2026, 11, 1), today) == {"to": "wrong_way_round"}
    assert rules.why_not_these_days(date(2026, 11, 1), today, today) == {"to": "not_over"}
    yesterday = today - timedelta(days=1)
    assert rules.why_not_these_days(yesterday, yesterday, today) == {}


@pytest.mark.parametrize(
    "name",
    ["../a.csv", "a/../../b.csv", "/a.csv", "\\a.csv", "..\\a.csv", "C:\\a.csv", "C:/a.csv", "a\0.csv"],
)
def test_names_that_lead_out(name: str) -> None:
    assert rules.leads_out(name)


@pytest.mark.parametrize("name", ["a.csv", "folder/a.csv", "folder\\a.csv", "..a.csv", "a..csv"])
def test_names_that_stay_inside(name: str) -> None:
    assert not rules.leads_out(name)


@given(st.text())
def test_our_name_of_a_file_has_no_folder(given_name: str) -> None:
    found = rules.plain_name(given_name)
    assert "/" not in found
    assert "\\" not in found


def test_how_far() -> None:
    assert [rules.percent(*pair) for pair in ((0, 0), (5, 0), (1, 3), (3, 3), (4, 3))] == [0, 0, 33, 100, 100]
