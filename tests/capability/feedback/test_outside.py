"""Staff and partners answer by a link, once, without an account; nothing says who answered what."""

from __future__ import annotations

import csv
import re
import uuid
from collections.abc import Callable
from datetime import date, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from tests.capability.feedback.makers import MONDAY, alerts
from tests.conftest import Browser
from tests.makers import Town
from webapp import feedback
from webapp.core.database import session, unit_of_work
from webapp.feedback.models import OutsideAnswer, OutsideLink, OutsideSubmission
from webapp.feedback.outside import queries, rules, service
from webapp.feedback.outside.queries import words

STAFF = {"a-S_TIME": "3", "a-S_STORY": "1", "a-S_SUPER": "8"}
LINK = re.compile(r"http://localhost(/by-link/[\w-]+)")
SignIn = Callable[[uuid.UUID], Browser]


def links(town: Town, audience: str, number: int, child_id: uuid.UUID | None = None) -> list[str]:
    with unit_of_work():
        made = service.make_links(audience=audience, number=number, actor_id=town.farah, child_id=child_id)
    return [f"/by-link/{secret}" for secret in made.secrets]


def answer(app: Flask, link: str, data: dict[str, str]) -> Browser:
    phone = Browser(app.test_client()).in_english()
    assert phone.get(link).status_code == 303
    assert phone.post("/by-link", data, page="/by-link").status_code == 303
    return phone


def kept() -> list[tuple[str, int | None]]:
    with unit_of_work():
        query = select(OutsideAnswer).order_by(OutsideAnswer.submission_id, OutsideAnswer.question_code)
        return [(one.question_code, one.answer_code) for one in session().scalars(query)]


def test_the_data_officer_makes_links_that_are_shown_once(town: Town, sign_in: SignIn) -> None:
    owen = sign_in(town.owen)
    wrong = owen.post("/local-data/asking", {"audience": "staff", "number": "201"}, page="/local-data/asking")
    assert wrong.status_code == 422
    made = owen.post("/local-data/asking", {"audience": "staff", "number": "3"}, page="/local-data/asking")
    assert made.status_code == 200
    found = set(LINK.findall(made.text))
    assert len(found) == 3
    again = owen.get("/local-data/asking").text
    assert not LINK.findall(again)
    with unit_of_work():
        for link in found:
            assert queries.link_by_secret(link.rpartition("/")[2]) is not None
        rows = session().scalars(select(OutsideLink)).all()
    assert len(rows) == 3
    # 128 bits, and no copy of them.
    assert all(len(link.rpartition("/")[2]) == 22 for link in found)
    assert not any(link.rpartition("/")[2].encode() in row.secret_hash for link in found for row in rows)


def test_as_a_list_to_save(town: Town, sign_in: SignIn) -> None:
    data = {"audience": "partner", "number": "2", "as": "list"}
    made = sign_in(town.farah).post("/local-data/asking", data, page="/local-data/asking")
    assert made.headers["Content-Disposition"] == 'attachment; filename="links.csv"'
    assert made.headers["Cache-Control"] == "no-store"
    rows = list(csv.DictReader(made.text.splitlines()))
    assert [row["number"] for row in rows] == ["1", "2"]
    assert all(LINK.fullmatch(row["link"]) for row in rows)


def test_one_link_takes_one_persons_answers(app: Flask, town: Town) -> None:
    (link,) = links(town, "staff", 1)
    phone = answer(app, link, STAFF | {"w-OPEN_CHANGE": "Two systems."})
    assert "Thank you" in phone.get("/by-link").text
    found = dict(kept())
    # What was left out counts as skipped; own words stand alone.
    assert found["S_TIME"] == 3
    assert found["S_SUPER"] == 8
    assert found["S_RAISE"] == 9
    assert found["OPEN_CHANGE"] is None
    assert len(found) == 11
    other = Browser(app.test_client()).in_english()
    other.get(link)
    page = other.get("/by-link")
    assert page.status_code == 410
    assert "This link was used" in page.text
    assert other.post("/by-link", STAFF, page="/help").status_code == 410
    assert len(kept()) == 11


def test_two_at_the_same_moment_are_one(app: Flask, town: Town) -> None:
    (link,) = links(town, "staff", 1)
    with unit_of_work():
        held = queries.link_by_secret(link.rpartition("/")[2])
        assert held is not None
        assert service.take_in(link=held, codes={"S_TIME": 3}, words={}, language="en")
        assert not service.take_in(link=held, codes={"S_TIME": 1}, words={}, language="en")
    assert ("S_TIME", 3) in kept()
    assert ("S_TIME", 1) not in kept()


def test_nothing_is_lost_when_nothing_was_answered(app: Flask, town: Town) -> None:
    (link,) = links(town, "partner", 1)
    phone = Browser(app.test_client()).in_english()
    phone.get(link)
    page = phone.post("/by-link", {"a-P_ROLE": "9", "w-P_ROLE": ""}, page="/by-link")
    assert page.status_code == 422
    assert "Answer at least one question" in page.text
    long = phone.post("/by-link", {"w-P_ROLE": "é" * 2_001, "a-P_PART": "2"}, page="/by-link")
    assert long.status_code == 422
    assert "é" * 2_001 in long.text
    assert re.search(r'name="a-P_PART" value="2"[^>]* checked', long.text)
    assert kept() == []


def test_no_answer_is_chosen_before(app: Flask, town: Town) -> None:
    (link,) = links(town, "partner", 1)
    phone = Browser(app.test_client()).in_english()
    phone.get(link)
    page = phone.get("/by-link").text
    assert " checked" not in page
    # "Don't know" and "Skip" stand side by side in the same kind of box.
    pairs = re.findall(r'<div class="pair">(.*?)</div>', page, re.S)
    assert pairs
    assert all(pair.count('class="ans"') == 2 for pair in pairs)


def test_a_link_ends(app: Flask, town: Town, clock: time_machine.Traveller) -> None:
    (link,) = links(town, "staff", 1)
    clock.move_to(MONDAY + rules.OPEN)
    phone = Browser(app.test_client()).in_english()
    phone.get(link)
    assert phone.get("/by-link").status_code == 200
    clock.move_to(MONDAY + rules.OPEN + timedelta(days=1))
    page = phone.get("/by-link")
    assert page.status_code == 410
    assert "This link has ended" in page.text
    assert phone.post("/by-link", STAFF, page="/help").status_code == 410
    assert kept() == []


@pytest.mark.parametrize("secret", ["x", "a" * 22, "a" * 65, "%00", "é"])
def test_a_wrong_link_says_so_kindly(app: Flask, town: Town, secret: str) -> None:
    page = Browser(app.test_client()).in_english().get(f"/by-link/{secret}")
    assert page.status_code == 404
    assert "This link does not work" in page.text


def test_whoever_was_signed_in_is_signed_out_first(town: Town, sign_in: SignIn) -> None:
    (link,) = links(town, "staff", 1)
    beth = sign_in(town.beth)
    assert beth.get("/inbox").status_code == 200
    beth.get(link)
    assert beth.get("/inbox").status_code == 303
    assert beth.post("/by-link", STAFF, page="/by-link").status_code == 303


def test_nothing_kept_says_who_or_when(app: Flask, town: Town) -> None:
    one, two = links(town, "staff", 2)
    answer(app, one, STAFF)
    answer(app, two, STAFF)
    with unit_of_work():
        rows = session().scalars(select(OutsideSubmission).order_by(OutsideSubmission.id)).all()
        used = session().scalars(select(OutsideLink.answered_in)).all()
    columns = set(OutsideSubmission.__table__.columns.keys())
    assert columns == {"id", "audience", "week_on", "instrument_version", "language", "wording_state"}
    assert {row.week_on for row in rows} == {date(2026, 3, 2)}
    # Random, not by time: a UUIDv7 would say the millisecond.
    assert {row.id.version for row in rows} == {4}
    assert used == [date(2026, 1, 1)] * 2


def test_words_are_read_from_ten_on_and_by_managers_alone(app: Flask, town: Town, sign_in: SignIn) -> None:
    made = links(town, "staff", 10)
    for number, link in enumerate(made[:9]):
        answer(app, link, {"w-OPEN_CHANGE": f"words {number}"})
    with unit_of_work():
        assert words() == []
    assert "words 1" not in sign_in(town.farah).get("/local-data/asking/words").text
    answer(app, made[9], {"w-OPEN_CHANGE": "words 9"})
    page = sign_in(town.farah).get("/local-data/asking/words").text
    assert all(f"words {number}" in page for number in range(10))
    assert sign_in(town.owen).get("/local-data/asking/words").status_code == 404


def test_less_safe_is_asked_about_one_child_alone_and_reaches_duty(
    app: Flask, town: Town, ready: None, sign_in: SignIn
) -> None:
    (work,), (about,) = links(town, "partner", 1), links(town, "partner", 1, town.zara)
    phone = Browser(app.test_client()).in_english()
    phone.get(work)
    assert "this child is now" not in phone.get("/by-link").text
    # Sent all the same: not a question of this link.
    phone.post("/by-link", {"a-SAFER": "1", "a-P_ROLE": "3"}, page="/by-link")
    assert alerts(town) == []
    assert "SAFER" not in dict(kept())
    phone.get(about)
    assert "this child is now" in phone.get("/by-link").text
    phone.post("/by-link", {"a-SAFER": "1"}, page="/by-link")
    assert alerts(town) == [("outside", town.zara, town.zara)]
    assert "The child's team sees today" in phone.get("/by-link").text
    inbox = sign_in(town.farah).get("/inbox").text
    assert "says: less safe" in inbox


def test_without_a_rota_less_safe_is_not_asked_but_still_heard(app: Flask, town: Town) -> None:
    (about,) = links(town, "partner", 1, town.zara)
    phone = Browser(app.test_client()).in_english()
    phone.get(about)
    assert "this child is now" not in phone.get("/by-link").text
    # The rota ended while the page was open.
    phone.post("/by-link", {"a-SAFER": "1"}, page="/by-link")
    assert alerts(town) == [("outside", town.zara, town.zara)]
    assert dict(kept())["SAFER"] == 1


def test_only_the_manager_of_the_team_asks_about_a_child(town: Town, sign_in: SignIn) -> None:
    address = f"/feedback/children/{town.zara}/partners"
    assert sign_in(town.farah).get(address).status_code == 200
    for other in (town.beth, town.owen, town.tom, town.priya):
        assert sign_in(other).get(address).status_code == 404
    data = {"audience": "partner", "number": "1"}
    made = sign_in(town.farah).post(address, data, page=address)
    assert made.status_code == 200
    assert len(set(LINK.findall(made.text))) == 1


def test_counts_for_publication_and_rows_for_the_extract(app: Flask, town: Town) -> None:
    made = links(town, "partner", 3)
    answer(app, made[0], {"a-P_ROLE": "3", "a-P_REPLY": "0"})
    answer(app, made[1], {"a-P_ROLE": "1", "w-OPEN_CHANGE": "Ring us."})
    days = date(2026, 1, 1), date(2026, 3, 31)
    with unit_of_work():
        (people,) = feedback.outside_people(*days)
        assert (people.band, people.people) == ("partner", 2)
        counted = {
            (one.question_code, one.answer_code): one.people
            for one in feedback.outside_answers_counted(*days)
        }
        (silent,) = feedback.outside_silent(*days)
        rows = list(feedback.outside_answers(*days))
        assert list(feedback.outside_answers(date(2026, 4, 1), date(2026, 6, 30))) == []
    assert (silent.band, silent.reason, silent.people) == ("partner", "", 1)
    assert counted["P_ROLE", 3] == counted["P_ROLE", 1] == 1
    # "Did not raise one" does not apply: it is in no count of answers.
    assert ("P_REPLY", 0) not in counted
    assert counted["P_REPLY", 9] == 1
    # Own words never come out.
    assert len(rows) == 12 + 1
    assert "OPEN_CHANGE" not in [row.question_code for row in rows if row.answer_code != 9]
    assert rows == sorted(rows, key=lambda one: (one.week_on, one.audience, str(one.key), one.question_code))


def test_in_urdu_with_its_state(app: Flask, town: Town) -> None:
    (link,) = links(town, "staff", 1)
    phone = Browser(app.test_client())
    phone.get("/", headers={"Accept-Language": "ur"})
    phone.client.set_cookie("heard-language", "ur")
    phone.get(link)
    page = phone.get("/by-link").text
    assert 'lang="ur" dir="rtl"' in page
    phone.post("/by-link", STAFF, page="/by-link")
    with unit_of_work():
        row = session().scalars(select(OutsideSubmission)).one()
    assert (row.language, row.wording_state) == ("ur", "machine")


def test_the_log_holds_no_link_and_nobody(
    town: Town, sign_in: SignIn, capfd: pytest.CaptureFixture[str]
) -> None:
    """Beth was signed in: no line of the log says that it was she who answered."""
    (link,) = links(town, "staff", 1)
    beth = sign_in(town.beth)
    capfd.readouterr()
    beth.get(link)
    beth.post("/by-link", STAFF, page="/by-link")
    lines = [line for line in "".join(capfd.readouterr()).splitlines() if "by_link" in line]
    assert len(lines) == 2
    assert all('"person": null' in line for line in lines)
    assert not any(link.rpartition("/")[2] in line for line in lines)
