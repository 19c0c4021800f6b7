"""What a paragraph may say, when a translation lags, and what one reader gets."""

from __future__ import annotations

import uuid
from datetime import date

import pytest

from webapp.plans import content, rules
from webapp.plans.content import ParagraphContent, StepContent, VersionContent, Words
from webapp.plans.rules import Check
from webapp.plans.writing.rules import capitals_in, problems_in_words, short_for_child

CHILD, MOTHER, FATHER = uuid.UUID(int=1), uuid.UUID(int=2), uuid.UUID(int=3)


def version(*paragraphs: ParagraphContent, steps: tuple[StepContent, ...] = ()) -> VersionContent:
    return VersionContent(
        id=uuid.uuid4(),
        plan_id=uuid.uuid4(),
        child_id=CHILD,
        family_id=uuid.uuid4(),
        number=1,
        kind="child_in_need",
        state="draft",
        revision=0,
        review_on=None,
        paragraphs=list(paragraphs),
        steps=list(steps),
    )


def paragraph(
    text: str, *, part: str = "why", reader: uuid.UUID | None = None, **more: str
) -> ParagraphContent:
    words = {("adult", "en"): Words(text)} | {("adult", code): Words(said) for code, said in more.items()}
    return ParagraphContent(uuid.uuid4(), part, reader, words=words)


def step(
    what: str = "Breakfast club", whom: str = "Beth", when: date | None = date(2026, 12, 4)
) -> StepContent:
    return StepContent(uuid.uuid4(), None, whom, when, words={("adult", "en"): Words(what, "It helps.")})


@pytest.mark.parametrize(
    ("words", "language", "expected"),
    [
        ("You asked for help.", "en", True),
        ("Call YOUR worker", "en", True),
        ("Youth club is on Monday. Young people come.", "en", False),
        ("آپ نے مدد مانگی۔", "ur", True),
        ("بڑے آپس میں نہ ملیں۔", "ur", False),
        ("Twoja mama", "pl", False),
    ],
)
def test_says_you(words: str, language: str, expected: bool) -> None:
    assert rules.says_you(words, language) is expected


def test_capitals_are_explained_once_in_brackets() -> None:
    assert rules.unexplained_capitals(["The IRO comes.", "See your GP."]) == ["IRO"]
    assert rules.unexplained_capitals(["The independent reviewing officer (IRO) comes. The IRO asks."]) == []


def test_an_explanation_on_another_readers_page_does_not_count() -> None:
    plan = version(
        paragraph("The independent reviewing officer (IRO) comes.", reader=MOTHER),
        paragraph("The IRO comes."),
    )
    pages = [
        content.compose(plan, reader_id=one, audience="adult", language="en") for one in (MOTHER, FATHER)
    ]
    assert [one.detail for one in capitals_in(pages[:1])] == []
    assert [one.detail for one in capitals_in(pages)] == ["IRO"]


def test_new_words_are_not_covered_by_an_old_check() -> None:
    old = Check("checked", "Interpreter, ref NB-I-204", date(2026, 11, 18))
    assert rules.next_check(before=old, text_changed=True, asked=old) == Check()
    assert rules.next_check(before=old, text_changed=False, asked=old) == old
    newer = Check("checked", "Interpreter, ref NB-I-204", date(2026, 11, 20))
    assert rules.next_check(before=old, text_changed=True, asked=newer) == newer


def test_a_translation_lags_until_it_is_changed_too() -> None:
    assert rules.is_out_of_date(english_changed=True, translation_changed=False, before=False)
    assert rules.is_out_of_date(english_changed=False, translation_changed=False, before=True)
    assert not rules.is_out_of_date(english_changed=True, translation_changed=True, before=True)


def test_you_is_refused_for_everyone_and_welcome_for_one_reader() -> None:
    assert [one.code for one in problems_in_words(version(paragraph("You asked for help.")))] == ["you"]
    assert problems_in_words(version(paragraph("You asked for help.", reader=MOTHER))) == []


def test_an_empty_plan_and_a_step_without_person_or_date() -> None:
    assert [one.code for one in problems_in_words(version())] == ["empty"]
    found = problems_in_words(version(paragraph("Zara is tired."), steps=(step(whom="", when=None),)))
    assert [one.code for one in found] == ["step_person", "step_date"]


def test_the_childs_version_is_short_as_a_hint() -> None:
    assert short_for_child(version(paragraph("Zara is tired.", part="worried"))) == ["worried"]


def test_each_reader_gets_their_own_and_nothing_else() -> None:
    plan = version(
        paragraph("For all."), paragraph("For her.", reader=MOTHER), paragraph("For him.", reader=FATHER)
    )
    page = content.compose(plan, reader_id=FATHER, audience="adult", language="en")
    assert [line for block in content.blocks(page) for line in block["lines"]] == ["For all.", "For him."]


def test_a_child_never_gets_an_adults_wording() -> None:
    plan = version(paragraph("The adults argue."))
    page = content.compose(plan, reader_id=CHILD, audience="child", language="en")
    assert content.blocks(page) == []


def test_a_paragraph_without_urdu_stands_in_english_and_says_so() -> None:
    plan = version(paragraph("One. Two.", ur="ایک۔ دو۔"), paragraph("Three."))
    page = content.compose(plan, reader_id=MOTHER, audience="adult", language="ur")
    first, second = content.blocks(page)
    assert (first["lang"], first["lines"], first["english"]) == ("ur", ["ایک۔", "دو۔"], ["One.", "Two."])
    assert (second["lang"], second.get("miss"), second["state"]) == ("en", True, "english_only")
    assert content.unpack(content.pack(page)) == page


def test_a_sentence_is_found_by_its_place() -> None:
    plan = version(paragraph("One. Two."), paragraph("Three.", part="steps"), steps=(step(),))
    page = content.compose(plan, reader_id=MOTHER, audience="adult", language="en")
    found = [content.sentence(page, place) for place in range(6)]
    assert [one.words if one else None for one in found] == [
        "One.",
        "Two.",
        "Three.",
        "Breakfast club",
        "It helps.",
        None,
    ]
    assert content.sentence(page, -1) is None


def test_a_source_shows_only_where_it_is_safe() -> None:
    item = ParagraphContent(
        uuid.uuid4(),
        "worried",
        None,
        "school",
        frozenset({MOTHER}),
        {("adult", "en"): Words("Zara is late.")},
    )
    mother = content.compose(version(item), reader_id=MOTHER, audience="adult", language="en")
    father = content.compose(version(item), reader_id=FATHER, audience="adult", language="en")
    assert content.blocks(mother)[0].get("source") == "school"
    assert "source" not in content.blocks(father)[0]
