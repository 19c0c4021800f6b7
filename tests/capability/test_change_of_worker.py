"""Who works with a child: the old worker is out at once, the family is told why."""

from __future__ import annotations

import re
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import time_machine

from tests.capability.office import acts, change, worker_address
from tests.conftest import SignInAs
from tests.makers import Town, make_staff
from webapp import accounts, audit, families
from webapp.core import clock
from webapp.core.database import unit_of_work
from webapp.families import queries

UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


# ---- who works with a child


def test_the_old_worker_is_out_at_once_and_the_new_one_is_in(town: Town, sign_in: SignInAs) -> None:
    beth, tom, priya = sign_in(town.beth), sign_in(town.tom), sign_in(town.priya)
    assert beth.get(f"/children/{town.zara}/plan").status_code == 200
    answer = priya.post(worker_address(town.zara), change(town), page=worker_address(town.zara))
    assert answer.status_code == 303
    with unit_of_work():
        assert queries.worker_ids(town.zara) == [town.tom]
        assert queries.worker_ids(town.yusuf) == [town.beth]
    assert "Family M" in tom.get("/families").text
    address = f"/families/{town.family}/people/{town.zara}/card"
    assert (beth.get(address).status_code, tom.get(address).status_code) == (404, 200)
    assert "allocation.change" in acts()
    with unit_of_work():
        assert audit.verify() == []


def test_the_family_is_told_in_plain_words_until_it_is_read(town: Town, sign_in: SignInAs) -> None:
    priya, samina, imran = sign_in(town.priya), sign_in(town.samina).in_english(), sign_in(town.imran)
    priya.post(worker_address(town.zara), change(town), page=worker_address(town.zara))
    for parent in (samina, imran):
        page = parent.get("/").text
        assert "Tom Ellis is the worker from" in page.replace("<bdi>", "").replace("</bdi>", "")
        assert "Beth works with babies now." in page
        assert "Beth asked to move." not in page
    news = UUID.search(samina.get("/").text.split('name="news"')[1])
    assert news
    for _twice in range(2):
        assert samina.post("/worker-news", {"news": news[0]}).status_code == 303
    assert "Beth works with babies now." not in samina.get("/").text
    assert "Beth works with babies now." in imran.get("/").text
    with time_machine.travel(clock.now() + timedelta(days=15)):
        assert "Beth works with babies now." not in sign_in(town.imran).get("/").text


def test_a_childs_first_page_on_a_shared_phone_does_not_say_it(town: Town, sign_in: SignInAs) -> None:
    priya = sign_in(town.priya)
    priya.post(worker_address(town.zara), change(town), page=worker_address(town.zara))
    shared, own = sign_in(town.zara), sign_in(town.zara, shared_phone=False)
    assert "Beth works with babies now." not in shared.get("/").text
    assert "Beth works with babies now." in shared.get("/plan").text
    assert "Your worker has changed" in own.get("/").text
    assert "Beth works with babies now." not in sign_in(town.yusuf).get("/plan").text


def test_a_person_added_later_is_not_told_of_what_was_before(town: Town, sign_in: SignInAs) -> None:
    priya = sign_in(town.priya)
    priya.post(worker_address(town.zara), change(town), page=worker_address(town.zara))
    with unit_of_work():
        nan = families.add_adult(family_id=town.family, name="Nan", relation="grandmother", role="network")
        families.grant(person_id=nan, child_id=town.zara, kind="plan", granted_by=town.tom)
        accounts.issue_card(person_id=nan, issued_by=town.tom)
    assert "Beth works with babies now." not in sign_in(nan).get("/").text


def test_a_change_ahead_begins_on_its_day_and_ends_the_other_then(town: Town, sign_in: SignInAs) -> None:
    day = clock.today() + timedelta(days=5)
    body = change(town, from_on=day.isoformat())
    sign_in(town.priya).post(worker_address(town.zara), body, page="/people")
    with unit_of_work():
        assert queries.worker_ids(town.zara) == [town.beth]
    assert "begins on" in sign_in(town.priya).get(worker_address(town.zara)).text
    assert "Beth works with babies now." not in sign_in(town.samina).get("/").text
    midnight = datetime.combine(day, time(), ZoneInfo("Europe/London"))
    for seconds, worker in ((-1, town.beth), (1, town.tom)):
        with time_machine.travel(midnight + timedelta(seconds=seconds)), unit_of_work():
            assert queries.worker_ids(town.zara) == [worker]


def test_two_workers_become_one_again(town: Town, sign_in: SignInAs) -> None:
    priya, address = sign_in(town.priya), worker_address(town.zara)
    priya.post(address, change(town, place="also"), page=address)
    with unit_of_work():
        assert queries.worker_ids(town.zara) == [town.tom, town.beth]
    body = change(town, worker=str(town.beth), place=str(town.tom))
    assert priya.post(address, body, page=address).status_code == 303
    with unit_of_work():
        assert queries.worker_ids(town.zara) == [town.beth]


WRONG_CHANGES: list[tuple[dict[str, str], str]] = [
    ({"worker": ""}, "Choose a worker."),
    ({"worker": "farah"}, "Choose a worker."),
    ({"worker": "beth"}, "This worker works with the child already."),
    ({"worker": "beth", "place": "also"}, "This worker works with the child already."),
    ({"place": ""}, "Choose whose place they take"),
    ({"from_on": "soon"}, "Give the day when they begin."),
    ({"from_on": "2001-01-01"}, "not more than a week ago"),
    ({"reason": " "}, "Say why, in plain words."),
    ({"note": "n" * 1001}, "Please make it shorter"),
]


def test_a_wrong_change_of_worker_is_told_kindly(town: Town, sign_in: SignInAs) -> None:
    priya = sign_in(town.priya)
    for changes, words in WRONG_CHANGES:
        given = {name: str(getattr(town, value, value)) for name, value in changes.items()}
        answer = priya.post(worker_address(town.zara), change(town, **given), page="/people")
        assert answer.status_code == 422, changes
        assert words in answer.text
        assert given.get("note", "Beth asked to move.") in answer.text
    with unit_of_work():
        assert queries.worker_ids(town.zara) == [town.beth]


def test_who_knows_the_family_and_who_is_disabled_is_refused(town: Town, sign_in: SignInAs) -> None:
    priya, address = sign_in(town.priya), worker_address(town.zara)
    with unit_of_work():
        families.declare_conflict(staff_id=town.tom, declared_by=town.tom, authority_id="NB-100235")
    answer = priya.post(address, change(town), page=address)
    assert answer.status_code == 422
    assert "This worker may not work with this family." in answer.text
    with unit_of_work():
        assert queries.worker_ids(town.zara) == [town.beth]
        noor = make_staff("Noor Hassan", "worker")
        accounts.disable_staff(person_id=noor, by=None)
    assert priya.post(address, change(town, worker=str(noor)), page=address).status_code == 422


def test_all_of_a_workers_children_move_with_one_reason_or_their_own(town: Town, sign_in: SignInAs) -> None:
    priya, address = sign_in(town.priya), f"/people/staff/{town.beth}/children"
    page = priya.get(address).text
    assert page.index("Yusuf") < page.index("Zara")
    body = change(town, **{f"reason-{town.yusuf}": "Tom knows your school."})
    assert priya.post(address, body, page=address).status_code == 303
    with unit_of_work():
        assert queries.worker_ids(town.zara) == queries.worker_ids(town.yusuf) == [town.tom]
    assert "Tom knows your school." in sign_in(town.yusuf).get("/plan").text
    assert "Beth works with babies now." in sign_in(town.zara).get("/plan").text
    assert sign_in(town.beth).get(f"/families/{town.family}").status_code == 404


def test_one_child_who_may_not_move_stops_the_rest(town: Town, sign_in: SignInAs) -> None:
    with unit_of_work():
        other = families.add_family(name="Family Z", team_id=town.team)
        last = families.add_child(family_id=other, name="Zed", band="mid", authority_id="NB-9")
        families.allocate(child_id=last, worker_id=town.beth)
        families.declare_conflict(staff_id=town.tom, declared_by=town.tom, authority_id="NB-9")
    address = f"/people/staff/{town.beth}/children"
    answer = sign_in(town.priya).post(address, change(town), page=address)
    assert answer.status_code == 422
    assert "Zed" in answer.text
    with unit_of_work():
        assert queries.worker_ids(town.zara) == queries.worker_ids(last) == [town.beth]
