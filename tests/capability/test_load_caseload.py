"""Loading a caseload: what goes in, what does not, twice changes nothing, nothing is moved or deleted."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
import time_machine
from flask import Flask
from flask_babel import force_locale, gettext
from sqlalchemy import select

from tests.capability.caseload_folder import NOON, ROWS, child, counts, everything, folder, report
from tests.makers import Town, make_town
from webapp import accounts, audit, families, plans
from webapp.core import sealing
from webapp.core.database import session, unit_of_work
from webapp.families.allocating.queries import past
from webapp.families.models import Allocation, Conflict, CouncilId
from webapp.localdata.caseload.service import load


@pytest.fixture
def here(app: Flask) -> Iterator[Flask]:
    with app.test_request_context(), time_machine.travel(NOON, tick=False):
        yield app


@pytest.fixture
def town(here: Flask) -> Town:
    with unit_of_work():
        return make_town()


def test_a_preview_says_what_will_change_and_changes_nothing(town: Town, tmp_path: Path) -> None:
    before = everything()
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
    assert everything() == before


def test_it_goes_in_and_twice_changes_nothing(town: Town, tmp_path: Path) -> None:
    path = folder(tmp_path)
    previewed = report(load(path, preview=True))
    assert report(load(path, preview=False)) == previewed
    once = everything()
    again = load(path, preview=False)
    assert again.changes.changes_nothing()
    assert everything() == once
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
        told = {language: _reason_told(amal, language) for language in ("en", "ur")}
    assert words == told["en"] == "Your worker has changed. You can ask us why."
    # The catalogue has it, and it is shown in the reader's words; what a manager wrote stays as it is.
    with force_locale("ur"):
        assert told["ur"] == gettext("Your worker has changed. You can ask us why.")


def _reason_told(child_id: uuid.UUID, language: str) -> str:
    with force_locale(language):
        return max(row.reason for row in past(child_id))


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
    before = everything()
    moved = [row.replace("R1,F1", "R1,F2") for row in ROWS["ssd_family"]]
    found = load(folder(tmp_path, ssd_family=moved), preview=False)
    assert [one.reason for one in found.changes.conflicts if one.file == "ssd_family.csv"] == [
        "is another family than here: the record was not moved"
    ]
    left = load(
        folder(tmp_path, ssd_person=ROWS["ssd_person"][:1], ssd_family=ROWS["ssd_family"][:1]), preview=False
    )
    assert left.changes.changes_nothing()
    assert everything() == before


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
