"""When a team is open: pure, no database."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest

from webapp.duty import rules

WEEK = rules.Hours()
# 20 November 2026 is a Friday.
FRIDAY = date(2026, 11, 20)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute)  # noqa: DTZ001 - local and naive, as the rules want it


@pytest.mark.parametrize(
    ("now", "is_open"),
    [
        (at(20, 9), True),
        (at(20, 16, 59), True),
        (at(20, 17), False),
        (at(20, 8, 59), False),
        (at(21, 12), False),
        (at(22, 12), False),
        (at(23, 9), True),
    ],
)
def test_open_from_nine_to_five_on_working_days(now: datetime, is_open: bool) -> None:
    assert rules.is_open(WEEK, now) is is_open


def test_friday_evening_waits_until_monday() -> None:
    assert rules.next_opening(WEEK, at(20, 18)) == at(23, 9)


def test_early_morning_waits_until_the_same_day() -> None:
    assert rules.next_opening(WEEK, at(20, 7)) == at(20, 9)


def test_a_bank_holiday_is_closed() -> None:
    hours = rules.Hours(closed=frozenset({date(2026, 11, 23)}))
    assert not rules.is_open(hours, at(23, 10))
    assert rules.next_opening(hours, at(20, 18)) == at(24, 9)


def test_a_team_that_never_opens_promises_no_day() -> None:
    assert rules.next_opening(rules.Hours(weekdays=frozenset()), at(20, 18)) is None


def test_days_are_read_and_written_again() -> None:
    days, wrong = rules.parse_days("2026-12-28, 2026-12-25\nChristmas")
    assert wrong == ["Christmas"]
    assert rules.days_words(days) == "2026-12-25 2026-12-28"


def test_weekdays_pass_over_anything_else() -> None:
    assert rules.parse_weekdays("01x9 4") == {0, 1, 4}


def test_hours_that_close_late() -> None:
    assert rules.is_open(rules.Hours(time(8, 30), time(20)), at(20, 19, 59))


MONDAY = date(2026, 11, 16)


@pytest.mark.parametrize(
    ("spans", "last"),
    [
        ([], None),
        ([(0, 6)], 6),
        ([(0, 6), (7, 13)], 13),
        ([(0, 6), (8, 13)], 6),  # a day without anyone
        ([(1, 6)], None),
        ([(-20, 30), (2, 3)], 30),
        ([(7, 13), (0, 6)], 13),
    ],
)
def test_how_far_the_rota_reaches(spans: list[tuple[int, int]], last: int | None) -> None:
    days = [(MONDAY + timedelta(days=first), MONDAY + timedelta(days=end)) for first, end in spans]
    expected = None if last is None else MONDAY + timedelta(days=last)
    assert rules.covered_until(days, MONDAY) == expected


def test_the_warning_comes_a_week_before() -> None:
    assert rules.ends_soon(None, MONDAY)
    assert rules.ends_soon(MONDAY + timedelta(days=6), MONDAY)
    assert not rules.ends_soon(MONDAY + timedelta(days=7), MONDAY)


def test_without_anything_set_people_read_from_nine_to_five_from_monday_to_friday() -> None:
    hours = rules.Hours()
    assert (hours.opens, hours.closes) == (time(9), time(17))
    assert hours.weekdays == frozenset(range(5))
    assert hours.closed == frozenset()


def test_at_the_moment_of_opening_the_next_one_is_another_day() -> None:
    assert rules.next_opening(WEEK, at(20, 9)) == at(23, 9)


def test_it_looks_two_months_ahead_and_no_further() -> None:
    now = at(20, 18)
    closed = {FRIDAY + timedelta(days=days) for days in range(59)}
    every_day = frozenset(range(7))
    near = rules.Hours(weekdays=every_day, closed=frozenset(closed))
    assert rules.next_opening(near, now) == datetime.combine(FRIDAY + timedelta(days=59), time(9))
    far = rules.Hours(weekdays=every_day, closed=frozenset(closed | {FRIDAY + timedelta(days=59)}))
    assert rules.next_opening(far, now) is None


def test_a_rota_that_covers_one_day_covers_that_day() -> None:
    assert rules.covered_until([(FRIDAY, FRIDAY)], FRIDAY) == FRIDAY
