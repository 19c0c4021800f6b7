"""heard_journey.csv: what the council did, as the family saw it; never what a parent opened or agreed to."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import frictionless
import pytest
import time_machine
from flask import Flask

from tests import kept
from tests.makers import Town
from webapp import audit, families, localdata, plans
from webapp.core import ids, sealing
from webapp.core.access import ReadNote
from webapp.core.database import database, end_session, session, unit_of_work
from webapp.families.models import ChildFacts
from webapp.feedback.models import Invitation, Moment
from webapp.houses.models import Entry, ThreeHouses, ToldEntry
from webapp.plans.models import AskedBefore, Plan, PlanVersion, TalkedThrough

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def town(app: Flask) -> Iterator[Town]:
    with time_machine.travel(NOON, tick=False):
        yield kept.town()


def journey(out: Path, days: int = 30) -> list[dict[str, str]]:
    try:
        localdata.extract(from_on=NOON.date(), to_on=NOON.date() + days * DAY, out=out)
    finally:
        end_session()
    assert frictionless.validate(str(out / "datapackage.json")).valid
    with (out / "heard_journey.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def codes(found: list[dict[str, str]]) -> list[tuple[str, str, str]]:
    return [(one["event_code"], one["happened_at"], one["days"]) for one in found]


def test_a_plan(town: Town, tmp_path: Path) -> None:
    """Shared, a parent asked before, talked through with the child: and with a parent, which is not in it."""
    plan, version = ids.new(), ids.new()
    with unit_of_work() as db:
        db.add(Plan(id=plan, child_id=town.zara, family_id=town.family))
        db.flush()
        db.add(
            PlanVersion(
                id=version,
                plan_id=plan,
                number=1,
                kind="child_in_need",
                state="published",
                changed_at=NOON,
                changed_by=town.beth,
                published_at=NOON,
                published_by=town.beth,
            )
        )
        db.flush()
        for person, outcome in ((town.samina, "asked"), (town.imran, "not_safe")):
            db.add(
                AskedBefore(
                    id=ids.new(),
                    version_id=version,
                    person_id=person,
                    outcome=outcome,
                    asked_on=date(2026, 3, 1),
                    noted_at=NOON,
                    noted_by=town.beth,
                )
            )
        for person, happened in ((town.zara, True), (town.samina, True), (town.imran, False)):
            db.add(
                TalkedThrough(
                    id=ids.new(),
                    version_id=version,
                    person_id=person,
                    happened=happened,
                    talked_on=date(2026, 3, 6) if happened else None,
                    noted_at=NOON + 5 * DAY,
                    noted_by=town.beth,
                )
            )
        plans.add_answer(version_id=version, person_id=town.samina, kind="position", position="agree")
    found = journey(tmp_path / "out")
    assert codes(found) == [
        ("plan_shared", "2026-03-02", ""),
        ("talked_through", "2026-03-06", "4"),
        ("asked_before", "2026-03-01", ""),
    ]
    assert {one["person_id"] for one in found} == {"NB-100234"}
    assert {one["plan_id"] for one in found} == {str(plan)}
    assert found[1]["received_at"] == "2026-03-07T12:00:00Z"
    text = (tmp_path / "out" / "heard_journey.csv").read_text()
    assert not [one for one in (town.samina, town.imran, town.zara, "not_safe") if str(one) in text]


def add_entry(town: Town, level: str = "worker", answered: datetime | None = None) -> Entry:
    with unit_of_work() as db:
        houses = ThreeHouses(id=ids.new(), child_id=town.zara, begun_at=NOON)
        db.add(houses)
        db.flush()
        entry = Entry(
            id=ids.new(),
            set_id=houses.id,
            child_id=town.zara,
            house="worries",
            share_level=level,
            rev=1,
            body_mac=bytes(32),
            content_sealed=b"",
            made_at=NOON,
            received_at=NOON,
            answered_at=answered,
        )
        db.add(entry)
    return entry


def look(town: Town, entry: Entry, at: datetime) -> None:
    with time_machine.travel(at, tick=False), database().writing() as db:
        note = ReadNote("entry.read", f"family:{town.family}", town.zara, "entry", entry.id)
        audit.record_read(db, town.beth, note)


def test_a_voice_is_sent_seen_and_answered(town: Town, tmp_path: Path) -> None:
    entry = add_entry(town, answered=NOON + 3 * DAY)
    look(town, entry, NOON + DAY)
    look(town, entry, NOON + 2 * DAY)
    found = journey(tmp_path / "out")
    assert codes(found) == [
        ("voice_sent", "2026-03-02", ""),
        ("voice_seen", "2026-03-03", "1"),
        ("voice_answered", "2026-03-05", "3"),
    ]
    assert {one["person_id"] for one in found} == {"NB-100234"}
    assert len({one["event_id"] for one in found}) == 3


def test_what_is_for_someone_else_or_was_not_said_is_no_event(town: Town, tmp_path: Path) -> None:
    look(town, add_entry(town, "other", NOON + DAY), NOON + DAY)
    denied = add_entry(town, answered=NOON + DAY)
    with unit_of_work() as db:
        db.add(ToldEntry(entry_id=denied.id, by_id=town.beth, there="yes", denied_at=NOON))
    assert journey(tmp_path / "out") == []


def test_a_change_of_worker_and_a_child_not_asked(town: Town, tmp_path: Path) -> None:
    with unit_of_work() as db:
        families.allocate(child_id=town.zara, worker_id=town.tom, reason="Beth moved.", instead_of=town.beth)
        moment = Moment(
            id=ids.new(),
            child_id=town.zara,
            trigger="visit",
            cause_id=ids.new(),
            on=NOON.date(),
            noted_at=NOON,
        )
        db.add(moment)
        db.flush()
        for person, reason in ((town.zara, "not_safe"), (town.samina, "said_no")):
            db.add(
                Invitation(
                    id=ids.new(),
                    moment_id=moment.id,
                    person_id=person,
                    child_id=town.zara,
                    trigger="visit",
                    reason=reason,
                    made_on=NOON.date() + DAY,
                    closes_on=NOON.date() + 30 * DAY,
                )
            )
    found = journey(tmp_path / "out")
    assert codes(found) == [("worker_changed", "2026-03-02", ""), ("not_asked", "2026-03-03", "")]
    assert codes(journey(tmp_path / "day", 0)) == [("worker_changed", "2026-03-02", "")]
    assert codes(journey(tmp_path / "two", 1)) == codes(found)


def test_the_same_event_has_the_same_id_and_a_child_without_id_is_refused(town: Town, tmp_path: Path) -> None:
    add_entry(town)
    assert journey(tmp_path / "one")[0]["event_id"] == journey(tmp_path / "two", 2)[0]["event_id"]
    with unit_of_work():
        facts = session().get_one(ChildFacts, town.zara)
        sealing.child_box(town.zara).put(facts, authority_id=None)
    assert journey(tmp_path / "three") == []
    with (tmp_path / "three" / "rejects.csv").open(encoding="utf-8", newline="") as file:
        refused = list(csv.DictReader(file))
    assert [(one["file"], one["heard_person_id"]) for one in refused] == [
        ("heard_journey.csv", str(town.zara))
    ]
    assert refused[0]["reason"] == "the authority supplied no person id"
