"""Loading a caseload: what goes in, what does not, twice changes nothing, nothing is moved or deleted.

The schema is made from the models until the migration of `council_ids` is there: then use the fixture `app`.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import event, func, select

from tests.conftest import settings_for
from tests.makers import Town, make_town
from webapp import accounts, audit, create_app, families, plans
from webapp.audit.models import AuditRow
from webapp.core import sealing
from webapp.core.database import database, session, unit_of_work
from webapp.families.models import Allocation, ChildFacts, Conflict, CouncilId, Family, Member, Team
from webapp.localdata import synthetic
from webapp.localdata.caseload.columns import USED
from webapp.localdata.caseload.service import Load, load
from webapp.migrations.models import metadata
from webapp.plans.models import PlanVersion

NOON = datetime(2026, 3, 2, 12, 30, tzinfo=UTC)
BETH, TOM = "W1", "W2"
ROWS = {
    "ssd_department": ["T1,Team Loaded"],
    "ssd_professionals": ["W1,Beth Marsh", "W2,Tom Reed", "W9,Gone Away"],
    "ssd_person": [
        "NB-1,Amal,Farouk,2015-02-03,,",
        "NB-2,Idris,Farouk,2018-05-06,,",
        "NB-3,Kit,Lowe,2010-01-01,,",
        "NB-4,Unborn,Lowe,,2026-06-01,",
        "NB-5,Old,Lowe,1980-01-01,,",
        "NB-6,Sam,Hart,2012-01-01,,2026-01-01",
    ],
    "ssd_family": ["R1,F1,NB-1", "R2,F1,NB-2", "R3,F2,NB-3", "R4,F2,NB-4", "R5,F2,NB-5"],
    "ssd_involvements": [
        "I1,NB-1,W2,Allocated Case Worker,T1,2025-01-05,2026-01-31,FCONTA",
        "I2,NB-1,W1,Allocated Case Worker,T1,2026-02-01,,CHCHAN",
        "I3,NB-2,W1,CW,T1,2026-02-01,,",
        "I4,NB-3,W1,CW,T1,2026-02-01,,",
        "I5,NB-3,W9,Independent Reviewing Officer,T1,2026-02-01,,",
        "I6,NB-3,W9,CW,T1,2024-02-01,2025-02-01,",
    ],
    "ssd_cin_plans": ["N1,NB-1,2025-03-01,", "N2,NB-3,2024-01-01,2024-06-01"],
    "ssd_cp_plans": ["C1,NB-1,2026-01-07,"],
    "ssd_cla_care_plan": ["L1,NB-3,2026-01-08,", "L2,NB-4,2026-01-08,"],
}
COLUMNS = {
    "ssd_involvements": "invo_involvements_id,invo_person_id,invo_professional_id,invo_professional_role_id,"
    "invo_professional_team,invo_involvement_start_date,invo_involvement_end_date,invo_worker_change_reason"
}


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Flask]:
    app = create_app(settings_for(f"sqlite:///{tmp_path / 'heard.db'}", tmp_path))
    with app.test_request_context(), time_machine.travel(NOON, tick=False):
        metadata.create_all(database().engine)
        yield app
        database().engine.dispose()


@pytest.fixture
def town(here: Flask) -> Town:
    with unit_of_work():
        return make_town()


def folder(path: Path, **changed: list[str] | None) -> Path:
    """The folder above, with some tables changed, or left out (None)."""
    made = path / f"ssd{uuid.uuid4().hex}"
    made.mkdir()
    for table, rows in (ROWS | changed).items():
        if rows is not None:
            header = COLUMNS.get(table, ",".join(USED[table]))
            (made / f"{table}.csv").write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    staff = "prof_professional_id,email\nW1,beth@northbridge.example\nw2,TOM@northbridge.example\n"
    (made / "heard_staff.csv").write_text(staff, encoding="utf-8")
    return made


def counts(found: Load) -> dict[str, int]:
    return {name: number for name, number in found.changes.counts().items() if number}


def rows_here() -> dict[str, int]:
    tables: tuple[Any, ...] = (Team, Family, Member, ChildFacts, Allocation, CouncilId, PlanVersion, AuditRow)
    with unit_of_work():
        return {
            one.__tablename__: session().scalar(select(func.count()).select_from(one)) or 0 for one in tables
        }


def child(council_id: str) -> uuid.UUID:
    with unit_of_work():
        return families.children_by_id([council_id])[council_id]


def test_a_preview_says_what_will_change_and_changes_nothing(town: Town, tmp_path: Path) -> None:
    before = rows_here()
    found = load(folder(tmp_path), preview=True)
    assert counts(found) == {
        "teams": 1,
        "families": 2,
        "children": 4,
        "members": 4,
        "allocations": 4,
        "plans": 2,
        "conflicts": 2,
    }
    assert [(one.file, one.line) for one in found.changes.conflicts] == [
        ("ssd_person.csv", 7),
        ("ssd_cla_care_plan.csv", 3),
    ]
    assert sum(found.changes.left_out.values()) == 4
    assert found.problems == []
    assert rows_here() == before


def test_it_goes_in_and_twice_changes_nothing(town: Town, tmp_path: Path) -> None:
    path = folder(tmp_path)
    previewed = counts(load(path, preview=True))
    assert counts(load(path, preview=False)) == previewed
    once = rows_here()
    again = load(path, preview=False)
    assert again.changes.changes_nothing()
    assert rows_here() == once
    amal = child("NB-1")
    with unit_of_work():
        home = families.family_of(amal)
        assert families.family_name(home) == "Farouk"
        assert families.team_name(home.team_id) == "Team Loaded"
        assert [(one.name, one.band) for one in families.members(home.id)] == [
            ("Amal Farouk", "mid"),
            ("Idris Farouk", "young"),
        ]
        assert families.born_on(amal) == date(2015, 2, 3)
        assert families.authority_id(amal) == "NB-1"
        assert families.worker_ids(amal) == [town.beth]
        assert plans.newest_kinds([amal]) == {amal: "child_protection"}
        assert audit.verify() == []


def test_a_change_of_worker_keeps_the_code_and_the_family_never_reads_who_asked(
    town: Town, tmp_path: Path
) -> None:
    load(folder(tmp_path), preview=False)
    amal = child("NB-1")
    with unit_of_work():
        query = select(Allocation, CouncilId.code).join(CouncilId, CouncilId.row_id == Allocation.id)
        rows = session().execute(query.where(Allocation.child_id == amal).order_by(Allocation.from_at)).all()
        (first, no_code), (second, code) = rows
        assert (first.worker_id, no_code, first.reason_sealed) == (town.tom, None, None)
        assert (second.worker_id, second.instead_of, code) == (town.beth, town.tom, "CHCHAN")
        words = sealing.child_box(amal).text(second, "reason")
    assert words == "Your worker has changed. You can ask us why."


def test_what_ended_ends_and_never_begins_again_by_itself(town: Town, tmp_path: Path) -> None:
    load(folder(tmp_path), preview=False)
    rows = [row.replace("2026-02-01,,", "2026-02-01,2026-02-28,") for row in ROWS["ssd_involvements"]]
    ended = load(folder(tmp_path, ssd_involvements=rows), preview=False)
    assert counts(ended)["ended"] == 3
    with unit_of_work():
        assert families.worker_ids(families.children_by_id(["NB-1"])["NB-1"]) == []
    again = load(folder(tmp_path), preview=False)
    assert again.changes.changes_nothing()
    assert sum("goes on for longer" in one.reason for one in again.changes.conflicts) == 3


def test_another_name_comes_in_and_a_change_made_by_hand_is_kept(town: Town, tmp_path: Path) -> None:
    load(folder(tmp_path), preview=False)
    with unit_of_work():
        amal = families.children_by_id(["NB-1"])["NB-1"]
        accounts.change_person(person_id=amal, name="Ams", language="ar")
    assert load(folder(tmp_path), preview=False).changes.changes_nothing()
    rows = [row.replace("Amal", "Amaal") for row in ROWS["ssd_person"]]
    assert counts(load(folder(tmp_path, ssd_person=rows), preview=False))["updated"] == 1
    with unit_of_work():
        assert accounts.names([amal]) == {amal: "Amaal Farouk"}
    assert load(folder(tmp_path, ssd_person=rows), preview=False).changes.changes_nothing()


def test_no_record_is_moved_and_nothing_is_deleted(town: Town, tmp_path: Path) -> None:
    load(folder(tmp_path), preview=False)
    before = rows_here()
    moved = [row.replace("R1,F1", "R1,F2") for row in ROWS["ssd_family"]]
    found = load(folder(tmp_path, ssd_family=moved), preview=False)
    assert [one.reason for one in found.changes.conflicts if one.file == "ssd_family.csv"] == [
        "is another family than here: the record was not moved"
    ]
    left = load(
        folder(tmp_path, ssd_person=ROWS["ssd_person"][:1], ssd_family=ROWS["ssd_family"][:1]), preview=False
    )
    assert left.changes.changes_nothing()
    assert rows_here() == before


def test_a_child_added_by_hand_is_known_again_or_told(town: Town, tmp_path: Path) -> None:
    with unit_of_work():
        for name, council_id in (("Amal", "nb-1"), ("Someone else", "NB-3")):
            families.add_child(
                family_id=town.family,
                name=name,
                band="mid",
                born_on=date(2015, 2, 3),
                authority_id=council_id,
            )
    found = load(folder(tmp_path), preview=False)
    assert counts(found)["linked"] == 1
    said = [one.reason for one in found.changes.conflicts if one.column == "pers_dob"]
    assert said == ["is another day than here: is it the same child?"]
    again = load(folder(tmp_path), preview=False)
    assert again.changes.changes_nothing()


def test_a_worker_who_knows_the_family_is_not_given_the_child(town: Town, tmp_path: Path) -> None:
    load(folder(tmp_path, ssd_involvements=None, ssd_professionals=None), preview=False)
    load(folder(tmp_path), preview=False)
    with unit_of_work():
        amal = families.children_by_id(["NB-1"])["NB-1"]
        home = families.family_of(amal).id
        row = Conflict(id=uuid.uuid4(), staff_id=town.beth, family_id=home, declared_by=town.beth)
        row.declared_at = NOON
        session().add(row)
    rows = [*ROWS["ssd_involvements"], "I7,NB-2,W1,CW,T1,2026-03-01,,"]
    found = load(folder(tmp_path, ssd_involvements=rows), preview=False)
    assert any("know this family" in one.reason for one in found.changes.conflicts)
    assert found.changes.allocations == []


def test_nobody_is_linked_by_name(town: Town, tmp_path: Path) -> None:
    path = folder(tmp_path)
    (path / "heard_staff.csv").unlink()
    found = load(path, preview=False)
    assert found.changes.allocations == []
    assert sum("has no account here" in one.reason for one in found.changes.conflicts) == 3


def test_a_made_up_caseload_goes_in_and_twice_changes_nothing(town: Town, tmp_path: Path) -> None:
    made = tmp_path / "made"
    synthetic.make(made, people=600, seed=5, today=NOON.date())
    first = counts(load(made, preview=False))
    assert first["children"] > 550
    assert first["allocations"] > 700
    assert first["plans"] > 200
    once = rows_here()
    again = load(made, preview=False)
    assert again.changes.changes_nothing(), again.changes.counts()
    assert rows_here() == once


def test_statements_do_not_grow_with_the_rows(town: Town, tmp_path: Path) -> None:
    few, many = _statements(tmp_path, 5), _statements(tmp_path, 200)
    assert many <= few + 5


def _statements(path: Path, people: int) -> int:
    start = 1000 * people
    ids = [f"X-{start + number}" for number in range(people)]
    made = folder(
        path,
        ssd_person=[f"{one},Ann,Vale,2015-02-03,," for one in ids],
        ssd_family=[f"R{one},F{one},{one}" for one in ids],
        ssd_involvements=[f"I{one},{one},W1,CW,T1,2026-02-01,," for one in ids],
        ssd_cin_plans=[f"N{one},{one},2026-02-01," for one in ids],
        ssd_cp_plans=None,
        ssd_cla_care_plan=None,
    )
    sent: list[str] = []
    engine = database().engine

    def count(_c: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        sent.append(statement)

    event.listen(engine, "before_cursor_execute", count)
    try:
        assert counts(load(made, preview=False))["children"] == people
    finally:
        event.remove(engine, "before_cursor_execute", count)
    return len(sent)
