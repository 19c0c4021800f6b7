"""The edges of who may see whom: to the moment, with what ended, lapsed, was lifted or is another's."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from tests import kept
from tests.makers import As, Town
from tests.whole.story import Story
from tests.whole.table import WHO
from webapp import families
from webapp.core import ids
from webapp.core.access import Policy
from webapp.core.database import end_session, session, unit_of_work
from webapp.families import barred, grants, queries
from webapp.families.break_glass import queries as glass
from webapp.families.conflicts import queries as conflicts
from webapp.families.models import Allocation, BrokenGlass, Conflict, Floor, Grant, Member

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
BEFORE, AFTER = NOW - timedelta(days=1), NOW + timedelta(days=1)
SECOND = timedelta(seconds=1)
# (from, until, whether it holds at NOW)
SPANS = [
    (NOW, None, True),
    (BEFORE, NOW + SECOND, True),
    (BEFORE, NOW, False),
    (NOW + SECOND, None, False),
]


@pytest.fixture
def town(app: Flask) -> Iterator[Town]:
    with time_machine.travel(BEFORE - timedelta(days=30), tick=False):
        made = kept.town()
    with time_machine.travel(NOW, tick=False):
        yield made


def put(row: Any, **values: Any) -> Any:
    with unit_of_work():
        for name, value in values.items():
            setattr(row, name, value)
        row.id = row.id or ids.new()
        session().add(row)
    end_session()
    return row.id


def change(kind: type[Any], found: Any, **values: Any) -> None:
    with unit_of_work():
        for row in session().scalars(select(kind).where(found)):
            for name, value in values.items():
                setattr(row, name, value)
    end_session()


def worker(person_id: uuid.UUID) -> As:
    return As(person_id, "staff", "worker")


def manager(person_id: uuid.UUID) -> As:
    return As(person_id, "staff", "manager")


def sees(reader: As) -> list[uuid.UUID]:
    end_session()
    return families.visible_children(reader)


def other_child(town: Town) -> uuid.UUID:
    with unit_of_work():
        family = families.add_family(name="Family T", team_id=town.other_team)
        return families.add_child(family_id=family, name="Noor", band="mid", authority_id="NB-900001")


@pytest.mark.parametrize(("from_at", "until_at", "holds"), SPANS)
def test_an_allocation_holds_from_its_first_moment_to_before_its_last(
    town: Town, from_at: datetime, until_at: datetime | None, holds: bool
) -> None:
    put(Allocation(child_id=town.zara, worker_id=town.tom), from_at=from_at, until_at=until_at)
    assert sees(worker(town.tom)) == ([town.zara] if holds else [])
    assert (town.tom in queries.worker_ids(town.zara)) is holds


@pytest.mark.parametrize(("from_at", "until_at", "holds"), SPANS)
def test_a_grant_holds_from_its_first_moment_to_before_its_last(
    town: Town, from_at: datetime, until_at: datetime | None, holds: bool
) -> None:
    row = Grant(person_id=town.stranger, child_id=town.zara, kind="plan", granted_by=town.beth)
    put(row, from_at=from_at, until_at=until_at)
    assert sees(As(town.stranger, "adult", "parent")) == ([town.zara] if holds else [])
    assert (town.stranger in grants.granted_people(town.zara, "plan")) is holds


def test_a_grant_is_of_one_kind_to_one_person_about_one_child(town: Town) -> None:
    row = Grant(person_id=town.stranger, child_id=town.zara, kind="partner", granted_by=town.beth)
    put(row, from_at=BEFORE)
    assert grants.granted(town.stranger, "plan") == {}
    assert grants.granted(town.stranger, "partner") == {town.zara: None}
    assert grants.granted_any(town.stranger) == {town.zara: None}
    assert grants.granted_any(town.tom) == {}
    assert grants.granted_people(town.zara, "partner") == [town.stranger]
    assert grants.granted_people(town.yusuf, "partner") == []
    assert grants.granted_people(town.zara, "plan") == [town.samina, town.imran]


@pytest.mark.parametrize(
    ("limits", "since"),
    [
        ([BEFORE], BEFORE),
        ([None], None),
        ([BEFORE, NOW], BEFORE),
        ([NOW, BEFORE], BEFORE),
        ([None, NOW], None),
        ([NOW, None], None),
    ],
)
def test_two_grants_let_in_what_the_wider_one_does(
    town: Town, limits: list[datetime | None], since: datetime | None
) -> None:
    for number, sees_from in enumerate(limits):
        row = Grant(person_id=town.stranger, child_id=town.zara, kind="plan", granted_by=town.beth)
        put(row, from_at=BEFORE + number * SECOND, sees_from=sees_from)
    assert grants.granted(town.stranger, "plan") == {town.zara: since}


def test_what_a_grant_shows_begins_at_its_moment_and_is_of_its_child(town: Town) -> None:
    def shown(granted: dict[uuid.UUID, datetime | None]) -> set[tuple[uuid.UUID, datetime]]:
        limit = grants.since_granted(granted, Allocation.child_id, Allocation.from_at)
        rows = session().scalars(select(Allocation).where(limit, Allocation.worker_id == town.tom))
        return {(row.child_id, row.from_at) for row in rows}

    for child in (town.zara, town.yusuf):
        for at in (BEFORE, NOW):
            put(Allocation(child_id=child, worker_id=town.tom), from_at=at)
    assert shown({}) == set()
    assert shown({town.zara: NOW}) == {(town.zara, NOW)}
    assert shown({town.zara: NOW + SECOND}) == set()
    assert shown({town.zara: None}) == {(town.zara, BEFORE), (town.zara, NOW)}
    assert shown({town.zara: NOW, town.yusuf: None}) == {
        (town.zara, NOW),
        (town.yusuf, BEFORE),
        (town.yusuf, NOW),
    }


def keep_away(town: Town, person: uuid.UUID, child: uuid.UUID, **more: Any) -> Any:
    row = Floor(person_id=person, child_id=child, kind="no_contact", reason_sealed=b"x", set_by=town.beth)
    return put(row, from_at=BEFORE, review_on=date(2027, 1, 1), **more)


def test_a_floor_is_between_one_person_and_one_child_until_it_is_lifted(town: Town) -> None:
    imran = As(town.imran, "adult", "parent")
    keep_away(town, town.imran, town.yusuf)
    keep_away(town, town.stranger, town.zara)
    keep_away(town, town.imran, town.zara, lifted_at=BEFORE)
    assert sees(imran) == [town.zara]
    assert not barred.has_floor(town.imran, town.zara)
    assert barred.has_floor(town.imran, town.yusuf)
    assert not barred.has_floor(town.samina, town.zara)
    assert barred.barred_people(town.zara) == {town.stranger}
    assert barred.barred_people(town.yusuf) == {town.imran}
    assert set(session().scalars(barred.barred_children(town.imran))) == {town.yusuf}
    assert set(session().scalars(barred.barred_children(town.samina))) == set()
    keep_away(town, town.imran, town.zara)
    assert sees(imran) == []
    assert set(session().scalars(barred.barred_children(town.imran))) == {town.zara, town.yusuf}


def test_an_address_is_kept_from_whoever_is_kept_from_a_child_living_there(town: Town) -> None:
    def lives_with(reader: uuid.UUID, person: uuid.UUID) -> bool:
        return bool(session().scalar(select(barred.lives_with_floored(reader, person))))

    noor = other_child(town)
    lifted = keep_away(town, town.imran, town.zara, lifted_at=BEFORE)
    assert not lives_with(town.imran, town.samina)
    change(Floor, Floor.id == lifted, lifted_at=None)
    assert lives_with(town.imran, town.samina)
    assert lives_with(town.imran, town.yusuf)
    assert not lives_with(town.imran, noor)
    assert not lives_with(town.stranger, town.samina)


def test_contacts_are_ones_own_or_the_workers_or_marked_safe(town: Town) -> None:
    def shown(reader: As, person: uuid.UUID) -> list[str]:
        end_session()
        return [one.value for one in queries.visible_contacts(reader, person, town.zara)]

    with unit_of_work():
        families.add_contact(person_id=town.samina, kind="phone", value="07700 900001")
        families.add_contact(person_id=town.imran, kind="phone", value="07700 900002", safe_for=[town.samina])
    zara, samina = As(town.zara, "child", "child"), As(town.samina, "adult", "parent")
    assert shown(samina, town.samina) == ["1 Made-up Street", "07700 900001"]
    assert shown(worker(town.beth), town.samina) == ["1 Made-up Street", "07700 900001"]
    assert shown(zara, town.samina) == ["1 Made-up Street"]
    assert shown(samina, town.imran) == ["07700 900002"]
    assert shown(zara, town.imran) == []
    assert shown(worker(town.tom), town.samina) == []
    assert shown(worker(town.beth), uuid.uuid4()) == []
    keep_away(town, town.samina, town.zara)
    assert shown(samina, town.imran) == []
    assert shown(samina, town.samina) == ["1 Made-up Street", "07700 900001"]


def knows(town: Town, staff: uuid.UUID, **about: Any) -> Any:
    return put(Conflict(staff_id=staff, declared_by=staff, declared_at=BEFORE), **about)


@pytest.mark.parametrize("how", ["family", "child", "other child of the family"])
def test_staff_who_know_one_of_a_family_see_none_of_it_until_that_is_ended(town: Town, how: str) -> None:
    numbers = {"child": "NB-100234", "other child of the family": "NB-100235"}
    about = (
        {"family_id": town.family}
        if how == "family"
        else {"authority_id_hash": barred.authority_id_hash(numbers[how])}
    )
    noor = other_child(town)
    put(Allocation(child_id=noor, worker_id=town.beth), from_at=BEFORE)
    both = {town.zara, town.yusuf}
    row = knows(town, town.beth, ended_at=NOW, **about)
    assert set(sees(worker(town.beth))) == both | {noor}
    assert not barred.has_conflict(town.beth, town.zara)
    assert barred.barred_people(town.zara) == set()
    change(Conflict, Conflict.id == row, ended_at=None)
    assert sees(worker(town.beth)) == [noor]
    assert barred.has_conflict(town.beth, town.zara)
    assert not barred.has_conflict(town.beth, noor)
    assert not barred.has_conflict(town.tom, town.zara)
    assert barred.barred_people(town.zara) == {town.beth}
    assert both <= set(session().scalars(barred.barred_children(town.beth)))
    assert noor not in set(session().scalars(barred.barred_children(town.beth)))
    assert queries.worker_ids(town.zara) == []
    assert queries.worker_ids(noor) == [town.beth]


def test_an_ended_conflict_bars_nobody_beside_one_that_holds(town: Town) -> None:
    noor = other_child(town)
    knows(town, town.beth, family_id=town.family)
    knows(town, town.tom, family_id=town.family, ended_at=NOW)
    knows(town, town.farah, authority_id_hash=barred.authority_id_hash("NB-900001"))
    assert barred.barred_people(town.zara) == {town.beth}
    assert barred.barred_people(noor) == {town.farah}


def test_a_manager_sees_children_of_the_own_team_while_they_are_in_a_family(town: Town) -> None:
    noor = other_child(town)
    both = sorted([town.zara, town.yusuf])
    assert sees(manager(town.farah)) == both
    assert queries.manager_ids(town.zara) == [town.farah]
    assert queries.manager_ids(noor) == []
    change(Member, Member.person_id == town.zara, until_at=NOW + SECOND)
    assert sees(manager(town.farah)) == both
    assert queries.manager_ids(town.zara) == [town.farah]
    change(Member, Member.person_id == town.zara, until_at=NOW)
    assert sees(manager(town.farah)) == [town.yusuf]
    assert queries.manager_ids(town.zara) == []
    knows(town, town.farah, family_id=town.family)
    assert sees(manager(town.farah)) == []
    assert queries.manager_ids(town.yusuf) == []


def opened(town: Town, staff: uuid.UUID, **more: Any) -> Any:
    values = {"opened_at": BEFORE, "until_at": AFTER} | more
    row = BrokenGlass(staff_id=staff, family_id=town.family, code="duty", reason_sealed=b"x")
    return put(row, **values)


@pytest.mark.parametrize(
    ("span", "holds"),
    [
        ({"opened_at": NOW}, True),
        ({"opened_at": NOW + SECOND}, False),
        ({"until_at": NOW + SECOND}, True),
        ({"until_at": NOW}, False),
        ({"ended_at": NOW}, False),
    ],
)
def test_an_opened_family_is_open_to_one_person_for_its_time(
    town: Town, span: dict[str, datetime], holds: bool
) -> None:
    opened(town, town.tom, **span)
    other_child(town)
    tom = worker(town.tom)
    assert sees(tom) == (sorted([town.zara, town.yusuf]) if holds else [])
    assert queries.own_children(tom) == []
    assert [one.id for one in queries.visible_families(tom)] == ([town.family] if holds else [])
    assert queries.works_with_family(tom, town.family) is holds
    assert queries.works_with(tom, town.zara) is holds
    assert (glass.open_now(town.tom) is not None) is holds
    assert glass.open_now(town.farah) is None
    assert sees(worker(town.owen)) == []


def test_an_opened_family_shows_children_who_live_in_it_and_none_the_reader_knows(town: Town) -> None:
    opened(town, town.tom)
    change(Member, Member.person_id == town.zara, until_at=NOW)
    assert sees(worker(town.tom)) == [town.yusuf]
    knows(town, town.tom, family_id=town.family)
    assert sees(worker(town.tom)) == []


def test_who_may_work_with_a_child_is_staff_alone(town: Town) -> None:
    zara = As(town.zara, "child", "child")
    assert sees(zara) == [town.zara]
    assert not queries.works_with(zara, town.zara)
    assert queries.visible_families(zara) == []
    assert not queries.works_with_family(As(town.samina, "adult", "parent"), town.family)
    assert queries.works_with(worker(town.beth), town.zara)
    assert not queries.works_with(worker(town.beth), uuid.uuid4())
    assert [one.id for one in queries.visible_families(worker(town.beth))] == [town.family]
    for role in ("administrator", "data_officer", "advocate"):
        opened(town, town.priya)
        assert sees(As(town.priya, "staff", role)) == []


def test_what_is_the_readers_own_is_not_also_opened(town: Town) -> None:
    opened(town, town.beth)
    assert queries.opened_children(worker(town.beth)) == []
    assert queries.own_children(worker(town.beth)) == sorted([town.zara, town.yusuf])


def test_who_looks_into_emergencies_and_conflicts(town: Town) -> None:
    def rows(reader: As) -> set[uuid.UUID]:
        return set(session().scalars(select(BrokenGlass.id).where(glass.visible_to(reader))))

    noor = other_child(town)
    row, elsewhere = opened(town, town.tom), opened(town, town.tom)
    family = families.family_of(noor).id
    change(BrokenGlass, BrokenGlass.id == elsewhere, family_id=family)
    priya = As(town.priya, "staff", "administrator")
    assert rows(manager(town.farah)) == {row}
    assert rows(priya) == {row, elsewhere}
    assert rows(worker(town.beth)) == set()
    assert rows(As(town.priya, "adult", "administrator")) == set()
    knows(town, town.beth, family_id=family)
    knows(town, town.tom, family_id=family)
    assert [one.staff_id for one in conflicts.visible_to(manager(town.farah))] == [town.beth]
    assert {one.staff_id for one in conflicts.visible_to(priya)} == {town.beth, town.tom}
    assert conflicts.visible_to(worker(town.beth)) == []
    knows(town, town.farah, family_id=town.family)
    knows(town, town.priya, family_id=family)
    assert rows(manager(town.farah)) == set()
    assert rows(priya) == {row}


def persona_readers(story: Story) -> dict[str, As]:
    town = story.town
    made = {
        "child": As(town.zara, "child", "child", "mid"),
        "sibling": As(town.yusuf, "child", "child", "young"),
        "mother": As(town.samina, "adult", "parent"),
        "separated father": As(town.imran, "adult", "parent"),
        "stranger": As(town.stranger, "adult", "parent"),
        "worker of the family": worker(town.beth),
        "worker of another team": worker(town.tom),
        "manager": manager(town.farah),
        "administrator": As(town.priya, "staff", "administrator"),
        "data officer": As(town.owen, "staff", "data_officer"),
    }
    roles = {"advocacy service": "advocacy", "advocate": "advocate", "complaints manager": "complaints"}
    made |= {name: As(story.others[name], "staff", role) for name, role in roles.items()}
    return made | {name: As(story.others[name], "adult", name) for name in ("partner", "interpreter")}


# What the view decides besides: a policy of its own lets more in, and the copy is looked up for the reader.
VIEW_DECIDES = {
    "may_answer_own_plan",
    "may_ask_beside_plan",
    "may_keep_words",
    "may_propose_step",
    "may_say_position",
    "may_say_step",
}


def test_every_policy_asked_directly_says_what_the_table_says(app: Flask, story: Story) -> None:
    """Without a view behind it, which could refuse in the policy's place."""
    policies: dict[str, Policy] = app.extensions["heard_policies"]
    readers, wrong = persona_readers(story), []
    for rule in app.url_map.iter_rules():
        policy = policies[rule.endpoint]
        if policy.name in VIEW_DECIDES:
            continue
        arguments = story.ids | story.of_draft.get(rule.endpoint, {})
        with app.test_request_context():
            for persona, reader in readers.items():
                end_session()
                may = policy.check(reader, **{name: arguments[name] for name in rule.arguments})
                if may is not (persona in WHO[policy.name]):
                    wrong.append((persona, rule.endpoint, policy.name, may))
    assert wrong == []
