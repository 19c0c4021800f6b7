"""The fixed periods of publication: financial years from 1 April and their quarters. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

NAME = re.compile(r"(\d{4})-(\d{2})(?:-Q([1-4]))?")


@dataclass(frozen=True, order=True)
class Period:
    """A financial year by the year in which it begins; `quarter` 1 to 4, or 0 for the whole year."""

    year: int
    quarter: int = 0

    @classmethod
    def named(cls, name: str) -> Period:
        """From "2026-27" or "2026-27-Q1". ValueError on anything else."""
        found = NAME.fullmatch(name)
        if not found or int(found[2]) != (int(found[1]) + 1) % 100:
            raise ValueError(f'"{name}" is not a financial year like 2026-27 or a quarter like 2026-27-Q1')
        return cls(int(found[1]), int(found[3] or 0))

    @property
    def name(self) -> str:
        """As `named` reads it: "2026-27" or "2026-27-Q1"."""
        years = f"{self.year}-{(self.year + 1) % 100:02}"
        return f"{years}-Q{self.quarter}" if self.quarter else years

    @property
    def time_period(self) -> str:
        """As Explore Education Statistics writes it: 202627."""
        return f"{self.year}{(self.year + 1) % 100:02}"

    @property
    def time_identifier(self) -> str:
        """As Explore Education Statistics writes it."""
        return f"Financial year Q{self.quarter}" if self.quarter else "Financial year"

    @property
    def from_on(self) -> date:
        """The first day."""
        return date(self.year, 4, 1) if self.quarter < 2 else _month(self.year, 4 + 3 * (self.quarter - 1))

    @property
    def to_on(self) -> date:
        """The last day."""
        months = 3 * (self.quarter or 4)
        return _month(self.year, 4 + months) - timedelta(days=1)

    def is_over(self, today: date) -> bool:
        """Whether nothing more can reach us in it."""
        return today > self.to_on


def lately(today: date, years: int = 2) -> list[Period]:
    """The quarters and years that are over, of this financial year and so many before, newest first."""
    this = today.year - (today < date(today.year, 4, 1))
    found = [Period(year, quarter) for year in range(this - years, this + 1) for quarter in (1, 2, 3, 4, 0)]
    return sorted((one for one in found if one.is_over(today)), key=_newest_first)


def _newest_first(period: Period) -> tuple[int, bool]:
    return -period.to_on.toordinal(), period.quarter == 0


def _month(year: int, month: int) -> date:
    """The first of a month counted on from January of `year`; 13 is the next January."""
    return date(year + (month - 1) // 12, (month - 1) % 12 + 1, 1)
