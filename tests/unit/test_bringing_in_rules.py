"""A council's own plan is sorted into our parts: nothing is lost, nothing is placed by guessing."""

from __future__ import annotations

import uuid
from datetime import date
from pathlib import Path

import pytest

from webapp.config import ConfigurationError
from webapp.documents import Block, read_words
from webapp.plans.bringing_in import content, headings, rules
from webapp.plans.bringing_in.flags import flags
from webapp.plans.bringing_in.rules import LEFT_OUT, NOT_PLACED, STEP, Brought, Piece
from webapp.plans.rules import MOVING_PARTS, PARTS
from webapp.plans.words import ADULT_HEADINGS, CHILD_HEADINGS

KNOWN = headings.read(headings.OURS)
CHILD = "018f0000-0000-7000-8000-000000000001"
TODAY = date(2026, 11, 22)


def brought(words: str) -> Brought:
    return sort(read_words(words).blocks)


def sort(blocks: list[Block]) -> Brought:
    return rules.bring(blocks, KNOWN, name="Zara", child_id=CHILD, was_changed=False)


def places(words: str) -> list[tuple[str, str]]:
    return [(one.place, one.text) for one in brought(words).pieces]


@pytest.mark.parametrize("part", PARTS)
def test_our_own_headings_lead_to_their_parts(part: str) -> None:
    ours = str(ADULT_HEADINGS[part]) % {"name": "Zara"}
    found = KNOWN.place(ours, "Zara")
    assert found is not None
    assert found.goes_to == part
    childs = KNOWN.place(str(CHILD_HEADINGS[part]), "Zara")
    assert childs is not None
    assert childs.goes_to == part


@pytest.mark.parametrize(
    ("heading", "part"),
    [
        ("Reason for undertaking this piece of work / presenting issues", "why"),
        ("Initial plan and time frame", "how_long"),
        ("Initial plan and timeframe", "how_long"),
        ("Child's profile / story", "child_says"),
        ("Childs Profile / story", "child_says"),
        ("Family history and understanding of family relationships", "before"),
        ("Timeline / significant events", "before"),
        ("Professional background and involvement", "before"),
        ("Sphere of understanding", "why_think"),
        ("Child protection risks", "worried"),
        ("Family resilience and protection factors", "going_well"),
        ("Family resilience and protective factors", "going_well"),
        ("Analysis", "why_think"),
        ("Recommendations", "change"),
        ("Social work intervention plan", "steps"),
        ("Details of all subject child/children/young person(s)", "leave_out"),
        ("Distribution of Record for Understanding Families", "leave_out"),
        ("3. WHAT ARE WE WORRIED ABOUT?", "worried"),
        ("What Zara’s life is like: what Zara says", "child_says"),
        ("What the young person wants", "child_says"),
    ],
)
def test_headings_of_annex_b_and_of_case_systems(heading: str, part: str) -> None:
    found = KNOWN.place(heading, "Zara")
    assert found is not None
    assert found.goes_to == part


def test_the_longest_known_heading_counts() -> None:
    assert KNOWN.place("What needs to happen for the plan to end", "") == headings.Place("safe_enough")
    assert KNOWN.place("What needs to happen", "") == headings.Place("steps")


def test_an_authority_changes_the_table(tmp_path: Path) -> None:
    own = tmp_path / "own.csv"
    own.write_text(
        "heading,goes_to,for\nOur big worries,worried,everyone\nAnalysis,leave_out,\n", encoding="utf-8-sig"
    )
    found = headings.read(headings.OURS, own)
    assert found.place("Our big worries", "") == headings.Place("worried")
    assert found.place("Analysis", "") == headings.Place("leave_out")
    own.write_text("heading,goes_to,for\nOur big worries,nowhere,everyone\n")
    with pytest.raises(ConfigurationError, match=r"own\.csv, row 2"):
        headings.read(headings.OURS, own)


def test_what_is_not_known_is_kept_under_not_placed() -> None:
    found = sort([Block("heading", "Our dog"), Block("line", "She has a dog."), Block("line", "It is old.")])
    assert found.pieces == [Piece(NOT_PLACED, "Our dog", "She has a dog.\nIt is old.")]


def test_a_bold_sentence_that_looks_like_a_heading_is_kept() -> None:
    blocks = [
        Block("heading", "Worries"),
        Block("heading", "Karim must not visit"),
        Block("heading", "Analysis"),
    ]
    assert sort(blocks).pieces == [Piece(NOT_PLACED, "", "Karim must not visit")]
    assert sort(blocks[:2]).pieces == [Piece(NOT_PLACED, "", "Karim must not visit")]


def test_an_unknown_heading_in_plain_text_does_not_join_the_part_before() -> None:
    found = brought("Worries\nHe is tired.\nPets\nShe has a dog.").pieces
    assert [(one.place, one.heading, one.text) for one in found] == [
        ("worried", "Worries", "He is tired."),
        (NOT_PLACED, "Pets", "She has a dog."),
    ]


def test_a_day_is_not_a_number_of_a_heading() -> None:
    assert places("Next review\n10 January 2031\n4.12.26 at school") == [
        ("review", "10 January 2031"),
        ("review", "4.12.26 at school"),
    ]


def test_parents_views_are_never_placed_for_everyone() -> None:
    assert places("Views of mother\nShe is tired.") == [(NOT_PLACED, "She is tired.")]


def test_no_word_of_a_plan_is_lost() -> None:
    words = ["before any heading", "a worry", "a dog", "a strength", "cell one", "cell two"]
    first = f"{words[0]}\nWorries\n{words[1]}\n\nWorking well\n{words[3]}\n"
    text = first + f"{words[4]}\t{words[5]}\nPets: {words[2]}"
    kept = "\n".join(one.text for one in brought(text).pieces)
    assert [one for one in words if one not in kept] == []


def test_items_join_their_paragraph_and_get_a_stop() -> None:
    assert places("Worries\nTwo things:\n• Late nights\n• No breakfast") == [
        ("worried", "Two things:\nLate nights.\nNo breakfast.")
    ]


def test_a_table_of_steps() -> None:
    text = (
        "Actions\nWhat needs to happen\tBy whom\tBy when\tWhy\n"
        "Breakfast club\tBeth\t4th December 2026\tEasier mornings\nTalk\tSamina and Beth\tevery week\t"
    )
    one, other = brought(text).pieces
    assert (one.place, one.text, one.whom, one.day, one.why) == (
        STEP,
        "Breakfast club",
        "Beth",
        "2026-12-04",
        "Easier mornings",
    )
    assert (other.whom, other.day, other.day_words) == ("Samina and Beth", "", "every week")


def test_annex_bs_table_of_steps_has_a_blank_head() -> None:
    rows = [("", "By whom", "By when"), ("Breakfast club", "Beth", "04/12/2026")]
    found = sort([Block("row", cells=cells, table=1) for cells in rows])
    assert [(one.place, one.text, one.whom, one.day) for one in found.pieces] == [
        (STEP, "Breakfast club", "Beth", "2026-12-04")
    ]


def test_any_other_table_is_read_row_by_row() -> None:
    rows = [("Date", "Event"), ("May 2026", "Moved house")]
    blocks = [Block("heading", "Timeline / significant events")]
    found = sort(blocks + [Block("row", cells=cells, table=1) for cells in rows])
    assert [(one.place, one.text) for one in found.pieces] == [
        ("before", "Date – Event.\nMay 2026 – Moved house.")
    ]


def test_a_form_of_labels_and_answers() -> None:
    rows = [
        ("Date of birth", "1 May 2018"),
        ("Reason for plan:", "Late for school."),
        ("Strengths", "She reads."),
    ]
    found = sort([Block("row", cells=cells, table=1) for cells in rows])
    assert [(one.place, one.text) for one in found.pieces] == [
        (LEFT_OUT, "1 May 2018"),
        ("why", "Late for school."),
        ("going_well", "She reads."),
    ]


def test_a_personal_label_ends_with_its_line() -> None:
    assert places("Worries\nHe is tired.\nAddress: 1 Mill Road\nHe is late.") == [
        ("worried", "He is tired."),
        (LEFT_OUT, "1 Mill Road"),
        ("worried", "He is late."),
    ]


def test_steps_written_as_a_list() -> None:
    one, other = brought("Next steps\n1. Beth and Samina will visit the club by 4.12.26\n2. Rest").pieces
    assert (one.place, one.whom, one.day) == (STEP, "Beth and Samina", "2026-12-04")
    assert (other.place, other.text, other.whom) == (STEP, "Rest.", "")


def test_a_numbered_line_before_text_is_a_heading() -> None:
    found = brought("1. Worries\nHe is tired.\n2. Pets and places\nA dog.").pieces
    assert [(one.place, one.heading) for one in found] == [
        ("worried", "1. Worries"),
        (NOT_PLACED, "2. Pets and places"),
    ]


def test_the_childs_own_version() -> None:
    found = brought(
        "Worries\nShe is tired.\nChild friendly version\nWhat we are worried about\nYou are tired."
    ).pieces
    assert [(one.place, one.reader) for one in found] == [("worried", "everyone"), ("worried", CHILD)]
    named = brought("Why we come to see you\nYou were late.").pieces
    assert [(one.place, one.reader) for one in named] == [("why", CHILD)]


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("by 4 December 2026", date(2026, 12, 4)),
        ("4th Dec 26", date(2026, 12, 4)),
        ("Friday the 4th of December, 2026", date(2026, 12, 4)),
        ("04/12/2026", date(2026, 12, 4)),
        ("4.12.26", date(2026, 12, 4)),
        ("2026-12-04", date(2026, 12, 4)),
        ("31/02/2026 or 01/03/2026", date(2026, 3, 1)),
        ("1 January 9999", None),
        ("0/0/0000", None),
        ("4 December", None),
        ("ongoing", None),
        ("12 Smarch 2026", None),
    ],
)
def test_days(words: str, day: date | None) -> None:
    assert rules.day_in(words) == day


def test_the_kind_the_review_and_the_gaps() -> None:
    found = brought(
        "Child protection plan for Zara\nWorries\nShe is late.\nReview date\nThursday 14 January 2027"
    )
    assert (found.kind, found.review_on) == ("child_protection", date(2027, 1, 14))
    asked = [part for part in PARTS if part not in MOVING_PARTS]
    assert rules.gaps(found.pieces, found.kind) == [one for one in asked if one not in ("worried", "review")]
    assert brought("Care plan\nWorries\nThe child in need plan ended.").kind == "care_plan"


@pytest.mark.parametrize(
    ("piece", "codes"),
    [
        (Piece("worried", "", "You are late."), ["you"]),
        (Piece("worried", "", "You are late.", CHILD), []),
        (Piece("worried", "", "The IRO will come."), ["capitals"]),
        (Piece("worried", "", "The GP will come."), []),
        (Piece("worried", "", "They live at 12 Mill Road."), ["lives"]),
        (Piece("worried", "", "Ring 0161 496 0000."), ["lives"]),
        (Piece("worried", "", "Flat in M1 2AB."), ["lives"]),
        (Piece("worried", "", "NHS number 943 476 5919."), ["number"]),
        (Piece("worried", "", "He is home alone on Mondays."), ["alone"]),
        (Piece("worried", "", "Samina told us he drinks."), ["told"]),
        (Piece(LEFT_OUT, "", "You live at 12 Mill Road."), []),
        (Piece(STEP, "", "Visit"), ["step_person", "step_date"]),
        (Piece(STEP, "", "Visit", whom="Beth", day="2026-11-21"), ["past"]),
        (Piece(STEP, "", "Visit", whom="Beth", day="2026-11-22"), []),
    ],
)
def test_what_a_worker_is_shown_beside_a_piece(piece: Piece, codes: list[str]) -> None:
    assert [one.code for one in flags([piece], TODAY).get(0, [])] == codes


def test_a_draft_of_what_has_a_place() -> None:
    pieces = [
        Piece("why", "", "She was late."),
        Piece("why", "", "You were late.", CHILD),
        Piece("why", "", "We came to help.", CHILD),
        Piece(NOT_PLACED, "", "A dog."),
        Piece(LEFT_OUT, "", "Mill Road."),
        Piece("why", "", " "),
        Piece(STEP, "", "Visit", whom="Beth", day="2026-12-04", why="Mornings."),
        Piece(STEP, "", "We visit you", CHILD),
    ]
    paragraphs, steps = content.draft_of(pieces, uuid.UUID(CHILD))
    texts = [{key[0]: words.text for key, words in one.words.items()} for one in paragraphs]
    assert texts == [{"adult": "She was late.", "child": "You were late."}, {"child": "We came to help."}]
    assert [(one.by_whom, one.by_on, sorted(one.words)) for one in steps] == [
        ("Beth", date(2026, 12, 4), [("adult", "en"), ("child", "en")])
    ]


def test_a_care_plan_and_a_plan_about_a_move_miss_the_parts_about_moving() -> None:
    care = brought("Care plan\nPlacement\nShe lives with Joan.\nSiblings\nThey stay together.")
    assert places("Care plan\nPlacement\nShe lives with Joan.")[-1] == ("home", "She lives with Joan.")
    missing = [part for part in MOVING_PARTS if part not in ("home", "siblings")]
    assert [part for part in rules.gaps(care.pieces, care.kind) if part in MOVING_PARTS] == missing
    assert [part for part in rules.gaps(care.pieces, "child_in_need") if part in MOVING_PARTS] == missing
