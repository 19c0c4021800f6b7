"""docs/threats.md: each of the threats T1 to T13 has its row, and every test it names exists (safety §1)."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.unit.test_asvs import functions_in

ROOT = Path(__file__).resolve().parents[2]
ROWS = [
    [cell.strip() for cell in line.strip("|").split(" | ")]
    for line in (ROOT / "docs/threats.md").read_text().splitlines()
    if line.startswith("| T")
]
NUMBERS = ["T1", "T1b", "T2", "T2b", *(f"T{number}" for number in range(3, 14))]


def test_each_threat_has_one_row() -> None:
    assert [row[0] for row in ROWS] == NUMBERS
    assert all(len(row) == 4 and all(row) for row in ROWS)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_every_test_it_names_exists(row: list[str]) -> None:
    named = re.findall(r"`([^`]+)`", row[3])
    assert len(named) >= 3
    for one in named:
        path, _, name = one.partition("::")
        assert (ROOT / path).is_file(), one
        assert name.startswith("test_"), one
        assert name in functions_in(path), one
