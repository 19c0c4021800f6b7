"""What may come back to what was said of a step, when it still shows, and the order of what is due."""

from __future__ import annotations

import uuid
from datetime import date

import pytest

from webapp.plans.answering import rules as answering
from webapp.plans.content import StepContent, VersionContent, Words, compose, lines_of
from webapp.plans.steps import rules
from webapp.plans.steps.rules import Due
from webapp.review import rules as review

CHILD, ONE = uuid.uuid4(), uuid.uuid4()


@pytest.mark.parametrize(
    ("state", "outcome", "standing", "tells"),
    [
        ("done", "", "doing", True),
        ("done", "sent", "not_started", True),
        # The step says so already.
        ("done", "", "done", False),
        ("done", "confirmed", "done", True),
        # It moved on since.
        ("done", "confirmed", "stuck", False),
        ("done", "not_yet", "doing", True),
        ("done", "talk", "done", True),
    ],
)
def test_what_was_said_shows_while_it_tells_something(
    state: str, outcome: str, standing: str, tells: bool
) -> None:
    assert rules.is_open(state, outcome, standing) == tells


def test_both_sides_know_the_same_outcomes() -> None:
    for kind in ("step_said", "step_idea"):
        assert review.outcomes_for(kind) == rules.outcomes(kind)
    assert review.outcomes_for("not_right") == review.SENTENCE_OUTCOMES
    assert review.outcomes_for("") == review.outcomes_for("position") == review.OUTCOMES
    every = {
        code for kind in ("", "not_clear", "step_said", "step_idea") for code in review.outcomes_for(kind)
    }
    assert every == set(review.EVERY_OUTCOME)


def test_what_is_due_stands_by_its_day_and_by_nothing_else() -> None:
    late = Due(date(2026, 1, 2), "step", CHILD, "Zara", "The bus", "Beth")
    soon = Due(date(2026, 3, 1), "review", ONE, "adam")
    same_day = Due(date(2026, 1, 2), "talk", ONE, "adam", people=("Nan",))
    assert rules.in_order([soon, late, same_day]) == [same_day, late, soon]


def step(text: str, why: str = "", how: str = "") -> StepContent:
    words = Words(text, why, how=how)
    return StepContent(uuid.uuid4(), None, "Beth", date(2026, 12, 4), words={("adult", "en"): words})


@pytest.mark.parametrize(
    ("words", "lines", "how"),
    [
        ({"text": "The bus. A pass."}, ["The bus.", "A pass."], None),
        ({"text": "The bus. A pass.", "how": "It came."}, ["The bus. A pass.", "It came."], 1),
        (
            {"text": "The bus.", "why": "One. Two.", "how": "It came."},
            ["The bus.", "One.", "Two.", "It came."],
            3,
        ),
    ],
)
def test_how_we_will_know_comes_last_and_has_its_place(
    words: dict[str, str], lines: list[str], how: int | None
) -> None:
    made = step(**words)
    assert lines_of(made.words["adult", "en"]) == lines
    content = VersionContent(
        uuid.uuid4(), uuid.uuid4(), CHILD, uuid.uuid4(), 1, "care_plan", "draft", 0, None, [], [made]
    )
    block = compose(content, reader_id=ONE, audience="adult", language="en")["steps"][0]
    assert block.get("how") == how


def test_a_marked_sentence_of_how_we_will_know_is_put_right_there() -> None:
    made = step(text="The bus.", why="One.", how="It came. Two.")
    changed = answering.reworded(made, "adult", "Two.", "Three.")
    assert changed is not None
    assert changed.words["adult", "en"] == Words("The bus.", "One.", how="It came. Three.")


def test_a_step_is_itself_in_every_version() -> None:
    first = step(text="The bus.")
    assert first.line_id == first.id
    assert StepContent(uuid.uuid4(), first_id=first.id).line_id == first.id
