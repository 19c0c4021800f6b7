"""What we saw, and how a child tells people things: adults' words that never pass for the child's."""

from __future__ import annotations

import re
import uuid
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from tests.conftest import Browser, SignInAs
from tests.makers import Town
from webapp.core import clock, ids
from webapp.core.database import session, unit_of_work
from webapp.houses.models import SeenNote, Telling
from webapp.houses.seen import queries

SAW = "He covered his ears when the door banged."


def seen_page(town: Town) -> str:
    return f"/children/{town.yusuf}/seen"


def telling_page(town: Town) -> str:
    return f"/children/{town.yusuf}/telling"


def note(town: Town, browser: Browser, **changes: str) -> Any:
    usual = {"note": str(ids.new()), "saw": SAW, "seen_on": clock.today().isoformat(), "how": "self"}
    return browser.post(seen_page(town), usual | changes, page=seen_page(town))


def say(town: Town, browser: Browser, **words: str) -> Any:
    return browser.post(telling_page(town), words, page=telling_page(town))


def before(browser: Browser, town: Town) -> str:
    found = re.search(r'name="before" value="([^"]*)"', browser.get(telling_page(town)).text)
    assert found
    return found[1]


def test_what_was_seen_is_marked_as_not_the_childs_words(town: Town, sign_in: SignInAs) -> None:
    beth = sign_in(town.beth)
    assert note(town, beth, like="Noise may frighten him.").status_code == 303
    page = beth.get(seen_page(town)).text
    assert SAW in page
    assert "Noise may frighten him." in page
    # Her name and her role stand under it.
    assert re.search(r"Not the child(&#39;|')s words", page)
    assert re.search(r"Written by .*Beth.*, [Ww]orker", page)
    with unit_of_work():
        row = session().scalars(select(SeenNote)).one()
        assert SAW.encode() not in row.words_sealed


def test_a_double_tap_keeps_it_once(town: Town, sign_in: SignInAs) -> None:
    beth, same = sign_in(town.beth), str(ids.new())
    for _tap in range(2):
        assert note(town, beth, note=same).status_code == 303
    with unit_of_work():
        assert len(queries.seen_of(town.yusuf)) == 1


def test_an_id_of_another_childs_note_loses_nothing(town: Town, sign_in: SignInAs) -> None:
    beth, same = sign_in(town.beth), str(ids.new())
    note(town, beth, note=same)
    other = f"/children/{town.zara}/seen"
    body = {"note": same, "saw": "She hummed.", "seen_on": clock.today().isoformat(), "how": "self"}
    assert beth.post(other, body, page=other).status_code == 303
    with unit_of_work():
        assert [one.words["saw"] for one in queries.seen_of(town.zara)] == ["She hummed."]
        assert [one.words["saw"] for one in queries.seen_of(town.yusuf)] == [SAW]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"saw": " "}, "Write what you saw or heard."),
        ({"seen_on": "9999-01-01"}, "It can be today or before."),
        ({"seen_on": "yesterday"}, "It can be today or before."),
        ({"how": "guess"}, "Say how you know."),
        ({"saw": "x" * 5_001}, "Please make it shorter."),
    ],
)
def test_what_cannot_be_kept_is_told_and_nothing_typed_is_lost(
    town: Town, sign_in: SignInAs, changes: dict[str, str], said: str
) -> None:
    beth = sign_in(town.beth)
    answer = note(town, beth, like="My own guess.", **changes)
    assert answer.status_code == 422
    assert said in answer.text
    assert "My own guess." in answer.text
    with unit_of_work():
        assert queries.seen_of(town.yusuf) == []


def test_a_day_that_is_still_to_come_cannot_have_been_seen(town: Town, sign_in: SignInAs) -> None:
    tomorrow = (clock.today() + timedelta(days=1)).isoformat()
    assert note(town, sign_in(town.beth), seen_on=tomorrow).status_code == 422


def test_how_a_child_tells_is_written_anew_and_the_earlier_is_kept(town: Town, sign_in: SignInAs) -> None:
    beth = sign_in(town.beth)
    assert say(town, beth, yes="He smiles.", before="").status_code == 303
    assert say(town, beth, yes="He claps.", before=before(beth, town)).status_code == 303
    page = beth.get(telling_page(town)).text
    assert "He claps." in page
    assert "He smiles." not in page
    with unit_of_work():
        assert len(session().scalars(select(Telling)).all()) == 2


def test_two_who_write_at_once_lose_no_word(town: Town, sign_in: SignInAs) -> None:
    beth, farah = sign_in(town.beth), sign_in(town.farah)
    assert say(town, beth, yes="He smiles.", before="").status_code == 303
    late = say(town, farah, yes="He nods.", stop="He sits down.", before="")
    assert late.status_code == 422
    for words in ("He smiles.", "He nods.", "He sits down.", "Someone else changed this"):
        assert words in late.text
    assert say(town, farah, yes="He nods.", before=before(farah, town)).status_code == 303


def test_nothing_at_all_is_not_kept(town: Town, sign_in: SignInAs) -> None:
    assert say(town, sign_in(town.beth), yes=" ", before="").status_code == 422


def test_the_child_reads_it_on_a_phone_of_their_own_alone(town: Town, sign_in: SignInAs) -> None:
    say(town, sign_in(town.beth), stop="He sits down.", before="")
    own = sign_in(town.yusuf, shared_phone=False).get("/how-i-tell")
    assert "He sits down." in own.text
    assert "This is my stop" in own.text
    assert sign_in(town.yusuf).get("/how-i-tell").status_code == 404


def test_nobody_else_gets_it(town: Town, sign_in: SignInAs) -> None:
    for person in (town.samina, town.imran, town.tom):
        for page in (seen_page(town), telling_page(town)):
            assert sign_in(person).get(page).status_code == 404
    unknown = f"/children/{uuid.uuid4()}/seen"
    assert sign_in(town.beth).get(unknown).status_code == 404
