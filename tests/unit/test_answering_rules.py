"""Finding a marked sentence again, its English, and putting another in its place."""

from __future__ import annotations

import uuid

import pytest

from webapp.plans.answering import rules
from webapp.plans.content import ParagraphContent, StepContent, VersionContent, Words

ADULT, URDU, CHILD = ("adult", "en"), ("adult", "ur"), ("child", "en")
MOTHER, FATHER = uuid.uuid4(), uuid.uuid4()


def paragraph(
    text: str, urdu: str = "", part: str = "why", reader_id: uuid.UUID | None = None
) -> ParagraphContent:
    words = {ADULT: Words(text), CHILD: Words("You came late.")} | ({URDU: Words(urdu)} if urdu else {})
    return ParagraphContent(uuid.uuid4(), part, reader_id, words=words)


def version(*items: ParagraphContent | StepContent) -> VersionContent:
    return VersionContent(
        id=uuid.uuid4(),
        plan_id=uuid.uuid4(),
        child_id=uuid.uuid4(),
        family_id=uuid.uuid4(),
        number=1,
        kind="child_in_need",
        state="draft",
        revision=0,
        review_on=None,
        paragraphs=[one for one in items if isinstance(one, ParagraphContent)],
        steps=[one for one in items if isinstance(one, StepContent)],
    )


def test_a_sentence_is_found_where_its_reader_has_it() -> None:
    hers, his = paragraph("One. Two.", reader_id=MOTHER), paragraph("Two.", reader_id=FATHER)
    found = version(hers, his)
    assert rules.find_item(found, ADULT, "Two.", MOTHER) is hers
    assert rules.find_item(found, ADULT, "Two.", FATHER) is his
    assert rules.find_item(found, ADULT, "One. Two.", MOTHER) is None
    assert rules.find_item(found, URDU, "Two.", MOTHER) is None


def test_a_step_is_an_item_too() -> None:
    step = StepContent(uuid.uuid4(), words={ADULT: Words("The bus. A pass.", "Mornings. Nights.")})
    assert rules.find_item(version(step), ADULT, "The bus. A pass.", MOTHER) is step
    assert rules.find_item(version(step), ADULT, "Nights.", MOTHER) is step
    assert rules.find_item(version(step), ADULT, "A pass.", MOTHER) is None
    assert (rules.part_of(step), rules.part_of(paragraph("One."))) == ("steps", "why")


@pytest.mark.parametrize(
    ("urdu", "sentence", "english"),
    [
        ("ایک۔ دو۔", "دو۔", "Two."),
        ("ایک۔ دو۔", "ایک۔", "One."),
        ("ایک۔", "ایک۔", None),
        ("ایک۔ دو۔", "تین۔", None),
        ("", "دو۔", None),
    ],
)
def test_the_english_behind_a_translation(urdu: str, sentence: str, english: str | None) -> None:
    assert rules.english_of(paragraph("One. Two.", urdu), URDU, sentence) == english


@pytest.mark.parametrize(
    ("text", "old", "new"),
    [
        ("One. Two. Three.", "Two.", "One. 2. Three."),
        ("Say Two. Two.", "Two.", "Say Two. 2."),
        ("Two.  Three.\nTwo.", "Two.", "2.  Three.\nTwo."),
    ],
)
def test_one_sentence_is_replaced_and_nothing_else(text: str, old: str, new: str) -> None:
    before = paragraph(text, "ایک۔")
    after = rules.reworded(before, "adult", old, "2.")
    assert after is not None
    assert after.words[ADULT].text == new
    assert (after.words[URDU], after.words[CHILD]) == (before.words[URDU], before.words[CHILD])
    assert rules.reworded(before, "adult", "Not there.", "2.") is None
    assert rules.reworded(before, "child", old, "2.") is None


def test_of_a_step_the_first_line_is_whole() -> None:
    step = StepContent(uuid.uuid4(), words={ADULT: Words("The bus. A pass.", "A pass. Nights.")})
    what = rules.reworded(step, "adult", "The bus. A pass.", "A taxi.")
    why = rules.reworded(step, "adult", "A pass.", "It is dark.")
    assert what is not None
    assert why is not None
    assert what.words[ADULT] == Words("A taxi.", "A pass. Nights.")
    assert why.words[ADULT] == Words("The bus. A pass.", "It is dark. Nights.")
    alone = StepContent(uuid.uuid4(), words={ADULT: Words("The bus. A pass.")})
    one = rules.reworded(alone, "adult", "A pass.", "A card.")
    assert one is not None
    assert one.words[ADULT] == Words("The bus. A card.")


def test_what_a_reader_has_of_a_part() -> None:
    found = version(
        paragraph("One. Two."),
        paragraph("Hers.", reader_id=MOTHER),
        paragraph("His.", reader_id=FATHER),
        paragraph("Other.", part="goals"),
    )
    assert rules.lines_of_part(found, "why", "adult", MOTHER) == ["One.", "Two.", "Hers."]
    assert rules.lines_of_part(found, "why", "child", None) == ["You came late."]
    assert rules.lines_of_part(found, "why", "other", None) == []


def test_who_reads_which_wording() -> None:
    assert (rules.audience_of(MOTHER, MOTHER), rules.audience_of(MOTHER, FATHER)) == ("child", "adult")
