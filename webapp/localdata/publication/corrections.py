"""Taking back what was published, with a note. Pure.

A published number is never replaced by another one: who has both would learn about the few people between
them. A correction only takes numbers away (`x`, not available), so whoever has every edition knows no number
that the first did not tell. The note says why; it stays in corrections.csv and in the methodology page.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from webapp.localdata.publication import tidy
from webapp.localdata.publication.disclosure import TOTAL
from webapp.localdata.publication.periods import Period
from webapp.localdata.publication.tidy import NOT_AVAILABLE, SYMBOLS, Row

FILE = "corrections.csv"
NOTE_LIMIT = 300


def changed(old: Iterable[Row], new: Iterable[Row]) -> set[str]:
    """Whose published numbers would be others now. Rows of one file and period; symbols are no numbers."""
    now = {_place(row): row for row in new}
    return {
        row["respondent"]
        for row in old
        if row["respondent"] != TOTAL
        and (again := now.get(_place(row))) is not None
        and any(value not in SYMBOLS and value != again[name] for name, value in _numbers(row))
    }


def taken_back(rows: Sequence[Row], period: Period, whose: set[str]) -> list[Row]:
    """The same rows; of these respondents no number of the period is left."""
    return [
        _without_numbers(row) if _is_of(row, period) and row["respondent"] in whose else row for row in rows
    ]


def lines(period: Period, whose: Iterable[str], on: date, note: str) -> list[Row]:
    """The rows of corrections.csv. ValueError when the note is empty, too long or not one line."""
    text = " ".join(note.split())
    if not text or len(text) > NOTE_LIMIT or text.startswith(tidy.FORMULA):
        raise ValueError(f"A correction needs a note of 1 to {NOTE_LIMIT} letters that begins with a word.")
    return [
        {
            "time_period": period.time_period,
            "time_identifier": period.time_identifier,
            "respondent": one,
            "corrected_on": on.isoformat(),
            "note": text,
        }
        for one in sorted(whose)
    ]


def in_words(rows: Iterable[Mapping[str, str]]) -> str:
    """For the methodology page, as lines of a list."""
    found = [
        f"- {row['corrected_on']}: {row['time_period']} {row['time_identifier']}, {row['respondent']}, "
        f"taken back. {row['note']}"
        for row in rows
    ]
    return "\n".join(found) or "There is none so far."


def _is_of(row: Row, period: Period) -> bool:
    return (row["time_period"], row["time_identifier"]) == (period.time_period, period.time_identifier)


def _place(row: Row) -> tuple[str, ...]:
    return tuple(row[name] for name in tidy.FILTERS if name in row)


def _numbers(row: Row) -> list[tuple[str, str]]:
    return [(name, value) for name, value in row.items() if name in tidy.INDICATORS]


def _without_numbers(row: Row) -> Row:
    return row | {name: NOT_AVAILABLE for name, value in _numbers(row) if value not in SYMBOLS}
