"""A parent's own lists: read back like a child's; for themselves, the worker and the manager alone."""

from __future__ import annotations

import re
import uuid

import pytest

from tests.conftest import Browser, SignInAs
from tests.makers import As, Town
from webapp import accounts, audit, families, houses
from webapp.core import ids
from webapp.core.database import end_session, unit_of_work

HERS = "Who CANARY takes them to school?"
TYPED = {"list_worried": HERS, "list_well": "", "list_happen": "A quieter flat.", "level": "worker"}


def body(town: Town, **changes: str) -> dict[str, str]:
    return TYPED | {"request": str(ids.new()), "child": str(town.zara), "template": "three_lists"} | changes


def send(browser: Browser, fields: dict[str, str]) -> int:
    return browser.post("/lists/send", fields, page="/lists").status_code


def kept(town: Town, person: uuid.UUID) -> list[houses.ListsView]:
    found = accounts.people([person])[person]
    return houses.lists_of(As(person, found.kind, found.role))


def test_lists_are_read_back_before_they_go_and_the_worker_reads_the_exact_words(
    town: Town, sign_in: SignInAs
) -> None:
    samina = sign_in(town.samina).in_english()
    fields = body(town)
    back = samina.post("/lists", fields, page="/lists")
    assert back.status_code == 200
    for words in ("Is that right?", HERS, "What are you worried about?", "A quieter flat."):
        assert words in back.text
    with unit_of_work():
        assert kept(town, town.samina) == []
    again = samina.post("/lists", fields | {"again": "yes"}, page="/lists")
    assert HERS in again.text
    assert send(samina, fields) == 303
    assert send(samina, fields | {"list_worried": "twice"}) == 303
    own = samina.get("/lists").text
    assert own.count(HERS) == 1
    assert "twice" not in own
    beth = sign_in(town.beth)
    inbox = beth.get("/inbox").text
    assert "Their own lists" in inbox
    path = re.search(r"/inbox/lists/[0-9a-f-]+", inbox)
    assert path
    page = beth.get(path[0]).text
    for words in (HERS, "What are you worried about?", "Worried about", "Needs to happen", "A quieter flat."):
        assert words in page
    assert "Going well" not in page
    (one,) = kept(town, town.beth)
    end_session()
    assert audit.first_look("lists", one.id, "lists.read", by={town.beth})


def test_the_other_parent_the_child_and_other_staff_never(town: Town, sign_in: SignInAs) -> None:
    assert send(sign_in(town.samina), body(town)) == 303
    with unit_of_work():
        (one,) = kept(town, town.beth)
        everyone = ("beth", "farah", "samina", "imran", "zara", "yusuf", "tom", "owen", "priya", "stranger")
        assert {name for name in everyone if kept(town, getattr(town, name))} == {"beth", "farah", "samina"}
    for person in (town.imran, town.zara, town.tom, town.owen, town.priya, town.stranger):
        browser = sign_in(person)
        assert browser.get(f"/inbox/lists/{one.id}").status_code == 404
        for path in ("/", "/lists", "/shown", "/plan", "/answers"):
            assert "CANARY" not in browser.get(path).text


def test_the_other_parents_pages_are_the_same_with_and_without(town: Town, sign_in: SignInAs) -> None:
    imran = sign_in(town.imran)
    paths = ("/", "/lists", "/shown", "/plan", "/answers", "/looked", "/journey")
    before = {path: plain(imran.get(path).text) for path in paths}
    assert send(sign_in(town.samina), body(town)) == 303
    assert {path: plain(imran.get(path).text) for path in paths} == before


def plain(page: str) -> str:
    """Without what is new each time: tokens, ids made for a form, seconds."""
    page = re.sub(r'(value|content|data-ends|nonce)="[^"]*"', "", page)
    return re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", "", page)


def test_someone_who_is_not_the_worker_is_the_manager(town: Town, sign_in: SignInAs) -> None:
    assert "Farah, who is not Beth" in sign_in(town.samina).in_english().get("/lists").text
    assert send(sign_in(town.samina), body(town, level="manager")) == 303
    with unit_of_work():
        assert kept(town, town.beth) == []
        (one,) = kept(town, town.farah)
    assert sign_in(town.beth).get(f"/inbox/lists/{one.id}").status_code == 404
    assert "Their own lists" not in sign_in(town.beth).get("/inbox").text
    assert HERS in sign_in(town.farah).get(f"/inbox/lists/{one.id}").text


def test_a_reply_reaches_the_parent_and_ends_the_wait(town: Town, sign_in: SignInAs) -> None:
    samina = sign_in(town.samina).in_english()
    assert send(samina, body(town)) == 303
    with unit_of_work():
        (one,) = kept(town, town.beth)
    beth = sign_in(town.beth)
    path = f"/inbox/lists/{one.id}"
    reply = {"item": f"lists:{one.id}", "outcome": "done", "words": "The school bus is booked."}
    answer = beth.post(f"/inbox/children/{town.zara}/reply", reply, page=path)
    assert answer.status_code == 303, answer.text
    assert "Their own lists" not in beth.get("/inbox").text
    assert "The school bus is booked." in samina.get("/answers").text


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"list_worried": " ", "list_happen": ""}, "Please write something in one of the lists."),
        ({"level": ""}, "Please choose who can see it."),
        ({"level": "everyone"}, "Please choose who can see it."),
        ({"child": "x"}, "Please tap which child this is about."),
        ({"list_worried": "x" * 20_001}, "That is a lot of words."),
    ],
)
def test_what_is_missing_is_said_and_nothing_typed_is_lost(
    town: Town, sign_in: SignInAs, changes: dict[str, str], words: str
) -> None:
    samina = sign_in(town.samina).in_english()
    for path in ("/lists", "/lists/send"):
        answer = samina.post(path, body(town, **changes), page="/lists")
        assert answer.status_code == 422
        assert words in answer.text
        kept_words = changes.get("list_happen", "A quieter flat.")
        assert kept_words in answer.text
    with unit_of_work():
        assert kept(town, town.samina) == []


def test_about_a_child_that_was_not_granted_or_with_anothers_id_nothing_is_kept(
    town: Town, sign_in: SignInAs
) -> None:
    imran = sign_in(town.imran)
    # His plan is Zara's alone: the child posted is passed over, and it is about her.
    assert send(imran, body(town, child=str(town.yusuf))) == 303
    with unit_of_work():
        assert {one.child_id for one in kept(town, town.imran)} == {town.zara}
    hers = body(town)
    assert send(sign_in(town.samina), hers) == 303
    assert send(imran, hers) == 404
    for person in (town.stranger, town.zara, town.beth):
        browser = sign_in(person)
        assert browser.get("/lists").status_code == 404
        assert browser.post("/lists/send", body(town), page="/help").status_code == 404


def test_when_the_grant_ends_the_page_closes_at_once(town: Town, sign_in: SignInAs) -> None:
    samina = sign_in(town.samina)
    assert send(samina, body(town)) == 303
    from webapp.core import clock
    from webapp.core.database import session
    from webapp.families.models import Grant

    with unit_of_work():
        for grant in session().query(Grant).filter_by(person_id=town.samina):
            grant.until_at = clock.now()
    assert samina.get("/lists").status_code == 404
    assert "CANARY" not in samina.get("/").text


def test_the_words_are_sealed_under_the_familys_key(town: Town, sign_in: SignInAs) -> None:
    from webapp.core.database import session
    from webapp.houses.models import AdultLists

    assert send(sign_in(town.samina), body(town)) == 303
    with unit_of_work():
        row = session().query(AdultLists).one()
        assert b"CANARY" not in row.said_sealed
        assert families.family_of(row.child_id).id == town.family
