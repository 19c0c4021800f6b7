"""Who may see an entry (design §3's table; practice §5: someone other than my worker)."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

import pytest
import time_machine

from tests.makers import As, Town, make_staff
from tests.phone import content, share
from webapp import accounts, audit, duty, families, houses
from webapp.core import clock, ids
from webapp.core.database import end_session, unit_of_work


def as_person(person_id: uuid.UUID) -> As:
    person = accounts.people([person_id])[person_id]
    return As(person_id, person.kind, person.role)


def keep(
    town: Town, level: str, *people: uuid.UUID, words: str = "exact words", days_ago: int = 0
) -> uuid.UUID:
    entry_id = ids.new()
    at = clock.now() - timedelta(days=days_ago)
    with unit_of_work():
        houses.receive(
            child_id=town.zara,
            content=content(words=words, share=share(level, *people)),
            entry_id=entry_id,
            made_at=at,
            received_at=at,
        )
    return entry_id


def who_sees(town: Town, entry_id: uuid.UUID) -> set[str]:
    names = ("beth", "tom", "farah", "owen", "priya", "zara", "yusuf", "samina", "imran", "stranger")
    seen = {name for name in names if houses.entry_for(as_person(getattr(town, name)), entry_id)}
    for name in names:
        reader = as_person(getattr(town, name))
        listed = {view.id for view in houses.entries_of(reader, town.zara)}
        assert (entry_id in listed) == (name in seen)
    return seen


@pytest.mark.parametrize(
    ("level", "chosen", "seen"),
    [
        ("worker", [], {"beth"}),
        ("meeting", [], {"beth"}),
        ("people", ["samina"], {"beth", "samina"}),
        ("people", ["imran"], {"beth", "imran"}),
        ("other", ["farah"], {"farah"}),
    ],
)
def test_each_choice_opens_it_to_those_and_no_one_else(
    town: Town, level: str, chosen: list[str], seen: set[str]
) -> None:
    entry_id = keep(town, level, *[getattr(town, name) for name in chosen])
    assert who_sees(town, entry_id) == seen


def test_on_a_phone_of_her_own_she_sees_her_own(town: Town) -> None:
    entry_id = keep(town, "worker")
    assert houses.entry_for(As(town.zara, "child", "child", shared_phone=False), entry_id)


def test_someone_other_than_my_worker_never_appears_to_her(town: Town, sign_in: Any) -> None:
    keep(town, "other", town.farah, words="CANARY", days_ago=30)
    beth = as_person(town.beth)
    assert houses.entries_waiting(beth) == []
    assert houses.hidden_waiting(beth) == []
    assert [view.words for view in houses.entries_waiting(as_person(town.farah))] == ["CANARY"]


def test_her_worker_cannot_be_picked_as_someone_else(town: Town) -> None:
    for person in (town.beth, town.tom, town.samina, town.owen):
        with pytest.raises(houses.Refused):
            keep(town, "other", person)


def test_a_person_without_a_grant_cannot_be_picked(town: Town) -> None:
    for person in (town.stranger, town.yusuf):
        with pytest.raises(houses.Refused):
            keep(town, "people", person)


def test_a_grant_that_ends_closes_it_at_once(town: Town) -> None:
    entry_id = keep(town, "people", town.samina)
    from webapp.core.database import session
    from webapp.families.models import Grant

    with unit_of_work():
        for grant in session().query(Grant).filter_by(person_id=town.samina):
            grant.until_at = clock.now()
    assert who_sees(town, entry_id) == {"beth"}


def test_a_new_worker_sees_it_and_the_old_one_no_longer(town: Town) -> None:
    entry_id = keep(town, "worker")
    with unit_of_work():
        families.end_allocation(child_id=town.zara, worker_id=town.beth)
        families.allocate(child_id=town.zara, worker_id=town.tom)
    assert who_sees(town, entry_id) == {"tom"}


def test_the_manager_sees_that_it_waits_and_reads_it_when_late(town: Town) -> None:
    keep(town, "worker")
    farah = as_person(town.farah)
    (wait,) = houses.hidden_waiting(farah)
    assert wait.child_id == town.zara
    assert houses.entries_waiting(farah) == []
    with time_machine.travel(clock.now() + timedelta(days=10)):
        assert houses.hidden_waiting(farah) == []
        (entry,) = houses.entries_waiting(farah)
        with unit_of_work():
            houses.mark_answered(at=clock.now(), entry_ids=[entry.id])
        assert houses.entries_waiting(farah) == []
        assert houses.entry_for(farah, entry.id)


def test_an_alert_opens_it_to_the_manager_until_it_is_seen(town: Town) -> None:
    keep(town, "worker")
    with unit_of_work():
        duty.raise_alert(person_id=town.zara, child_id=town.zara, source="safe_now", item_id=ids.new())
    assert houses.hidden_waiting(as_person(town.farah)) == []
    assert len(houses.entries_waiting(as_person(town.farah))) == 1
    assert houses.entries_waiting(as_person(town.tom)) == []


def test_answered_is_no_longer_waiting_and_may_be_opened_again(town: Town) -> None:
    entry_id = keep(town, "worker")
    beth = as_person(town.beth)
    for at, waiting in ((clock.now(), 0), (None, 1)):
        with unit_of_work():
            houses.mark_answered(at=at, entry_ids=[entry_id])
        assert len(houses.entries_waiting(beth)) == waiting
    assert houses.entries_of(beth, town.zara)


def test_waiting_is_oldest_first_by_our_clock(town: Town) -> None:
    keep(town, "worker", words="new")
    keep(town, "worker", words="old", days_ago=2)
    assert [view.words for view in houses.entries_waiting(as_person(town.beth))] == ["old", "new"]


def test_rather_talk_waits_for_worker_and_manager(town: Town, sign_in: Any) -> None:
    sign_in(town.zara).post("/houses/start", {"answer": "rather_talk", "with": "worker"}, page="/houses")
    (talk,) = houses.talks_waiting(as_person(town.beth))
    assert (talk.child_id, talk.with_whom) == (town.zara, "worker")
    assert len(houses.talks_waiting(as_person(town.farah))) == 1
    for name in ("tom", "owen", "samina", "zara"):
        assert houses.talks_waiting(as_person(getattr(town, name))) == []
    with unit_of_work():
        houses.mark_answered(at=clock.now(), start_ids=[talk.id])
    assert houses.talks_waiting(as_person(town.beth)) == []
    assert [each.choice for each in houses.asked(as_person(town.beth), town.zara)] == ["rather_talk"]
    assert houses.asked(as_person(town.tom), town.zara) == []


def test_an_advocate_reads_what_was_chosen_and_it_is_written_down(town: Town, sign_in: Any) -> None:
    with unit_of_work():
        moira = make_staff("Moira Flynn", "advocate")
        families.grant(person_id=moira, child_id=town.zara, kind="advocate", granted_by=town.beth)
    entry_id = keep(town, "other", moira, words="CANARY for Moira")
    assert who_sees(town, entry_id) == set()
    assert "CANARY for Moira" in sign_in(moira).get("/shown").text
    end_session()
    assert audit.first_look("entry", entry_id, "entry.read", by={moira})


def test_a_mother_reads_what_she_was_shown_and_only_that(town: Town, sign_in: Any) -> None:
    keep(town, "people", town.samina, words="for mum")
    keep(town, "worker", words="not for mum")
    page = sign_in(town.samina).get("/shown").text
    assert "for mum" in page
    assert "not for mum" not in page
    assert "for mum" not in sign_in(town.imran).get("/shown").text
    for person in (town.zara, town.beth, town.farah, town.owen):
        assert sign_in(person).get("/shown").status_code == 404
