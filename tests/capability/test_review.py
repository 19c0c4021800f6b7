"""The inbox and the answers: oldest first, exact words, one reply for several, what the family sees."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask

from tests.conftest import Browser
from tests.makers import Town, make_town
from webapp import duty, houses, plans, review
from webapp.audit.models import AuditRow
from webapp.core import clock, ids
from webapp.core.database import session, unit_of_work
from webapp.review.models import Reply, ReplyTo, StepLink

SignIn = Callable[..., Browser]
MORNINGS = "Mornings are too much. I make Yusuf ready and then I am late."
LATE = timedelta(days=12)


@pytest.fixture
def town(app: Flask) -> Town:
    """A town made three weeks ago, so that things can have waited."""
    with time_machine.travel(clock.now() - timedelta(days=21)):
        return make_town()


def send_entry(
    town: Town,
    words: str = MORNINGS,
    *,
    child: uuid.UUID | None = None,
    ago: timedelta = timedelta(),
    share: dict[str, Any] | None = None,
    house: str = "worry",
    strokes: list[dict[str, Any]] | None = None,
    set_id: uuid.UUID | None = None,
) -> uuid.UUID:
    entry_id = ids.new()
    content = {
        "v": 1,
        "house": house,
        "words": words,
        "strokes": strokes or [],
        "prompt": "WORRY_1",
        "with": "alone",
        "share": share or {"level": "worker", "people": []},
        "read_back": True,
    }
    at = clock.now() - ago
    with unit_of_work():
        houses.receive(
            child_id=child or town.zara,
            content=content,
            entry_id=entry_id,
            made_at=at,
            received_at=at,
            set_id=set_id,
        )
    return entry_id


def publish_plan(town: Town) -> uuid.UUID:
    """A small published plan of Zara's with one step; returns the version."""
    with unit_of_work():
        version = plans.start_plan(child_id=town.zara, kind="child_in_need", actor_id=town.beth)
        plans.save_paragraph(
            version_id=version,
            part="worried",
            adult={"en": "Her school says she is often late."},
            child={"en": "You are often late. You are tired. We want to help."},
            actor_id=town.beth,
        )
        plans.save_step(
            version_id=version,
            what={"en": "Yusuf goes to breakfast club."},
            by_whom="Beth",
            by_on=clock.today() + timedelta(days=9),
            actor_id=town.beth,
        )
        for reader in plans.readers(town.zara):
            plans.tick_read_as(version_id=version, reader_id=reader.person_id, actor_id=town.beth)
        for person in (town.samina, town.imran):
            plans.record_asked(
                version_id=version,
                person_id=person,
                outcome="asked",
                asked_on=clock.today(),
                actor_id=town.beth,
            )
        plans.publish(version_id=version, actor_id=town.beth, review_on=clock.today() + timedelta(days=60))
    return version


def say_about_plan(town: Town, version: uuid.UUID, person: uuid.UUID, words: str) -> uuid.UUID:
    with unit_of_work():
        return plans.add_answer(version_id=version, person_id=person, kind="own_words", words=words)


def houses_path(child: uuid.UUID) -> str:
    return f"/inbox/children/{child}/houses"


def send(browser: Browser, child: uuid.UUID, items: list[str], page: str = "/inbox", **fields: Any) -> Any:
    values = {
        "reply_id": str(ids.new()),
        "item": items,
        "outcome": "done",
        "words": "Yusuf has breakfast club.",
    }
    return browser.post(f"/inbox/children/{child}/reply", values | fields, page=page)


def sent_reply(town: Town, sign_in: SignIn, **fields: Any) -> tuple[uuid.UUID, uuid.UUID]:
    """An entry of Zara's and Beth's answer to it."""
    entry = send_entry(town)
    answer = send(sign_in(town.beth), town.zara, [f"entry:{entry}"], **fields)
    assert answer.status_code == 303, answer.text
    return entry, uuid.UUID(answer.location.rsplit("/", 1)[1])


def in_order(text: str, *parts: str) -> bool:
    places = [text.find(part) for part in parts]
    return -1 not in places and places == sorted(places)


# The inbox


def test_oldest_unanswered_first_and_alerts_before_everything(town: Town, sign_in: SignIn) -> None:
    send_entry(town, "the newest")
    send_entry(town, "the oldest", ago=LATE)
    send_entry(town, "from Yusuf", child=town.yusuf, ago=timedelta(days=3))
    with unit_of_work():
        duty.raise_alert(person_id=town.yusuf, child_id=town.yusuf, source="SAFE_NOW", item_id=ids.new())
    page = sign_in(town.beth).get("/inbox").text
    assert in_order(page, "Yusuf may not be safe.", "the oldest", "from Yusuf", "the newest")
    assert "2 people wait for an answer." in page
    assert "over" in page


def test_a_plan_answer_stands_in_the_same_list(town: Town, sign_in: SignIn) -> None:
    version = publish_plan(town)
    answer = say_about_plan(town, version, town.samina, "صبح بہت مشکل ہے")
    beth = sign_in(town.beth)
    assert "صبح بہت مشکل ہے" in beth.get("/inbox").text
    page = beth.get(f"/inbox/answers/{answer}").text
    assert "صبح بہت مشکل ہے" in page
    assert "mother of Zara" in page
    sent = send(beth, town.zara, [f"plan_answer:{answer}"], words="I will ring you on Monday.")
    assert sent.status_code == 303
    assert "صبح بہت مشکل ہے" not in beth.get("/inbox").text
    assert "I will ring you on Monday." in sign_in(town.samina).get("/answers").text
    for other in (town.imran, town.zara):
        assert "I will ring you" not in sign_in(other, shared_phone=False).get("/answers").text


def test_someone_who_would_rather_talk(town: Town, sign_in: SignIn) -> None:
    sign_in(town.zara).post("/houses/start", {"answer": "rather_talk"}, page="/help")
    beth = sign_in(town.beth)
    assert "Zara would rather talk." in beth.get("/inbox").text
    page = beth.get(houses_path(town.zara)).text
    found = re.search(r'value="(talk:[0-9a-f-]+)"', page)
    assert found
    answer = send(
        beth, town.zara, [found[1]], outcome="talk", words="", meet_when="Monday at 12", meet_where="School"
    )
    assert answer.status_code == 303
    assert "Zara would rather talk." not in beth.get("/inbox").text
    page = sign_in(town.zara, shared_phone=False).get("/answers").text
    assert "Monday at 12" in page
    assert "You said you would rather talk." in page


def test_a_long_inbox_goes_on_from_the_last_line(town: Town, sign_in: SignIn) -> None:
    for number in range(27):
        send_entry(town, f"word{number:02}.", ago=timedelta(hours=60 - number))
    beth = sign_in(town.beth)
    first = beth.get("/inbox").text
    more = re.search(r'href="(/inbox\?[^"]+)"', first)
    assert more
    second = beth.get(more[1].replace("&amp;", "&")).text
    seen = re.findall(r"word(\d\d)\.", first) + re.findall(r"word(\d\d)\.", second)
    assert seen == [f"{number:02}" for number in range(27)]


@pytest.mark.parametrize("query", ["at=x&id=y", "at=2026-01-01T00:00:00&id=1", "id=[]", "at=%00"])
def test_an_odd_place_in_the_list_is_the_first_page(town: Town, sign_in: SignIn, query: str) -> None:
    send_entry(town)
    assert "Mornings are too much" in sign_in(town.beth).get(f"/inbox?{query}").text


def test_only_practitioners_have_an_inbox(town: Town, sign_in: SignIn) -> None:
    send_entry(town)
    for person in (town.priya, town.owen, town.zara, town.samina, town.imran):
        browser = sign_in(person)
        assert browser.get("/inbox").status_code == 404
        assert browser.get("/inbox/answered").status_code == 404
        assert browser.get(houses_path(town.zara)).status_code == 404
    tom = sign_in(town.tom)
    assert "Mornings" not in tom.get("/inbox").text
    assert tom.get(houses_path(town.zara)).status_code == 404


def test_a_manager_knows_that_it_waits_and_reads_it_when_late(town: Town, sign_in: SignIn) -> None:
    send_entry(town, "only for Beth now")
    farah = sign_in(town.farah)
    page = farah.get("/inbox").text
    assert "only for Beth now" not in page
    assert "Something waits." in page
    assert "only for Beth now" not in farah.get(houses_path(town.zara)).text
    send_entry(town, "nobody answered me", ago=LATE)
    assert "nobody answered me" in farah.get("/inbox").text
    assert "nobody answered me" in farah.get(houses_path(town.zara)).text


def test_someone_other_than_my_worker_never_reaches_the_worker(town: Town, sign_in: SignIn) -> None:
    share = {"level": "other", "people": [str(town.farah)]}
    entry = send_entry(town, "not for Beth", share=share, ago=LATE)
    beth, farah = sign_in(town.beth), sign_in(town.farah)
    for path in ("/inbox", houses_path(town.zara), "/inbox/answered"):
        page = beth.get(path).text
        assert "not for Beth" not in page
        assert str(entry) not in page
    assert "Nobody waits for an answer." in beth.get("/inbox").text
    refused = send(beth, town.zara, [f"entry:{entry}"])
    assert refused.status_code == 422
    answer = send(farah, town.zara, [f"entry:{entry}"], words="I am Farah. I read it.")
    assert answer.status_code == 303
    assert "I am Farah" not in beth.get("/inbox/answered").text
    assert beth.get(answer.location).status_code == 404
    assert "I am Farah" in farah.get("/inbox/answered").text
    assert "I am Farah" in sign_in(town.zara, shared_phone=False).get("/answers").text


# The houses, as she made them


def test_the_houses_show_exact_words_drawing_and_choice_and_are_logged(town: Town, sign_in: SignIn) -> None:
    words = "  i said:\n“No”  \u202eabc <b>&"
    strokes = [{"c": "rust", "w": 12, "p": [10, 10, 200, 300]}]
    entry = send_entry(town, words, strokes=strokes)
    page = sign_in(town.beth).get(houses_path(town.zara)).text
    assert "“No”  \u202eabc &lt;b&gt;&amp;" in page
    assert 'points="10 10 200 300' in page
    assert "What worries you?" in page
    assert "Beth" in page
    with unit_of_work():
        looks = session().query(AuditRow).filter_by(act="entry.read", item_id=entry).all()
        assert [look.actor_id for look in looks] == [town.beth]
        assert looks[0].chain == f"family:{town.family}"


def test_opening_is_told_in_the_inbox_and_is_not_answering(town: Town, sign_in: SignIn) -> None:
    send_entry(town)
    beth = sign_in(town.beth)
    assert "not opened" in beth.get("/inbox").text
    beth.get(houses_path(town.zara))
    page = beth.get("/inbox").text
    assert "not opened" not in page
    assert "Mornings are too much" in page


def test_acknowledging_does_not_stop_the_clock(town: Town, sign_in: SignIn) -> None:
    entry = send_entry(town, ago=timedelta(days=3))
    beth = sign_in(town.beth)
    for _tap in range(2):
        answer = beth.post(
            f"/inbox/children/{town.zara}/acknowledge", {"item": f"entry:{entry}"}, page="/inbox"
        )
        assert answer.status_code == 303
    page = beth.get("/inbox").text
    assert "not answered" in page
    assert "Mornings are too much" in page


def test_each_time_has_its_own_page_of_houses(town: Town, sign_in: SignIn) -> None:
    old = ids.new()
    send_entry(town, "long ago", ago=LATE, set_id=old)
    send_entry(town, "now", set_id=ids.new())
    beth = sign_in(town.beth)
    page = beth.get(houses_path(town.zara)).text
    assert "long ago" in page
    found = [path for path in re.findall(r'href="([^"]+\?set=[^"]+)"', page) if str(old) not in path]
    second = beth.get(found[0]).text
    assert "long ago" not in second
    assert "<q>now</q>" in second


# Answering


def test_one_reply_answers_several_entries(town: Town, sign_in: SignIn) -> None:
    first, second = send_entry(town), send_entry(town, "a bus pass", house="wish")
    beth = sign_in(town.beth)
    assert send(beth, town.zara, [f"entry:{first}", f"entry:{second}"]).status_code == 303
    assert "Nobody waits for an answer." in beth.get("/inbox").text
    with unit_of_work():
        assert session().query(Reply).count() == 1
        assert session().query(ReplyTo).count() == 2


def test_a_double_tap_sends_once(town: Town, sign_in: SignIn) -> None:
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
    town: Town, sign_in: SignIn, fields: dict[str, Any], message: str
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


def test_odd_words_are_kept_as_far_as_a_database_can(town: Town, sign_in: SignIn) -> None:
    _entry, reply = sent_reply(town, sign_in, words="a\x00b 🙂 \u202e ط")
    assert "ab 🙂 \u202e ط" in sign_in(town.beth).get(f"/inbox/replies/{reply}").text


def test_one_person_at_a_time(town: Town, sign_in: SignIn) -> None:
    version = publish_plan(town)
    one = say_about_plan(town, version, town.samina, "From Samina")
    two = say_about_plan(town, version, town.imran, "From Imran")
    answer = send(sign_in(town.beth), town.zara, [f"plan_answer:{one}", f"plan_answer:{two}"])
    assert answer.status_code == 422
    assert "Answer one person at a time." in answer.text


def test_checking_the_words_sends_nothing(town: Town, sign_in: SignIn) -> None:
    entry = send_entry(town)
    answer = send(
        sign_in(town.beth), town.zara, [f"entry:{entry}"], words="One two three. Four.", check="yes"
    )
    assert "Longest sentence: 3 words" in answer.text
    assert "One two three. Four." in answer.text
    with unit_of_work():
        assert session().query(Reply).count() == 0


def test_another_teams_worker_answers_nobody_here(town: Town, sign_in: SignIn) -> None:
    entry = send_entry(town)
    for person in (town.tom, town.priya, town.owen, town.samina, town.zara):
        assert send(sign_in(person), town.zara, [f"entry:{entry}"], page="/help").status_code == 404


def test_an_entry_of_another_child_is_not_answered_here(town: Town, sign_in: SignIn) -> None:
    entry = send_entry(town, child=town.yusuf)
    assert send(sign_in(town.beth), town.zara, [f"entry:{entry}"]).status_code == 422


def test_the_case_note_has_date_words_and_answer(town: Town, sign_in: SignIn) -> None:
    _entry, reply = sent_reply(town, sign_in)
    page = sign_in(town.beth).get(f"/inbox/replies/{reply}").text
    found = re.search(r'<textarea[^>]*id="case-note"[^>]*>(.*?)</textarea>', page, re.S)
    assert found
    assert "Answer to Zara." in found[1]
    assert f"“{MORNINGS}”" in found[1]
    assert "Beth Carter: Done. “Yusuf has breakfast club.”" in found[1]
    assert "<bdi" not in found[1]
    assert 'data-copy="#case-note"' in page


def test_what_was_promised_stands_beside_the_inbox(town: Town, sign_in: SignIn) -> None:
    by_on = (clock.today() + timedelta(days=4)).isoformat()
    sent_reply(town, sign_in, words="An earlier answer to something else.")
    entry, _reply = sent_reply(town, sign_in, outcome="will_do", by_on=by_on, words="I ask about a bus pass.")
    beth = sign_in(town.beth)
    assert "I ask about a bus pass." in beth.get("/inbox").text
    send(beth, town.zara, [f"entry:{entry}"], words="You have it.")
    assert "I ask about a bus pass." not in beth.get("/inbox").text


def test_a_long_answered_list_goes_on(town: Town, sign_in: SignIn) -> None:
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


def test_linking_asks_first_and_shows_in_no_one_elses_view(town: Town, sign_in: SignIn) -> None:
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


def test_on_a_shared_phone_only_what_was_agreed_and_nothing_quoted(town: Town, sign_in: SignIn) -> None:
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


def test_a_reply_to_a_child_is_for_that_child(town: Town, sign_in: SignIn) -> None:
    today = clock.today().isoformat()
    _entry, reply = sent_reply(town, sign_in, words="For Zara.", shared="yes", agreed_on=today)
    for person in (town.yusuf, town.samina, town.imran, town.stranger):
        browser = sign_in(person, shared_phone=False)
        assert "For Zara." not in browser.get("/answers").text
        assert browser.post(f"/answers/{reply}/happened", {"happened": "no"}, page="/help").status_code == 404
        assert browser.get(f"/inbox/replies/{reply}").status_code == 404
    assert sign_in(town.beth).get("/answers").status_code == 404


def test_did_this_happen_no_makes_it_wait_again(town: Town, sign_in: SignIn) -> None:
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


def test_a_plan_answer_waits_again_too(town: Town, sign_in: SignIn) -> None:
    version = publish_plan(town)
    answer = say_about_plan(town, version, town.samina, "Please ring after six.")
    beth, samina = sign_in(town.beth), sign_in(town.samina)
    location = send(beth, town.zara, [f"plan_answer:{answer}"]).location
    reply = location.rsplit("/", 1)[1]
    assert samina.post(f"/answers/{reply}/happened", {"happened": "no"}, page="/answers").status_code == 303
    assert "Please ring after six." in beth.get("/inbox").text


def test_what_is_to_come_is_not_asked_about_yet(town: Town, sign_in: SignIn) -> None:
    by_on = (clock.today() + timedelta(days=4)).isoformat()
    sent_reply(town, sign_in, outcome="will_do", by_on=by_on)
    zara = sign_in(town.zara, shared_phone=False)
    assert "Did this happen?" not in zara.get("/answers").text


def test_cannot_says_why_and_asks_if_that_is_ok(town: Town, sign_in: SignIn) -> None:
    sent_reply(town, sign_in, outcome="cannot", words="I am sorry.", reason="You live too near the school.")
    page = sign_in(town.zara, shared_phone=False).get("/answers").text
    assert "You live too near the school." in page
    assert "Is that OK with you?" in page


def test_a_worker_who_left_sees_no_reply(town: Town, sign_in: SignIn) -> None:
    from webapp import families

    _entry, reply = sent_reply(town, sign_in)
    with unit_of_work():
        families.end_allocation(child_id=town.zara, worker_id=town.beth)
    beth = sign_in(town.beth)
    assert beth.get(f"/inbox/replies/{reply}").status_code == 404
    assert "Yusuf has breakfast club." not in beth.get("/inbox/answered").text


def test_words_are_sealed_in_the_database(town: Town, sign_in: SignIn) -> None:
    _entry, reply = sent_reply(town, sign_in, words="CANARY-REPLY", outcome="cannot", reason="CANARY-REASON")
    with unit_of_work():
        row = session().get_one(Reply, reply)
        assert b"CANARY" not in row.words_sealed
        assert row.reason_sealed is not None
        assert b"CANARY" not in row.reason_sealed
        assert isinstance(row.created_at, datetime)
