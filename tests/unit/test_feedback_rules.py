"""Which questions, in which order, and which answers reach a person."""

from __future__ import annotations

import hashlib
from datetime import date

import pytest

from webapp.feedback import questions, rules
from webapp.feedback.rules import Conditions

ALL = Conditions(ready=True, talked_through=True, has_drawn=True, alone=True)
# A changed word is a new version of the instrument: answers to other words must not be counted together.
ENGLISH_OF_VERSION_1 = "be3190e1f091dc3e"


def codes(band: str) -> list[str]:
    return [question.code for question in rules.questions_for(band)]


def english() -> str:
    words = [
        (q.audience, q.code, q.standard.text, q.standard.options, q.codes) for q in questions.all_questions()
    ]
    return hashlib.sha256(repr(words).encode()).hexdigest()[:16]


def test_the_words_of_version_1_are_fixed() -> None:
    assert (questions.VERSION, english()) == ("1", ENGLISH_OF_VERSION_1)


def test_every_band_of_a_family_begins_with_the_core_and_ends_with_own_words() -> None:
    for band in rules.RESPONDENTS:
        assert codes(band)[0] == "LISTEN"
        assert codes(band)[-2:] == ["OPEN_GOOD", "OPEN_CHANGE"]
        assert len(codes(band)) == len(set(codes(band)))


def test_the_standard_is_asked_from_eight_on_and_never_of_adults() -> None:
    assert not set(rules.SSD) & {*codes("young"), *codes("adult")}
    assert set(rules.SSD) <= set(codes("mid"))
    assert set(rules.SSD) <= set(codes("teen"))


def test_the_standard_keeps_its_exact_words() -> None:
    found = {q.code: q.standard.text for q in rules.questions_for("mid")}
    assert found["SSD_TABLET_HELP"] == (
        "Did writing/ drawing on the tablet help you to explain what you were thinking "
        "and what you wanted to happen?"
    )


def test_a_young_person_is_asked_both_sets() -> None:
    assert {"LISTEN", "TELL_TRUTH", "HONEST", "ADVOCATE"} <= set(codes("teen"))


@pytest.mark.parametrize(
    ("code", "missing", "reason"),
    [
        ("SAFE_NOW", "ready", "no_duty"),
        ("SAFER", "ready", "no_duty"),
        ("SAFE_ME", "ready", "no_duty"),
        ("SAFE_ME", "alone", "not_alone"),
        ("PRESSURE", "alone", "not_alone"),
        ("SSD_PLAN_SAFE", "talked_through", "not_talked_through"),
        ("SSD_TABLET_HELP", "talked_through", "not_talked_through"),
        ("SSD_TABLET_HELP", "has_drawn", "no_drawing_yet"),
        ("LISTEN", "ready", ""),
    ],
)
def test_what_is_missing_decides_what_is_not_asked(code: str, missing: str, reason: str) -> None:
    held = {name: name != missing for name in ("ready", "talked_through", "has_drawn", "alone")}
    assert rules.reason_not_asked(code, ALL) == ""
    assert rules.reason_not_asked(code, Conditions(**held)) == reason


@pytest.mark.parametrize(
    ("code", "alarms"),
    [("SAFE_NOW", {1, 2}), ("SAFE_ME", {1, 2}), ("SAFER", {1}), ("KNOW_WHO", set()), ("LISTEN", set())],
)
def test_not_safe_and_only_that_raises_an_alarm(code: str, alarms: set[int]) -> None:
    assert {answer for answer in (None, 0, 1, 2, 3, 4, 8, 9) if rules.is_alarm(code, answer)} == alarms


@pytest.mark.parametrize("band", list(rules.AUDIENCES))
def test_parts_are_short_and_lose_nothing(band: str) -> None:
    parts = rules.parts(rules.questions_for(band))
    assert [code for part in parts for code in part] == codes(band)
    assert all(0 < len(part) <= rules.PART_LIMIT for part in parts)


def test_every_option_has_words_in_both_languages_and_a_drawing() -> None:
    for band in rules.AUDIENCES:
        for question in rules.questions_for(band):
            urdu = question.wording("ur")
            assert urdu.language == "ur", question.code
            assert len(urdu.options) == len(question.codes)
            drawn = [
                amount for code, amount in zip(question.codes, question.amounts, strict=True) if code != 0
            ]
            assert all(drawn), question.code


def test_once_a_month() -> None:
    assert rules.ask_again_on(date(2026, 1, 31)) == date(2026, 3, 2)
