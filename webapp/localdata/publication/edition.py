"""One publication: a new period's rows after those published before, and the files made of them. Pure.

What was published stays as it was, byte for byte; a period is published once (local-data §2).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

from webapp.localdata.publication import cells, disclosure, tidy
from webapp.localdata.publication.disclosure import TOTAL, Counted
from webapp.localdata.publication.periods import Period
from webapp.localdata.publication.tidy import FEEDBACK, RATE, Column, Place, Row

METHODOLOGY = Path(__file__).parent / "methodology.md"
FILES: dict[str, Sequence[Column]] = {
    "family_feedback.csv": FEEDBACK,
    "family_feedback_year.csv": FEEDBACK,
    "family_feedback_rate.csv": RATE,
    "family_feedback_rate_year.csv": RATE,
}
METADATA = "family_feedback.csv-metadata.json"
NO_CORRECTIONS = "There is none so far."

T = TypeVar("T")
Earlier = Mapping[str, Sequence[Row]]


def file_names(period: Period) -> tuple[str, str]:
    """The files of answers and of rates; years and quarters may not share one (Open Data Standards)."""
    end = "" if period.quarter else "_year"
    return f"family_feedback{end}.csv", f"family_feedback_rate{end}.csv"


def why_not(period: Period, earlier: Earlier) -> str:
    """Why a period may not be published after these files; '' when it may."""
    dates = _published(earlier)
    if period in dates:
        return "This period is published. Published numbers do not change."
    if period.quarter and Period(period.year) in dates:
        return "The year of this quarter is published."
    last = max((found.to_on for found in dates), default=None)
    return "A later period is published." if last and period.to_on < last else ""


def add(
    place: Place, period: Period, counted: Mapping[str, Counted], earlier: Earlier
) -> dict[str, list[Row]]:
    """Every file's rows with the new period at the end. `counted`: audience → its people, in order.

    ValueError when the period may not be published.
    """
    reason = why_not(period, earlier)
    if reason:
        raise ValueError(reason)
    found, asked = _new(period, counted, earlier)
    rows = {name: list(earlier.get(name, ())) for name in FILES}
    answers_file, rates_file = file_names(period)
    rows[answers_file] += tidy.feedback_rows(place, period, found)
    rows[rates_file] += tidy.rate_rows(place, period, asked)
    return rows


def preview(period: Period, counted: Mapping[str, Counted], earlier: Earlier) -> list[cells.Cell]:
    """The new period's numbers with why each hidden one is hidden: for the data officer, never in a file."""
    return _new(period, counted, earlier)[0]


def files(place: Place, rows: Mapping[str, Sequence[Row]], questions: str) -> dict[str, bytes]:
    """Every file of the folder by name. `questions`: the code book as text."""
    made = {name: tidy.as_csv(columns, rows[name]) for name, columns in FILES.items()}
    made |= {name.replace(".csv", ".meta.csv"): tidy.meta(columns) for name, columns in FILES.items()}
    made[METADATA] = tidy.csvw(place.la_name, FILES)
    made["methodology.md"] = _methodology(place, questions).encode("utf-8")
    return made


def read(folder: Mapping[str, bytes]) -> dict[str, list[Row]]:
    """The rows of the files published before, by name. ValueError when one is not ours."""
    return {name: tidy.read(columns, folder[name]) for name, columns in FILES.items()}


def _new(
    period: Period, counted: Mapping[str, Counted], earlier: Earlier
) -> tuple[list[cells.Cell], list[cells.Rate]]:
    in_quarters = set() if period.quarter else _shown_in_quarters(period.year, earlier)
    decided = {
        name: None if name in in_quarters else disclosure.decide(table, year=not period.quarter)
        for name, table in counted.items()
    }
    answers = [cells.cells(name, table, decided[name]) for name, table in counted.items()]
    rates = [cells.rates(name, table, decided[name]) for name, table in counted.items()]
    return (
        [*cells.total_cells(answers), *_flat(answers)],
        [*cells.total_rates(rates), *_flat(rates)],
    )


def _flat(parts: Iterable[Iterable[T]]) -> list[T]:
    return [one for part in parts for one in part]


def _published(earlier: Earlier) -> set[Period]:
    return {
        Period(int(row["time_period"][:4]), int(row["time_identifier"].partition(" Q")[2] or 0))
        for name in FILES
        for row in earlier.get(name, ())
    }


def _shown_in_quarters(year: int, earlier: Earlier) -> set[str]:
    """The audiences of whom a quarter of this year shows anything."""
    return {
        row["respondent"]
        for row in earlier.get("family_feedback_rate.csv", ())
        if row["time_period"] == Period(year).time_period
        and row["plan_type"] == TOTAL
        and row["responded"] != tidy.HIDDEN
    }


def _methodology(place: Place, questions: str) -> str:
    limits = disclosure.LIMITS
    return METHODOLOGY.read_text(encoding="utf-8").format(
        la_name=place.la_name,
        group=limits.group,
        small=limits.small,
        least=limits.small + 1,
        corrections=NO_CORRECTIONS,
        questions=questions,
    )
