"""Made-up SSD folders: the same seed gives the same bytes, they read whole, and wrong rows are named."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from webapp.localdata import synthetic
from webapp.localdata.caseload.columns import USED
from webapp.localdata.caseload.reading import read_folder

TODAY = date(2026, 11, 22)


def test_the_same_seed_gives_the_same_bytes_and_another_does_not(tmp_path: Path) -> None:
    for name, seed in (("a", 7), ("b", 7), ("c", 8)):
        synthetic.make(tmp_path / name, people=300, seed=seed, today=TODAY)
    one, same, other = (
        [(tmp_path / name / f"{table}.csv").read_bytes() for table in USED] for name in ("a", "b", "c")
    )
    assert one == same
    assert one != other


def test_a_clean_folder_has_as_many_people_as_asked_and_no_bad_row(tmp_path: Path) -> None:
    counts = synthetic.make(tmp_path / "a", people=500, seed=1, today=TODAY, clean=True)
    folder = read_folder(tmp_path / "a", TODAY)
    assert folder.problems == []
    assert counts["ssd_person"] == counts["ssd_family"] == len(folder.persons) == len(folder.families) == 500
    assert {row.change for row in folder.involvements} >= {"CHCHAN", "PCCHAN", "FCONTA"}
    assert {row.kind for row in folder.plans} == {"child_in_need", "child_protection", "care_plan"}
    households = Counter(row.family_id for row in folder.families)
    assert 1 in households.values()
    assert max(households.values()) > 2


def test_wrong_rows_are_there_and_each_is_named(tmp_path: Path) -> None:
    synthetic.make(tmp_path / "a", people=3000, seed=3, today=TODAY)
    folder = read_folder(tmp_path / "a", TODAY)
    assert len(folder.problems) > 5
    assert all(problem.file and problem.line > 1 and problem.reason for problem in folder.problems)
    assert len(folder.persons) > 2950


def test_the_columns_are_those_that_are_read() -> None:
    """The generator does not ask the reader what it reads: a mistake there must not hide here."""
    assert synthetic.COLUMNS == USED


def test_each_professional_has_the_address_of_someone_who_may_be_here(tmp_path: Path) -> None:
    emails = ["beth@northbridge.example", "tom@northbridge.example"]
    synthetic.make(tmp_path / "a", people=80, seed=1, today=TODAY, emails=emails)
    lines = (tmp_path / "a" / "heard_staff.csv").read_text(encoding="utf-8").splitlines()
    assert lines == [
        "prof_professional_id,email",
        "NBW1,beth@northbridge.example",
        "NBW2,tom@northbridge.example",
        "NBW3,beth@northbridge.example",
        "NBW4,tom@northbridge.example",
    ]


def test_nothing_is_written_over(tmp_path: Path) -> None:
    with pytest.raises(FileExistsError):
        synthetic.make(tmp_path, people=1, seed=1, today=TODAY)
