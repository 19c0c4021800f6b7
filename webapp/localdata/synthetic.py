"""A made-up SSD folder of any size: the same seed and size give the same bytes; it streams, row by row.

Nothing of Heard's reader is used, so that a mistake there does not hide in what it is tested with.

Every person is invented, from lists of first names and of words that are no surnames; no real family is in
it. One authority, Northbridge; ages, teams, changes of worker and plans are spread as in a caseload. About
one row in 500 is wrong in a way that real folders are, unless `clean`.
"""

from __future__ import annotations

import csv
import random
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from datetime import date, timedelta
from pathlib import Path

# As the standard names them (SSD 1.4.5); only those that Heard reads.
COLUMNS = {
    "ssd_department": ("dept_team_id", "dept_team_name"),
    "ssd_professionals": ("prof_professional_id", "prof_professional_name"),
    "ssd_person": (
        "pers_person_id",
        "pers_forename",
        "pers_surname",
        "pers_dob",
        "pers_expected_dob",
        "pers_death_date",
    ),
    "ssd_family": ("fami_table_id", "fami_family_id", "fami_person_id"),
    "ssd_involvements": (
        "invo_involvements_id",
        "invo_person_id",
        "invo_professional_id",
        "invo_professional_role_id",
        "invo_professional_team",
        "invo_involvement_start_date",
        "invo_involvement_end_date",
        "invo_worker_change_reason",
    ),
    "ssd_cin_plans": (
        "cinp_cin_plan_id",
        "cinp_person_id",
        "cinp_cin_plan_start_date",
        "cinp_cin_plan_end_date",
    ),
    "ssd_cp_plans": ("cppl_cp_plan_id", "cppl_person_id", "cppl_cp_plan_start_date", "cppl_cp_plan_end_date"),
    "ssd_cla_care_plan": (
        "lacp_table_id",
        "lacp_person_id",
        "lacp_cla_care_plan_start_date",
        "lacp_cla_care_plan_end_date",
    ),
}
# fmt: off
FIRST = (
    "Ada", "Amal", "Ben", "Cai", "Dev", "Eli", "Fay", "Gio", "Idris", "Ivo", "Jude", "Kit", "Leo",
    "Mae", "Mina", "Noor", "Otis", "Ravi", "Rosa", "Sky", "Tia", "Vera", "Yara", "Zoe",
)
# Words from a map of nowhere, so that no family of these names is meant.
LAST_START = (
    "Alder", "Brook", "Cobble", "Dusk", "Elm", "Fern", "Gale", "Heather", "Ivy", "Juniper", "Kestrel",
    "Lark", "Moss", "North", "Otter", "Pebble",
)
LAST_END = (
    "bank", "bridge", "croft", "dale", "field", "gate", "holm", "lea", "marsh", "moor", "ridge", "side",
    "stead", "well", "wick", "worth",
)
# fmt: on
CHANGES = ("FCONTA", "LEFTRL", "ORGRST", "MANAGE", "CHCHAN", "PCCHAN")
CHANGE_WEIGHTS = (0, 40, 25, 25, 6, 4)
# Two workers of the made-up authority that `heard demo` makes.
EMAILS = ("beth@northbridge.example", "tom@northbridge.example")
STAFF_FILE, STAFF_COLUMNS = "heard_staff.csv", ("prof_professional_id", "email")
ROLES = ("Allocated Case Worker", "Independent Reviewing Officer")
PEOPLE_A_WORKER, WORKERS_A_TEAM = 18, 8
WRONG = 0.002
Row = tuple[str, ...]


def make(
    out: Path,
    *,
    people: int,
    seed: int,
    today: date,
    clean: bool = False,
    emails: Sequence[str] = EMAILS,
) -> dict[str, int]:
    """Write the folder; returns how many rows each table has. FileExistsError when `out` is there.

    `emails`: the workers' accounts here, dealt out in turn to the made-up professionals (heard_staff.csv).
    """
    out.mkdir(parents=True)
    chance = random.Random(seed)  # noqa: S311 - made-up people, not a secret
    counts: dict[str, int] = dict.fromkeys(COLUMNS, 0)
    with ExitStack() as stack:
        files = {}
        for table, columns in COLUMNS.items():
            file = stack.enter_context((out / f"{table}.csv").open("w", encoding="utf-8", newline=""))
            files[table] = csv.writer(file)
            files[table].writerow(columns)
        for table, row in _rows(people, chance, today):
            wrong = not clean and chance.random() < WRONG
            files[table].writerow(_spoiled(row, chance) if wrong else row)
            counts[table] += 1
    _staff(out / STAFF_FILE, counts["ssd_professionals"], emails)
    return counts


def _staff(path: Path, professionals: int, emails: Sequence[str]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        write = csv.writer(file).writerow
        write(STAFF_COLUMNS)
        for number in range(professionals):
            write((f"NBW{number + 1}", emails[number % len(emails)]))


def _rows(people: int, chance: random.Random, today: date) -> Iterator[tuple[str, Row]]:
    workers = max(2, people // PEOPLE_A_WORKER)
    teams = max(1, workers // WORKERS_A_TEAM)
    for number in range(1, teams + 1):
        yield "ssd_department", (f"NBT{number}", f"Northbridge team {number}")
    for number in range(1, workers + 1):
        yield "ssd_professionals", (f"NBW{number}", _name(chance))
    made = family = 0
    while made < people:
        family += 1
        surname = _surname(chance)
        first_worker = chance.randint(1, workers)
        for _child in range(min(chance.choices((1, 2, 3, 4, 5), (45, 30, 15, 7, 3))[0], people - made)):
            made += 1
            yield from _child_rows(made, family, surname, first_worker, workers, teams, chance, today)


def _child_rows(
    number: int,
    family: int,
    surname: str,
    worker: int,
    workers: int,
    teams: int,
    chance: random.Random,
    today: date,
) -> Iterator[tuple[str, Row]]:
    person_id = f"NB{number:07}"
    unborn = chance.random() < 0.01
    born_on = today - timedelta(days=chance.randint(1, 18 * 365))
    due = today + timedelta(days=chance.randint(7, 200))
    days = ("", due.isoformat()) if unborn else (born_on.isoformat(), "")
    yield "ssd_person", (person_id, "Unborn" if unborn else chance.choice(FIRST), surname, *days, "")
    yield "ssd_family", (f"NBR{number}", f"NBF{family}", person_id)
    begun = today - timedelta(days=chance.randint(1, 900))
    yield from _involvements(number, person_id, worker, workers, teams, begun, chance, today)
    yield from _plans(number, person_id, begun, chance)


def _involvements(
    number: int,
    person_id: str,
    worker: int,
    workers: int,
    teams: int,
    begun: date,
    chance: random.Random,
    today: date,
) -> Iterator[tuple[str, Row]]:
    """One allocated worker after another; the last goes on unless the work has ended."""
    change, turn = "FCONTA", 1
    while True:
        until = begun + timedelta(days=chance.randint(60, 700))
        is_last = until >= today
        end = "" if is_last else until.isoformat()
        team = f"NBT{worker % teams + 1}"
        row_id = f"NBI{number}-{turn}"
        person = (row_id, person_id, f"NBW{worker}", ROLES[0], team, begun.isoformat(), end, change)
        yield "ssd_involvements", person
        if is_last:
            break
        begun, turn = until, turn + 1
        worker = worker % workers + 1
        change = chance.choices(CHANGES, CHANGE_WEIGHTS)[0]
    if chance.random() < 0.2:
        other = f"NBW{chance.randint(1, workers)}"
        yield (
            "ssd_involvements",
            (f"NBI{number}-0", person_id, other, ROLES[1], team, begun.isoformat(), "", ""),
        )


def _plans(number: int, person_id: str, begun: date, chance: random.Random) -> Iterator[tuple[str, Row]]:
    kinds = ("ssd_cin_plans", "ssd_cp_plans", "ssd_cla_care_plan", "")
    table = chance.choices(kinds, (45, 15, 20, 20))[0]
    if table:
        ended = (begun + timedelta(days=120)).isoformat() if chance.random() < 0.2 else ""
        yield table, (f"NBP{number}", person_id, begun.isoformat(), ended)


def _name(chance: random.Random) -> str:
    return f"{chance.choice(FIRST)} {_surname(chance)}"


def _surname(chance: random.Random) -> str:
    return chance.choice(LAST_START) + chance.choice(LAST_END)


def _spoiled(row: Row, chance: random.Random) -> Row:
    """The row, wrong as rows from real systems are."""
    place = chance.randrange(1, len(row))
    wrong = chance.choice(("9998-12-31", "=1+1", "NULL\x00", "x" * 501))
    return (*row[:place], wrong, *row[place + 1 :])
