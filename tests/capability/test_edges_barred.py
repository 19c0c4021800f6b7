"""Edges of what nothing widens: contacts, orders, and staff who know a family."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import literal, select

from tests.capability.test_edges_families import SECOND, at, conflict, floor, given, put, quin
from tests.capability.test_houses_access import as_person
from tests.makers import As, Town, make_town
from webapp import families
from webapp.core import clock, ids, sealing
from webapp.core.database import end_session, session, unit_of_work
from webapp.families import barred
from webapp.families.models import Conflict, Contact, Family, Floor, Member


@pytest.fixture
def town(app: Flask) -> Iterator[Town]:
    """The made-up town, its clock standing still."""
    with time_machine.travel(clock.now(), tick=False):
        yield make_town()


# Contacts.


def test_contacts_are_ones_own_the_workers_and_what_was_marked_safe(town: Town) -> None:
    with unit_of_work():
        for kind in ("school", "phone"):
            families.add_contact(person_id=town.samina, kind=kind, value=f"a {kind}", safe_for=[])
        families.add_contact(person_id=town.imran, kind="phone", value="his", safe_for=[])

    def kinds(reader: As, person: uuid.UUID = town.samina) -> list[str]:
        return [one.kind for one in families.visible_contacts(reader, person, town.zara)]

    everything = ["address", "phone", "school"]
    assert kinds(as_person(town.samina)) == everything
    assert kinds(as_person(town.beth)) == everything
    assert kinds(as_person(town.farah)) == everything
    assert kinds(as_person(town.zara)) == ["address"]
    for person in (town.imran, town.tom, town.priya, town.yusuf):
        assert kinds(as_person(person)) == []
    assert kinds(as_person(town.samina), town.imran) == []
    assert families.visible_contacts(as_person(town.beth), uuid.uuid4(), town.zara) == []
    (address,) = families.visible_contacts(as_person(town.zara), town.samina, town.zara)
    assert address == families.ContactView(town.samina, "address", "1 Made-up Street")


def test_what_is_marked_safe_is_hidden_from_whom_an_order_keeps_away_until_it_is_lifted(town: Town) -> None:
    with unit_of_work():
        families.add_contact(person_id=town.samina, kind="phone", value="07700", safe_for=[town.imran])
    assert families.visible_contacts(as_person(town.imran), town.samina, town.zara)
    put(floor(town.imran, town.yusuf, town.beth))
    assert families.visible_contacts(as_person(town.imran), town.samina, town.zara) == []
    with unit_of_work() as db:
        db.scalars(select(Floor)).one().lifted_at = clock.now()
    assert families.visible_contacts(as_person(town.imran), town.samina, town.zara)
    put(floor(town.samina, town.yusuf, town.beth))
    assert families.visible_contacts(as_person(town.imran), town.samina, town.zara)


def test_an_order_about_a_child_of_another_family_hides_no_address_here(town: Town) -> None:
    _family, child = quin(town, town.team)
    with unit_of_work():
        families.add_contact(person_id=town.samina, kind="phone", value="07700", safe_for=[town.imran])
    put(floor(town.imran, child, town.beth))
    assert families.visible_contacts(as_person(town.imran), town.samina, town.zara)
    assert session().scalar(select(Contact.id).where(Contact.person_id == town.samina)) is not None


# Floors and conflicts.


def test_a_floor_is_between_one_person_and_one_child_until_it_is_lifted(town: Town) -> None:
    put(floor(town.imran, town.zara, town.beth))
    pairs = [(person, child) for person in (town.imran, town.samina) for child in (town.zara, town.yusuf)]
    assert [pair for pair in pairs if families.has_floor(*pair)] == [(town.imran, town.zara)]
    assert set(session().scalars(families.barred_children(town.imran))) == {town.zara}
    assert set(session().scalars(families.barred_children(town.samina))) == set()
    assert families.barred_people(town.zara) == {town.imran}
    assert families.barred_people(town.yusuf) == set()
    with unit_of_work() as db:
        db.scalars(select(Floor)).one().lifted_at = clock.now()
    assert not families.has_floor(town.imran, town.zara)
    assert set(session().scalars(families.barred_children(town.imran))) == set()
    assert families.barred_people(town.zara) == set()


def test_a_floor_keeps_back_only_what_that_person_was_granted_about_that_child(town: Town) -> None:
    put(given(town.imran, town.yusuf, town.beth), floor(town.imran, town.zara, town.beth))
    assert families.granted_children(town.imran, "plan") == [town.yusuf]
    assert families.granted_people(town.zara, "plan") == [town.samina]


@pytest.mark.parametrize("by", ["number", "family"])
def test_who_knows_one_child_knows_the_whole_family_and_no_other(town: Town, by: str) -> None:
    family, child = quin(town, town.team)
    about: dict[str, Any] = (
        {"family_id": town.family}
        if by == "family"
        else {"authority_id_hash": barred.authority_id_hash(" nb-100 234")}
    )
    put(conflict(town.farah, **about))
    assert families.has_conflict(town.farah, town.zara)
    assert families.has_conflict(town.farah, town.yusuf)
    assert not families.has_conflict(town.farah, child)
    assert not families.has_conflict(town.beth, town.zara)
    assert families.visible_children(as_person(town.farah)) == [child]
    assert [one.id for one in families.visible_families(as_person(town.farah))] == [family]
    barred_now = set(session().scalars(families.barred_children(town.farah)))
    assert {town.zara, town.yusuf} <= barred_now
    assert child not in barred_now
    assert families.barred_people(town.zara) == {town.farah}
    assert families.barred_people(child) == set()
    with unit_of_work() as db:
        db.scalars(select(Conflict)).one().ended_at = clock.now()
    assert not families.has_conflict(town.farah, town.zara)
    assert families.barred_people(town.zara) == set()


def test_a_child_in_two_families_is_known_through_either(town: Town) -> None:
    second, child = quin(town, town.other_team)
    put(Member(id=ids.new(), family_id=second, person_id=town.zara, relation="child"))
    put(conflict(town.farah, family_id=second))
    assert families.has_conflict(town.farah, town.zara)
    assert families.has_conflict(town.farah, child)
    assert not families.has_conflict(town.farah, town.yusuf)


def test_an_order_and_a_conflict_bar_together(town: Town) -> None:
    put(floor(town.imran, town.zara, town.beth), conflict(town.tom, family_id=town.family))
    assert families.barred_people(town.zara) == {town.imran, town.tom}
    assert families.barred_people(town.yusuf) == {town.tom}


def test_a_number_is_found_whatever_its_spaces_and_case(app: Flask) -> None:
    made = [barred.authority_id_hash(typed) for typed in ("NB-1", " nb-1", "n b - 1\n", "NB-2")]
    assert made[0] == made[1] == made[2] != made[3]
    # By the same word as in rows that are kept already.
    assert made[0] == sealing.lookup_hash("authority-id", "NB-1")


def test_a_member_is_one_until_the_moment_of_leaving(town: Town) -> None:
    for until, held in ((None, True), (SECOND, True), (timedelta(), False), (-SECOND, False)):
        with unit_of_work() as db:
            db.scalars(select(Member).where(Member.person_id == town.imran)).one().until_at = at(until)
        query = select(literal(1)).where(Member.person_id == town.imran, barred.is_member_now())
        assert (session().scalar(query) is not None) is held
        end_session()


def test_a_familys_team_moves_and_with_it_what_its_manager_sees(town: Town) -> None:
    with unit_of_work() as db:
        db.get_one(Family, town.family).team_id = town.other_team
    assert families.visible_children(as_person(town.farah)) == []
    assert families.manager_ids(town.zara) == []
