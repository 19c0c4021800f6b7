"""docs/asvs.csv: every requirement of levels 1 and 2, applied or argued, with tests that exist (ASVS 5.0)."""

from __future__ import annotations

import ast
import csv
import hashlib
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ROWS = list(csv.DictReader((ROOT / "docs/asvs.csv").open()))
# SHA-256 of the 253 ids of levels 1 and 2 in the standard's order, joined by spaces.
IDS = "e59a5850847c4015bd89bbb5ff172866ff428081f475d54245058f8b6162a018"


@cache
def functions_in(path: str) -> set[str]:
    """The names of the test functions of a file."""
    tree = ast.parse((ROOT / path).read_text())
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


def test_all_253_are_there_once() -> None:
    ids = [row["id"] for row in ROWS]
    assert len(ids) == len(set(ids)) == 253
    assert hashlib.sha256(" ".join(ids).encode()).hexdigest() == IDS


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["id"])
def test_each_applies_with_a_test_or_says_why_not(row: dict[str, str]) -> None:
    assert all(value.strip() for value in row.values())
    assert row["applies"] in ("yes", "no")
    named = row["test"].split()
    assert named != ["-"] if row["applies"] == "yes" else named == ["-"]
    for one in named if row["applies"] == "yes" else []:
        path, _, name = one.partition("::")
        assert (ROOT / path).is_file(), one
        assert name.startswith("test_"), one
        assert name in functions_in(path), one
