"""The inbox: what waits, in which order, for whom; the houses as the child made them."""

from __future__ import annotations

import re
import uuid
from datetime import timedelta

import pytest

from tests.capability.review.makers import in_order, publish_plan, say_about_plan, send, send_entry
from tests.conftest import SignInAs
from tests.makers import Town
from webapp import duty
from webapp.audit.models import AuditRow
from webapp.core import ids
from webapp.core.database import session, unit_of_work

LATE = timedelta(days=12)


def houses_path(child: uuid.UUID) -> str:
    return f"/inbox/children/{child}/houses"


# The inbox


def test_oldest_unanswered_first_and_alerts_before_everything(town: Town, sign_in: SignInAs) -> None:
    send_entry(town, "the newest")
    send_entry(town, "the oldest", ago=LATE)
    send_entry(town, "from Yusuf", child=town.yusuf, ago=timedelta(days=3))
    with unit_of_work():
        duty.raise_alert(person_id=town.yusuf, child_id=town.yusuf, source="SAFE_NOW", item_id=ids.new())
    page = sign_in(town.beth).get("/inbox").text
    assert in_order(page, "Yusuf may not be safe.", "the oldest", "from Yusuf", "the newest")
    assert "2 people wait for an answer." in page
    assert "over" in page


def test_a_plan_answer_stands_in_the_same_list(town: Town, sign_in: SignInAs) -> None:
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


def test_someone_who_would_rather_talk(town: Town, sign_in: SignInAs) -> None:
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


def test_a_long_inbox_goes_on_from_the_last_line(town: Town, sign_in: SignInAs) -> None:
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
def test_an_odd_place_in_the_list_is_the_first_page(town: Town, sign_in: SignInAs, query: str) -> None:
    send_entry(town)
    assert "Mornings are too much" in sign_in(town.beth).get(f"/inbox?{query}").text


def test_only_practitioners_have_an_inbox(town: Town, sign_in: SignInAs) -> None:
    send_entry(town)
    for person in (town.priya, town.owen, town.zara, town.samina, town.imran):
        browser = sign_in(person)
        assert browser.get("/inbox").status_code == 404
        assert browser.get("/inbox/answered").status_code == 404
        assert browser.get(houses_path(town.zara)).status_code == 404
    tom = sign_in(town.tom)
    assert "Mornings" not in tom.get("/inbox").text
    assert tom.get(houses_path(town.zara)).status_code == 404


def test_a_manager_knows_that_it_waits_and_reads_it_when_late(town: Town, sign_in: SignInAs) -> None:
    send_entry(town, "only for Beth now")
    farah = sign_in(town.farah)
    page = farah.get("/inbox").text
    assert "only for Beth now" not in page
    assert "Something waits." in page
    assert "only for Beth now" not in farah.get(houses_path(town.zara)).text
    send_entry(town, "nobody answered me", ago=LATE)
    assert "nobody answered me" in farah.get("/inbox").text
    assert "nobody answered me" in farah.get(houses_path(town.zara)).text


def test_someone_other_than_my_worker_never_reaches_the_worker(town: Town, sign_in: SignInAs) -> None:
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


def test_the_houses_show_exact_words_drawing_and_choice_and_are_logged(town: Town, sign_in: SignInAs) -> None:
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


def test_opening_is_told_in_the_inbox_and_is_not_answering(town: Town, sign_in: SignInAs) -> None:
    send_entry(town)
    beth = sign_in(town.beth)
    assert "not opened" in beth.get("/inbox").text
    beth.get(houses_path(town.zara))
    page = beth.get("/inbox").text
    assert "not opened" not in page
    assert "Mornings are too much" in page


def test_acknowledging_does_not_stop_the_clock(town: Town, sign_in: SignInAs) -> None:
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


def test_each_time_has_its_own_page_of_houses(town: Town, sign_in: SignInAs) -> None:
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
