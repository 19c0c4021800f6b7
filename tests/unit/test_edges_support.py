"""Edges of asking for someone: each kind's stages, who receives it, what can still be done."""

from __future__ import annotations

import pytest

from webapp.support import rules


def test_a_complaint_climbs_three_stages_and_an_advocate_is_waited_for_once() -> None:
    assert rules.STAGES == {
        "advocacy": ("waiting", "contacted", "ended"),
        "complaint": ("stage_1", "stage_2", "stage_3", "ended"),
    }
    assert rules.KINDS == ("advocacy", "complaint")


def test_three_lines_are_kept_and_an_advocate_stays_for_a_year() -> None:
    assert rules.LINES == ("advocacy", "complaints", "out_of_hours")
    assert rules.WITH_CHILD_DAYS == 365
    assert rules.CONTACT_WITHIN == 2


@pytest.mark.parametrize("stage", ["stage_1", "stage_2"])
def test_more_time_is_taken_once_and_while_the_clock_runs(stage: str) -> None:
    def may_take(*, is_waiting: bool, is_longer: bool) -> bool:
        steps = rules.steps_open("complaint", stage, is_waiting=is_waiting, is_longer=is_longer)
        return "longer" in steps

    assert may_take(is_waiting=True, is_longer=False)
    assert not may_take(is_waiting=True, is_longer=True)
    assert not may_take(is_waiting=False, is_longer=False)
    assert not may_take(is_waiting=False, is_longer=True)
