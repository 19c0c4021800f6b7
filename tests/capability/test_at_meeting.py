"""For the meeting goes what the child chose to show there, and nothing else of theirs."""

from __future__ import annotations

import uuid

from tests.conftest import SignInAs
from tests.makers import Town
from tests.phone import content, share
from webapp import houses
from webapp.core import clock, ids
from webapp.core.database import session, unit_of_work
from webapp.houses.care import service as care
from webapp.houses.models import Entry
from webapp.houses.sharing.service import change_share


def made(town: Town, words: str, level: str) -> uuid.UUID:
    entry_id = ids.new()
    with unit_of_work():
        houses.receive(
            child_id=town.zara,
            content=content(words=words, share=share(level, town.farah)),
            entry_id=entry_id,
            made_at=clock.now(),
        )
    return entry_id


def place(town: Town) -> str:
    return f"/children/{town.zara}/at-the-meeting"


def test_only_what_she_chose_for_the_meeting(town: Town, sign_in: SignInAs) -> None:
    for words, level in (("shown-there-1", "meeting"), ("for-beth-2", "worker"), ("not-beth-3", "other")):
        made(town, words, level)
    page = sign_in(town.beth).get(place(town)).text
    assert "shown-there-1" in page
    assert "for-beth-2" not in page
    assert "not-beth-3" not in page


def test_when_she_narrows_it_the_page_has_it_no_more(town: Town, sign_in: SignInAs) -> None:
    entry_id = made(town, "shown-there-1", "meeting")
    beth = sign_in(town.beth)
    assert "shown-there-1" in beth.get(place(town)).text
    with unit_of_work():
        entry = session().get_one(Entry, entry_id)
        change_share(entry=entry, level="worker", readers=[town.beth], by_id=town.zara)
    assert "shown-there-1" not in beth.get(place(town)).text


def test_a_picture_that_needs_care_does_not_go(town: Town, sign_in: SignInAs) -> None:
    entry_id = made(town, "shown-there-1", "meeting")
    with unit_of_work():
        care.lock_away(entry_id=entry_id, by_id=town.beth, why="")
    page = sign_in(town.beth).get(place(town)).text
    assert "shown-there-1" not in page
    assert "has not chosen anything" in page


def test_nobody_else_may(town: Town, sign_in: SignInAs) -> None:
    for person in (town.tom, town.samina, town.zara):
        assert sign_in(person).get(place(town)).status_code == 404
