"""The instrument against the facts of local-data §3: every audience, exact codes, what the core is."""

from __future__ import annotations

from collections import Counter

import pytest

from webapp.feedback import questions, rules
from webapp.feedback.book import code_book

COUNTS = {
    "child_under_8": 7,
    "child_8_12": 18,
    "young_person_13": 14,
    "parent_carer": 20,
    "staff": 11,
    "partner": 8,
}
YOUNG = ["LISTEN", "EXPLAIN_WHAT", "EXPLAIN_WHY", "SAFE_NOW", "OPEN_GOOD", "OPEN_CHANGE"]
CORE = {
    "child_under_8": YOUNG,
    "child_8_12": [*YOUNG, "SAFER", "HELPED"],
    "parent_carer": [*(code for code in YOUNG if code != "SAFE_NOW"), "SAFER", "HELPED"],
}
YES_NO = {"yes": 3, "no": 1, "don't know": 8}
OPTIONS = {
    ("child_under_8", "LISTEN"): {"yes": 3, "sometimes": 2, "no": 1, "don't know": 8},
    ("child_under_8", "KNOW_WHO"): YES_NO,
    ("child_8_12", "LISTEN"): {"most of the time": 3, "sometimes": 2, "hardly ever": 1, "not sure": 8},
    ("child_8_12", "SAFER"): {
        "safer": 3,
        "the same": 2,
        "less safe": 1,
        "I was already safe": 4,
        "not sure": 8,
    },
    ("child_8_12", "HELPED"): {"better": 4, "a bit better": 3, "the same": 2, "worse": 1, "not sure": 8},
    ("child_8_12", "SSD_PLAN_SAFE"): YES_NO,
    ("young_person_13", "SAME"): {"yes": 3, "partly": 2, "no": 1, "don't know": 8, "not changed": 0},
    ("parent_carer", "ONCE"): {"no": 3, "sometimes": 2, "yes": 1, "don't know": 8},
    ("parent_carer", "SAFE_ME"): {"yes": 3, "sometimes": 2, "no": 1, "don't know": 8},
    ("partner", "SAFER"): {"safer": 3, "the same": 2, "less safe": 1, "was already safe": 4, "can't say": 8},
}
SSD_WORDS = {
    "SSD_EXPLAINED_WORRIES": "Has someone explained to you why people are worried for your family in a way "
    "that you can understand?",
    "SSD_STORY_HELP": "Does your story with words and pictures help you to understand what has happened in "
    "your family?",
    "SSD_AGREE_WORKER": "Do you agree with what your worker says needs to happen to keep you safe?",
    "SSD_PLAN_SAFE": "Do you think the plan tells everyone what they need to do to keep you safe?",
    "SSD_TABLET_HELP": "Did writing/ drawing on the tablet help you to explain what you were thinking and "
    "what you wanted to happen?",
}
ALL = questions.all_questions()


def test_every_audience_has_its_questions() -> None:
    assert Counter(one.audience for one in ALL) == COUNTS


@pytest.mark.parametrize("audience", list(CORE))
def test_the_core_is_asked_with_the_same_codes_of_every_band(audience: str) -> None:
    found = {one.code for one in questions.for_audience(audience)}
    assert set(CORE[audience]) <= found
    assert {code for code in found if code in rules.CORE} == set(CORE[audience]) & rules.CORE


@pytest.mark.parametrize(("audience", "code"), list(OPTIONS))
def test_options_have_their_codes(audience: str, code: str) -> None:
    found = next(one for one in questions.for_audience(audience) if one.code == code)
    assert dict(zip(found.standard.options, found.codes, strict=True)) == OPTIONS[audience, code]


def test_every_closed_question_can_be_answered_dont_know_and_has_its_drawings() -> None:
    for one in ALL:
        assert one.is_open or rules.DONT_KNOW in one.codes, one.code
        assert all(one.amounts), one.code
        assert set(one.codes) <= {0, 1, 2, 3, 4, 8}


@pytest.mark.parametrize("audience", ["child_8_12", "young_person_13"])
def test_the_standard_is_word_for_word(audience: str) -> None:
    found = {one.code: one.standard.text for one in questions.for_audience(audience) if one.code in SSD_WORDS}
    assert found == SSD_WORDS


def test_every_version_is_kept_and_the_newest_is_asked() -> None:
    assert questions.VERSIONS[-1] == questions.VERSION
    assert list(questions.VERSIONS) == [str(number + 1) for number in range(len(questions.VERSIONS))]


def test_the_code_book_has_each_question_once_in_each_language() -> None:
    lines = code_book()
    keys = [(one.instrument_version, one.audience, one.question_code, one.language) for one in lines]
    assert len(keys) == len(set(keys))
    assert {(one.audience, one.question_code) for one in lines} == {(one.audience, one.code) for one in ALL}
    safer = next(one for one in lines if one.audience == "partner" and one.question_code == "SAFER")
    assert (safer.option_codes, safer.options.count(" · ")) == ("3 · 2 · 1 · 4 · 8", 4)
    assert {one.wording_state for one in lines if one.language == "en"} == {"english_only"}
