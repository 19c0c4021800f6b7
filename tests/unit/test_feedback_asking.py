"""Who is asked when, and who is not and why."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from webapp.feedback import rules as feedback
from webapp.feedback.asking import rules
from webapp.feedback.asking.rules import Decision, Past

TODAY = date(2026, 3, 31)
ASK, WAIT = Decision(ask=True), Decision()


def days(number: int) -> date:
    return TODAY - timedelta(days=number)


@pytest.mark.parametrize(
    ("on", "past", "wanted"),
    [
        (TODAY, Past(), ASK),
        (days(35), Past(), ASK),
        (days(36), Past(), WAIT),
        (days(-1), Past(), WAIT),
        (TODAY, Past(asked_on=days(29)), WAIT),
        (TODAY, Past(asked_on=days(30)), ASK),
        (TODAY, Past(asked_on=TODAY), WAIT),
        (TODAY, Past(answered_on=days(29)), WAIT),
        (TODAY, Past(answered_on=days(30)), ASK),
        (TODAY, Past(others_asked_on=days(29)), WAIT),
        (TODAY, Past(others_asked_on=TODAY), ASK),
        (TODAY, Past(others_asked_on=days(30)), ASK),
        (TODAY, Past(held="court"), Decision(reason="court")),
        (days(36), Past(held="court"), WAIT),
        (TODAY, Past(asked_on=days(3), held="not_safe"), Decision(reason="not_safe")),
    ],
)
def test_at_most_once_a_month_and_never_left_out_in_silence(on: date, past: Past, wanted: Decision) -> None:
    assert rules.decide(on, past, TODAY) == wanted


def test_what_waits_for_the_month_is_still_fresh_when_it_is_over() -> None:
    assert rules.FRESH >= feedback.ASK_AGAIN_AFTER


@pytest.mark.parametrize(
    ("end", "after"),
    [
        (date(2026, 1, 15), date(2026, 4, 15)),
        (date(2026, 11, 30), date(2027, 2, 28)),
        (date(2027, 11, 30), date(2028, 2, 29)),
        (date(2026, 10, 1), date(2027, 1, 1)),
    ],
)
def test_three_months_after_the_end(end: date, after: date) -> None:
    assert rules.after_end(end) == after


def test_children_are_asked_from_four_on() -> None:
    assert rules.is_old_enough(date(2022, 3, 31), TODAY)
    assert not rules.is_old_enough(date(2022, 4, 1), TODAY)
    assert rules.is_old_enough(None, TODAY)


@pytest.mark.parametrize(
    ("what", "reason", "until", "wrong"),
    [
        ("all", "not_safe", 90, ""),
        ("all", "cannot_follow", 90, "reason"),
        ("all", "busy", 90, "reason"),
        ("ssd", "cannot_follow", 1, ""),
        ("ssd", "court", 1, "reason"),
        ("all", "court", 91, "until_on"),
        ("all", "court", 0, "until_on"),
        ("all", "court", None, "until_on"),
    ],
)
def test_a_hold_has_one_of_four_reasons_and_ends(
    what: str, reason: str, until: int | None, wrong: str
) -> None:
    day = None if until is None else TODAY + timedelta(days=until)
    assert rules.hold_problem(what, reason, day, TODAY) == wrong


@pytest.mark.parametrize(
    ("ticked", "by", "worker", "alone"),
    [
        (True, "self", False, True),
        (False, "self", False, False),
        (True, "self", True, False),
        (True, "self_with_help", False, False),
    ],
)
def test_alone_is_alone(ticked: bool, by: str, worker: bool, alone: bool) -> None:
    assert feedback.is_alone(ticked=ticked, answered_by=by, worker_present=worker) is alone


def test_what_cannot_be_followed_is_not_asked() -> None:
    now = feedback.Conditions(ready=True, talked_through=True, has_drawn=True, alone=True, can_follow=False)
    left_out = [q.code for q in feedback.questions_for("teen") if feedback.reason_not_asked(q.code, now)]
    assert left_out == list(feedback.SSD)
    assert {feedback.reason_not_asked(code, now) for code in left_out} == {"cannot_follow"}


FOUR, THREE = (3, 2, 1, 8), (4, 3, 2, 1, 8)


@pytest.mark.parametrize(
    ("given", "straight"),
    [
        ([(FOUR, 3)] * 5 + [(THREE, 4)], True),
        ([(FOUR, 3)] * 5, False),
        ([(FOUR, 3)] * 5 + [(THREE, 3)], False),
        ([(FOUR, 3)] * 6 + [(FOUR, 9), (FOUR, 0), ((), None)], True),
        ([(FOUR, 9)] * 8, False),
        ([(FOUR, 8)] * 6, True),
        ([], False),
    ],
)
def test_all_in_one_place_is_flagged(given: list[tuple[tuple[int, ...], int | None]], straight: bool) -> None:
    assert feedback.is_straight(given) is straight


@pytest.mark.parametrize(
    ("trigger", "on", "problem"),
    [
        ("visit", TODAY, ""),
        ("meeting", days(35), ""),
        ("meeting", days(36), "on"),
        ("visit", days(-1), "on"),
        ("visit", None, "on"),
        ("plan_shared", TODAY, "trigger"),
        ("end", TODAY, "trigger"),
        ("", TODAY, "trigger"),
    ],
)
def test_by_hand_only_what_nothing_else_knows_and_only_while_it_is_fresh(
    trigger: str, on: date | None, problem: str
) -> None:
    assert rules.by_hand_problem(trigger, on, TODAY) == problem


def test_an_end_is_none_while_somebody_works_with_the_child() -> None:
    over = [one for one in rules.TRIGGERS if rules.is_over(one, still_working=True)]
    assert over == ["end", "after_end"]
    assert not any(rules.is_over(one, still_working=False) for one in rules.TRIGGERS)
