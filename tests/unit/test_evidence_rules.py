"""Days as counts: nothing small is shown, and nothing small is left over between two that are."""

from __future__ import annotations

import itertools
import random
from datetime import date

from webapp.localdata.evidence import rules
from webapp.localdata.evidence.rules import HIDDEN, Days, summary
from webapp.localdata.publication.periods import Period


def test_ten_children_or_nothing() -> None:
    assert summary([]) == HIDDEN
    assert summary([3] * 9) == HIDDEN
    assert summary([3] * 10) == Days(10, None, None, None)


def test_parts_are_shown_when_they_and_the_rest_are_big_enough() -> None:
    assert summary([2] * 8 + [9] * 8 + [None] * 8) == Days(24, 8, 16, 2)
    assert summary([2] * 3 + [9] * 8 + [None] * 8) == Days(19, None, 11, 9)
    # Too late is the same as not yet, so what is shown never changes afterwards.
    assert summary([2] * 8 + [9] * 8 + [29] * 8) == summary([2] * 8 + [9] * 8 + [None] * 8)
    assert summary([2] * 8 + [None] * 8) == Days(16, None, 8, None)


def test_no_difference_of_two_shown_numbers_is_small() -> None:
    chance = random.Random(7)
    for _turn in range(3000):
        choices = [None, *range(chance.choice((3, 12, 40)))]
        found = summary([chance.choice(choices) for _one in range(chance.randrange(60))])
        shown = [one for one in (found.children, found.within, found.soon) if one is not None]
        for number, later in itertools.pairwise([*shown, 0]):
            assert number - later > 5, found
        assert found.middle is None or (found.within or 0) >= 10


def test_a_quarter_counts_four_weeks_after_its_end() -> None:
    assert rules.quarters(date(2026, 7, 28))[0] == Period(2025, 4)
    assert rules.quarters(date(2026, 7, 29))[0] == Period(2026, 1)
    found = rules.quarters(date(2026, 2, 1))
    assert [one.name for one in found] == ["2025-26-Q3", "2025-26-Q2", "2025-26-Q1", "2024-25-Q4"]
