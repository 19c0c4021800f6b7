"""Which two times stand side by side."""

from __future__ import annotations

import pytest

from webapp.houses.through_time import rules


@pytest.mark.parametrize(
    ("times", "asked", "sides"),
    [
        (2, None, (0, 1)),
        (5, None, (0, 4)),
        (5, 2, (0, 2)),
        # The first beside itself says nothing; what is no time is passed over.
        (5, 0, (0, 4)),
        (5, 5, (0, 4)),
        (5, -1, (0, 4)),
    ],
)
def test_the_first_stands_beside_the_one_asked_for(
    times: int, asked: int | None, sides: tuple[int, int]
) -> None:
    assert rules.sides(times, asked) == sides
