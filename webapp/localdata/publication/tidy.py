"""The published files: Explore Education Statistics CSV with its .meta.csv, and W3C CSVW metadata. Pure.

Rows in, bytes out; the same rows give the same bytes. Columns and the metadata file follow the Department for
Education's Open Data Standards; the symbols are the Government Statistical Service's (c, z, x, low).
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

from webapp.localdata.publication.cells import NOT_APPLICABLE, WHOLE, Cell, Rate
from webapp.localdata.publication.disclosure import REASONS, TOTAL
from webapp.localdata.publication.periods import Period

HIDDEN, NOT_AVAILABLE, LOW = "c", "x", "low"
SYMBOLS = [HIDDEN, NOT_APPLICABLE, NOT_AVAILABLE, LOW]
ENGLAND = ("E92000001", "England")
# What a spreadsheet would run (OWASP, CSV injection).
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")

Row = dict[str, str]


@dataclass(frozen=True)
class Place:
    """The authority, as the Open Geography Portal and the Department name it. '' is written as x."""

    la_name: str
    new_la_code: str = ""
    old_la_code: str = ""
    region_name: str = ""
    region_code: str = ""


@dataclass(frozen=True)
class Column:
    """One column: `kind` is place, filter, count, percent or note."""

    name: str
    label: str
    kind: str


PLACE = [
    Column("time_period", "Financial year, 202627 for April 2026 to March 2027", "place"),
    Column("time_identifier", "The year or its quarter", "place"),
    Column("geographic_level", "Level of geography", "place"),
    Column("country_code", "Country code", "place"),
    Column("country_name", "Country", "place"),
    Column("region_code", "Region code", "place"),
    Column("region_name", "Region", "place"),
    Column("old_la_code", "Local authority code of three figures", "place"),
    Column("new_la_code", "Local authority code of nine characters", "place"),
    Column("la_name", "Local authority", "place"),
]
FEEDBACK = [
    *PLACE,
    Column("respondent", "Who answered", "filter"),
    Column("plan_type", "Type of plan", "filter"),
    Column("answered_by", "Alone, with help, or with the worker there", "filter"),
    Column("question", "Question", "filter"),
    Column("answer", "Answer", "filter"),
    Column("response_count", "Number of people", "count"),
    Column("response_percent", "Percentage of the people in the group", "percent"),
]
RATE = [
    *PLACE,
    Column("respondent", "Who was asked", "filter"),
    Column("plan_type", "Type of plan", "filter"),
    Column("invited", "Number of people asked", "count"),
    Column("responded", "Number of people who answered", "count"),
    Column("response_rate", "Percentage of those asked who answered", "percent"),
    Column("not_asked", "Number of people not asked", "count"),
    *(
        Column(f"not_asked_{reason}", f"Number of people not asked: {words}", "count")
        for reason, words in zip(REASONS, ("not safe", "said no", "cannot yet", "court"), strict=True)
    ),
]
CORRECTIONS = [
    Column("time_period", "Financial year of the numbers that were taken back", "place"),
    Column("time_identifier", "The year or its quarter", "place"),
    Column("respondent", "Whose numbers", "filter"),
    Column("corrected_on", "The day", "filter"),
    Column("note", "Why", "note"),
]
ROW_KEY = ("place", "filter")
FILTERS = tuple(column.name for column in FEEDBACK if column.kind == "filter")
INDICATORS = frozenset(column.name for column in (*FEEDBACK, *RATE) if column.kind in ("count", "percent"))
META = [
    "col_name",
    "col_type",
    "label",
    "indicator_grouping",
    "indicator_unit",
    "indicator_dp",
    "filter_hint",
    "filter_grouping_column",
]


def feedback_rows(place: Place, period: Period, cells: Iterable[Cell]) -> list[Row]:
    """The rows of family_feedback.csv for one period. `cells` in groups, the Total answer first."""
    rows: list[Row] = []
    everyone: int | None = None
    for cell in cells:
        is_total = cell.answer == TOTAL
        everyone = cell.count if is_total else everyone
        percent = NOT_APPLICABLE if is_total else _percent(cell.count, everyone)
        rows.append(
            {
                **_where(place, period),
                "respondent": cell.respondent,
                "plan_type": cell.plan_type,
                "answered_by": cell.answered_by,
                "question": cell.question,
                "answer": cell.answer,
                "response_count": _count(cell.count),
                "response_percent": percent,
            }
        )
    return rows


def rate_rows(place: Place, period: Period, rates: Iterable[Rate]) -> list[Row]:
    """The rows of family_feedback_rate.csv for one period. Who was not asked is not split by plan type."""
    return [
        {
            **_where(place, period),
            "respondent": rate.respondent,
            "plan_type": rate.plan_type,
            "invited": _count(rate.invited),
            "responded": _count(rate.responded),
            "response_rate": _percent(rate.responded, rate.invited),
            **_not_asked(rate),
        }
        for rate in rates
    ]


def as_csv(columns: Sequence[Column], rows: Iterable[Mapping[str, str]]) -> bytes:
    """RFC 4180 in UTF-8. ValueError on a value that a spreadsheet would run."""
    names = [column.name for column in columns]
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, names)
    writer.writeheader()
    for row in rows:
        for value in row.values():
            if value.startswith(FORMULA):
                raise ValueError(f"a spreadsheet would run {value!r}")
        writer.writerow(row)
    return text.getvalue().encode("utf-8")


def read(columns: Sequence[Column], content: bytes) -> list[Row]:
    """The rows of a file published before. ValueError when its columns are others."""
    reader = csv.DictReader(io.StringIO(content.decode("utf-8"), newline=""))
    if reader.fieldnames != [column.name for column in columns]:
        raise ValueError("the columns are not those of this file")
    return list(reader)


def meta(columns: Sequence[Column]) -> bytes:
    """The .meta.csv that Explore Education Statistics asks for: filters and indicators, no places."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, META, restval="")
    writer.writeheader()
    for column in columns:
        if column.kind != "place":
            writer.writerow(_meta_row(column))
    return text.getvalue().encode("utf-8")


def csvw(la_name: str, tables: Mapping[str, Sequence[Column]]) -> bytes:
    """CSV on the Web metadata (W3C, 2015) of the files beside it. `tables`: file → columns."""
    found = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "dc:title": f"What families told {la_name}",
        "dc:license": {"@id": "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"},
        "tables": [_csvw_table(name, columns) for name, columns in tables.items()],
    }
    return (json.dumps(found, ensure_ascii=False, indent=2) + "\n").encode("utf-8")


def nearest_ten(number: int) -> str:
    """A national figure: to the nearest ten, `low` when it rounds to nothing and is not none."""
    rounded = (number + 5) // 10 * 10
    return LOW if number and not rounded else str(rounded)


def place_of(row: Row) -> Place:
    """The authority of a row; x is ''."""
    names = [one.name for one in fields(Place)]
    return Place(**{name: "" if row[name] == NOT_AVAILABLE else row[name] for name in names})


def _where(place: Place, period: Period) -> Row:
    return {
        "time_period": period.time_period,
        "time_identifier": period.time_identifier,
        "geographic_level": "Local authority",
        "country_code": ENGLAND[0],
        "country_name": ENGLAND[1],
        "region_code": place.region_code or NOT_AVAILABLE,
        "region_name": place.region_name or NOT_AVAILABLE,
        "old_la_code": place.old_la_code or NOT_AVAILABLE,
        "new_la_code": place.new_la_code or NOT_AVAILABLE,
        "la_name": place.la_name,
    }


def _count(number: int | None) -> str:
    return HIDDEN if number is None else str(number)


def _percent(part: int | None, whole: int | None) -> str:
    """A whole percentage from two shown numbers, so it tells nothing new; 0 and 100 are never written."""
    if not part or not whole:
        return HIDDEN
    rounded = (200 * part + whole) // (2 * whole)
    if rounded == 0:
        return LOW
    return HIDDEN if rounded >= 100 else str(rounded)


def _not_asked(rate: Rate) -> Row:
    if rate.plan_type not in WHOLE:
        return dict.fromkeys(["not_asked", *(f"not_asked_{reason}" for reason in REASONS)], NOT_AVAILABLE)
    reasons = {f"not_asked_{reason}": _count(rate.reasons[reason]) for reason in REASONS}
    return {"not_asked": _count(rate.not_asked), **reasons}


def _meta_row(column: Column) -> Row:
    if column.kind == "filter":
        return {"col_name": column.name, "col_type": "Filter", "label": column.label}
    unit = "%" if column.kind == "percent" else ""
    row = {"col_name": column.name, "col_type": "Indicator", "label": column.label}
    return {**row, "indicator_unit": unit, "indicator_dp": "0"}


def _csvw_table(name: str, columns: Sequence[Column]) -> dict[str, Any]:
    key = [column.name for column in columns if column.kind in ROW_KEY]
    return {
        "url": name,
        "dialect": {"header": True, "encoding": "utf-8"},
        "tableSchema": {"columns": [_csvw_column(column) for column in columns], "primaryKey": key},
    }


def _csvw_column(column: Column) -> dict[str, Any]:
    found = {"name": column.name, "titles": column.name, "dc:description": column.label}
    if column.kind in (*ROW_KEY, "note"):
        return {**found, "datatype": "string", "required": True}
    return {**found, "datatype": "nonNegativeInteger", "null": SYMBOLS}
