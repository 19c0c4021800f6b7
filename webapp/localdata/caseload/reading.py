"""Reading a folder of SSD tables as CSV. A bad row is named and left out; the good rows go on.

Line by line: no column that is read may hold a line break, and so an unclosed quote costs one row, not
the rest of the file.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TextIO

from webapp.localdata.caseload import cells
from webapp.localdata.caseload.columns import POINTS_TO, USED, Column, columns, key, known_names
from webapp.localdata.caseload.rows import (
    BadRow,
    Cells,
    FamilyRow,
    Folder,
    InvolvementRow,
    PlanRow,
    Problem,
    Row,
    typed,
)

LINE_LIMIT = 100_000
UTF16 = (b"\xff\xfe", b"\xfe\xff")
LISTS = {
    "ssd_department": "teams",
    "ssd_professionals": "professionals",
    "ssd_person": "persons",
    "ssd_family": "families",
    "ssd_involvements": "involvements",
}


class NothingToRead(Exception):
    """The folder has none of the tables."""


def read_folder(path: Path, today: date) -> Folder:
    """Every table that is in the folder. NothingToRead when there is none."""
    folder = Folder()
    there = {one.name.lower(): one for one in sorted(path.iterdir()) if one.is_file()}
    for table in USED:
        if (file := there.pop(f"{table}.csv", None)) is not None:
            _read_table(folder, table, file, today)
    folder.notes += [
        Problem(name, 1, "", "is not one of the tables that are read") for name in there if _is_ssd(name)
    ]
    if not folder.files and not folder.problems:
        raise NothingToRead(f"{path} has none of: {', '.join(f'{table}.csv' for table in USED)}")
    _refuse_dangling(folder)
    return folder


def _is_ssd(name: str) -> bool:
    return name.startswith("ssd_") and name.endswith(".csv")


def _read_table(folder: Folder, table: str, path: Path, today: date) -> None:
    name = f"{table}.csv"
    with path.open("rb") as start:
        if start.read(2) in UTF16:
            folder.problems.append(Problem(name, 1, "", "is UTF-16: save the file as UTF-8"))
            return
    with path.open(encoding="utf-8-sig", errors="surrogateescape", newline="") as file:
        lines = _lines(file)
        header = _header(folder, table, next(lines, None))
        if header is None:
            return
        folder.files.add(table)
        rows = _Rows(folder, table, header, today)
        for number, line in lines:
            rows.add(number, line)


def _lines(file: TextIO) -> Iterator[tuple[int, str | None]]:
    """Number and words of each line; None for one too long to be a row."""
    number = 0
    while line := file.readline(LINE_LIMIT):
        number += 1
        is_whole = len(line) < LINE_LIMIT or line[-1] in "\r\n"
        while len(line) == LINE_LIMIT and line[-1] not in "\r\n":
            line = file.readline(LINE_LIMIT)
        yield number, line.rstrip("\r\n") if is_whole else None


def _header(folder: Folder, table: str, first: tuple[int, str | None] | None) -> list[str] | None:
    """The columns of a file in their order; None when the file cannot be read at all."""
    name = f"{table}.csv"
    words = first[1] if first else ""
    why, found = _why_no_header(table, words)
    if why:
        folder.problems.append(Problem(name, 1, found[0] if found else "", why))
        return None
    folder.notes += [
        Problem(name, 1, column, "is not a column of the standard; it was not read")
        for column in found
        if column not in known_names(table)
    ]
    folder.notes += [
        Problem(name, 1, column.name, "is missing; every row was read as if it were empty")
        for column in columns(table)
        if column.name not in found
    ]
    return found


def _why_no_header(table: str, words: str | None) -> tuple[str, list[str]]:
    """Why a header cannot be used, with the column that says so; '' and every column when it can."""
    if not words:
        return "has no line of column names", []
    try:
        found = [one.strip().lower() for one in next(csv.reader([words], strict=True))]
    except csv.Error:
        return "has a line of column names that is not CSV", []
    for mark, called in ((";", "semicolons"), ("\t", "tabs"), ("|", "upright strokes")):
        if len(found) == 1 and mark in words:
            return f"has {called} between the columns: use commas", []
    if twice := [one for one in found if one and found.count(one) > 1]:
        return "stands in the line of column names twice", twice
    missing = [one.name for one in columns(table) if one.is_needed and one.name not in found]
    return ("is missing: no row can be read", missing) if missing else ("", found)


class _Rows:
    """The rows of one table, as they are read."""

    def __init__(self, folder: Folder, table: str, header: list[str], today: date) -> None:
        self._folder, self._table, self._today = folder, table, today
        self._width = len(header)
        self._places = [(column, _place(header, column.name)) for column in columns(table)]
        self._lines: dict[object, int] = {}
        self._into: list[Row] = getattr(folder, LISTS.get(table, "plans"))

    def add(self, number: int, line: str | None) -> None:
        """Read one line; an empty one is nothing."""
        if line is not None and not line.strip(" ,"):
            return
        try:
            row = typed(self._table, number, self._cells(line), self._today)
            self._refuse_twice(row)
            self._into.append(row)
        except BadRow as error:
            problem = Problem(f"{self._table}.csv", number, error.column, error.reason)
            self._folder.problems.append(problem)

    def _cells(self, line: str | None) -> Cells:
        if line is None:
            raise BadRow("", f"is longer than {LINE_LIMIT} characters")
        try:
            raw = next(csv.reader([line], strict=True))
        except csv.Error as error:
            raise BadRow("", "is not CSV: a quote is not closed, or stands inside a cell") from error
        if len(raw) != self._width:
            raise BadRow("", f"has {len(raw)} cells, not {self._width}")
        return {
            column.name: _cell(raw[place] if place >= 0 else "", column) for column, place in self._places
        }

    def _refuse_twice(self, row: Row) -> None:
        """The row's own id is its key; and a person is in a family once."""
        keys: list[tuple[str, object]] = [(key(self._table), row.id)]
        if isinstance(row, FamilyRow):
            keys.append(("fami_person_id", (row.family_id, row.person_id)))
        for name, one in keys:
            if one in self._lines:
                raise BadRow(name, f"was in line {self._lines[one]} already")
        self._lines.update({one: row.line for _name, one in keys})


def _cell(raw: str, column: Column) -> str | date | None:
    try:
        return cells.read(raw, column)
    except cells.BadCell as error:
        raise BadRow(column.name, str(error)) from error


def _place(header: list[str], name: str) -> int:
    return header.index(name) if name in header else -1


def _refuse_dangling(folder: Folder) -> None:
    """Take out rows that point to a row which the folder should have and has not.

    Where the other table is not in the folder at all, what is known here already decides (changes).
    """
    ids = {
        "ssd_department": {row.id for row in folder.teams},
        "ssd_professionals": {row.id for row in folder.professionals},
        "ssd_person": {row.id for row in folder.persons},
    }
    known = {table: found for table, found in ids.items() if table in folder.files}
    folder.families = [row for row in folder.families if _holds(folder, row, known)]
    folder.involvements = [row for row in folder.involvements if _holds(folder, row, known)]
    folder.plans = [row for row in folder.plans if _holds(folder, row, known)]


def _holds(folder: Folder, row: FamilyRow | InvolvementRow | PlanRow, known: dict[str, set[str]]) -> bool:
    table, points = _points(row)
    for column, value in points.items():
        target = POINTS_TO[column]
        if value and target in known and value not in known[target]:
            folder.problems.append(Problem(f"{table}.csv", row.line, column, f"is not in {target}.csv"))
            return False
    return True


def _points(row: FamilyRow | InvolvementRow | PlanRow) -> tuple[str, dict[str, str]]:
    """The row's table, and what its columns point to."""
    if isinstance(row, FamilyRow):
        return "ssd_family", {"fami_person_id": row.person_id}
    if isinstance(row, PlanRow):
        return row.file, {USED[row.file][1]: row.person_id}
    return "ssd_involvements", {
        "invo_person_id": row.person_id,
        "invo_professional_id": row.professional_id,
        "invo_professional_team": row.team_id,
    }
