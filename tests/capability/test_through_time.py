"""Houses through time: the child's own on a phone of their own, and for the worker what each may open."""

from __future__ import annotations

import uuid
from datetime import timedelta

from tests.conftest import SignInAs
from tests.makers import Town
from tests.phone import content, share
from webapp import audit, houses
from webapp.core import clock, ids
from webapp.core.database import unit_of_work


def made(town: Town, words: str, days_ago: int, level: str = "worker", *people: uuid.UUID) -> uuid.UUID:
    entry_id, at = ids.new(), clock.now() - timedelta(days=days_ago)
    with unit_of_work():
        houses.receive(
            child_id=town.zara,
            content=content(words=words, share=share(level, *people)),
            entry_id=entry_id,
            made_at=at,
            received_at=at,
        )
    return entry_id


def test_the_first_stands_beside_the_latest(town: Town, sign_in: SignInAs) -> None:
    for words, days in (("first-1", 60), ("middle-2", 30), ("latest-3", 1)):
        made(town, words, days)
    own = sign_in(town.zara, shared_phone=False)
    page = own.get("/houses/then-and-now").text
    assert page.index("first-1") < page.index("latest-3")
    assert "middle-2" not in page
    other = own.get("/houses/then-and-now?time=1").text
    assert "middle-2" in other
    assert "latest-3" not in other


def test_one_time_alone_says_what_will_stand_here(town: Town, sign_in: SignInAs) -> None:
    made(town, "first-1", 3)
    page = sign_in(town.zara, shared_phone=False).get("/houses/then-and-now").text
    assert "side by side" in page
    assert "first-1" not in page


def test_a_shared_phone_never_looks_back(town: Town, sign_in: SignInAs) -> None:
    assert sign_in(town.zara).get("/houses/then-and-now").status_code == 404


def test_the_worker_sees_only_what_she_may_open_and_it_is_written_down(town: Town, sign_in: SignInAs) -> None:
    first, later = made(town, "first-1", 60), made(town, "later-2", 2)
    made(town, "not-for-beth", 1, "other", town.farah)
    page = sign_in(town.beth).get(f"/children/{town.zara}/then-and-now").text
    assert "first-1" in page
    assert "later-2" in page
    assert "not-for-beth" not in page
    with unit_of_work():
        looks = audit.looks_at("entry", [first, later], "entry.read")
        assert {look.item_id for look in looks} == {first, later}


def test_nobody_else_may(town: Town, sign_in: SignInAs) -> None:
    for person in (town.tom, town.samina, town.yusuf):
        assert sign_in(person).get(f"/children/{town.zara}/then-and-now").status_code == 404


def test_numbers_that_are_none_are_passed_over(town: Town, sign_in: SignInAs) -> None:
    made(town, "first-1", 60)
    made(town, "latest-3", 1)
    own = sign_in(town.zara, shared_phone=False)
    for odd in ("x", "-4", "999999999999999999999", "1.5", ""):
        assert own.get(f"/houses/then-and-now?time={odd}").status_code == 200
