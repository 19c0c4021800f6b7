"""What may be asked: open questions, the nearest band, and codes that say what was asked, and when."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from flask_babel import Babel, force_locale

from webapp.core.language import LANGUAGES
from webapp.houses import content
from webapp.houses.asking import ours, rules
from webapp.houses.asking.rules import Template


@pytest.fixture(params=list(LANGUAGES))
def ours_in(request: pytest.FixtureRequest) -> Iterator[list[Template]]:
    """Our templates in each language of the interface."""
    app = Flask("webapp", root_path="webapp")
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = "../translations"
    Babel(app, locale_selector=lambda: None)
    with app.test_request_context(), force_locale(request.param):
        yield ours.templates()


def questions(templates: list[Template]) -> list[str]:
    return [words for one in templates for part in one.parts for words in part.questions.values()]


def test_no_question_of_ours_leads_a_child_in_any_language(ours_in: list[Template]) -> None:
    found = questions(ours_in)
    assert len(found) >= 20
    assert [(words, rules.leads(words)) for words in found if rules.leads(words)] == []


@pytest.mark.parametrize(
    "question",
    [
        "Did anyone hurt you?",
        "Who did that?",
        "When did it happen, and who did it?",
        "Has somebody HIT you?",
        "Do you have a secret?",
        "Where were you touched?",
        "کس نے مارا؟",
        "کیا کوئی راز ہے؟",
    ],
)
def test_a_question_that_leads_is_known(question: str) -> None:
    assert rules.leads(question)


@pytest.mark.parametrize("question", ["What worries you?", "What is in the white box?", "Who is with you?"])
def test_an_open_question_is_left_alone(question: str) -> None:
    assert rules.leads(question) == ""


def test_keys_of_parts_are_unlike_in_all_templates(ours_in: list[Template]) -> None:
    keys = [part.key for one in ours_in for part in one.parts]
    assert len(set(keys)) == len(keys)
    assert all(content.KEY.fullmatch(key) for key in (*keys, *(one.key for one in ours_in)))
    assert {part.sign for one in ours_in for part in one.parts} <= {*rules.SIGNS, *HOUSES}


HOUSES = {"house-good", "house-worry", "house-wish"}


def test_the_first_screens_of_the_houses_keep_the_codes_they_had(ours_in: list[Template]) -> None:
    good = ours_in[0].parts[0]
    codes = {band: rules.code(good.key, band, 1) for band in rules.CHILD_BANDS}
    assert codes == {"young": "GOOD_YOUNG", "mid": "GOOD_1", "teen": "GOOD_TEEN"}


@pytest.mark.parametrize("version", [1, 2, 9999])
@pytest.mark.parametrize("band", rules.BANDS)
@pytest.mark.parametrize("part", ["good", "p0123456789abcdef", "my_day_2"])
def test_a_code_names_part_band_and_version(part: str, band: str, version: int) -> None:
    code = rules.code(part, band, version)
    assert content.PROMPT.fullmatch(code)
    assert rules.read_code(code) == (part, band, version)


@pytest.mark.parametrize("code", ["", "GOOD", "GOOD_OLD", "GOOD_1_V", "good_1", "GOOD_1_V2_V3 "])
def test_what_is_no_code_of_ours_is_none(code: str) -> None:
    assert rules.read_code(code) is None


def test_a_band_without_words_gets_the_nearest() -> None:
    assert rules.nearest({"mid": "m", "teen": "t"}, "young") == "m"
    assert rules.nearest({"mid": "m", "teen": "t"}, "adult") == "t"
    assert rules.nearest({"young": "y", "teen": ""}, "teen") == "y"
    assert rules.nearest({}, "mid") == ""


def test_questions_for_under_eights_are_eight_words_at_most_and_twelve_for_the_next() -> None:
    app = Flask("webapp")
    Babel(app, locale_selector=lambda: None)
    with app.test_request_context(), force_locale("en"):
        for one in ours.templates():
            for part in one.parts:
                for sentence in part.question("young").split("? "):
                    assert len(sentence.split()) <= 8, sentence
                for sentence in part.question("mid").split(". "):
                    assert len(sentence.split()) <= 12, sentence


def test_thirteen_and_over_is_an_audience_of_its_own() -> None:
    assert rules.audience_of("child", "teen") == "teen"
    assert rules.audience_of("child", "young") == rules.audience_of("child", "mid") == "child"
    assert rules.audience_of("adult", "adult") == "adult"
