"""Edges of a plan's words: what speaks to one reader, what is explained, what stops it being published."""

from __future__ import annotations

import uuid
from datetime import date

import pytest

from webapp.plans import content, rules
from webapp.plans.content import ParagraphContent, StepContent, VersionContent, Words
from webapp.plans.rules import Check
from webapp.plans.writing.rules import Problem, capitals_in, problems_in_words, short_for_child, speaks_to_one

CHILD, MOTHER = uuid.UUID(int=1), uuid.UUID(int=2)
FINE = "Zara is tired."
CHECKED = Check("checked", "Interpreter, ref NB-I-204", date(2026, 11, 18))


def version(*paragraphs: ParagraphContent, steps: tuple[StepContent, ...] = ()) -> VersionContent:
    ids = [uuid.UUID(int=number) for number in (7, 8, 9)]
    return VersionContent(
        *(ids[0], ids[1], CHILD, ids[2]), 1, "child_in_need", "draft", 0, None, list(paragraphs), list(steps)
    )


def paragraph(
    text: str, *, audience: str = "adult", part: str = "why", reader: uuid.UUID | None = None
) -> ParagraphContent:
    return ParagraphContent(uuid.uuid4(), part, reader, words={(audience, "en"): Words(text)})


def step(
    what: str = "Breakfast club", why: str = "", *, whom: str = "Beth", reader: uuid.UUID | None = None
) -> StepContent:
    return StepContent(
        uuid.uuid4(), reader, whom, date(2026, 12, 4), words={("adult", "en"): Words(what, why)}
    )


def test_a_plan_has_its_parts_in_the_order_of_annex_b() -> None:
    """R93 to R107, and R115; where a child who is moving will live (R28 to R31) comes right after why."""
    assert " ".join(rules.PARTS) == (
        "why home see_first siblings school things family_time going_home"
        " before child_says worried going_well why_think change safe_enough goals ideas culture"
        " who_helps steps review how_long"
    )


def test_the_states_and_answers_that_a_plan_may_have() -> None:
    assert rules.KINDS == ("early_help", "child_in_need", "child_protection", "care_plan", "pathway_plan")
    assert rules.AUDIENCES == ("adult", "child")
    assert rules.TRANSLATION_STATES == ("machine", "checked", "talked_through")
    assert rules.STEP_STATES == ("not_started", "doing", "done", "stuck")
    assert rules.ASKED == ("asked", "could_not_find", "not_safe", "said_no")
    assert rules.POSITIONS == ("advice_first", "agree", "partly", "do_not_agree")
    assert rules.SENTENCE_ANSWERS == ("not_clear", "not_right")
    assert rules.LONGEST_FIELD == 20_000


@pytest.mark.parametrize("word", ["you", "Your", "yours", "yourself", "YOURSELVES"])
def test_every_form_of_you_speaks_to_one_reader(word: str) -> None:
    assert rules.says_you(f"It is {word}.", "en")
    assert not rules.says_you(f"It is {word}.", "pl")


@pytest.mark.parametrize(
    "short",
    ["GP", "NHS", "UK", "TV", "PE", "OK", "PIN", "QR", "A&E", "USA", "BBC", "ID", "PC", "GCSE", "GCSEs"],
)
def test_short_forms_of_every_day_need_no_explanation(short: str) -> None:
    assert rules.unexplained_capitals([f"See the {short} soon."]) == []


@pytest.mark.parametrize(
    ("texts", "found"),
    [
        (["The IROs and the CP plan."], ["IROs", "CP"]),
        (["The SEND team.", "The IRO."], ["SEND", "IRO"]),
        (["The IRO.", "An independent reviewing officer (IRO)."], []),
        (["The R&D. The IRO. The R&D."], ["R&D", "IRO"]),
        (["I saw A cat."], []),
        (["See the IRO", "CP plan"], ["IRO", "CP"]),
    ],
)
def test_short_forms_are_found_once_in_order(texts: list[str], found: list[str]) -> None:
    assert rules.unexplained_capitals(texts) == found


@pytest.mark.parametrize(
    ("before", "changed", "asked", "after"),
    [
        (None, True, CHECKED, CHECKED),
        (None, False, CHECKED, CHECKED),
        (CHECKED, True, CHECKED, Check()),
        (CHECKED, False, CHECKED, CHECKED),
        (CHECKED, True, Check("talked_through"), Check("talked_through")),
        (CHECKED, False, Check("machine", "someone", date(2026, 11, 18)), Check()),
    ],
)
def test_a_check_covers_the_words_that_were_checked(
    before: Check | None, changed: bool, asked: Check, after: Check
) -> None:
    assert rules.next_check(before=before, text_changed=changed, asked=asked) == after


@pytest.mark.parametrize(
    ("english", "translation", "before", "after"),
    [
        (False, False, False, False),
        (True, False, False, True),
        (False, False, True, True),
        (True, True, True, False),
        (False, True, True, False),
    ],
)
def test_a_translation_lags_behind_changed_english(
    english: bool, translation: bool, before: bool, after: bool
) -> None:
    assert (
        rules.is_out_of_date(english_changed=english, translation_changed=translation, before=before) is after
    )


def test_lines_are_counted_over_all_texts() -> None:
    assert rules.lines(["One. Two.", "", "Three"]) == 3


def problems(*paragraphs: ParagraphContent, steps: tuple[StepContent, ...] = ()) -> list[str]:
    return [one.code for one in problems_in_words(version(*paragraphs, steps=steps))]


def test_a_plan_is_empty_when_no_paragraph_says_anything() -> None:
    assert problems(paragraph(""), paragraph(" ")) == ["empty"]
    assert problems(paragraph(""), paragraph(FINE)) == []


def test_a_problem_names_the_paragraph_or_the_step() -> None:
    wrong, bad = paragraph("You are tired."), step(whom="")
    found = problems_in_words(version(paragraph(FINE), wrong, steps=(step(), bad)))
    assert found == [Problem("you", wrong.id), Problem("step_person", bad.id)]
    assert [one.detail for one in found] == ["", ""]


def test_you_in_why_and_in_a_step_is_found_too() -> None:
    assert speaks_to_one(step(why="It helps you."))
    assert problems(paragraph(FINE), steps=(step("You come."),)) == ["you"]
    assert problems(paragraph(FINE), steps=(step("You come.", reader=MOTHER),)) == []


def test_a_childs_own_wording_may_say_you() -> None:
    both = ParagraphContent(
        uuid.uuid4(), "why", words={("child", "en"): Words("You are tired."), ("adult", "en"): Words(FINE)}
    )
    assert not speaks_to_one(both)


def test_a_step_needs_what_whom_and_when_unless_it_is_empty() -> None:
    assert problems(paragraph(FINE), steps=(StepContent(uuid.uuid4()),)) == []
    assert problems(paragraph(FINE), steps=(StepContent(uuid.uuid4(), by_whom="Beth"),)) == [
        "step_what",
        "step_date",
    ]
    assert problems(paragraph(FINE), steps=(step(" ", "It helps."),)) == ["step_what"]


def test_capitals_are_looked_for_in_what_a_reader_reads_and_in_its_english() -> None:
    plan = version(
        ParagraphContent(
            uuid.uuid4(),
            "why",
            words={("adult", "en"): Words("The IRO comes."), ("adult", "ur"): Words("وہ آئیں گے۔")},
        )
    )
    for language in ("en", "ur"):
        page = content.compose(plan, reader_id=MOTHER, audience="adult", language=language)
        assert capitals_in([page]) == [Problem("capitals", detail="IRO")]


@pytest.mark.parametrize(
    ("text", "short"), [("", True), ("One. Two.", True), ("One. Two. Three.", False), ("A. B. C. D.", False)]
)
def test_three_lines_are_enough_for_a_child(text: str, short: bool) -> None:
    plan = version(paragraph(FINE), paragraph(text, audience="child"))
    assert short_for_child(plan) == (["why"] if short else [])


def test_a_part_without_a_paragraph_needs_no_childs_version() -> None:
    assert short_for_child(version()) == []


@pytest.mark.parametrize(("reader", "short"), [(None, []), (CHILD, []), (MOTHER, ["why"])])
def test_what_the_child_does_not_read_counts_for_nothing(reader: uuid.UUID | None, short: list[str]) -> None:
    said = paragraph("One. Two. Three.", audience="child", reader=reader)
    assert short_for_child(version(said)) == short


def test_lines_in_another_part_or_language_count_for_nothing() -> None:
    other = paragraph("One. Two. Three.", audience="child", part="worried")
    urdu = ParagraphContent(
        uuid.uuid4(), "why", words={("child", "ur"): Words("ایک۔ دو۔ تین۔"), ("adult", "en"): Words(FINE)}
    )
    assert short_for_child(version(urdu, other)) == ["why"]
