"""Finding the glossary's words: longest first, whole words, plurals, never one inside another."""

from __future__ import annotations

import csv
import uuid
from typing import Any

import pytest

from tests.unit.test_docs import FORBIDDEN
from webapp.core.text import sentences
from webapp.plans.glossary.marking import marked_lines
from webapp.plans.glossary.rules import Term, Words, spellings
from webapp.plans.glossary.service import OURS, TRANSLATED


def term(word: str, *look_for: str, language: str = "en", child: str | None = None) -> Term:
    adult, own = f"adult words for {word}", f"child words for {word}"
    return Term(uuid.uuid4(), language, word, look_for or (word,), adult, own if child is None else child)


def found(text: str, *terms: Term, language: str = "en") -> list[tuple[str, str]]:
    words = Words({language: list(terms)})
    return [(text[one.start : one.end], one.term.term) for one in words.find(text, language)]


PLAN, NEED = term("child in need plan"), term("child in need")


def test_the_longest_term_is_found_and_none_inside_it() -> None:
    assert found("A Child in Need plan is for a child in need.", NEED, PLAN) == [
        ("Child in Need plan", "child in need plan"),
        ("child in need", "child in need"),
    ]


@pytest.mark.parametrize(
    ("word", "text", "matched"),
    [
        ("child in need", "children in need", "children in need"),
        ("section 47 enquiry", "Two section 47 enquiries began.", "section 47 enquiries"),
        ("foster carer", "Foster carers help.", "Foster carers"),
        ("connected person", "connected people", "connected people"),
        ("threshold", "thresholds", "thresholds"),
        ("advocate", "the advocate's view", "advocate"),
        ("IRO", "two IROs", "IROs"),
        ("wishes and feelings", "her wish and feeling", "wish and feeling"),
        ("care order", "CARE ORDERS", "CARE ORDERS"),
        ("children's guardian", "the children’s guardian", "children’s guardian"),
        ("eco-map", "an eco map", "eco map"),
        ("step down", "a step-down", "step-down"),
        ("core group", "the core\ngroup", "core\ngroup"),
    ],
)
def test_plurals_and_other_ways_to_write_a_word(word: str, text: str, matched: str) -> None:
    assert found(text, term(word))[0] == (matched, word)


@pytest.mark.parametrize(
    ("word", "text"),
    [
        ("neglect", "He is neglectful."),
        ("IRO", "iro"),
        ("PA", "papa PAs2"),
        ("outcome", "non-outcome"),
        ("core group", "score groups"),
        ("core group", "the core. Group work"),
    ],
)
def test_no_part_of_a_word_and_no_short_form_in_small_letters(word: str, text: str) -> None:
    assert found(text, term(word)) == []


def test_signs_of_a_pattern_are_plain_letters() -> None:
    assert found("s.17 and sx17", term("section 17", "s.17")) == [("s.17", "section 17")]


def test_urdu_words_are_found_whole() -> None:
    urdu = term("کور گروپ", language="ur")
    assert found("کور گروپ ہر ماہ ملتا ہے۔", urdu, language="ur") == [("کور گروپ", "کور گروپ")]
    assert found("کور گروپوں", urdu, language="ur") == []


def test_spellings_are_one_a_line_without_doubles() -> None:
    assert spellings(" core  group\n\nCore group\nCG ") == ("core group", "CG")


def part(*lines: str, lang: str = "en", place: int = 0) -> dict[str, Any]:
    numbered = [(place + number, line, None) for number, line in enumerate(lines)]
    return {"blocks": [{"lang": lang, "lines": numbered}], "steps": []}


def test_each_first_use_in_a_part_is_marked() -> None:
    words = Words({"en": [PLAN, NEED]})
    parts = [
        part("A child in need <b>.", "Children in need.", "A child in need plan."),
        part("A child in need.", place=3),
    ]
    marked = marked_lines(parts, words, audience="adult", language="en")
    assert {place: str(one.sentence) for place, one in marked.items()} == {
        0: "A <u>child in need</u> &lt;b&gt;.",
        2: "A <u>child in need plan</u>.",
        3: "A <u>child in need</u>.",
    }
    assert marked[0].notes[0].plain == "adult words for child in need"


def test_a_child_reads_the_childs_words_and_meets_no_mark_without_them() -> None:
    words = Words({"en": [NEED, term("disguised compliance", child="")]})
    parts = [part("A child in need.", "This is disguised compliance.")]
    marked = marked_lines(parts, words, audience="child", language="en")
    assert list(marked) == [0]
    assert marked[0].notes[0].plain == "child words for child in need"


def test_plain_words_are_in_the_readers_language_where_there_are_some() -> None:
    urdu = Term(NEED.id, "ur", "ضرورت مند بچہ", ("ضرورت مند بچہ",), "آسان الفاظ", "", "machine")
    words = Words({"en": [NEED, PLAN], "ur": [urdu]})
    lines = [
        part("A child in need plan.", "A child in need."),
        part("یہ ضرورت مند بچہ ہے۔", lang="ur", place=2),
    ]
    marked = marked_lines(lines, words, audience="adult", language="ur")
    assert [(note.language, note.is_unchecked) for one in marked.values() for note in one.notes] == [
        ("en", False),
        ("ur", True),
        ("ur", True),
    ]
    assert marked_lines(lines, words, audience="child", language="ur")[1].notes[0].language == "en"


ROWS = list(csv.DictReader(OURS.open(newline="", encoding="utf-8")))


def test_our_words_are_short_and_promise_nothing() -> None:
    assert len(ROWS) == 88
    for row in ROWS:
        for audience, longest in (("adult", 20), ("child", 15)):
            long = [one for one in sentences(row[audience]) if len(one.split()) > longest]
            assert not long, row["term"]
            assert not FORBIDDEN.search(row[audience]), row["term"]
        assert row["adult"], row["term"]
    # Practice §7: a child is not told of it.
    assert [row["term"] for row in ROWS if not row["child"]] == ["disguised compliance"]


def test_no_spelling_leads_to_two_of_our_words() -> None:
    for rows in (ROWS, *(list(csv.DictReader(file.open(encoding="utf-8"))) for file in TRANSLATED.values())):
        every = [one.strip().casefold() for row in rows for one in row["look_for"].split(";")]
        assert len(every) == len(set(every))
        assert all(every)


def test_every_translation_is_of_one_of_our_words() -> None:
    for file in TRANSLATED.values():
        rows = list(csv.DictReader(file.open(encoding="utf-8")))
        assert {row["english"] for row in rows} <= {row["term"] for row in ROWS}
        childless = {row["term"] for row in ROWS if not row["child"]}
        assert all(row["adult"] and bool(row["child"]) == (row["english"] not in childless) for row in rows)
        assert not any(FORBIDDEN.search(words) for row in rows for words in row.values())
