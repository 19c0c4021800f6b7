"""A caseload of a hundred thousand people, loaded twice: the second time nothing changes."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.local_data import ENGINES, databases, step

PEOPLE, MEMORY_MB = 100_000, 700

pytestmark = [pytest.mark.faults, pytest.mark.timeout(3600)]


@pytest.mark.parametrize("engine", ENGINES)
def test_a_hundred_thousand_people_twice(engine: str, tmp_path: Path) -> None:
    with databases(engine, tmp_path) as url:
        found = step("caseload", url("caseload"), tmp_path / "caseload", PEOPLE)
    assert found["first_counts"]["children"] > 0.99 * PEOPLE
    changed = {name: number for name, number in found["second_counts"].items() if name != "conflicts"}
    assert set(changed.values()) == {0}, changed
    assert found["second_counts"]["conflicts"] == found["first_counts"]["conflicts"]
    assert found["peak"] < MEMORY_MB
