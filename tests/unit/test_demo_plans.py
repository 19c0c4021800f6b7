"""The demo's plans: all five kinds, every part, both wordings; a newcomer sees all that a plan can say."""

from __future__ import annotations

from typing import Any

import pytest

from webapp.core.text import sentences
from webapp.demo import stage
from webapp.demo.plans import KINDS as CALLED
from webapp.plans import rules

CHILDREN = list(dict.fromkeys(one["child"] for one in stage.content("people")["allocations"]))
# One plan of each kind is whole.
WHOLE = {
    "rosie": "early_help",
    "zara": "child_in_need",
    "kasia": "child_protection",
    "tyler": "care_plan",
    "mia": "pathway_plan",
}


def plan(child: str) -> dict[str, Any]:
    found: dict[str, Any] = stage.content(f"plans/{child}")
    return found


def kind_of(child: str) -> str:
    kind = plan(child)["kind"]
    return str(CALLED.get(kind, kind))


def test_all_five_kinds_are_there() -> None:
    assert {kind_of(child) for child in CHILDREN} == set(rules.KINDS)
    assert {child: kind_of(child) for child in WHOLE} == WHOLE


@pytest.mark.parametrize("child", WHOLE)
def test_a_plan_of_each_kind_has_every_part_for_adults_and_for_the_child(child: str) -> None:
    parts = {part["part"]: part["paragraphs"] for part in plan(child)["parts"]}
    assert list(parts) == rules.parts_for(kind_of(child), is_moving=False)
    for part, paragraphs in parts.items():
        assert any(one["adult"].get("en") for one in paragraphs), part
        lines = rules.lines(one["child"].get("en", "") for one in paragraphs)
        assert lines >= rules.CHILD_LINES, (part, lines)


@pytest.mark.parametrize("child", CHILDREN)
def test_what_everyone_reads_speaks_to_nobody_and_is_explained(child: str) -> None:
    for part in plan(child)["parts"]:
        for one in part["paragraphs"]:
            for language, text in one["adult"].items():
                assert one["for"] != "everyone" or not rules.says_you(text, language), one["id"]
                assert sentences(text)
            texts = [one[side].get("en", "") for side in rules.AUDIENCES]
            assert not rules.unexplained_capitals(texts), one["id"]


@pytest.mark.parametrize("child", [child for child in CHILDREN if child != "rosie"])
def test_a_child_who_reads_has_words_wherever_everyone_has(child: str) -> None:
    for part in plan(child)["parts"]:
        for one in part["paragraphs"]:
            assert one["for"] != "everyone" or one["child"].get("en"), one["id"]


@pytest.mark.parametrize("child", ["tyler", "mia"])
def test_what_is_in_urdu_is_whole_and_marked(child: str) -> None:
    """What we translate ourselves is a computer translation, and says so."""
    items = [one for part in plan(child)["parts"] for one in part["paragraphs"]]
    pairs = [(one, one[side]) for one in items for side in rules.AUDIENCES]
    steps = [(one, one[side]) for one in plan(child)["steps"] for side in ("what", "why", "child_what")]
    for one, words in [*pairs, *steps]:
        assert "en" not in words or "ur" in words, one["id"]
        assert one["ur_state"] == "machine", one["id"]


def test_one_step_is_late_so_that_drift_is_seen_and_no_other() -> None:
    late = [
        step["id"]
        for child in CHILDREN
        for step in plan(child)["steps"]
        if step["by_day"] < 0 and step["state"] != "done"
    ]
    assert late == ["kasia-step-3"]
