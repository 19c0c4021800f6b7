"""In which order a plan is read, and how two copies of one reader are compared."""

from __future__ import annotations

from typing import Any

from webapp.plans import rules
from webapp.plans.changes.rules import Changes, PartChanges, compare
from webapp.plans.content import Block, Page
from webapp.plans.reading.rules import READING_ORDER, starts


def block(number: int, words: str, **more: Any) -> Block:
    return {"id": f"b{number}", "lang": "en", "lines": [words], "state": "english_only", **more}  # type: ignore[typeddict-item]


def page(steps: list[Block] | None = None, **parts: list[Block]) -> Page:
    return {
        "languages": ["en"],
        "parts": [{"key": key, "blocks": blocks} for key, blocks in parts.items()],
        "steps": steps or [],
    }


def test_every_part_is_read_once() -> None:
    assert sorted(READING_ORDER) == sorted(rules.PARTS)


def test_the_eight_questions_are_answered_in_order() -> None:
    """What is happening stands before them: why, worried, going well, change, who does what, stop, next."""
    leads = ["why", "worried", "going_well", "change", "steps", "safe_enough", "review"]
    assert [one for one in READING_ORDER if one in leads] == leads


def test_a_question_starts_with_the_first_of_its_parts_that_is_there() -> None:
    assert starts(["before", "child_says", "worried", "how_long"]) == [
        ("why", "before"),
        ("worried", "worried"),
        ("review", "how_long"),
    ]


def test_the_same_words_under_another_id_or_in_another_part_are_no_change() -> None:
    before = page(why=[block(1, "Zara is tired.")], worried=[block(2, "She is late.")])
    now = page(why=[block(3, "Zara  is tired.")], change=[block(4, "She is late.")])
    assert compare(before, now) == Changes()


def test_nearly_the_same_words_are_changed_and_others_are_new() -> None:
    same = [block(5, "Zara likes maths."), block(6, "Nani comes most evenings.")]
    before = page(
        worried=[block(1, "Zara missed two days of school in May."), block(2, "Nights are hard.")],
        going_well=same,
    )
    now = page(
        worried=[block(3, "Zara missed nine days of school in May."), block(4, "The flat is damp and cold.")],
        going_well=same,
    )
    assert compare(before, now) == Changes(
        [PartChanges("worried", new=1, changed=1, gone=1)], {"b3": "changed", "b4": "new"}
    )


def test_nothing_is_marked_where_most_is_new() -> None:
    before = page(why=[block(1, "Zara is tired.")])
    now = page(why=[block(2, "Zara is tired.")], worried=[block(3, "She is late."), block(4, "It is damp.")])
    assert compare(before, now) == Changes([PartChanges("worried", new=2, changed=0, gone=0)], {})


def test_one_earlier_paragraph_explains_one_change_only() -> None:
    before = page(worried=[block(1, "Zara missed two days of school.")])
    now = page(
        worried=[block(3, "Zara missed six days of school."), block(4, "Zara missed ten days of school.")]
    )
    assert compare(before, now).parts == [PartChanges("worried", new=1, changed=1, gone=0)]


def test_a_step_with_another_day_or_person_is_changed() -> None:
    before = page([block(1, "Breakfast club", whom="Beth", when="2026-12-04")])
    now = page([block(2, "Breakfast club", whom="Beth", when="2026-12-11")])
    assert compare(before, now).parts == [PartChanges("steps", 0, 1, 0)]


def test_a_translation_put_right_is_no_change() -> None:
    before = page(why=[block(1, "پہلے", lang="ur", english=["Zara is tired."])])
    now = page(why=[block(2, "اب", lang="ur", english=["Zara is tired."])])
    assert compare(before, now) == Changes()
    assert compare(page(why=[block(1, "Zara is tired.")]), now) == Changes()


def test_a_part_that_is_gone_is_counted() -> None:
    assert compare(page(goals=[block(1, "A garden."), block(2, "A dog.")]), page()) == Changes(
        [PartChanges("goals", 0, 0, 2)], {}
    )
