"""Days from one thing to the next as counts that name nobody. Pure (local-data §2, R73, R78).

A quarter is counted four weeks after its end and never changes: what is counted happened within them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median_low

from webapp.localdata.publication.disclosure import LIMITS
from webapp.localdata.publication.periods import Period

SOON, WITHIN = 7, 28
QUARTERS = 4


@dataclass(frozen=True)
class Days:
    """How many children; how many within a week and within four; a middle of whole days. None is hidden."""

    children: int | None
    soon: int | None
    within: int | None
    middle: int | None


HIDDEN = Days(None, None, None, None)


def summary(days: Sequence[int | None]) -> Days:
    """One quarter. days: one number a child; None and more than four weeks are the same: not yet.

    Under ten children nothing is shown. A part is shown when it and what it leaves over are big enough, so
    that no small number is the difference of two that are shown.
    """
    if len(days) < LIMITS.group:
        return HIDDEN
    done = [one for one in days if one is not None and one <= WITHIN]
    soon = sum(1 for one in done if one <= SOON)
    if not (_big(len(done)) and _big(len(days) - len(done))):
        return Days(len(days), None, None, None)
    middle = median_low(done) if len(done) >= LIMITS.group else None
    is_split = _big(soon) and _big(len(done) - soon)
    return Days(len(days), soon if is_split else None, len(done), middle)


def _big(number: int) -> bool:
    return number > LIMITS.small


def quarters(today: date) -> list[Period]:
    """The newest quarters whose four weeks are over, newest first."""
    years = range(today.year - 2, today.year + 1)
    every = [Period(year, quarter) for year in years for quarter in (1, 2, 3, 4)]
    over = [one for one in every if one.is_over(today - timedelta(days=WITHIN))]
    return sorted(over, key=lambda one: one.from_on, reverse=True)[:QUARTERS]
