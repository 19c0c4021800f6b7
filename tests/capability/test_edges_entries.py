"""Edges of who may open what a child made: each kind of reader, the day it becomes late, the other child."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import datetime, time, timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import delete, select

from tests.capability.test_edges_families import SECOND, given, glass, put, quin
from tests.capability.test_houses_access import as_person
from tests.makers import As, Town, make_staff, make_town
from webapp import duty, families
from webapp.core import clock, ids
from webapp.core.database import session, unit_of_work
from webapp.duty.models import Alert, OutOfHours
from webapp.families.models import Floor, Grant
from webapp.houses import queries
from webapp.houses.models import Entry, EntryReader, ThreeHouses
from webapp.houses.sharing import policies as sharing

# Wednesday, so that five working days ago is Wednesday a week before.
WEDNESDAY = "2026-11-25T10:00:00+00:00"
NAMES = ("beth", "tom", "farah", "owen", "priya", "zara", "yusuf", "samina", "imran", "stranger")


@pytest.fixture
def town(app: Flask) -> Iterator[Town]:
    """The made-up town, on a Wednesday morning that stands still."""
    with time_machine.travel(WEDNESDAY, tick=False):
        yield make_town()


def entry(child: uuid.UUID, level: str = "worker", *chosen: uuid.UUID, **more: Any) -> uuid.UUID:
    """A sent entry, chosen for these people; `from_at`: since when they may see it."""
    entry_id, from_at = ids.new(), more.pop("from_at", None)
    values: dict[str, Any] = {"received_at": clock.now(), "session_id": uuid.UUID(int=0)} | more
    put(ThreeHouses(id=entry_id, child_id=child, begun_at=clock.now()))
    made = Entry(
        id=entry_id,
        set_id=entry_id,
        child_id=child,
        house="worry",
        share_level=level,
        rev=1,
        body_mac=b"m",
        content_sealed=b"x",
        made_at=clock.now(),
        **values,
    )
    put(made, *(EntryReader(entry_id=entry_id, person_id=one, from_at=from_at) for one in chosen))
    return entry_id


def sees(reader: As, entry_id: uuid.UUID) -> bool:
    found = session().scalar(select(Entry.id).where(Entry.id == entry_id, queries.visible_to(reader)))
    assert queries.visible_among(reader, [entry_id]) == ({entry_id} if found else set())
    assert queries.visible_among(reader, []) == set()
    return found is not None


def who(town: Town, entry_id: uuid.UUID) -> set[str]:
    return {name for name in NAMES if sees(as_person(getattr(town, name)), entry_id)}


def changed(entry_id: uuid.UUID, **values: Any) -> None:
    with unit_of_work() as db:
        row = db.get_one(Entry, entry_id)
        for name, value in values.items():
            setattr(row, name, value)


def test_a_child_sees_the_own_entries_on_an_own_phone_and_no_others(town: Town) -> None:
    mine, his = entry(town.zara), entry(town.yusuf, "people", town.zara)
    own, shared = (As(town.zara, "child", "child", shared_phone=one) for one in (False, True))
    assert sees(own, mine)
    assert not sees(own, his)
    assert not sees(shared, mine)
    assert not sees(shared, his)


def test_what_is_for_the_worker_is_for_the_childs_worker_alone(town: Town) -> None:
    family, child = quin(town, town.team)
    assert who(town, entry(town.zara)) == {"beth"}
    assert who(town, entry(child)) == set()
    assert who(town, entry(town.zara, "other", town.beth)) == set()
    assert who(town, entry(town.zara, "worker", town.tom, town.owen, town.priya)) == {"beth"}
    assert family


def test_a_manager_opens_what_was_chosen_for_them_in_the_own_team(town: Town) -> None:
    _family, child = quin(town, town.other_team)
    assert who(town, entry(town.zara, "other", town.farah)) == {"farah"}
    assert who(town, entry(child, "other", town.farah)) == set()


def test_an_adult_opens_what_was_chosen_for_them_about_a_granted_child(town: Town) -> None:
    assert who(town, entry(town.zara, "people", town.imran)) == {"beth", "imran"}
    assert who(town, entry(town.yusuf, "people", town.imran)) == {"beth"}
    assert who(town, entry(town.zara, "people", town.stranger)) == {"beth"}


def test_an_adult_opens_what_was_sent_or_chosen_since_they_may_see(town: Town) -> None:
    with unit_of_work() as db:
        db.scalars(select(Grant).where(Grant.person_id == town.imran)).one().sees_from = clock.now()
    imran, before = as_person(town.imran), clock.now() - SECOND
    assert sees(imran, entry(town.zara, "people", town.imran))
    old = entry(town.zara, "people", town.imran, received_at=before)
    assert not sees(imran, old)
    assert sees(imran, entry(town.zara, "people", town.imran, received_at=before, from_at=clock.now()))
    assert not sees(imran, entry(town.zara, "people", town.imran, from_at=before))
    assert not sees(imran, entry(town.zara, "people", town.samina))


@pytest.mark.parametrize(("role", "kind"), [("advocate", "advocate"), ("plan_checker", "checker")])
def test_someone_from_outside_opens_what_was_chosen_while_they_are_the_childs(
    town: Town, role: str, kind: str
) -> None:
    with unit_of_work():
        moira = make_staff("Moira Flynn", role)
    reader, chosen = as_person(moira), entry(town.zara, "other", moira)
    not_chosen = entry(town.zara, "other", town.farah)
    put(given(moira, town.zara, town.beth, "plan"), given(moira, town.yusuf, town.beth, kind))
    assert not sees(reader, chosen)
    put(given(moira, town.zara, town.beth, kind))
    assert sees(reader, chosen)
    assert not sees(reader, not_chosen)
    with unit_of_work():
        families.declare_conflict(staff_id=moira, declared_by=moira, family_id=town.family)
    assert not sees(reader, chosen)


def test_an_order_closes_it_to_someone_from_outside(town: Town) -> None:
    with unit_of_work():
        moira = make_staff("Moira Flynn", "advocate")
    put(given(moira, town.zara, town.beth, "advocate"))
    chosen = entry(town.zara, "other", moira)
    assert sees(as_person(moira), chosen)
    row = Floor(id=ids.new(), person_id=moira, child_id=town.zara, kind="court_order", set_by=town.beth)
    row.from_at, row.review_on, row.reason_sealed = clock.now(), clock.today(), b"x"
    put(row)
    assert not sees(as_person(moira), chosen)


def test_an_entry_is_late_for_the_manager_on_the_sixth_working_day(town: Town) -> None:
    first = datetime.fromisoformat("2026-11-18T00:00:00+00:00")
    for received, late in ((first, False), (first - SECOND, True)):
        waiting = entry(town.zara, received_at=received)
        assert sees(as_person(town.farah), waiting) is late
        changed(waiting, answered_at=clock.now())
        assert not sees(as_person(town.farah), waiting)
        changed(waiting, answered_late=True)
        assert sees(as_person(town.farah), waiting)
        assert not sees(as_person(town.tom), waiting)


def test_a_closed_day_of_the_team_makes_an_entry_late_a_day_later(town: Town) -> None:
    waiting = entry(town.zara, received_at=datetime.fromisoformat("2026-11-17T10:00:00+00:00"))
    assert sees(as_person(town.farah), waiting)
    put(
        OutOfHours(
            id=ids.new(),
            team_id=town.team,
            words_sealed=b"x",
            opens_at=time(9),
            closes_at=time(17),
            weekdays="12345",
            closed_days="2026-11-20",
        )
    )
    assert not sees(as_person(town.farah), waiting)


def test_what_is_late_in_another_team_is_not_this_managers(town: Town) -> None:
    _family, child = quin(town, town.other_team)
    late = entry(child, received_at=clock.now() - timedelta(days=30))
    assert who(town, late) == set()


def test_an_alert_opens_that_childs_entries_to_the_manager_until_it_is_seen(town: Town) -> None:
    hers, his = entry(town.zara), entry(town.yusuf)
    with unit_of_work():
        duty.raise_alert(person_id=town.zara, child_id=town.zara, source="safe_now", item_id=ids.new())
    farah = as_person(town.farah)
    assert (sees(farah, hers), sees(farah, his)) == (True, False)
    with unit_of_work() as db:
        db.scalars(select(Alert)).one().seen_at = clock.now()
    assert not sees(farah, hers)


def test_a_manager_in_an_emergency_sees_as_a_worker_does(town: Town) -> None:
    with unit_of_work():
        ada = make_staff("Ada Moss", "manager")
        families.add_to_team(person_id=ada, team_id=town.other_team)
    open_to_worker, kept_back = entry(town.zara), entry(town.zara, "other", town.farah, ada)
    late = entry(town.zara, "other", town.farah, received_at=clock.now() - timedelta(days=30))
    reader = as_person(ada)
    assert not sees(reader, open_to_worker)
    put(glass(ada, town.family))
    assert sees(reader, open_to_worker)
    assert not sees(reader, kept_back)
    assert not sees(reader, late)
    assert not sees(as_person(town.farah), open_to_worker)


def test_a_worker_in_an_emergency_sees_as_the_childs_worker_does(town: Town) -> None:
    open_to_worker, kept_back = entry(town.zara), entry(town.zara, "other", town.farah)
    put(glass(town.tom, town.family))
    assert sees(as_person(town.tom), open_to_worker)
    assert not sees(as_person(town.tom), kept_back)


def test_a_manager_changes_for_the_child_what_they_may_open(town: Town, monkeypatch: Any) -> None:
    monkeypatch.setattr(queries, "_opened", list)
    hidden, chosen = entry(town.zara), entry(town.zara, "other", town.farah)
    for name in NAMES:
        reader = as_person(getattr(town, name))
        may = {one for one in (hidden, chosen) if sharing.may_change_for_child.check(reader, entry_id=one)}
        assert may == ({chosen} if name == "farah" else set()), name
    with unit_of_work() as db:
        db.execute(delete(EntryReader))
    assert not sharing.may_change_for_child.check(as_person(town.farah), entry_id=chosen)
