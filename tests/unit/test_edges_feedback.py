"""Edges of what is asked: each group apart, short parts, and nothing held back without a reason."""

from __future__ import annotations

import pytest

from webapp.feedback import rules
from webapp.feedback.rules import Conditions

NOTHING = Conditions(ready=False, talked_through=False, has_drawn=False, alone=False)
REST = [
    question
    for question in rules.questions_for("teen")
    if not question.is_open and question.code not in {*rules.CORE, *rules.SSD}
]


@pytest.mark.parametrize("band", ["mid", "teen"])
def test_the_core_comes_first_then_the_standard_each_in_a_part_of_its_own(band: str) -> None:
    core, standard, *rest, own_words = rules.parts(rules.questions_for(band))
    assert set(core) == rules.CORE
    assert set(standard) == set(rules.SSD)
    assert own_words == ["OPEN_GOOD", "OPEN_CHANGE"]
    assert not {*rules.CORE, *rules.SSD} & {code for part in rest for code in part}


@pytest.mark.parametrize(("band", "core"), [("young", 4), ("mid", 6), ("teen", 6), ("adult", 5)])
def test_the_first_part_is_the_core_alone(band: str, core: int) -> None:
    first = rules.parts(rules.questions_for(band))[0]
    assert set(first) <= rules.CORE
    assert len(first) == core


def test_what_has_no_condition_is_asked_when_nothing_holds() -> None:
    free = set(rules.ALARMS) | rules.ALONE_ONLY | set(rules.SSD)
    for band in rules.AUDIENCES:
        for question in rules.questions_for(band):
            if question.code not in free:
                assert rules.reason_not_asked(question.code, NOTHING) == "", question.code


def test_without_a_drawing_only_the_question_about_drawing_is_left_out() -> None:
    no_drawing = Conditions(ready=True, talked_through=True, has_drawn=False, alone=True)
    left_out = [code for code in rules.SSD if rules.reason_not_asked(code, no_drawing)]
    assert left_out == ["SSD_TABLET_HELP"]


def test_the_standard_stays_in_a_part_of_its_own_when_one_of_it_is_not_asked() -> None:
    asked = [one for one in rules.questions_for("mid") if one.code != rules.AFTER_DRAWING]
    core, standard = rules.parts(asked)[:2]
    assert set(core) == rules.CORE
    assert set(standard) == {*rules.SSD} - {rules.AFTER_DRAWING}


@pytest.mark.parametrize(
    ("questions", "lengths"), [(8, [8]), (9, [5, 4]), (10, [5, 5]), (11, [6, 5]), (13, [7, 6])]
)
def test_eight_questions_are_one_part_and_more_are_halved(questions: int, lengths: list[int]) -> None:
    assert [len(part) for part in rules.parts(REST[:questions])] == lengths
