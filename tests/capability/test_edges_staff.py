"""Edges of what staff keep: whose family, whose team, whose contacts; never what an emergency opened."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from tests.capability.test_edges_families import SECOND, allocation, clear, conflict, glass, leave, put, quin
from tests.capability.test_houses_access import as_person
from tests.makers import As, Town, make_staff, make_town
from webapp import families
from webapp.core import clock, ids
from webapp.core.database import session, unit_of_work
from webapp.families import queries
from webapp.families.administration import policies as keeping
from webapp.families.administration import queries as kept
from webapp.families.break_glass import queries as emergencies
from webapp.families.conflicts import queries as conflicts
from webapp.families.contacts import policies as contact_policies
from webapp.families.contacts import queries as contacts
from webapp.families.looked import policies as looked
from webapp.families.models import Allocation, BrokenGlass, Member, Post
from webapp.families.staffing import policies as staffing

ROLES = ("advocacy", "advocate", "complaints", "data_officer", "plan_checker")


@pytest.fixture
def town(app: Flask) -> Iterator[Town]:
    """The made-up town, its clock standing still."""
    with time_machine.travel(clock.now(), tick=False):
        yield make_town()


def staff(name: str, role: str, team: uuid.UUID) -> uuid.UUID:
    with unit_of_work():
        person = make_staff(name, role)
        families.add_to_team(person_id=person, team_id=team)
        return person


def other_manager(town: Town) -> As:
    return as_person(staff("Ada Moss", "manager", town.other_team))


def everyone(town: Town) -> dict[str, As]:
    """Every kind of person of the town, and a manager of the other team."""
    names = ("beth", "tom", "farah", "owen", "priya", "zara", "yusuf", "samina", "imran", "stranger")
    found = {name: as_person(getattr(town, name)) for name in names}
    return found | {"ada": other_manager(town), "no staff": As(uuid.uuid4(), "adult", "administrator")}


# Administration: names and allocation.


def test_a_family_is_kept_by_administrators_and_its_own_teams_manager(town: Town) -> None:
    people = everyone(town)
    family = {"family_id": town.family}
    assert {name for name, one in people.items() if keeping.may_keep_family.check(one, **family)} == {
        "farah",
        "priya",
    }
    assert {name for name, one in people.items() if keeping.may_keep_members.check(one, **family)} == {
        "beth",
        "farah",
        "priya",
    }
    for child in (town.zara, town.yusuf):
        keepers = {name for name, one in people.items() if keeping.may_place_child.check(one, child_id=child)}
        assert keepers == {"farah", "priya"}


def test_nobody_keeps_a_family_they_know(town: Town) -> None:
    other, child = quin(town, town.team)
    put(*(conflict(person, family_id=town.family) for person in (town.priya, town.farah, town.beth)))
    for name in ("priya", "farah", "beth"):
        reader = as_person(getattr(town, name))
        assert kept.family_kept(reader, town.family) is None
        assert not kept.may_keep_members(reader, town.family)
        assert kept.child_kept(reader, town.zara) is None
    priya = as_person(town.priya)
    assert getattr(kept.family_kept(priya, other), "id", None) == other
    assert getattr(kept.child_kept(priya, child), "id", None) == other


def test_an_adult_is_placed_with_no_worker_and_neither_is_who_left(town: Town) -> None:
    priya = as_person(town.priya)
    assert getattr(kept.child_kept(priya, town.zara), "id", None) == town.family
    assert kept.child_kept(priya, town.samina) is None
    assert kept.child_kept(priya, uuid.uuid4()) is None
    leave(town.zara, town.family, clock.now())
    assert kept.child_kept(priya, town.zara) is None
    assert kept.child_kept(priya, town.yusuf) is not None


def test_a_worker_keeps_the_members_of_the_own_families_now(town: Town) -> None:
    family, child = quin(town, town.team)
    beth, tom = as_person(town.beth), as_person(town.tom)
    assert not kept.may_keep_members(beth, family)
    put(allocation(child, town.tom), glass(town.tom, town.family))
    assert kept.may_keep_members(tom, family)
    assert families.works_with_family(tom, town.family)
    assert not kept.may_keep_members(tom, town.family)
    leave(child, family, clock.now())
    assert not kept.may_keep_members(tom, family)


def test_no_other_role_and_nobody_of_a_family_keeps_anything(town: Town) -> None:
    others = [as_person(staff(f"{role} Moss", role, town.team)) for role in ROLES]
    put(*(allocation(town.zara, reader.person_id) for reader in others))
    for reader in (*others, As(town.samina, "adult", "worker"), As(town.zara, "child", "worker")):
        assert not kept.keeps(reader)
        assert not keeping.may_keep_members.check(reader, family_id=town.family)
        assert kept.family_kept(reader, town.family) is None
        assert kept.child_kept(reader, town.zara) is None
        assert not staffing.may_keep_team.check(reader, team_id=town.team)
        assert not staffing.may_keep_staff.check(reader, staff_id=town.beth)
        assert not contacts.keeps(reader, town.family, town.samina)
        assert reader.kind != "staff" or not looked.may_see_all_looks.check(reader, child_id=town.zara)


def test_teams_and_staff_are_kept_by_administrators_and_the_own_manager(town: Town) -> None:
    people = everyone(town)

    def keepers(team: uuid.UUID, person: uuid.UUID) -> tuple[set[str], set[str]]:
        of_team = {n for n, one in people.items() if staffing.may_keep_team.check(one, team_id=team)}
        return of_team, {
            n for n, one in people.items() if staffing.may_keep_staff.check(one, staff_id=person)
        }

    assert keepers(town.team, town.beth) == ({"farah", "priya"}, {"farah", "priya"})
    assert keepers(town.other_team, town.tom) == ({"ada", "priya"}, {"ada", "priya"})
    assert keepers(uuid.uuid4(), town.samina) == (set(), set())


# Contacts.


def keeps(town: Town, reader: As, person: uuid.UUID, family: uuid.UUID | None = None) -> bool:
    at = family or town.family
    found = contacts.keeps(reader, at, person)
    assert contact_policies.may_keep_contacts.check(reader, family_id=at, person_id=person) is found
    return found


def test_contacts_are_kept_by_those_who_work_with_a_child_of_the_family(town: Town) -> None:
    people = everyone(town)
    for person in (town.zara, town.yusuf, town.samina, town.imran):
        assert {name for name, one in people.items() if keeps(town, one, person)} == {"beth", "farah"}


def test_no_family_member_keeps_contacts_by_the_word_for_a_role(town: Town) -> None:
    for role in ("worker", "manager"):
        assert not keeps(town, As(town.zara, "child", role), town.zara)
        assert not keeps(town, As(town.imran, "adult", role), town.samina)


def test_who_works_with_one_child_keeps_not_the_contacts_of_the_other(town: Town) -> None:
    clear(Allocation)
    put(allocation(town.zara, town.tom))
    tom = as_person(town.tom)
    assert [person for person in (town.zara, town.yusuf, town.samina) if keeps(town, tom, person)] == [
        town.zara,
        town.samina,
    ]


def test_contacts_are_of_people_in_that_family_now(town: Town) -> None:
    family, child = quin(town, town.team)
    beth, farah = as_person(town.beth), as_person(town.farah)
    assert not keeps(town, beth, town.stranger)
    assert not keeps(town, farah, town.samina, family)
    assert not keeps(town, farah, child)
    assert keeps(town, farah, child, family)
    leave(town.samina, town.family, clock.now())
    assert not keeps(town, beth, town.samina)


def test_contacts_are_not_kept_through_a_child_who_left_or_in_an_emergency(town: Town) -> None:
    put(glass(town.tom, town.family))
    assert families.works_with(as_person(town.tom), town.zara)
    assert not keeps(town, as_person(town.tom), town.samina)
    assert not keeps(town, as_person(town.tom), town.zara)
    for child in (town.zara, town.yusuf):
        leave(child, town.family, clock.now())
    assert not keeps(town, as_person(town.beth), town.samina)


def test_who_left_and_is_the_workers_own_is_not_kept_through_the_old_family(town: Town) -> None:
    leave(town.zara, town.family, clock.now())
    assert not keeps(town, as_person(town.beth), town.zara)
    assert keeps(town, as_person(town.beth), town.yusuf)


# Emergencies, as managers and administrators see them.


def opened(reader: As) -> set[uuid.UUID]:
    return set(session().scalars(select(BrokenGlass.family_id).where(emergencies.visible_to(reader))))


def test_an_emergency_is_seen_by_the_teams_manager_and_administrators(town: Town) -> None:
    family, _child = quin(town, town.other_team)
    put(glass(town.tom, town.family), glass(town.beth, family))
    people = everyone(town)
    seen = {name: opened(one) for name, one in people.items() if opened(one)}
    assert seen == {"farah": {town.family}, "ada": {family}, "priya": {town.family, family}}
    put(Post(id=ids.new(), person_id=town.owen, team_id=town.team))
    assert opened(as_person(town.owen)) == set()


def test_nobody_is_told_of_an_emergency_in_a_family_they_know(town: Town) -> None:
    put(glass(town.tom, town.family))
    put(conflict(town.farah, family_id=town.family), conflict(town.priya, family_id=town.family))
    assert opened(as_person(town.farah)) == set()
    assert opened(as_person(town.priya)) == set()


# Conflicts.


def test_conflicts_are_seen_by_the_teams_manager_and_administrators(town: Town) -> None:
    put(conflict(town.beth, family_id=town.family), conflict(town.tom, family_id=town.family))
    put(conflict(town.beth, ended_at=clock.now(), family_id=town.family))
    people = everyone(town)
    seen = {name: sorted(row.staff_id for row in conflicts.visible_to(one)) for name, one in people.items()}
    assert {name: rows for name, rows in seen.items() if rows and name != "no staff"} == {
        "farah": [town.beth],
        "ada": [town.tom],
        "priya": sorted([town.beth, town.tom]),
    }
    assert conflicts.staff_ids(people["farah"]) == sorted([town.beth, town.farah])
    assert {town.beth, town.tom, town.owen, town.priya} <= set(conflicts.staff_ids(people["priya"]))
    assert town.samina not in conflicts.staff_ids(people["priya"])


# Looks.


def test_the_full_list_of_looks_is_for_who_works_with_the_child(town: Town) -> None:
    people = everyone(town)
    put(glass(town.tom, town.family))
    about = {"child_id": town.zara}
    assert {name for name, one in people.items() if looked.may_see_all_looks.check(one, **about)} == {
        "beth",
        "farah",
    }
    assert {name for name, one in people.items() if looked.may_withhold_look.check(one, **about)} == {"farah"}
    _family, child = quin(town, town.other_team)
    for one in (people["beth"], people["farah"]):
        assert not looked.may_see_all_looks.check(one, child_id=child)
        assert not looked.may_withhold_look.check(one, child_id=child)


def test_a_manager_does_not_withhold_what_an_emergency_opened(town: Town) -> None:
    ada = other_manager(town)
    put(glass(ada.person_id, town.family))
    assert families.works_with(ada, town.zara)
    assert not looked.may_see_all_looks.check(ada, child_id=town.zara)
    assert not looked.may_withhold_look.check(ada, child_id=town.zara)


def test_a_family_member_sees_who_looked_on_a_phone_of_their_own(town: Town) -> None:
    for shared in (True, False):
        child = As(town.zara, "child", "child", shared_phone=shared)
        assert looked.may_see_who_looked.check(child) is not shared


def test_the_own_children_are_without_the_emergencys(town: Town) -> None:
    put(glass(town.tom, town.family), allocation(town.zara, town.tom, until_at=clock.now() + SECOND))
    tom = as_person(town.tom)
    assert queries.own_children(tom) == [town.zara]
    assert queries.opened_children(tom) == [town.yusuf]
    assert session().query(Member).count() > 0
    with time_machine.travel(clock.now() + timedelta(hours=2), tick=False), unit_of_work():
        assert queries.own_children(tom) == []
