"""One publication: a new period's rows after those published before, and the files made of them. Pure.

What was published stays as it was, byte for byte; a period is published once (local-data §2). A correction
takes numbers away and never writes others in their place (corrections.py).
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TypeVar

from webapp.localdata.publication import cells, corrections, disclosure, tidy
from webapp.localdata.publication.cells import Cell, Rate
from webapp.localdata.publication.disclosure import TOTAL, Counted, Shown
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
# All that a later edition reads of an earlier one.
READ: dict[str, Sequence[Column]] = {**FILES, corrections.FILE: tidy.CORRECTIONS}
SHOWN = "shown"
# A zip says nothing of when or where it was made: the same files are the same bytes.
ZIP_MOMENT = (1980, 1, 1, 0, 0, 0)

T = TypeVar("T")
Earlier = Mapping[str, Sequence[Row]]


@dataclass(frozen=True)
class Look:
    """A period as it would be published. states: audience → shown, or why nothing of it is (cells.FEW …).

    families: the audiences that "Total" is of.
    """

    cells: Sequence[Cell]
    rates: Sequence[Rate]
    states: Mapping[str, str]
    families: frozenset[str]


def file_names(period: Period) -> tuple[str, str]:
    """The files of answers and of rates; years and quarters may not share one (Open Data Standards)."""
    end = "" if period.quarter else "_year"
    return f"family_feedback{end}.csv", f"family_feedback_rate{end}.csv"


def why_not(period: Period, earlier: Earlier) -> str:
    """Why a period may not be published after these files; '' when it may."""
    dates = published(earlier)
    if period in dates:
        return "This period is published. Published numbers do not change. A correction needs a note."
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
    return add_look(place, period, look(period, counted, earlier), earlier)


def add_look(place: Place, period: Period, found: Look, earlier: Earlier) -> dict[str, list[Row]]:
    """The same of a period that was looked at."""
    reason = why_not(period, earlier)
    if reason:
        raise ValueError(reason)
    rows = _kept(earlier)
    for name, new in _rows(place, period, found).items():
        rows[name] += new
    return rows


def changed(period: Period, found: Look, earlier: Earlier) -> set[str]:
    """The audiences whose published numbers of a period would be others now."""
    return {
        one
        for name, new in _rows(Place(""), period, found).items()
        for one in corrections.changed([row for row in earlier[name] if period_of(row) == period], new)
    }


def correct(period: Period, found: Look, earlier: Earlier, *, on: date, note: str) -> dict[str, list[Row]]:
    """Every file's rows without the numbers of a published period that are others now; the note says why.

    ValueError when the period is not published, when nothing changed, or when the note will not do.
    """
    whose = changed(period, found, earlier) if period in published(earlier) else set()
    if not whose:
        raise ValueError("There is nothing to correct: no published number of this period changed.")
    rows = _kept(earlier)
    rows[corrections.FILE] += corrections.lines(period, whose, on, note)
    together = {TOTAL} if whose & found.families else set()
    for name in file_names(period):
        rows[name] = corrections.taken_back(rows[name], period, whose | together)
    return rows


def look(period: Period, counted: Mapping[str, Counted], earlier: Earlier) -> Look:
    """A period's numbers, each hidden one with why: for the data officer. `why` is never in a file."""
    decided = {name: _decided(period, name, table, earlier) for name, table in counted.items()}
    answers = {
        name: cells.cells(name, counted[name], shown, state) for name, (state, shown) in decided.items()
    }
    rates = {name: cells.rates(name, counted[name], shown) for name, (_state, shown) in decided.items()}
    families = [name for name, table in counted.items() if table.on_plans]
    return Look(
        [*cells.total_cells(answers[name] for name in families), *_flat(answers.values())],
        [*cells.total_rates(rates[name] for name in families), *_flat(rates.values())],
        {name: state for name, (state, _shown) in decided.items()},
        frozenset(families),
    )


def files(place: Place, rows: Mapping[str, Sequence[Row]], questions: str) -> dict[str, bytes]:
    """Every file of the folder by name. `questions`: the code book as text."""
    made = {name: tidy.as_csv(columns, rows[name]) for name, columns in FILES.items()}
    made |= {name.replace(".csv", ".meta.csv"): tidy.meta(columns) for name, columns in FILES.items()}
    noted = rows.get(corrections.FILE, ())
    made[corrections.FILE] = tidy.as_csv(tidy.CORRECTIONS, noted)
    made[METADATA] = tidy.csvw(place.la_name, READ)
    made["methodology.md"] = _methodology(place, questions, corrections.in_words(noted)).encode("utf-8")
    return made


def read(folder: Mapping[str, bytes]) -> dict[str, list[Row]]:
    """The rows of the files published before, by name. ValueError when one is missing or not ours."""
    missing = [name for name in FILES if name not in folder]
    if missing:
        raise ValueError(f"{missing[0]} is missing")
    return {name: tidy.read(columns, folder[name]) for name, columns in READ.items() if name in folder}


def zipped(content: Mapping[str, bytes]) -> bytes:
    """The files as one zip; the same files give the same bytes."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(content):
            archive.writestr(zipfile.ZipInfo(name, ZIP_MOMENT), content[name], zipfile.ZIP_DEFLATED)
    return made.getvalue()


def unzipped(content: bytes) -> dict[str, bytes]:
    """The files of a zip that `zipped` made."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _decided(period: Period, name: str, table: Counted, earlier: Earlier) -> tuple[str, Shown | None]:
    """The state of an audience, and what it shows."""
    if not period.quarter and name in _shown_in_quarters(period.year, earlier):
        return cells.BY_QUARTER, None
    shown = disclosure.decide(table, year=not period.quarter)
    if shown is not None:
        return SHOWN, shown
    return (cells.FEW if disclosure.size(table) < disclosure.LIMITS.group else cells.WAITS), None


def _rows(place: Place, period: Period, found: Look) -> dict[str, list[Row]]:
    answers_file, rates_file = file_names(period)
    return {
        answers_file: tidy.feedback_rows(place, period, found.cells),
        rates_file: tidy.rate_rows(place, period, found.rates),
    }


def _kept(earlier: Earlier) -> dict[str, list[Row]]:
    return {name: list(earlier.get(name, ())) for name in READ}


def _flat(parts: Iterable[Iterable[T]]) -> list[T]:
    return [one for part in parts for one in part]


def place_of(earlier: Earlier) -> Place | None:
    """The authority as the last row names it; None when there is no row."""
    rows = [row for name in FILES for row in earlier.get(name, ())]
    return tidy.place_of(rows[-1]) if rows else None


def published(earlier: Earlier) -> set[Period]:
    """The periods in these files."""
    return {period_of(row) for name in FILES for row in earlier.get(name, ())}


def period_of(row: Row) -> Period:
    """The period of a row of ours."""
    return Period(int(row["time_period"][:4]), int(row["time_identifier"].partition(" Q")[2] or 0))


def _shown_in_quarters(year: int, earlier: Earlier) -> set[str]:
    """The audiences of whom a quarter of this year shows anything, or showed it before a correction."""
    return {
        row["respondent"]
        for row in earlier.get("family_feedback_rate.csv", ())
        if row["time_period"] == Period(year).time_period
        and row["plan_type"] in cells.WHOLE
        and row["responded"] != tidy.HIDDEN
    }


def _methodology(place: Place, questions: str, corrected: str) -> str:
    limits = disclosure.LIMITS
    return METHODOLOGY.read_text(encoding="utf-8").format(
        la_name=place.la_name,
        group=limits.group,
        small=limits.small,
        least=limits.small + 1,
        corrections=corrected,
        questions=questions,
    )
