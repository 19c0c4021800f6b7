"""Pure decisions about emergencies, floors and who may lift them (safety §4.6, §4.7)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from webapp.families import rules

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("words", "enough"),
    [("x" * 20, True), ("x" * 19, False), ("x " * 19, False), ("x " * 20, True), ("", False)],
)
def test_a_reason_has_twenty_letters_space_aside(words: str, enough: bool) -> None:
    assert rules.has_reason(words) is enough


@pytest.mark.parametrize(("days", "fine"), [(-1, False), (0, True), (14, True), (15, False)])
def test_withholding_lasts_fourteen_days_at_most(days: int, fine: bool) -> None:
    assert rules.may_withhold_until(TODAY + timedelta(days=days), TODAY) is fine


def test_from_the_review_day_on_it_is_told() -> None:
    assert rules.is_withheld(TODAY + timedelta(days=1), TODAY)
    assert not rules.is_withheld(TODAY, TODAY)
    assert not rules.is_withheld(None, TODAY)


@pytest.mark.parametrize(
    ("set_by", "asked_by", "manager", "may"),
    [
        ("beth", None, "farah", True),
        ("farah", None, "farah", False),
        ("farah", "farah", "farah", False),
        ("farah", "beth", "farah", True),
        ("beth", "farah", "farah", True),
    ],
)
def test_two_people_lift_a_floor(set_by: str, asked_by: str | None, manager: str, may: bool) -> None:
    assert rules.may_lift(set_by=set_by, asked_by=asked_by, manager=manager) is may


@pytest.mark.parametrize(
    ("role", "kind"),
    [
        ("parent", "plan"),
        ("carer", "plan"),
        ("network", "plan"),
        ("advocate", "advocate"),
        ("plan_checker", "checker"),
        ("partner", "partner"),
        ("interpreter", "interpret"),
    ],
)
def test_whoever_comes_from_outside_is_given_nothing_of_the_familys_own(role: str, kind: str) -> None:
    assert rules.kinds_for(role) == (kind,)
    assert kind in rules.KINDS


@pytest.mark.parametrize(
    ("day", "age", "band"),
    [
        (date(2026, 11, 21), 7, "young"),
        (date(2026, 11, 22), 8, "mid"),
        (date(2026, 12, 1), 8, "mid"),
        (date(2031, 11, 21), 12, "mid"),
        (date(2031, 11, 22), 13, "teen"),
        (date(2032, 1, 30), 13, "teen"),
    ],
)
def test_age_and_age_group_change_on_the_birthday(day: date, age: int, band: str) -> None:
    born_on = date(2018, 11, 22)
    assert rules.age_on(born_on, day) == age
    assert rules.band_of(born_on, day) == band


def test_what_is_refused_says_which_bar_it_met() -> None:
    refused = rules.BarredError("floor")
    assert refused.code == "floor"
    assert str(refused) == "floor"
