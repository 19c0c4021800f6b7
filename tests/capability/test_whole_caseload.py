"""A whole caseload: a preview says what a load does, every bad row is named, and it goes in in few steps."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import event

from tests.capability.caseload_folder import NOON, ROWS, counts, everything, folder, report
from tests.makers import Town, make_town
from tests.unit.test_caseload_reading import BAD_ROWS, GOOD, HEADERS
from webapp import families
from webapp.core.database import database, session, unit_of_work
from webapp.families.loading.queries import id_hash
from webapp.families.models import Conflict
from webapp.localdata import synthetic
from webapp.localdata.caseload.service import load


@pytest.fixture
def here(app: Flask) -> Iterator[Flask]:
    with app.test_request_context(), time_machine.travel(NOON, tick=False):
        yield app


@pytest.fixture
def town(here: Flask) -> Town:
    with unit_of_work():
        return make_town()


def test_the_council_says_which_roles_are_the_childs_worker(town: Town, here: Flask, tmp_path: Path) -> None:
    settings = here.extensions["heard_settings"]
    here.extensions["heard_settings"] = replace(settings, caseload_roles=frozenset({"key worker"}))
    try:
        rows = ["I1,NB-1,W1,Key Worker,T1,2026-02-01,,", "I2,NB-2,W1,CW,T1,2026-02-01,,"]
        found = load(folder(tmp_path, ssd_involvements=rows), preview=False)
    finally:
        here.extensions["heard_settings"] = settings
    assert [one.id for one in found.changes.allocations] == ["I1"]
    assert found.changes.left_out["another role than the child's worker"] == 1


@pytest.mark.parametrize("named", ["nb-1", "NB-2", "the family"])
def test_a_preview_knows_too_who_knows_the_family(town: Town, tmp_path: Path, named: str) -> None:
    """A child who is not here yet, a brother or sister of theirs, or the family, from an earlier load."""
    if named == "the family":
        load(folder(tmp_path, ssd_person=ROWS["ssd_person"][1:2], ssd_involvements=None), preview=False)
        first = folder(tmp_path, ssd_person=ROWS["ssd_person"][1:2], ssd_family=["R2,F1,NB-2"])
        load(first, preview=False)
    with unit_of_work():
        row = Conflict(id=uuid.uuid4(), staff_id=town.beth, declared_by=town.beth, declared_at=NOON)
        if named == "the family":
            row.family_id = families.family_of(families.children_by_id(["NB-2"])["NB-2"]).id
        else:
            row.authority_id_hash = id_hash("child", named)
        session().add(row)
    path = folder(tmp_path)
    previewed = report(load(path, preview=True))
    found = load(path, preview=False)
    assert report(found) == previewed
    assert sum("know this family" in one.reason for one in found.changes.conflicts) >= 1
    assert all(one.line for one in found.changes.conflicts)
    assert not {one.id for one in found.changes.allocations} & {"I2", "I3"}
    assert all(one.worker_id != town.beth for one in found.changes.plans if one.child_id == "NB-1")


def test_every_kind_of_bad_row_at_once_is_named_and_the_good_rows_go_in(town: Town, tmp_path: Path) -> None:
    said: set[tuple[str, int, str]] = set()
    path = tmp_path / "bad"
    path.mkdir()
    for table, good in GOOD.items():
        rows = [one for one in BAD_ROWS if one[0] == table]
        lines = [_with_own_id(row, line) for line, (_table, row, *_said) in enumerate(rows, 3)]
        (path / f"{table}.csv").write_bytes(b"\r\n".join([HEADERS[table].encode(), good.encode(), *lines]))
        said |= {(f"{table}.csv", line, column) for line, (*_row, column, _why) in enumerate(rows, 3)}
    (path / "heard_staff.csv").write_text("prof_professional_id,email\nW1,beth@northbridge.example\n")
    found = load(path, preview=False)
    assert {(one.file, one.line, one.column) for one in found.problems} == said
    assert len(found.problems) == len(BAD_ROWS)
    by_place = {(one.file, one.line): one.reason for one in found.problems}
    for table in GOOD:
        for line, (*_row, why) in enumerate([one for one in BAD_ROWS if one[0] == table], 3):
            assert why in by_place[f"{table}.csv", line]
    assert counts(found) == {
        "teams": 1,
        "families": 1,
        "children": 1,
        "members": 1,
        "allocations": 1,
        "plans": 1,
    }


def _with_own_id(row: str | bytes, line: int) -> bytes:
    """In one file, two bad rows may not be bad for having the same id."""
    raw = row if isinstance(row, bytes) else row.encode()
    return re.sub(rb"^([A-Z])3,", rb"\g<1>%d," % (1000 + line), raw)


def test_a_made_up_caseload_goes_in_and_twice_changes_nothing(town: Town, tmp_path: Path) -> None:
    made = tmp_path / "made"
    synthetic.make(made, people=600, seed=5, today=NOON.date())
    previewed = report(load(made, preview=True))
    done = load(made, preview=False)
    assert report(done) == previewed
    first = counts(done)
    assert first["children"] > 550
    assert first["allocations"] > 700
    assert first["plans"] > 200
    once = everything()
    again = load(made, preview=False)
    assert again.changes.changes_nothing(), again.changes.counts()
    assert everything() == once


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
