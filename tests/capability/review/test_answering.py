"""Answering, linking to a step of the plan, and what the family sees of it."""

from __future__ import annotations

import re
import uuid
from datetime import datetime, timedelta
from typing import Any

import pytest

from tests.capability.review.makers import MORNINGS, in_order, publish_plan, say_about_plan, send, send_entry
from tests.conftest import Browser, SignInAs
from tests.makers import Town
from webapp import plans, review
from webapp.core import clock, ids
from webapp.core.database import session, unit_of_work
from webapp.review.models import Reply, ReplyTo, StepLink


def sent_reply(town: Town, sign_in: SignInAs, **fields: Any) -> tuple[uuid.UUID, uuid.UUID]:
    """An entry of Zara's and Beth's answer to it."""
    entry = send_entry(town)
    answer = send(sign_in(town.beth), town.zara, [f"entry:{entry}"], **fields)
    assert answer.status_code == 303, answer.text
    return entry, uuid.UUID(answer.location.rsplit("/", 1)[1])


# Answering


def test_one_reply_answers_several_entries(town: Town, sign_in: SignInAs) -> None:
    first, second = send_entry(town), send_entry(town, "a bus pass", house="wish")
    beth = sign_in(town.beth)
    assert send(beth, town.zara, [f"entry:{first}", f"entry:{second}"]).status_code == 303
    assert "Nobody waits for an answer." in beth.get("/inbox").text
    with unit_of_work():
        assert session().query(Reply).count() == 1
        assert session().query(ReplyTo).count() == 2


def test_a_double_tap_sends_once(town: Town, sign_in: SignInAs) -> None:
    entry = send_entry(town)
    beth = sign_in(town.beth)
    same = str(ids.new())
    first = send(beth, town.zara, [f"entry:{entry}"], reply_id=same)
    second = send(beth, town.zara, [f"entry:{entry}"], reply_id=same)
    assert first.location == second.location
    with unit_of_work():
        assert session().query(Reply).count() == 1


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"outcome": ""}, "Choose what happens."),
        ({"outcome": "perhaps"}, "Choose what happens."),
        ({"outcome": "done", "words": "  "}, "Write what was done."),
        ({"outcome": "will_do"}, "Give the day you will do it by."),
        ({"outcome": "will_do", "by_on": "2001-01-01"}, "That day is in the past."),
        ({"outcome": "cannot"}, "Say why you cannot."),
        ({"outcome": "talk", "meet_when": "Monday"}, "Say where."),
        ({"shared": "yes"}, "Give the day you agreed this."),
        ({"shared": "yes", "agreed_on": "2199-01-01"}, "Give the day you agreed this."),
        ({"item": ["entry:nonsense", "[]"]}, "Tick what you are answering."),
        ({"words": "w" * 20_001}, "That is too long."),
    ],
)
def test_what_is_missing_is_told_and_the_words_stay(
    town: Town, sign_in: SignInAs, fields: dict[str, Any], message: str
) -> None:
    entry = send_entry(town)
    rest = {name: value for name, value in fields.items() if name != "item"}
    items = fields.get("item", [f"entry:{entry}"])
    answer = send(sign_in(town.beth), town.zara, items, **({"words": "Kept as typed."} | rest))
    assert answer.status_code == 422
    assert message in answer.text
    assert fields.get("words", "Kept as typed.") in answer.text
    with unit_of_work():
        assert session().query(Reply).count() == 0


def test_odd_words_are_kept_as_far_as_a_database_can(town: Town, sign_in: SignInAs) -> None:
    _entry, reply = sent_reply(town, sign_in, words="a\x00b 🙂 \u202e ط")
    assert "ab 🙂 \u202e ط" in sign_in(town.beth).get(f"/inbox/replies/{reply}").text


def test_one_person_at_a_time(town: Town, sign_in: SignInAs) -> None:
    version = publish_plan(town)
    one = say_about_plan(town, version, town.samina, "From Samina")
    two = say_about_plan(town, version, town.imran, "From Imran")
    answer = send(sign_in(town.beth), town.zara, [f"plan_answer:{one}", f"plan_answer:{two}"])
    assert answer.status_code == 422
    assert "Answer one person at a time." in answer.text


def test_checking_the_words_sends_nothing(town: Town, sign_in: SignInAs) -> None:
    entry = send_entry(town)
    answer = send(
        sign_in(town.beth), town.zara, [f"entry:{entry}"], words="One two three. Four.", check="yes"
    )
    assert "Longest sentence: 3 words" in answer.text
    assert "One two three. Four." in answer.text
    with unit_of_work():
        assert session().query(Reply).count() == 0


def test_another_teams_worker_answers_nobody_here(town: Town, sign_in: SignInAs) -> None:
    entry = send_entry(town)
    for person in (town.tom, town.priya, town.owen, town.samina, town.zara):
        assert send(sign_in(person), town.zara, [f"entry:{entry}"], page="/help").status_code == 404


def test_an_entry_of_another_child_is_not_answered_here(town: Town, sign_in: SignInAs) -> None:
    entry = send_entry(town, child=town.yusuf)
    assert send(sign_in(town.beth), town.zara, [f"entry:{entry}"]).status_code == 422


def test_the_case_note_has_date_words_and_answer(town: Town, sign_in: SignInAs) -> None:
    _entry, reply = sent_reply(town, sign_in)
    page = sign_in(town.beth).get(f"/inbox/replies/{reply}").text
    found = re.search(r'<textarea[^>]*id="case-note"[^>]*>(.*?)</textarea>', page, re.S)
    assert found
    assert "Answer to Zara." in found[1]
    assert f"“{MORNINGS}”" in found[1]
    assert "Beth Carter: Done. “Yusuf has breakfast club.”" in found[1]
    assert "<bdi" not in found[1]
    assert 'data-copy="#case-note"' in page


def test_what_was_promised_stands_beside_the_inbox(town: Town, sign_in: SignInAs) -> None:
    by_on = (clock.today() + timedelta(days=4)).isoformat()
    sent_reply(town, sign_in, words="An earlier answer to something else.")
    entry, _reply = sent_reply(town, sign_in, outcome="will_do", by_on=by_on, words="I ask about a bus pass.")
    beth = sign_in(town.beth)
    assert "I ask about a bus pass." in beth.get("/inbox").text
    send(beth, town.zara, [f"entry:{entry}"], words="You have it.")
    assert "I ask about a bus pass." not in beth.get("/inbox").text


def test_a_long_answered_list_goes_on(town: Town, sign_in: SignInAs) -> None:
    entry = send_entry(town)
    with unit_of_work():
        for number in range(27):
            review.reply(
                reply_id=ids.new(),
                author_id=town.beth,
                child_id=town.zara,
                to_id=town.zara,
                answers=[("entry", entry)],
                outcome=review.Outcome("done", f"word{number:02}."),
                created_at=clock.now() - timedelta(hours=number),
            )
    beth = sign_in(town.beth)
    first = beth.get("/inbox/answered").text
    more = re.search(r'href="(/inbox/answered\?[^"]+)"', first)
    assert more
    second = beth.get(more[1].replace("&amp;", "&")).text
    seen = re.findall(r"word(\d\d)\.", first) + re.findall(r"word(\d\d)\.", second)
    assert seen == [f"{number:02}" for number in range(27)]


# Linking to a step


def link(browser: Browser, reply: uuid.UUID, **fields: Any) -> Any:
    return browser.post(f"/inbox/replies/{reply}/link", fields, page="/inbox")


def test_linking_asks_first_and_shows_in_no_one_elses_view(town: Town, sign_in: SignInAs) -> None:
    publish_plan(town)
    _entry, reply = sent_reply(town, sign_in)
    beth = sign_in(town.beth)
    page = beth.get(f"/inbox/replies/{reply}").text
    assert "Could someone guess this came from Zara? Have you asked them?" in page
    with unit_of_work():
        step = plans.open_steps(town.zara)[0].id
    assert link(beth, reply, step=str(step)).status_code == 422
    assert link(beth, reply, step=str(step), basis="agreed").status_code == 422
    assert link(beth, reply, step=str(step), basis="cannot_guess").status_code == 422
    assert link(beth, reply, step=str(ids.new()), basis="cannot_guess", reason="r").status_code == 422
    assert link(beth, reply, basis="no").status_code == 303
    with unit_of_work():
        assert session().query(StepLink).count() == 0
    today = clock.today().isoformat()
    assert link(beth, reply, step=str(step), basis="agreed", agreed_on=today).status_code == 303
    assert (
        link(beth, reply, step=str(step), basis="cannot_guess", reason="Four children asked.").status_code
        == 303
    )
    page = beth.get(f"/inbox/replies/{reply}").text
    assert "Linked to:" in page
    assert "Four children asked." in page
    for person in (town.samina, town.imran, town.zara):
        assert link(sign_in(person), reply, basis="no").status_code in (400, 404)
        for path in ("/plan", "/answers", "/"):
            seen = sign_in(person, shared_phone=False).get(path).text
            assert "Four children asked." not in seen
            assert "Linked" not in seen


# What the family sees


def test_on_a_shared_phone_only_what_was_agreed_and_nothing_quoted(town: Town, sign_in: SignInAs) -> None:
    sent_reply(town, sign_in, words="Not for the shared phone.")
    today = clock.today().isoformat()
    sent_reply(town, sign_in, words="We agreed this one.", shared="yes", agreed_on=today)
    shared = sign_in(town.zara).get("/answers").text
    assert "We agreed this one." in shared
    assert "Not for the shared phone." not in shared
    assert "Mornings" not in shared
    own = sign_in(town.zara, shared_phone=False).get("/answers").text
    assert in_order(own, "We agreed this one.", "Not for the shared phone.")
    assert MORNINGS in own


def test_a_reply_to_a_child_is_for_that_child(town: Town, sign_in: SignInAs) -> None:
    today = clock.today().isoformat()
    _entry, reply = sent_reply(town, sign_in, words="For Zara.", shared="yes", agreed_on=today)
    for person in (town.yusuf, town.samina, town.imran, town.stranger):
        browser = sign_in(person, shared_phone=False)
        assert "For Zara." not in browser.get("/answers").text
        assert browser.post(f"/answers/{reply}/happened", {"happened": "no"}, page="/help").status_code == 404
        assert browser.get(f"/inbox/replies/{reply}").status_code == 404
    assert sign_in(town.beth).get("/answers").status_code == 404


def test_did_this_happen_no_makes_it_wait_again(town: Town, sign_in: SignInAs) -> None:
    _entry, reply = sent_reply(town, sign_in)
    zara, beth = sign_in(town.zara, shared_phone=False), sign_in(town.beth)
    assert "Did this happen?" in zara.get("/answers").text
    assert (
        zara.post(f"/answers/{reply}/happened", {"happened": "perhaps"}, page="/answers").status_code == 422
    )
    assert zara.post(f"/answers/{reply}/happened", {"happened": "no"}, page="/answers").status_code == 303
    assert "Beth will look at this again." in zara.get("/answers").text
    page = beth.get("/inbox").text
    assert "They said it did not happen" in page
    assert "Mornings are too much" in page
    zara.post(f"/answers/{reply}/happened", {"happened": "yes"}, page="/answers")
    assert "Mornings are too much" not in beth.get("/inbox").text


def test_a_plan_answer_waits_again_too(town: Town, sign_in: SignInAs) -> None:
    version = publish_plan(town)
    answer = say_about_plan(town, version, town.samina, "Please ring after six.")
    beth, samina = sign_in(town.beth), sign_in(town.samina)
    location = send(beth, town.zara, [f"plan_answer:{answer}"]).location
    reply = location.rsplit("/", 1)[1]
    assert samina.post(f"/answers/{reply}/happened", {"happened": "no"}, page="/answers").status_code == 303
    assert "Please ring after six." in beth.get("/inbox").text


def test_what_is_to_come_is_not_asked_about_yet(town: Town, sign_in: SignInAs) -> None:
    by_on = (clock.today() + timedelta(days=4)).isoformat()
    sent_reply(town, sign_in, outcome="will_do", by_on=by_on)
    zara = sign_in(town.zara, shared_phone=False)
    assert "Did this happen?" not in zara.get("/answers").text


def test_cannot_says_why_and_asks_if_that_is_ok(town: Town, sign_in: SignInAs) -> None:
    sent_reply(town, sign_in, outcome="cannot", words="I am sorry.", reason="You live too near the school.")
    page = sign_in(town.zara, shared_phone=False).get("/answers").text
    assert "You live too near the school." in page
    assert "Is that OK with you?" in page


def test_a_worker_who_left_sees_no_reply(town: Town, sign_in: SignInAs) -> None:
    from webapp import families

    _entry, reply = sent_reply(town, sign_in)
    with unit_of_work():
        families.end_allocation(child_id=town.zara, worker_id=town.beth)
    beth = sign_in(town.beth)
    assert beth.get(f"/inbox/replies/{reply}").status_code == 404
    assert "Yusuf has breakfast club." not in beth.get("/inbox/answered").text


def test_words_are_sealed_in_the_database(town: Town, sign_in: SignInAs) -> None:
    _entry, reply = sent_reply(town, sign_in, words="CANARY-REPLY", outcome="cannot", reason="CANARY-REASON")
    with unit_of_work():
        row = session().get_one(Reply, reply)
        assert b"CANARY" not in row.words_sealed
        assert row.reason_sealed is not None
        assert b"CANARY" not in row.reason_sealed
        assert isinstance(row.created_at, datetime)
