"""Whether a file is a family_feedback.csv as Heard publishes it, told by line and column. Pure.

It comes from strangers: nothing in it is believed before it is checked, and one bad line refuses the file.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from webapp.localdata.publication.cells import NOT_APPLICABLE
from webapp.localdata.publication.disclosure import HELP, LIMITS, PLAN_TYPES, TOTAL
from webapp.localdata.publication.gathering import AUDIENCES
from webapp.localdata.publication.tidy import FEEDBACK, FORMULA, SYMBOLS

LARGEST = 4 * 1024 * 1024
MOST_ROWS = 60_000
MOST_PROBLEMS = 20
NAME_LIMIT = 120
COLUMNS = [column.name for column in FEEDBACK]
KEY = [column.name for column in FEEDBACK if column.kind in ("place", "filter")]
KEPT = (
    "time_period",
    "time_identifier",
    "respondent",
    "plan_type",
    "answered_by",
    "question",
    "answer",
    "response_count",
    "response_percent",
)
PLACE_CODE = re.compile(r"[A-Z]?\d{1,9}|x")
VALUES = {
    "time_period": re.compile(r"20\d{4}"),
    "time_identifier": re.compile(r"Financial year( Q[1-4])?"),
    "geographic_level": re.compile("Local authority"),
    "country_code": PLACE_CODE,
    "region_code": PLACE_CODE,
    "old_la_code": PLACE_CODE,
    "new_la_code": PLACE_CODE,
    "question": re.compile(r"[A-Z][A-Z_]{1,31}"),
    "answer": re.compile(r"[0-9]"),
    "response_count": re.compile(r"\d{1,7}"),
    "response_percent": re.compile(r"\d{1,2}"),
}
# Values that stand as they are, beside the pattern or in place of one.
WORDS = {
    "respondent": {TOTAL, *AUDIENCES.values()},
    "plan_type": {TOTAL, NOT_APPLICABLE, *PLAN_TYPES},
    "answered_by": {TOTAL, NOT_APPLICABLE, *HELP},
    "answer": {TOTAL},
    "response_count": {*SYMBOLS},
    "response_percent": {*SYMBOLS},
}
NAMES = ("country_name", "region_name", "la_name")


@dataclass(frozen=True)
class Problem:
    """What is wrong, where. `line` 0: the whole file. `what`: large, encoding, columns, csv, value, formula,
    small, twice, name, names, long, empty.
    """

    line: int
    column: str
    what: str


@dataclass(frozen=True)
class Checked:
    """The rows that we compare, and whose they are; none when there are problems (the first twenty)."""

    la_name: str
    rows: list[dict[str, str]]
    problems: list[Problem]


def check(content: bytes) -> Checked:
    """Read a file. Never raises, whatever is in it."""
    text, problem = _text(content)
    if problem:
        return Checked("", [], [problem])
    found, problems = _rows(text)
    names = {row["la_name"] for _line, row in found}
    if not problems:
        problems = _whole(found, names)
    if problems:
        return Checked("", [], problems[:MOST_PROBLEMS])
    return Checked(names.pop(), [_kept(row) for _line, row in found if _is_compared(row)], [])


def _text(content: bytes) -> tuple[str, Problem | None]:
    if len(content) > LARGEST:
        return "", Problem(0, "", "large")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return "", Problem(0, "", "encoding")
    return (text, None) if "\0" not in text else ("", Problem(0, "", "encoding"))


def _rows(text: str) -> tuple[list[tuple[int, dict[str, str]]], list[Problem]]:
    """The lines as rows, until there are too many or too many are wrong."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    found: list[tuple[int, dict[str, str]]] = []
    problems: list[Problem] = []
    try:
        if next(reader, []) != COLUMNS:
            return [], [Problem(1, "", "columns")]
        for values in reader:
            line = reader.line_num
            if len(values) != len(COLUMNS):
                problems.append(Problem(line, "", "columns"))
            else:
                row = dict(zip(COLUMNS, values, strict=True))
                problems += _problems(line, row)
                found.append((line, row))
            if len(found) > MOST_ROWS:
                return [], [Problem(line, "", "long")]
            if len(problems) >= MOST_PROBLEMS:
                break
    except csv.Error:
        problems.append(Problem(reader.line_num, "", "csv"))
    return found, problems


def _problems(line: int, row: Mapping[str, str]) -> Iterator[Problem]:
    for column, value in row.items():
        what = _wrong(column, value)
        if what:
            yield Problem(line, column, what)


def _wrong(column: str, value: str) -> str:
    """What is wrong with a value; '' when nothing is."""
    if value.startswith(FORMULA):
        return "formula"
    if column in NAMES:
        return "" if 0 < len(value) <= NAME_LIMIT and value.isprintable() else "name"
    if not _is_known(column, value):
        return "value"
    if column == "response_count" and value.isdigit() and 0 < int(value) <= LIMITS.small:
        return "small"
    return ""


def _is_known(column: str, value: str) -> bool:
    if value in WORDS.get(column, ()):
        return True
    return column in VALUES and value.isascii() and VALUES[column].fullmatch(value) is not None


def _whole(found: list[tuple[int, dict[str, str]]], names: set[str]) -> list[Problem]:
    """What only all lines together show."""
    if not found:
        return [Problem(0, "", "empty")]
    if len(names) > 1:
        return [Problem(0, "la_name", "names")]
    seen: set[tuple[str, ...]] = set()
    problems = []
    for line, row in found:
        key = tuple(row[column] for column in KEY)
        if key in seen:
            problems.append(Problem(line, "", "twice"))
        seen.add(key)
    return problems


def _is_compared(row: Mapping[str, str]) -> bool:
    everyone = (TOTAL, NOT_APPLICABLE)
    return row["plan_type"] in everyone and row["answered_by"] in everyone and row["respondent"] != TOTAL


def _kept(row: Mapping[str, str]) -> dict[str, str]:
    return {column: row[column] for column in KEPT}
