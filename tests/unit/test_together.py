"""Which tests xdist gives to one worker."""

from __future__ import annotations

import pytest

from tests.together import group

CANARIES = "tests/whole/test_canaries.py::test_nobody_is_sent_what_is_not_theirs"


def test_all_that_looks_at_one_walk_is_one_group() -> None:
    headers = "tests/whole/test_headers.py::test_every_answer_to_every_persona"
    assert group(f"{CANARIES}[sqlite-separated father]") == group(f"{headers}[sqlite-separated father]")
    assert group(f"{CANARIES}[sqlite-mother]") != group(f"{CANARIES}[postgresql-mother]")
    assert group(f"{CANARIES}[sqlite-mother]") != group(f"{CANARIES}[sqlite-other mother]")


def test_a_file_that_loads_the_demo_is_one_group_an_engine() -> None:
    ways, sheet = (f"tests/capability/test_demo.py::test_{name}" for name in ("every_way_in", "the_sheet"))
    assert group(f"{ways}[sqlite]") == group(f"{sheet}[sqlite]") != group(f"{ways}[postgresql]")


@pytest.mark.parametrize(
    "test", ["tests/capability/test_a.py::test_b[sqlite-x]", "tests/whole/test_a.py::test_b"]
)
def test_any_other_test_is_a_group_of_its_own(test: str) -> None:
    assert group(test) == test
