"""The rows of an SSD folder, typed, and what is wrong with a whole row. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from webapp.localdata.caseload.columns import PLAN_KINDS, USED, Column, columns, key

# As where an administrator types a name.
NAME_LIMIT = 100
Cells = Mapping[str, str | date | None]


@dataclass(frozen=True, slots=True)
class Problem:
    """A row (or a file: line 1) that is not used, and why. column: '' when it is the whole row."""

    file: str
    line: int
    column: str
    reason: str

    def __str__(self) -> str:
        column = f", {self.column}" if self.column else ""
        return f"{self.file}, line {self.line}{column}: {self.reason}"


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A row of ssd_person. `written`: the id as the council writes it."""

    line: int
    id: str
    forename: str
    surname: str
    born_on: date | None
    expected_on: date | None
    died_on: date | None
    written: str

    @property
    def name(self) -> str:
        """As it is shown."""
        return f"{self.forename} {self.surname}".strip()


@dataclass(frozen=True, slots=True)
class FamilyRow:
    """A row of ssd_family: one person in one family."""

    line: int
    id: str
    family_id: str
    person_id: str


@dataclass(frozen=True, slots=True)
class TeamRow:
    """A row of ssd_department."""

    line: int
    id: str
    name: str


@dataclass(frozen=True, slots=True)
class ProfessionalRow:
    """A row of ssd_professionals."""

    line: int
    id: str
    name: str


@dataclass(frozen=True, slots=True)
class InvolvementRow:
    """A row of ssd_involvements. change: the code of why the worker changed, '' when there is none."""

    line: int
    id: str
    person_id: str
    professional_id: str
    role: str
    team_id: str
    from_on: date
    until_on: date | None
    change: str


@dataclass(frozen=True, slots=True)
class PlanRow:
    """A row of one of the three tables of plans. kind: a kind of plans.rules.KINDS."""

    line: int
    file: str
    id: str
    kind: str
    person_id: str
    from_on: date
    until_on: date | None


@dataclass
class Folder:
    """What was read. `files`: the tables that are there; `notes`: what was let go, and hurt nothing."""

    files: set[str] = field(default_factory=set)
    teams: list[TeamRow] = field(default_factory=list)
    professionals: list[ProfessionalRow] = field(default_factory=list)
    persons: list[PersonRow] = field(default_factory=list)
    families: list[FamilyRow] = field(default_factory=list)
    involvements: list[InvolvementRow] = field(default_factory=list)
    plans: list[PlanRow] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)


class BadRow(Exception):
    """Why a whole row cannot be used, and the column that says so."""

    def __init__(self, column: str, reason: str) -> None:
        super().__init__(reason)
        self.column, self.reason = column, reason


Row = TeamRow | ProfessionalRow | PersonRow | FamilyRow | InvolvementRow | PlanRow


def typed(table: str, line: int, cells: Cells, today: date) -> Row:
    """One row of a table. BadRow when its cells do not go together."""
    values = [_folded(cell, column) for cell, column in zip(cells.values(), columns(table), strict=True)]
    match table:
        case "ssd_department":
            return TeamRow(line, *values)  # type: ignore[arg-type]
        case "ssd_professionals":
            return ProfessionalRow(line, *values)  # type: ignore[arg-type]
        case "ssd_person":
            return _person(PersonRow(line, *values, str(cells[key(table)])), today)  # type: ignore[arg-type, call-arg]
        case "ssd_family":
            return FamilyRow(line, *values)  # type: ignore[arg-type]
        case "ssd_involvements":
            *values, reason = values
            row = InvolvementRow(line, *values, change_code(str(reason)))  # type: ignore[arg-type, call-arg]
            _in_order(row, "invo_involvement_end_date")
            return row
    row_id, person_id, from_on, until_on = values
    plan = PlanRow(line, table, row_id, PLAN_KINDS[table], person_id, from_on, until_on)  # type: ignore[arg-type]
    _in_order(plan, USED[table][3])
    return plan


def _folded(cell: str | date | None, column: Column) -> str | date | None:
    """Ids are told apart without regard to spaces and case, here as everywhere in Heard."""
    return fold(cell) if isinstance(cell, str) and column.kind == "id" else cell


def fold(council_id: str) -> str:
    """An id of the council's as it is compared."""
    return "".join(council_id.split()).upper()


def change_code(words: str) -> str:
    """The code that a reason begins with, as CHCHAN of "CHCHAN: child asked"; '' when with none."""
    first = words.replace(":", " ").replace("-", " ").split(" ")[0]
    return first if first.isascii() and first.isalpha() and first.isupper() and len(first) <= 8 else ""


def _person(row: PersonRow, today: date) -> PersonRow:
    if not row.name:
        raise BadRow("pers_surname", "has no name")
    if len(row.name) > NAME_LIMIT:
        raise BadRow("pers_surname", f"is longer than {NAME_LIMIT} characters with the forename")
    if row.born_on and row.born_on > today:
        raise BadRow("pers_dob", "is a day to come: use pers_expected_dob")
    if row.died_on and row.died_on > today:
        raise BadRow("pers_death_date", "is a day to come")
    if row.born_on and row.died_on and row.died_on < row.born_on:
        raise BadRow("pers_death_date", "is before the day of birth")
    return row


def _in_order(row: InvolvementRow | PlanRow, column: str) -> None:
    if row.until_on and row.until_on < row.from_on:
        raise BadRow(column, "is before the day it began")
