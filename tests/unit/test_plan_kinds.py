"""The five kinds of plan, what is told of the law of each, and the parts for a child who is moving."""

from __future__ import annotations

import uuid

import pytest

from webapp.core.text import sentences
from webapp.plans import law as laws
from webapp.plans import rules, words
from webapp.plans.content import ParagraphContent, VersionContent, Words
from webapp.plans.reading.rules import READING_ORDER, starts
from webapp.plans.reading.shown import PICTURES
from webapp.plans.writing.rules import moving_gaps

CHILD, MOTHER, ID = uuid.uuid4(), uuid.uuid4(), uuid.uuid4()
BASE = [part for part in rules.PARTS if part not in rules.MOVING_PARTS]
LONGEST = {"adult": 20, "child": 15}


def told(kind: str, audience: str) -> laws.Law:
    return laws.law(kind, audience, "Zara")


@pytest.mark.parametrize("kind", rules.KINDS)
@pytest.mark.parametrize("audience", rules.AUDIENCES)
def test_every_kind_tells_its_law_in_short_sentences(kind: str, audience: str) -> None:
    said = told(kind, audience)
    lines = [line for text in (said.choice, said.says, said.advice) for line in sentences(text)]
    assert len(lines) >= 4
    assert max(len(line.split()) for line in lines) <= LONGEST[audience], lines
    assert "%(" not in "".join(lines)
    assert said.act.startswith("Children Act ")


@pytest.mark.parametrize(
    ("kind", "act"),
    [
        ("early_help", "Children Act 2004, section 10"),
        ("child_in_need", "Children Act 1989, section 17"),
        ("child_protection", "Children Act 1989, section 47"),
        ("care_plan", "Children Act 1989, sections 20, 22 and 31A"),
        ("pathway_plan", "Children Act 1989, section 23E. Children and Social Work Act 2017, section 3"),
    ],
)
def test_each_kind_names_the_act_and_the_section(kind: str, act: str) -> None:
    assert told(kind, "adult").act == told(kind, "child").act == act


def test_what_is_voluntary_is_said_openly_and_what_is_not_too() -> None:
    """R105; practice §7 on section 20."""
    assert told("early_help", "adult").choice == (
        "You choose early help. You can say no, and you can change your mind."
    )
    assert told("child_in_need", "adult").choice.startswith("You choose whether to take this help.")
    assert told("child_protection", "adult").choice.startswith("You did not choose this plan.")
    assert "at any time. Get free legal advice first if you can." in told("care_plan", "adult").choice
    assert told("pathway_plan", "adult").choice == "Zara says what goes in it, and which help to take."
    assert "They can say no to it." in told("child_in_need", "child").choice
    assert "did not choose" in told("child_protection", "child").choice
    for kind in ("early_help", "child_in_need"):
        assert "If Zara may not be safe, we may still have to act." in told(kind, "adult").says


def test_a_child_is_told_that_it_is_not_their_fault_and_is_asked() -> None:
    assert "It is not your fault." in told("child_protection", "child").choice
    for kind in ("child_in_need", "child_protection", "care_plan"):
        assert "we must ask you what you want" in told(kind, "child").says.lower()


def test_advice_never_comes_from_us() -> None:
    assert "0808 801 0366" in told("early_help", "adult").advice
    assert "They do not work for us." in told("early_help", "child").advice


@pytest.mark.parametrize("kind", rules.KINDS)
def test_the_parts_about_moving_are_in_a_care_plan_and_where_the_worker_says_so(kind: str) -> None:
    still, moving = (rules.parts_for(kind, is_moving=moves) for moves in (False, True))
    assert moving == list(rules.PARTS)
    assert still == (list(rules.PARTS) if kind == "care_plan" else BASE)


def test_a_part_that_is_written_never_goes_away() -> None:
    found = rules.parts_for("child_in_need", is_moving=False, written=["school", "why"])
    assert [part for part in found if part in rules.MOVING_PARTS] == ["school"]
    assert found == ["why", "school", *BASE[1:]]


@pytest.mark.parametrize("part", rules.MOVING_PARTS)
def test_a_part_about_moving_has_headings_a_hint_a_picture_and_a_place(part: str) -> None:
    assert "Zara" in words.part_heading(part, "adult", "Zara")
    assert "you" in words.part_heading(part, "child", "Zara").lower()
    assert words.moving_hints("Zara")[part]
    assert PICTURES[part]
    assert READING_ORDER.index(part) == rules.MOVING_PARTS.index(part)


def test_where_a_child_will_live_is_the_first_thing_to_find() -> None:
    assert starts(["family_time", "why"]) == [("home", "family_time"), ("why", "why")]
    assert words.question("home", "child", "Zara") == "Where you will live"
    assert words.question("home", "adult", "Zara") == "Where Zara will live"
    assert words.question("review", "adult", "Zara") == "What happens next"
    assert words.question("why", "adult", "Zara") == "Why we are involved"


def said(
    part: str, audience: str = "child", reader: uuid.UUID | None = None, text: str = "Nan."
) -> ParagraphContent:
    return ParagraphContent(uuid.uuid4(), part, reader, words={(audience, "en"): Words(text)})


def version(kind: str, *paragraphs: ParagraphContent, is_moving: bool = False) -> VersionContent:
    return VersionContent(
        ID, ID, CHILD, ID, 1, kind, "draft", 0, None, list(paragraphs), [], is_moving=is_moving
    )


def test_what_a_child_who_moves_is_not_told_is_named() -> None:
    """R29: the child's own words count, not the adults'."""
    paragraphs = (
        said("home"),
        said("see_first", "adult"),
        said("siblings", reader=MOTHER),
        said("school", reader=CHILD),
        said("things", text=" "),
    )
    gaps = ["see_first", "siblings", "things", "family_time", "going_home"]
    assert moving_gaps(version("care_plan", *paragraphs)) == gaps
    assert moving_gaps(version("child_in_need", *paragraphs, is_moving=True)) == gaps
    assert moving_gaps(version("child_in_need", *paragraphs)) == []
