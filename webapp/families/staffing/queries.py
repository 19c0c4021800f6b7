"""Reading teams and staff, as far as a reader keeps them."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from sqlalchemy import select

from webapp import accounts
from webapp.core.access import Reader
from webapp.core.database import session
from webapp.families.administration.queries import ADMINISTRATOR, keeps, teams_kept
from webapp.families.models import Post


@dataclass(frozen=True)
class TeamRow:
    """A team, with how many staff are in it."""

    id: uuid.UUID
    name: str
    staff: int


@dataclass(frozen=True)
class StaffLine:
    """A member of staff, with the names of the teams the reader keeps and this person is in."""

    row: accounts.StaffRow
    teams: list[str]


def posts() -> dict[uuid.UUID, set[uuid.UUID]]:
    """Who is in which team: person ids by team id."""
    found: dict[uuid.UUID, set[uuid.UUID]] = {}
    for row in session().scalars(select(Post).order_by(Post.id)):
        found.setdefault(row.team_id, set()).add(row.person_id)
    return found


def team_rows(reader: Reader) -> list[TeamRow]:
    """Teams the reader keeps, by name."""
    held = posts()
    return [TeamRow(team_id, name, len(held.get(team_id, ()))) for team_id, name in teams_kept(reader)]


def keeps_team(reader: Reader, team_id: uuid.UUID) -> bool:
    """Whether the reader keeps this team."""
    return team_id in {one for one, _name in teams_kept(reader)}


def staff_lines(reader: Reader) -> list[StaffLine]:
    """Staff by name: all for an administrator, those of the own teams for a manager."""
    held, teams = posts(), teams_kept(reader)
    lines = []
    for row in accounts.staff_rows():
        mine = [name for team_id, name in teams if row.id in held.get(team_id, ())]
        if mine or reader.role == ADMINISTRATOR:
            lines.append(StaffLine(row, mine))
    return lines


def staff_line(reader: Reader, staff_id: uuid.UUID) -> StaffLine | None:
    """One member of staff, if the reader keeps them."""
    if not keeps(reader):
        return None
    return next((line for line in staff_lines(reader) if line.row.id == staff_id), None)


def in_team(team_id: uuid.UUID) -> list[accounts.StaffRow]:
    """Who is in a team, by name."""
    mine = posts().get(team_id, set())
    return [row for row in accounts.staff_rows() if row.id in mine]


def not_in_team(reader: Reader, team_id: uuid.UUID) -> list[accounts.StaffRow]:
    """Whom the reader may put into a team: not themselves; a manager puts workers in."""
    mine = posts().get(team_id, set())
    able = [row for row in accounts.staff_rows() if row.id not in mine and row.state != "disabled"]
    return [row for row in able if may_move(reader, row)]


def may_move(reader: Reader, row: accounts.StaffRow) -> bool:
    """Nobody changes their own teams or role; a manager keeps workers alone."""
    if row.id == reader.person_id:
        return False
    return reader.role == ADMINISTRATOR or row.role == "worker"


def roles_to_give(reader: Reader) -> tuple[str, ...]:
    """What the reader may make someone: a manager, workers alone."""
    return accounts.ROLES if reader.role == ADMINISTRATOR else ("worker",)


def is_last_administrator(person_id: uuid.UUID) -> bool:
    """Whether nobody else could keep staff after this person."""
    all_of_them = [row for row in accounts.staff_rows() if row.role == ADMINISTRATOR]
    others = [row for row in all_of_them if row.id != person_id]
    return len(others) < len(all_of_them) and not any(row.state == "active" for row in others)
