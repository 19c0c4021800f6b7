"""What an authority may add, and that it never changes the core."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from webapp.cli import main
from webapp.feedback import rules as ours
from webapp.feedback.own_questions import rules
from webapp.feedback.questions import OWN_ID, Question

HEAD = ",".join(rules.COLUMNS)
FOOD = "child_8_12,LA_FOOD,en,Is there food you like?,yes=3 · no=1 · don't know=8,Youth council,"
FOOD_UR = "child_8_12,LA_FOOD,ur,کیا کھانا اچھا ہے؟,ہاں=3 · نہیں=1 · معلوم نہیں=8,,checked"


def file(*rows: str) -> bytes:
    return ("\n".join([HEAD, *rows]) + "\n").encode()


def good(*rows: str) -> list[Question]:
    found, problems = rules.read(file(*rows))
    assert problems == []
    return found


def test_a_question_in_two_languages() -> None:
    [one] = good(FOOD, FOOD_UR)
    assert (one.code, one.codes, one.instrument_id, one.amounts) == (
        "LA_FOOD",
        (3, 1, 8),
        OWN_ID,
        ("all", "none", "unknown"),
    )
    assert [(w.language, w.state) for w in one.wordings] == [("en", "english_only"), ("ur", "checked")]


@pytest.mark.parametrize(
    ("row", "column"),
    [
        (FOOD.replace("LA_FOOD", "LISTEN"), "code"),
        (FOOD.replace("LA_FOOD", "LA_" + "X" * 40), "code"),
        (FOOD.replace("child_8_12", "everyone"), "audience"),
        (FOOD.replace(",en,", ",English,"), "language"),
        (FOOD.replace(",en,", ",ur,"), "language"),
        (FOOD.replace("Is there food you like?", " "), "wording"),
        (FOOD.replace("Is there food you like?", "a" * 161), "wording"),
        (FOOD.replace("no=1", "no"), "option_codes"),
        (FOOD.replace("no=1", "no=3"), "option_codes"),
        (FOOD.replace("no=1", "no=9"), "option_codes"),
        (FOOD.replace(" · don't know=8", ""), "option_codes"),
        (FOOD.replace("no=1", "=1"), "option_codes"),
        (FOOD.replace("Youth council", "a" * 201), "source"),
        (FOOD + "perfect", "state"),
        (FOOD + ",more", ""),
        ("child_8_12,LA_FOOD", ""),
    ],
)
def test_a_wrong_row_is_named(row: str, column: str) -> None:
    found, problems = rules.read(file(row))
    assert [(one.line, one.column) for one in problems] == [(2, column)], problems
    assert found == []


def test_a_translation_has_the_same_codes_and_stands_once() -> None:
    assert rules.read(file(FOOD, FOOD_UR.replace("=1", "=2")))[1][0].column == "option_codes"
    assert rules.read(file(FOOD, FOOD))[1] == [
        rules.Problem(3, "language", "this question stands here twice")
    ]


def test_other_columns_and_too_many_questions_are_refused() -> None:
    assert rules.read(b"code,wording\n")[1][0].line == 1
    rows = [FOOD.replace("LA_FOOD", f"LA_Q{number}") for number in range(6)]
    assert [one.column for one in rules.read(file(*rows))[1]] == ["audience"]


def test_bytes_that_are_no_text_are_named_and_a_mark_at_the_start_is_not() -> None:
    assert rules.read(file(FOOD) + b"\xff") == ([], [rules.Problem(3, "", "not UTF-8")])
    assert rules.read(b"\xef\xbb\xbf" + file(FOOD).replace(b"\n", b"\r\n"))[1] == []


def test_twice_changes_nothing_and_another_word_is_a_new_version() -> None:
    one = good(FOOD)
    first = rules.changes(now=[], wanted=one, last={})
    assert [q.version for q in first.added] == ["1"]
    again = rules.changes(now=first.added, wanted=one, last={("child_8_12", "LA_FOOD"): 1})
    assert again == rules.Changes((), ())
    other = good(FOOD.replace("you like", "you enjoy"))
    changed = rules.changes(now=first.added, wanted=other, last={("child_8_12", "LA_FOOD"): 1})
    assert ([q.version for q in changed.added], changed.ended) == (["2"], first.added)
    assert rules.changes(now=first.added, wanted=[], last={}).ended == first.added


def test_an_own_question_comes_after_ours_and_changes_none() -> None:
    own = good(FOOD, FOOD.replace("child_8_12", "parent_carer"))
    before, after = ours.questions_for("teen"), ours.questions_for("teen", own=own)
    assert [one for one in after if not one.is_own] == before
    assert [one.code for one in after][-3:] == ["LA_FOOD", "OPEN_GOOD", "OPEN_CHANGE"]
    assert ours.questions_for("young", own=own) == ours.questions_for("young")


def test_the_command_names_each_wrong_row_and_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "ours.csv"
    path.write_bytes(file(FOOD.replace("LA_FOOD", "SAFE_NOW")))
    done = CliRunner().invoke(main, ["own-questions", str(path)])
    assert done.exit_code == 1
    assert "ours.csv, line 2, code: does not begin LA_" in done.output
    assert "Nothing was changed." in done.output
