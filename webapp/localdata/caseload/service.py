"""Loading a folder: read it, say what it would change, do that. In batches, each whole or not at all.

A load that was stopped half way is loaded again: what went in is there, and the rest follows.
"""

from __future__ import annotations

import csv
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from flask import current_app

from webapp import accounts, families, plans
from webapp.config import Settings
from webapp.core import clock
from webapp.core.database import unit_of_work
from webapp.families import Here, batches, loading
from webapp.localdata.caseload import changes
from webapp.localdata.caseload.found import Changes
from webapp.localdata.caseload.reading import read_folder
from webapp.localdata.caseload.rows import Folder, Problem, fold

STAFF_FILE = "heard_staff.csv"
STAFF_COLUMNS = ["prof_professional_id", "email"]


@dataclass(frozen=True)
class Load:
    """What a load did, or in a preview would do; `problems`: rows that were not used."""

    changes: Changes
    problems: list[Problem]
    notes: list[Problem]


def load(path: Path, *, preview: bool) -> Load:
    """Load a folder, or say what that would do. Call it outside `unit_of_work()`.

    NothingToRead when the folder has none of the tables; NotADirectoryError, PermissionError as they come.
    """
    folder = read_folder(path, clock.today())
    workers = _staff(path, folder)
    with unit_of_work():
        here = _here(folder, workers)
        workers = {one: row_id for one, row_id in workers.items() if here.workers.get(one) != row_id}
        able = families.able_workers()
        here.workers |= {one: row_id for one, row_id in workers.items() if row_id in able}
        found = changes.between(
            folder, here, _kinds(here), clock.today(), families.what_was_seen, roles=_roles()
        )
    if not preview:
        _apply(found, workers)
    return Load(found, folder.problems, folder.notes)


def _roles() -> frozenset[str]:
    """The roles that mean "the child's worker" in this council's system (HEARD_CASELOAD_ROLES)."""
    settings: Settings = current_app.extensions["heard_settings"]
    return settings.caseload_roles


def _here(folder: Folder, workers: Mapping[str, uuid.UUID]) -> Here:
    people = {row.id for row in folder.persons}
    people |= {row.person_id for row in folder.families}
    people |= {row.person_id for row in folder.involvements}
    people |= {row.person_id for row in folder.plans}
    return families.council_ids_here(
        teams={row.id for row in folder.teams} | {row.team_id for row in folder.involvements if row.team_id},
        families={row.family_id for row in folder.families} | {f"PERSON:{one}" for one in people},
        children=people,
        allocations={row.id for row in folder.involvements},
        workers={row.professional_id for row in folder.involvements} | set(workers),
    )


def _kinds(here: Here) -> dict[str, str]:
    names = {child.row_id: one for one, child in here.children.items()}
    return {
        names[row_id]: kind
        for batch in batches(sorted(names))
        for row_id, kind in plans.newest_kinds(batch).items()
    }


def _staff(path: Path, folder: Folder) -> dict[str, uuid.UUID]:
    """Whose account each professional is, from heard_staff.csv; a line that names nobody is a problem."""
    file = path / STAFF_FILE
    if not file.is_file():
        return {}
    with unit_of_work():
        emails = {row.email.casefold(): row.id for row in accounts.staff_rows() if row.role == "worker"}
    found: dict[str, uuid.UUID] = {}
    with file.open(encoding="utf-8-sig", errors="replace", newline="") as lines:
        reader = csv.DictReader(lines)
        if reader.fieldnames != STAFF_COLUMNS:
            folder.problems.append(Problem(STAFF_FILE, 1, "", f"has other columns than {STAFF_COLUMNS}"))
            return {}
        for row in reader:
            row_id = emails.get((row["email"] or "").strip().casefold())
            if row_id is None:
                reason = "is the e-mail of no worker here"
                folder.problems.append(Problem(STAFF_FILE, reader.line_num, "email", reason))
            else:
                found[fold(row["prof_professional_id"] or "")] = row_id
    return found


def _apply(found: Changes, workers: Mapping[str, uuid.UUID]) -> None:
    if workers:
        with unit_of_work():
            loading.link_staff(workers=workers)
    for teams in batches(found.teams):
        with unit_of_work():
            loading.add_teams(new=teams)
    for homes in batches(found.families):
        with unit_of_work():
            loading.add_families(new=homes)
    _apply_children(found)
    _apply_work(found)


def _apply_children(found: Changes) -> None:
    members: dict[str, list[families.NewMember]] = {}
    for one in found.members:
        members.setdefault(one.child_id, []).append(one)
    for children in batches(found.children):
        with unit_of_work():
            theirs = [member for child in children for member in members[child.id]]
            loading.add_children(new=children, members=theirs)
    for linked in batches(found.linked):
        with unit_of_work():
            loading.link_children(linked=linked)
    for updated in batches(found.updated):
        with unit_of_work():
            loading.update_children(updated=updated)


def _apply_work(found: Changes) -> None:
    for ended in batches(found.ended):
        with unit_of_work():
            loading.end_allocations(ended=ended)
    for new in batches(found.allocations):
        with unit_of_work():
            refused = loading.allocate(
                new=new, children=families.children_by_id({one.child_id for one in new})
            )
        for one in refused:
            reason = f"{one.id}: the worker said that they know this family"
            found.conflicts.append(Problem("ssd_involvements.csv", 0, "", reason))
            found.allocations.remove(one)
    for shells in batches(found.plans):
        with unit_of_work():
            rows = families.children_by_id({one.child_id for one in shells})
            plans.add_shells(
                shells=[plans.Shell(rows[one.child_id], one.kind, one.worker_id) for one in shells]
            )
