"""Hints beside a draft: terms, hard words, long sentences, capitals; what a swap leaves."""

from __future__ import annotations

import csv
import uuid

import pytest

from webapp.plans.content import ParagraphContent, StepContent, VersionContent, Words
from webapp.plans.glossary.rules import Term
from webapp.plans.glossary.rules import Words as Glossary
from webapp.plans.hinting import plainer
from webapp.plans.hinting.rules import Field, Hint, Plainer, fields_of, hints, swapped

REFERRAL = Term(
    uuid.uuid4(), "en", "core group", ("core group",), "A small group that meets. It makes the plan work.", ""
)
GLOSSARY = Glossary({"en": [REFERRAL]})
HARD = Plainer({"commence": "start", "in order to": "to", "group": "set"})
ITEM = uuid.uuid4()


def field(text: str, audience: str = "adult") -> Field:
    return Field(ITEM, f"{audience}-en-{ITEM}", audience, "text", text)


def of(*fields: Field, kept: set[uuid.UUID] | None = None) -> list[Hint]:
    return hints(fields, GLOSSARY, HARD, kept or set()).get(ITEM, [])


def test_terms_and_hard_words_once_each_in_the_order_of_the_text() -> None:
    found = of(field("Commence the core group in order to help. The core group will commence."))
    assert [(one.kind, one.words, one.plain) for one in found] == [
        ("hard", "Commence", "start"),
        ("term", "core group", REFERRAL.adult),
        ("hard", "in order to", "to"),
    ]


def test_a_term_that_is_kept_gives_no_hint_and_a_child_without_words_is_told_of() -> None:
    assert of(field("The core group."), kept={REFERRAL.id}) == []
    assert [one.kind for one in of(field("The core group.", "child"))] == ["no_words"]


@pytest.mark.parametrize(("audience", "most"), [("adult", 20), ("child", 15)])
def test_a_sentence_is_long_past_its_readers_measure(audience: str, most: int) -> None:
    assert of(field(" ".join(["word"] * most) + ".", audience)) == []
    found = of(field("Short one. " + " ".join(["word"] * (most + 1)) + ".", audience))
    assert [(one.kind, one.count) for one in found] == [("long", most + 1)]


def test_capitals_that_any_text_explains_give_no_hint() -> None:
    assert [one.words for one in of(field("The IRO and the GP."))] == ["IRO"]
    assert of(field("The IRO."), field("The independent reviewing officer (IRO).")) == []


@pytest.mark.parametrize(
    ("text", "kind", "words", "plain", "after"),
    [
        ("Commence now.", "hard", "Commence", "start", "Start now."),
        ("We commence, we commence.", "hard", "commence", "start", "We start, we commence."),
        ("The core group meets.", "term", "core group", "A small group. It meets.", "A small group meets."),
        ("See the core group.", "term", "core group", "A small group.", "See a small group."),
        ("Ask for respite.", "term", "respite", "Time away.", "Ask for time away."),
    ],
)
def test_a_swap_puts_plain_words_where_the_word_stood(
    text: str, kind: str, words: str, plain: str, after: str
) -> None:
    assert swapped(Hint(kind, field(text), words, plain, start=text.index(words))) == after


def test_english_alone_is_looked_at_in_paragraphs_and_steps() -> None:
    paragraph = ParagraphContent(
        ITEM,
        "why",
        words={("adult", "en"): Words("One."), ("adult", "ur"): Words("ایک۔"), ("child", "en"): Words(" ")},
    )
    step = StepContent(uuid.uuid4(), words={("child", "en"): Words("What", why="Why", how="How")})
    content = VersionContent(
        ITEM, ITEM, ITEM, ITEM, 1, "child_in_need", "draft", 0, None, [paragraph], [step]
    )
    assert [(one.name, one.text) for one in fields_of(content)] == [
        (f"adult-en-{ITEM}", "One."),
        (f"what-child-en-{step.id}", "What"),
        (f"why-child-en-{step.id}", "Why"),
        (f"how-child-en-{step.id}", "How"),
    ]


def test_our_hard_words_each_have_a_plainer_one_and_a_source() -> None:
    rows = list(csv.DictReader(plainer.OURS.open(newline="", encoding="utf-8")))
    assert len(rows) > 200
    assert all(row["word"] and row["plainer"] and row["source"] for row in rows)
    assert not {row["word"] for row in rows} & {row["plainer"] for row in rows}
    assert plainer.ours().find("We will COMMENCE.") == [(8, 16, "start")]
