"""A worker writes down what a child told them: marked so for every reader, and the child may say no to it."""

from __future__ import annotations

import re
import uuid
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from tests.conftest import Browser, SignInAs
from tests.makers import Town
from webapp.core import clock, ids
from webapp.core.database import session, unit_of_work
from webapp.houses.models import Entry, EntryReader, Start, ToldEntry

SAID = "He bangs the door and I count."


def told_page(town: Town) -> str:
    return f"/children/{town.zara}/told"


def write(town: Town, browser: Browser, **changes: str) -> Any:
    usual = {
        "request": str(ids.new()),
        "house": "worry",
        "words": SAID,
        "told_on": clock.today().isoformat(),
        "there": "beside",
        "own_words": "yes",
        "read_back": "yes",
    }
    return browser.post(told_page(town), usual | changes, page=told_page(town))


def entries() -> list[Entry]:
    with unit_of_work():
        return list(session().scalars(select(Entry).order_by(Entry.received_at)))


def worker_sees(sign_in: SignInAs, town: Town) -> str:
    return re.sub(
        r"\s+",
        " ",
        re.sub(r"<[^>]+>", "", sign_in(town.beth).get(f"/inbox/children/{town.zara}/houses").text),
    )


def test_what_the_child_told_is_marked_with_who_wrote_it_and_whose_words_they_are(
    town: Town, sign_in: SignInAs
) -> None:
    assert write(town, sign_in(town.beth)).status_code == 303
    page = worker_sees(sign_in, town)
    assert SAID in page
    assert "Beth wrote this down with the child there." in page
    assert "Beth says: these are the child's own words." in page
    assert "Beth read it back to the child." in page
    # Nobody asked in these words, and the child did not say whose words they are.
    assert "The child said" not in page
    assert "The child chose" not in page
    assert "Can see it: Beth" in page
    assert "Asked:" not in page
    (row,) = entries()
    assert row.share_level == "worker"
    assert SAID.encode() not in row.content_sealed
    with unit_of_work():
        assert list(session().scalars(select(EntryReader.person_id))) == [town.beth]
        # The child did not choose on the first screen: that list is of what children chose.
        assert session().scalar(select(func.count()).select_from(Start)) == 0


def test_written_later_in_the_workers_words_is_said_so(town: Town, sign_in: SignInAs) -> None:
    yesterday = (clock.today() - timedelta(days=1)).isoformat()
    fields = {"there": "later", "own_words": "no", "read_back": "", "told_on": yesterday}
    assert write(town, sign_in(town.beth), **fields).status_code == 303
    page = worker_sees(sign_in, town)
    assert "Beth wrote this down later, without the child." in page
    assert "Beth says: these are not the child's own words." in page
    assert "It was not read back to the child." in page


def test_the_child_is_told_and_may_say_that_it_is_not_what_they_said(town: Town, sign_in: SignInAs) -> None:
    assert write(town, sign_in(town.beth)).status_code == 303
    (row,) = entries()
    zara = sign_in(town.zara, shared_phone=False)
    sent = zara.get("/houses/sent").text
    assert SAID in sent
    assert "Beth wrote this down. You told Beth." in re.sub(r"<[^>]+>", "", sent)
    assert "That is not what I said" in sent
    assert "You let these people see it" not in sent
    answered = zara.post("/houses/not-said", {"entry": str(row.id)}, page="/houses/sent")
    assert answered.status_code == 303
    assert "You said: that is not what I said." in zara.get("/houses/sent").text
    assert "The child says: that is not what I said." in worker_sees(sign_in, town)
    again = zara.post("/houses/not-said", {"entry": str(row.id)}, page="/houses/sent")
    assert again.status_code == 303


def test_no_other_child_and_nothing_the_child_made_can_be_said_no_to(town: Town, sign_in: SignInAs) -> None:
    assert write(town, sign_in(town.beth)).status_code == 303
    (row,) = entries()
    yusuf = sign_in(town.yusuf, shared_phone=False)
    assert yusuf.post("/houses/not-said", {"entry": str(row.id)}, page="/houses/sent").status_code == 404
    zara = sign_in(town.zara, shared_phone=False)
    assert zara.post("/houses/not-said", {"entry": str(ids.new())}, page="/houses/sent").status_code == 404
    with unit_of_work():
        assert session().scalars(select(ToldEntry)).one().denied_at is None


def test_a_shared_phone_shows_nothing_of_it(town: Town, sign_in: SignInAs) -> None:
    assert write(town, sign_in(town.beth)).status_code == 303
    zara = sign_in(town.zara, shared_phone=True)
    for path in ("/", "/houses", "/houses/who-sees"):
        page = zara.get(path).text
        assert SAID not in page
        assert "wrote this down" not in page
    assert zara.get("/houses/sent").status_code == 404


def test_a_double_tap_keeps_it_once_and_another_childs_id_is_refused(town: Town, sign_in: SignInAs) -> None:
    beth, same = sign_in(town.beth), str(ids.new())
    assert write(town, beth, request=same).status_code == 303
    assert write(town, beth, request=same, words="Other words.").status_code == 303
    assert len(entries()) == 1
    page = f"/children/{town.yusuf}/told"
    body = {"request": same, "house": "worry", "words": "x", "told_on": clock.today().isoformat()}
    body |= {"there": "later", "own_words": "no"}
    assert beth.post(page, body, page=page).status_code == 404
    assert len(entries()) == 1


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("words", " "),
        ("house", ""),
        ("house", "kitchen"),
        ("there", ""),
        ("own_words", "perhaps"),
        ("told_on", "2199-01-01"),
        ("told_on", "yesterday"),
        ("words", "x" * 20_001),
    ],
)
def test_what_is_missing_is_asked_for_and_nothing_typed_is_lost(
    field: str, value: str, town: Town, sign_in: SignInAs
) -> None:
    words = value if field == "words" else SAID
    answered = write(town, sign_in(town.beth), **{"words": words, field: value})
    assert answered.status_code == 422
    if field != "words":
        assert SAID in answered.text
    assert entries() == []


def test_only_the_childs_worker_writes_for_the_child(town: Town, sign_in: SignInAs) -> None:
    for person in (town.tom, town.farah, town.samina, town.imran, town.owen, town.priya, town.zara):
        assert sign_in(person).get(told_page(town)).status_code == 404
    body = {"request": str(uuid.uuid4()), "house": "worry", "words": SAID}
    body |= {"own_words": "yes", "there": "later"}
    tom = sign_in(town.tom)
    assert tom.post(told_page(town), body, page="/inbox").status_code == 404
    assert entries() == []
