"""A picture that needs care: out of every page at once, told to duty, one sealed original (practice §5)."""

from __future__ import annotations

import uuid

import pytest
from sqlalchemy import select

from tests.conftest import SignInAs
from tests.makers import Town
from tests.phone import content, share
from webapp import duty, houses
from webapp.core import clock, ids
from webapp.core.database import session, unit_of_work
from webapp.houses.care import queries
from webapp.houses.models import CareMark, Entry

WORDS = "This is my leg. canary-417"
DRAWN = "<polyline"


@pytest.fixture
def entry(town: Town) -> uuid.UUID:
    """A drawing that Zara let Beth and her mother see."""
    entry_id = ids.new()
    with unit_of_work():
        houses.receive(
            child_id=town.zara,
            content=content(words=WORDS, share=share("people", town.samina)),
            entry_id=entry_id,
            made_at=clock.now(),
        )
    return entry_id


def lock(town: Town, entry: uuid.UUID, sign_in: SignInAs, why: str = "A bruise is drawn.") -> uuid.UUID:
    page = f"/entries/{entry}/care"
    assert sign_in(town.beth).post(page, {"why": why}, page=page).status_code == 303
    with unit_of_work():
        return queries.locked_among([entry])[entry]


def test_its_drawing_leaves_every_page_and_its_words_stay(
    town: Town, entry: uuid.UUID, sign_in: SignInAs
) -> None:
    houses_page = f"/inbox/children/{town.zara}/houses"
    beth = sign_in(town.beth)
    assert DRAWN in beth.get(houses_page).text
    lock(town, entry, sign_in)
    after = beth.get(houses_page).text
    assert DRAWN not in after
    assert WORDS in after
    assert "This picture needs care" in after


def test_whom_the_child_showed_it_sees_nothing_of_it(town: Town, entry: uuid.UUID, sign_in: SignInAs) -> None:
    samina = sign_in(town.samina).in_english()
    assert WORDS in samina.get("/shown").text
    lock(town, entry, sign_in)
    after = samina.get("/shown").text
    assert WORDS not in after
    assert "care" not in after


def test_the_child_still_sees_what_she_made(town: Town, entry: uuid.UUID, sign_in: SignInAs) -> None:
    lock(town, entry, sign_in)
    own = sign_in(town.zara, shared_phone=False).get("/houses/sent").text
    assert DRAWN in own
    assert "care" not in own.split("<main")[1].split("</main")[0]


def test_the_manager_is_told_and_looks_only_when_she_asks(
    town: Town, entry: uuid.UUID, sign_in: SignInAs
) -> None:
    mark = lock(town, entry, sign_in)
    farah = sign_in(town.farah)
    assert "needs care. It is locked away." in farah.get("/inbox").text
    page = farah.get(f"/care/{mark}").text
    assert "A bruise is drawn." in page
    assert "Do not copy, download or forward. Follow your police procedure." in page
    assert DRAWN not in page
    assert DRAWN in farah.post(f"/care/{mark}", page=f"/care/{mark}").text


def test_only_the_manager_shows_it_again_and_says_why(
    town: Town, entry: uuid.UUID, sign_in: SignInAs
) -> None:
    mark = lock(town, entry, sign_in)
    farah = sign_in(town.farah)
    refused = farah.post(f"/care/{mark}/open", {"why": " "}, page=f"/care/{mark}")
    assert refused.status_code == 422
    done = farah.post(f"/care/{mark}/open", {"why": "It is a football."}, page=f"/care/{mark}")
    assert done.status_code == 303
    assert DRAWN in sign_in(town.beth).get(f"/inbox/children/{town.zara}/houses").text
    assert farah.get(f"/care/{mark}").status_code == 404


def test_the_worker_who_locked_it_cannot_take_it_back(
    town: Town, entry: uuid.UUID, sign_in: SignInAs
) -> None:
    mark = lock(town, entry, sign_in)
    beth = sign_in(town.beth)
    assert beth.post(f"/care/{mark}/open", {"why": "mine"}, page="/inbox").status_code == 404
    for person in (town.tom, town.samina, town.zara):
        assert sign_in(person).get(f"/care/{mark}").status_code == 404


def test_twice_locks_once_and_the_original_is_as_it_was(
    town: Town, entry: uuid.UUID, sign_in: SignInAs
) -> None:
    with unit_of_work():
        before = session().get_one(Entry, entry).content_sealed
    lock(town, entry, sign_in, why="")
    lock(town, entry, sign_in)
    with unit_of_work():
        assert len(session().scalars(select(CareMark)).all()) == 1
        assert session().get_one(Entry, entry).content_sealed == before


def test_a_stranger_cannot_lock_anything(town: Town, entry: uuid.UUID, sign_in: SignInAs) -> None:
    for person in (town.tom, town.samina, town.imran):
        assert sign_in(person).get(f"/entries/{entry}/care").status_code == 404
    assert duty.LETTERBOX != queries.SOURCE
