"""Edges of who may know of a child: the first and the last moment, the other child, the other family."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import delete, select

from tests.capability.test_houses_access import as_person
from tests.makers import As, Town, make_staff, make_town
from webapp import families
from webapp.core import clock, ids
from webapp.core.database import session, unit_of_work
from webapp.families import policies, queries
from webapp.families.break_glass.queries import open_now
from webapp.families.models import (
    Allocation,
    BrokenGlass,
    Conflict,
    Floor,
    Grant,
    Member,
    Post,
)

SECOND = timedelta(seconds=1)
# (begins, ends) against this moment, and whether it holds now; no end is None.
SPANS = [
    (-SECOND, None, True),
    (timedelta(), None, True),
    (SECOND, None, False),
    (-SECOND, SECOND, True),
    (-SECOND, timedelta(), False),
    (-2 * SECOND, -SECOND, False),
]


@pytest.fixture
def town(app: Flask) -> Iterator[Town]:
    """The made-up town, its clock standing still."""
    with time_machine.travel(clock.now(), tick=False):
        yield make_town()


def put(*rows: Any) -> None:
    with unit_of_work() as db:
        db.add_all(rows)


def clear(*tables: type) -> None:
    with unit_of_work() as db:
        for table in tables:
            db.execute(delete(table))


def at(begins: timedelta | None) -> datetime | None:
    return None if begins is None else clock.now() + begins


def allocation(child: uuid.UUID, worker: uuid.UUID, **more: Any) -> Allocation:
    return Allocation(id=ids.new(), child_id=child, worker_id=worker, **({"from_at": clock.now()} | more))


def given(person: uuid.UUID, child: uuid.UUID, by: uuid.UUID, kind: str = "plan", **more: Any) -> Grant:
    values = {"from_at": clock.now()} | more
    return Grant(id=ids.new(), person_id=person, child_id=child, kind=kind, granted_by=by, **values)


def floor(person: uuid.UUID, child: uuid.UUID, by: uuid.UUID, **more: Any) -> Floor:
    values = {"from_at": clock.now(), "review_on": clock.today(), "reason_sealed": b"x"} | more
    return Floor(id=ids.new(), person_id=person, child_id=child, kind="court_order", set_by=by, **values)


def glass(staff: uuid.UUID, family: uuid.UUID, **more: Any) -> BrokenGlass:
    values = {"opened_at": clock.now(), "until_at": clock.now() + SECOND, "code": "duty"} | more
    return BrokenGlass(id=ids.new(), staff_id=staff, family_id=family, reason_sealed=b"x", **values)


def conflict(staff: uuid.UUID, **more: Any) -> Conflict:
    return Conflict(id=ids.new(), staff_id=staff, declared_by=staff, declared_at=clock.now(), **more)


def leave(person: uuid.UUID, family: uuid.UUID, until: datetime) -> None:
    with unit_of_work() as db:
        db.scalars(
            select(Member).where(Member.person_id == person, Member.family_id == family)
        ).one().until_at = until


def quin(town: Town, team: uuid.UUID) -> tuple[uuid.UUID, uuid.UUID]:
    """Another family of that team, with one child."""
    with unit_of_work():
        family = families.add_family(name="Family Q", team_id=team)
        return family, families.add_child(family_id=family, name="Quin", band="mid", authority_id="NB-5")


def both(town: Town) -> list[uuid.UUID]:
    return sorted([town.zara, town.yusuf])


# Allocation, team and grant: from when, until when, about whom.


def test_an_allocation_holds_from_its_first_moment_up_to_its_last(town: Town) -> None:
    for begins, ends, holds in SPANS:
        clear(Allocation)
        put(allocation(town.zara, town.tom, from_at=at(begins), until_at=at(ends)))
        assert families.worker_ids(town.zara) == ([town.tom] if holds else [])
        assert families.visible_children(as_person(town.tom)) == ([town.zara] if holds else [])
        assert families.worker_ids(town.yusuf) == []


def test_the_latest_worker_stands_first(town: Town) -> None:
    put(allocation(town.zara, town.tom, from_at=at(-SECOND)))
    with unit_of_work() as db:
        db.scalars(
            select(Allocation).where(Allocation.worker_id == town.beth, Allocation.child_id == town.zara)
        ).one().from_at = clock.now() - 2 * SECOND
    assert families.worker_ids(town.zara) == [town.tom, town.beth]
    assert families.visible_children(as_person(town.tom)) == [town.zara]
    put(conflict(town.tom, family_id=town.family))
    assert families.worker_ids(town.zara) == [town.beth]
    assert families.visible_children(as_person(town.tom)) == []


def test_the_managers_are_those_of_the_childs_team_who_do_not_know_the_family(town: Town) -> None:
    with unit_of_work():
        other = make_staff("Ada Moss", "manager")
        families.add_to_team(person_id=other, team_id=town.other_team)
    assert families.manager_ids(town.zara) == [town.farah]
    put(conflict(town.farah, family_id=town.family))
    assert families.manager_ids(town.zara) == []


def test_who_left_the_family_has_no_manager_and_is_nobodys(town: Town) -> None:
    leave(town.zara, town.family, clock.now())
    assert families.manager_ids(town.zara) == []
    assert families.visible_children(as_person(town.farah)) == [town.yusuf]
    leave(town.zara, town.family, clock.now() + SECOND)
    assert families.manager_ids(town.zara) == [town.farah]
    assert families.visible_children(as_person(town.farah)) == both(town)


def test_a_worker_sees_by_allocation_and_a_manager_by_team_never_the_other_way(town: Town) -> None:
    clear(Allocation)
    assert families.visible_children(as_person(town.beth)) == []
    put(allocation(town.zara, town.farah), Post(id=ids.new(), person_id=town.tom, team_id=town.team))
    assert families.visible_children(as_person(town.tom)) == []
    clear(Post)
    assert families.visible_children(as_person(town.farah)) == []


def test_no_other_role_sees_a_child_by_allocation_team_or_emergency(town: Town) -> None:
    for role in ("administrator", "data_officer", "advocate", "advocacy", "complaints"):
        with unit_of_work():
            person = make_staff(f"{role} Moss", role)
            families.add_to_team(person_id=person, team_id=town.team)
        put(allocation(town.zara, person), glass(person, town.family))
        reader = as_person(person)
        assert queries.seen(reader) == queries.Seen([], [])
        assert families.visible_families(reader) == []


def test_a_child_knows_of_themselves_and_an_adult_of_granted_children(town: Town) -> None:
    assert queries.seen(as_person(town.zara)) == queries.Seen([town.zara], [])
    assert queries.seen(as_person(town.samina)).own == both(town)
    assert queries.seen(as_person(town.imran)) == queries.Seen([town.zara], [])
    put(given(town.stranger, town.zara, town.beth, "partner"))
    assert queries.seen(as_person(town.stranger)) == queries.Seen([], [])


def test_one_look_is_kept_for_a_request_that_reads_and_never_for_one_that_writes(town: Town) -> None:
    assert families.visible_children(as_person(town.beth)) == both(town)
    assert families.visible_children(as_person(town.tom)) == []
    with unit_of_work() as db:
        assert families.visible_children(as_person(town.beth)) == both(town)
        db.execute(delete(Allocation))
        assert families.visible_children(as_person(town.beth)) == []


def test_a_grant_holds_from_its_first_moment_up_to_its_last(town: Town) -> None:
    for begins, ends, holds in SPANS:
        clear(Grant)
        put(given(town.stranger, town.zara, town.beth, from_at=at(begins), until_at=at(ends)))
        assert families.granted(town.stranger, "plan") == ({town.zara: None} if holds else {})
        assert families.granted_any(town.stranger) == ({town.zara: None} if holds else {})
        assert families.granted_people(town.zara, "plan") == ([town.stranger] if holds else [])


def test_a_grant_is_of_one_kind_for_one_person_about_one_child(town: Town) -> None:
    put(given(town.stranger, town.yusuf, town.beth, "advocate"))
    assert families.granted_children(town.stranger, "plan") == []
    assert families.granted_children(town.stranger, "advocate") == [town.yusuf]
    assert families.granted_people(town.yusuf, "advocate") == [town.stranger]
    assert families.granted_people(town.zara, "advocate") == []
    assert families.granted_any(town.stranger) == {town.yusuf: None}
    assert families.granted_any(town.imran) == {town.zara: None}


def test_people_stand_in_the_order_they_were_granted_each_once(town: Town) -> None:
    put(given(town.stranger, town.zara, town.beth, from_at=at(-2 * SECOND)))
    put(given(town.stranger, town.zara, town.beth))
    assert families.granted_people(town.zara, "plan") == [town.stranger, town.samina, town.imran]


def test_of_two_grants_the_earlier_limit_counts_and_none_is_no_limit(town: Town) -> None:
    early, late = at(-2 * SECOND), at(-SECOND)
    for first, second, expected in ((early, late, early), (late, early, early), (late, None, None)):
        clear(Grant)
        put(given(town.stranger, town.zara, town.beth, sees_from=first))
        put(given(town.stranger, town.zara, town.beth, sees_from=second))
        assert families.granted(town.stranger, "plan") == {town.zara: expected}
    clear(Grant)
    put(given(town.stranger, town.zara, town.beth, sees_from=late))
    assert families.granted(town.stranger, "plan") == {town.zara: late}


def shows(town: Town, limits: dict[uuid.UUID, datetime | None], child: uuid.UUID, made_at: datetime) -> bool:
    """Whether these limits show a dated thing about the child; a floor's row stands for any."""
    clear(Floor)
    put(floor(town.imran, child, town.beth, from_at=made_at))
    query = select(Floor.id).where(families.since_granted(limits, Floor.child_id, Floor.from_at))
    return session().scalar(query) is not None


def test_a_thing_shows_from_the_moment_the_person_may_see(town: Town) -> None:
    now = clock.now()
    for begins, expected in ((-SECOND, False), (timedelta(), True), (SECOND, True)):
        assert shows(town, {town.zara: now}, town.zara, now + begins) is expected
    assert shows(town, {town.zara: None}, town.zara, now - timedelta(days=9))
    assert not shows(town, {town.zara: None}, town.yusuf, now)
    assert not shows(town, {town.zara: now}, town.yusuf, now + SECOND)
    assert shows(town, {town.zara: now, town.yusuf: None}, town.yusuf, now - SECOND)
    assert not shows(town, {}, town.zara, now)


# Works with: staff alone, and through a family.


def test_only_staff_work_with_a_child(town: Town) -> None:
    works = [person for person in vars(town).values() if _works(town, person)]
    assert sorted(works) == sorted([town.beth, town.farah])


def _works(town: Town, person: uuid.UUID) -> bool:
    if person in (town.team, town.other_team, town.family):
        return False
    reader = as_person(person)
    with_child = families.works_with(reader, town.zara)
    assert families.works_with_family(reader, town.family) is with_child
    assert policies.may_work_with_family.check(reader, family_id=town.family) is with_child
    assert policies.may_lift_floor.check(reader, family_id=town.family) is (person == town.farah)
    return with_child


def test_a_manager_lifts_floors_of_the_own_team_alone(town: Town) -> None:
    family, _child = quin(town, town.other_team)
    assert not policies.may_lift_floor.check(as_person(town.farah), family_id=family)
    assert not families.works_with_family(as_person(town.farah), family)
    assert not families.works_with(as_person(town.farah), _child)


def test_a_family_is_seen_through_a_child_who_is_in_it_now(town: Town) -> None:
    family, child = quin(town, town.other_team)
    put(allocation(child, town.beth))
    beth = as_person(town.beth)
    assert [one.id for one in families.visible_families(beth)] == sorted([town.family, family])
    leave(child, family, clock.now())
    assert [one.id for one in families.visible_families(beth)] == [town.family]
    assert families.visible_families(As(town.zara, "child", "child")) == []
    assert families.visible_families(as_person(town.samina)) == []


def test_an_emergency_opens_the_one_family_and_not_the_others_of_its_child(town: Town) -> None:
    second, _child = quin(town, town.team)
    put(Member(id=ids.new(), family_id=second, person_id=town.zara, relation="child"))
    put(glass(town.tom, town.family))
    tom = as_person(town.tom)
    assert queries.seen(tom) == queries.Seen([], both(town))
    assert [one.id for one in families.visible_families(tom)] == [town.family]
    put(allocation(town.zara, town.tom))
    assert queries.seen(tom) == queries.Seen([town.zara], [town.yusuf])
    assert {one.id for one in families.visible_families(tom)} == {town.family, second}


def test_an_emergency_that_is_over_leaves_its_family_closed_during_the_next(town: Town) -> None:
    second, _child = quin(town, town.team)
    put(Member(id=ids.new(), family_id=second, person_id=town.zara, relation="child"))
    put(glass(town.tom, town.family))
    for over in ({"ended_at": clock.now()}, {"until_at": clock.now()}):
        put(glass(town.tom, second, opened_at=at(-SECOND), **over))
        assert [one.id for one in families.visible_families(as_person(town.tom))] == [town.family]


def test_an_emergency_opens_a_family_of_which_a_child_alone_is_known(town: Town) -> None:
    family, child = quin(town, town.team)
    put(glass(town.tom, family))
    assert families.opened_children(as_person(town.tom)) == [child]
    assert [one.id for one in families.visible_families(as_person(town.tom))] == [family]


def test_an_emergency_lets_nobody_write(town: Town) -> None:
    put(glass(town.tom, town.family))
    assert families.opened_children(as_person(town.tom)) == both(town)
    with unit_of_work():
        assert families.visible_children(as_person(town.tom)) == []
        assert families.visible_children(as_person(town.beth)) == both(town)
        assert families.own_children(as_person(town.beth)) == both(town)


def test_an_emergency_holds_from_its_first_moment_up_to_its_last(town: Town) -> None:
    with unit_of_work():
        ida = make_staff("Ida Moss", "worker")
    tom, none = as_person(town.tom), timedelta()
    for opens, until, ended, holds in (
        (none, SECOND, None, True),
        (SECOND, 2 * SECOND, None, False),
        (-SECOND, none, None, False),
        (-SECOND, SECOND, none, False),
    ):
        clear(BrokenGlass)
        put(glass(town.tom, town.family, opened_at=at(opens), until_at=at(until), ended_at=at(ended)))
        assert families.opened_children(tom) == (both(town) if holds else [])
        assert [one.id for one in families.visible_families(tom)] == ([town.family] if holds else [])
        assert (open_now(town.tom) is not None) is holds
        assert open_now(town.farah) is None
        assert families.opened_children(as_person(ida)) == []
        assert families.visible_families(as_person(ida)) == []


def test_an_emergency_opens_no_adult_and_nobody_who_left_or_is_known(town: Town) -> None:
    put(glass(town.tom, town.family))
    leave(town.zara, town.family, clock.now())
    assert families.opened_children(as_person(town.tom)) == [town.yusuf]
    put(conflict(town.tom, family_id=town.family))
    assert families.opened_children(as_person(town.tom)) == []


def test_the_latest_emergency_is_the_one_that_is_open(town: Town) -> None:
    other, _child = quin(town, town.team)
    put(glass(town.tom, other), glass(town.tom, town.family, opened_at=at(-SECOND)))
    found = open_now(town.tom)
    assert found is not None
    assert found.family_id == other
