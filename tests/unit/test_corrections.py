"""A correction takes numbers away: who has every edition learns no number that the first did not tell."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from datetime import date

import pytest

from tests import attacker
from tests.every_table import counted
from tests.unit.test_publication import BIG, EVERYWHERE, NORTHBRIDGE, Q1, Q2, YEAR, made, of
from webapp.localdata.publication import corrections, edition
from webapp.localdata.publication.disclosure import PLAN_TYPES, TOTAL, Counted
from webapp.localdata.publication.tidy import FILTERS, INDICATORS, SYMBOLS, Row

TODAY = date(2026, 8, 3)
OTHER = counted(dict.fromkeys(PLAN_TYPES, BIG | {"3": 41}), ("3", "1"))
STAFF = counted({"no_plan": {"3": 40, "1": 20}}, ("3", "1"), on_plans=False)
PEOPLE = {"child_8_12": EVERYWHERE, "parent_carer": EVERYWHERE, "staff": STAFF}
NOW = PEOPLE | {"child_8_12": OTHER}


def corrected(
    now: Mapping[str, Counted], rows: Mapping[str, Sequence[Row]], note: str = "Some came twice."
) -> dict[str, list[Row]]:
    return edition.correct(Q1, edition.look(Q1, now, rows), rows, on=TODAY, note=note)


def numbers(rows: Mapping[str, Sequence[Row]]) -> dict[tuple[str, ...], str]:
    """Every number of all files by its place."""
    return {
        (
            name,
            row["time_period"],
            row["time_identifier"],
            *(row.get(part, "") for part in FILTERS),
            column,
        ): (row[column])
        for name in edition.FILES
        for row in rows[name]
        for column in INDICATORS & set(row)
        if row[column] not in SYMBOLS
    }


def test_what_changed_is_taken_back_with_a_note_and_the_rest_stays() -> None:
    rows = edition.add(NORTHBRIDGE, Q1, PEOPLE, {})
    assert edition.changed(Q1, edition.look(Q1, NOW, rows), rows) == {"child_8_12"}
    after = corrected(NOW, rows)
    answers = after["family_feedback.csv"]
    assert of(answers, "child_8_12", "3") == of(answers, TOTAL, "3") == [("x", "x")]
    assert of(answers, "child_8_12", "9") == [("c", "c")]
    assert of(answers, "parent_carer", "3") == [("200", "57")]
    assert [row for row in answers if row["respondent"] == "staff"] == [
        row for row in rows["family_feedback.csv"] if row["respondent"] == "staff"
    ]
    content = made(after)
    assert edition.read(content)[corrections.FILE] == [
        {
            "time_period": "202627",
            "time_identifier": "Financial year Q1",
            "respondent": "child_8_12",
            "corrected_on": "2026-08-03",
            "note": "Some came twice.",
        }
    ]
    assert "child_8_12, taken back. Some came twice." in content["methodology.md"].decode()


def test_all_together_stays_when_only_staff_changed() -> None:
    rows = edition.add(NORTHBRIDGE, Q1, PEOPLE, {})
    after = corrected(PEOPLE | {"staff": counted({}, on_plans=False)}, rows)["family_feedback.csv"]
    assert of(after, TOTAL, "3") == [("400", "57")]
    assert {row["response_count"] for row in after if row["respondent"] == "staff"} == {"c", "x"}


def test_the_same_numbers_and_a_period_that_is_not_published_are_not_corrected() -> None:
    rows = edition.add(NORTHBRIDGE, Q2, PEOPLE, {})
    for now in (PEOPLE, NOW):
        with pytest.raises(ValueError, match="nothing to correct"):
            corrected(now, rows)
    rows = edition.add(NORTHBRIDGE, Q1, PEOPLE, {})
    with pytest.raises(ValueError, match="nothing to correct"):
        corrected(PEOPLE, rows)
    once = corrected(NOW, rows)
    with pytest.raises(ValueError, match="nothing to correct"):
        corrected(NOW, once)


def test_numbers_that_would_be_shown_for_the_first_time_are_not_written() -> None:
    few = PEOPLE | {"child_8_12": counted({"cin": {"3": 4}}, ("3", "1"))}
    rows = edition.add(NORTHBRIDGE, Q1, few, {})
    with pytest.raises(ValueError, match="nothing to correct"):
        corrected(PEOPLE, rows)


@pytest.mark.parametrize("note", ["", " \n", "=1+1", "@x", "x" * 301])
def test_a_note_is_words_on_one_line(note: str) -> None:
    rows = edition.add(NORTHBRIDGE, Q1, PEOPLE, {})
    with pytest.raises(ValueError, match="note"):
        corrected(NOW, rows, note)


def test_a_line_end_in_a_note_becomes_a_space() -> None:
    rows = edition.add(NORTHBRIDGE, Q1, PEOPLE, {})
    assert corrected(NOW, rows, "Two\r\nlines")[corrections.FILE][0]["note"] == "Two lines"


def test_who_has_both_editions_knows_no_number_that_the_first_did_not_tell() -> None:
    assert sum(_corrects(random.Random(seed)) for seed in range(16)) > 3


def _corrects(dice: random.Random) -> bool:
    """A random quarter, published and corrected; False when nothing of it was shown."""
    people = {name: attacker.random_counted(dice) for name in ("child_8_12", "parent_carer")}
    rows = edition.add(NORTHBRIDGE, Q1, people, {})
    now = people | {"child_8_12": attacker.random_counted(dice)}
    if not edition.changed(Q1, edition.look(Q1, now, rows), rows):
        return False
    after = corrected(now, rows)
    assert numbers(after).items() <= numbers(rows).items()
    # The year does not bring them back: what was taken back was shown once.
    year = edition.add(NORTHBRIDGE, YEAR, now, after)["family_feedback_year.csv"]
    assert {row["response_count"] for row in year if row["respondent"] == "child_8_12"} == {"c"}
    return True


def test_the_same_files_are_the_same_zip() -> None:
    content = made(edition.add(NORTHBRIDGE, Q1, PEOPLE, {}))
    assert edition.zipped(content) == edition.zipped(dict(reversed(content.items())))
    assert edition.unzipped(edition.zipped(content)) == content
