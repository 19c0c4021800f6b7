"""Stages and clocks of asking for an advocate and of complaining: pure, no database."""

from __future__ import annotations

from datetime import date

import pytest

from webapp.support import rules

# A Friday.
START = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("stage", "longer", "expected"),
    [
        ("waiting", False, date(2026, 11, 24)),
        ("contacted", False, None),
        ("stage_1", False, date(2026, 12, 4)),
        ("stage_1", True, date(2026, 12, 18)),
        ("stage_2", False, date(2026, 12, 25)),
        ("stage_2", True, date(2027, 2, 19)),
        ("stage_3", False, date(2027, 1, 1)),
        ("stage_3", True, date(2027, 1, 1)),
        ("ended", False, None),
    ],
)
def test_until_when_the_service_has_to_act(stage: str, longer: bool, expected: date | None) -> None:
    assert rules.due_on(stage, START, (), days=rules.CONTACT_WITHIN, longer=longer) == expected


def test_closed_days_and_another_promise_count() -> None:
    closed = {date(2026, 11, 23)}
    assert rules.due_on("waiting", START, closed, days=2) == date(2026, 11, 25)
    assert rules.due_on("stage_1", START, closed, days=2) == date(2026, 12, 7)
    assert rules.due_on("waiting", START, (), days=1) == date(2026, 11, 23)


@pytest.mark.parametrize(
    ("kind", "stage", "is_waiting", "is_longer", "expected"),
    [
        ("advocacy", "waiting", True, False, ["contacted", "ended"]),
        ("advocacy", "contacted", False, False, ["ended"]),
        ("advocacy", "ended", False, False, []),
        ("complaint", "stage_1", True, False, ["answered", "longer", "stage_2", "ended"]),
        ("complaint", "stage_1", True, True, ["answered", "stage_2", "ended"]),
        ("complaint", "stage_1", False, False, ["stage_2", "ended"]),
        ("complaint", "stage_2", True, False, ["answered", "longer", "stage_3", "ended"]),
        ("complaint", "stage_3", True, False, ["answered", "ended"]),
        ("complaint", "stage_3", False, False, ["ended"]),
        ("complaint", "ended", False, False, []),
    ],
)
def test_what_the_service_may_do_next(
    kind: str, stage: str, is_waiting: bool, is_longer: bool, expected: list[str]
) -> None:
    assert rules.steps_open(kind, stage, is_waiting=is_waiting, is_longer=is_longer) == expected


@pytest.mark.parametrize(
    ("reached", "is_answered", "is_late", "expected"),
    [
        ("stage_1", True, False, "stage_2"),
        ("stage_1", False, True, "stage_2"),
        ("stage_1", False, False, None),
        ("stage_2", True, False, "stage_3"),
        ("stage_2", False, False, None),
        ("stage_3", True, False, None),
        ("stage_3", False, True, None),
    ],
)
def test_the_person_moves_a_complaint_on_after_an_answer_or_when_none_came(
    reached: str, is_answered: bool, is_late: bool, expected: str | None
) -> None:
    assert rules.next_stage(reached, is_answered=is_answered, is_late=is_late) == expected


@pytest.mark.parametrize(
    ("step", "expected"),
    [
        ("contacted", "contacted"),
        ("answered", "stage_1"),
        ("longer", "stage_1"),
        ("stage_2", "stage_2"),
        ("stage_3", "stage_3"),
        ("ended", "ended"),
    ],
)
def test_where_a_step_leads(step: str, expected: str) -> None:
    assert rules.stage_after("stage_1", step) == expected


@pytest.mark.parametrize(
    ("role", "kind"),
    [
        ("advocacy", "advocacy"),
        ("advocate", "advocacy"),
        ("complaints", "complaint"),
        ("worker", None),
        ("manager", None),
        ("administrator", None),
        ("plan_checker", None),
        ("data_officer", None),
        ("child", None),
    ],
)
def test_who_receives_what(role: str, kind: str | None) -> None:
    assert rules.kind_for(role) == kind


def test_where_a_request_begins() -> None:
    assert rules.first_stage("advocacy") == "waiting"
    assert rules.first_stage("complaint") == "stage_1"
