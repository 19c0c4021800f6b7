"""Which questions are asked of whom, when, in which words."""

from __future__ import annotations

import re
import uuid
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from tests.capability.feedback.makers import BEGIN, alerts, answer, begin, question
from tests.conftest import Browser, SignInAs
from tests.makers import Town
from webapp import feedback, plans
from webapp.core.database import session, unit_of_work
from webapp.feedback.models import Answer, Submission


def publish(town: Town, *, talked_through: bool) -> None:
    """Zara's plan, published; talked through with her or not."""
    with unit_of_work():
        version = plans.start_plan(child_id=town.zara, kind="child_in_need", actor_id=town.beth)
        text = {"en": "We are here to help. We talked at school. We will come again."}
        plans.save_paragraph(version_id=version, part="why", adult=text, child=text, actor_id=town.beth)
        plans.save_step(
            version_id=version,
            what={"en": "Mr Osei meets Zara."},
            actor_id=town.beth,
            by_whom="Mr Osei",
            by_on=date(2026, 4, 1),
        )
        for person_id in (town.samina, town.imran):
            plans.record_asked(
                version_id=version,
                person_id=person_id,
                outcome="asked",
                actor_id=town.beth,
                asked_on=date(2026, 3, 1),
            )
        for reader in plans.readers(town.zara):
            plans.tick_read_as(version_id=version, reader_id=reader.person_id, actor_id=town.beth)
        plans.publish(version_id=version, actor_id=town.beth, review_on=date(2026, 5, 1))
        if talked_through:
            plans.record_talked_through(
                version_id=version, person_id=town.zara, by_whom="Beth", actor_id=town.beth
            )


def answer_all(phone: Browser, **given: int) -> list[str]:
    """Answer to the end: these codes, else 3, own words skipped. Returns what was asked, in order."""
    asked: list[str] = []
    while code := question(phone):
        asked.append(code)
        assert answer(phone, given.get(code, 9 if code.startswith("OPEN_") else 3)) == 303
        assert len(asked) < 40
    return asked


def stored(person_id: uuid.UUID) -> dict[str, Answer]:
    with unit_of_work():
        query = select(Answer).join(Submission, Submission.id == Answer.submission_id)
        return {
            row.question_code: row
            for row in session().scalars(query.where(Submission.person_id == person_id))
        }


def test_a_child_of_ten_answers_one_question_a_screen(town: Town, ready: None, sign_in: SignInAs) -> None:
    phone = sign_in(town.zara)
    first = phone.get("/questions").text
    assert "Your answers are counted with other people's." in first
    assert "Farah reads this. Beth does not see your name, unless you say so or you are not safe." in first
    begin(phone)
    asked = answer_all(phone)
    assert asked[:6] == ["LISTEN", "EXPLAIN_WHAT", "EXPLAIN_WHY", "SAFE_NOW", "SAFER", "HELPED"]
    assert not set(asked) & set(feedback.SSD)
    last = phone.get("/questions").text
    assert "It has reached us" in last
    assert stored(town.zara)["SSD_PLAN_SAFE"].reason == "not_talked_through"
    assert alerts(town) == []


def test_words_on_every_option_no_answer_chosen_before(town: Town, sign_in: SignInAs) -> None:
    phone = sign_in(town.zara)
    begin(phone)
    shown = phone.get("/questions").text
    assert "Does your worker listen to what you say?" in shown
    assert [int(code) for code in re.findall(r'name="answer" value="(\d)"', shown)] == [3, 2, 1, 8, 9]
    assert " checked" not in shown
    assert "Part 1: 1 of 4" in shown
    assert "Most of the time" in shown


def test_under_eight_is_never_asked_the_standard(town: Town, ready: None, sign_in: SignInAs) -> None:
    phone = sign_in(town.yusuf)
    assert "go in your record with your name" not in phone.get("/questions").text
    begin(phone, answered_by="helper_for_child")
    assert answer_all(phone) == [
        "LISTEN",
        "EXPLAIN_WHAT",
        "EXPLAIN_WHY",
        "SAFE_NOW",
        "KNOW_WHO",
        "OPEN_GOOD",
        "OPEN_CHANGE",
    ]


@pytest.mark.parametrize(("talked", "drawn", "count"), [(True, True, 5), (True, False, 4), (False, True, 0)])
def test_the_standard_after_the_talk_and_the_tablet_after_drawing(
    app: Flask, town: Town, ready: None, sign_in: SignInAs, talked: bool, drawn: bool, count: int
) -> None:
    publish(town, talked_through=talked)
    feedback.connect_drawings(app, lambda _child_id: drawn)
    phone = sign_in(town.zara)
    first = phone.get("/questions").text
    assert ("These five go in your record with your name." in first) == (count == 5)
    begin(phone)
    asked = [code for code in answer_all(phone) if code in feedback.SSD]
    assert asked == list(feedback.SSD)[:count]
    with unit_of_work():
        row = session().scalars(select(Submission)).one()
        assert (row.plan_type, row.plan_id is not None) == ("cin", True)


def test_the_standard_has_its_exact_words_and_a_plain_line(
    town: Town, ready: None, sign_in: SignInAs
) -> None:
    publish(town, talked_through=True)
    phone = sign_in(town.zara)
    begin(phone)
    while question(phone) != "SSD_EXPLAINED_WORRIES":
        answer(phone, 3)
    shown = phone.get("/questions").text
    exact = next(q for q in feedback.all_questions() if q.code == "SSD_EXPLAINED_WORRIES").standard.text
    assert exact in shown
    assert shown.index("Did someone tell you why people are worried?") < shown.rindex(exact)
    assert stored(town.zara)["SSD_EXPLAINED_WORRIES"].lines_shown == "plain-1"


@pytest.mark.parametrize(("code", "value"), [("SAFE_NOW", 1), ("SAFE_NOW", 2), ("SAFER", 1)])
def test_not_safe_reaches_a_person_at_once(
    town: Town, ready: None, sign_in: SignInAs, code: str, value: int
) -> None:
    phone = sign_in(town.zara)
    begin(phone)
    while question(phone) != code:
        answer(phone, 3)
    assert alerts(town) == []
    answer(phone, value)
    assert alerts(town) == [("feedback", town.zara, town.zara)]
    promise = "Beth&#39;s team will see this today. They will find you the safe way you chose."
    assert promise in phone.get("/questions").text
    answer_all(phone)
    assert promise in phone.get("/questions").text
    assert len(alerts(town)) == 1


def test_after_hours_the_screen_says_so(
    town: Town, ready: None, sign_in: SignInAs, clock: time_machine.Traveller
) -> None:
    clock.move_to(datetime(2026, 3, 7, 20, tzinfo=UTC))
    phone = sign_in(town.zara)
    begin(phone)
    while question(phone) != "SAFE_NOW":
        answer(phone, 3)
    answer(phone, 1)
    shown = phone.get("/questions").text
    assert "Nobody here will read this until Monday at 9." in shown
    assert "press 55" in shown


def test_without_a_rota_nothing_about_safety_is_asked(town: Town, sign_in: SignInAs) -> None:
    phone = sign_in(town.zara)
    assert "I need someone today" not in phone.get("/questions").text
    begin(phone)
    assert not {"SAFE_NOW", "SAFER"} & set(answer_all(phone))
    assert (stored(town.zara)["SAFE_NOW"].answer_code, stored(town.zara)["SAFE_NOW"].reason) == (0, "no_duty")


def test_a_parent_is_asked_about_home_only_when_alone(town: Town, ready: None, sign_in: SignInAs) -> None:
    phone = sign_in(town.imran)
    begin(phone)
    assert not {"SAFE_ME", "PRESSURE", *feedback.SSD} & set(answer_all(phone))
    other = sign_in(town.samina)
    begin(other, alone="yes", child=str(town.zara))
    asked = answer_all(other, SAFE_ME=2)
    assert {"SAFE_ME", "PRESSURE"} <= set(asked)
    assert alerts(town) == [("feedback", town.samina, town.zara)]


def test_who_is_near_is_asked_again_at_each_sign_in(town: Town, ready: None, sign_in: SignInAs) -> None:
    phone = sign_in(town.imran)
    begin(phone, alone="yes")
    answer(phone, 3)
    again = sign_in(town.imran)
    assert "You can go on where you stopped." in again.get("/questions").text
    begin(again)
    asked = answer_all(again)
    assert "LISTEN" not in asked
    assert "SAFE_ME" not in asked
    assert stored(town.imran)["LISTEN"].answer_code == 3


def test_a_mother_of_two_chooses_the_child_and_reads_urdu(town: Town, ready: None, sign_in: SignInAs) -> None:
    phone = sign_in(town.samina)
    refused = phone.post("/questions/start", BEGIN, page="/questions")
    assert refused.status_code == 422
    assert 'role="alert"' in refused.text
    stranger = phone.post("/questions/start", BEGIN | {"child": str(town.imran)}, page="/questions")
    assert stranger.status_code == 422
    begin(phone, child=str(town.yusuf))
    shown = phone.get("/questions").text
    assert '<h1 class="grow" lang="ur" dir="rtl">' in shown
    answer_all(phone)
    assert f'value="{town.zara}"' not in phone.get("/questions").text
    begin(phone, child=str(town.zara))
    assert question(phone) == "LISTEN"
    with unit_of_work():
        rows = session().scalars(select(Submission).order_by(Submission.started_at, Submission.id)).all()
        assert {(row.child_id, row.language, row.wording_state) for row in rows} == {
            (town.yusuf, "ur", "machine"),
            (town.zara, "ur", "machine"),
        }


def test_going_back_changes_an_answer_but_not_over_a_sign_in(town: Town, sign_in: SignInAs) -> None:
    phone = sign_in(town.zara)
    begin(phone)
    answer(phone, 3)
    phone.post("/questions/back", page="/questions")
    shown = phone.get("/questions").text
    assert question(phone) == "LISTEN"
    assert 'value="3" id="answer" checked' in shown
    answer(phone, 1, words="He forgets.")
    assert stored(town.zara)["LISTEN"].answer_code == 1
    again = sign_in(town.zara)
    begin(again)
    again.post("/questions/back", page="/questions")
    assert question(again) == "EXPLAIN_WHAT"
    assert "He forgets." not in again.get("/questions").text


def test_a_double_tap_counts_once(town: Town, sign_in: SignInAs) -> None:
    phone = sign_in(town.zara)
    begin(phone)
    begin(phone)
    for _tap in range(2):
        assert (
            phone.post("/questions", {"question": "LISTEN", "answer": "2"}, page="/questions").status_code
            == 303
        )
    assert question(phone) == "EXPLAIN_WHAT"
    with unit_of_work():
        assert len(session().scalars(select(Submission)).all()) == 1


def test_nothing_chosen_is_told_kindly_and_nothing_is_lost(town: Town, sign_in: SignInAs) -> None:
    phone = sign_in(town.zara)
    begin(phone)
    refused = phone.post("/questions", {"question": "LISTEN", "words": "She <b>asks</b>."}, page="/questions")
    assert refused.status_code == 422
    assert "Choose one, or choose Skip." in refused.text
    assert "She &lt;b&gt;asks&lt;/b&gt;." in refused.text
    long = phone.post(
        "/questions", {"question": "LISTEN", "answer": "3", "words": "a" * 20_001}, page="/questions"
    )
    assert long.status_code == 422
    assert "a" * 20_001 in long.text
    odd = phone.post("/questions", {"question": "LISTEN", "answer": "7"}, page="/questions")
    assert odd.status_code == 422


@pytest.mark.parametrize(
    "words", ["\x00", "\ud800 broken", "\u202egnorw", "a" * 1_000_000, "[]", "[" * 100_000]
)
def test_odd_words_are_never_a_fault(town: Town, sign_in: SignInAs, words: str) -> None:
    phone = sign_in(town.zara)
    begin(phone)
    data = {"question": "LISTEN", "answer": "3", "words": words.encode("utf-8", "surrogatepass")}
    assert phone.post("/questions", data, page="/questions").status_code in (303, 422)
    start = {"child": words[:100].encode("utf-8", "surrogatepass"), "answered_by": "x"}
    assert phone.post("/questions/start", start, page="/questions").status_code in (303, 422)


def test_own_words_are_kept_exactly_and_sealed(town: Town, sign_in: SignInAs) -> None:
    phone = sign_in(town.zara)
    begin(phone)
    while question(phone) != "OPEN_GOOD":
        answer(phone, 3)
    exact = "  Beth remembers. \n\nShe laffs!  "
    assert (
        phone.post("/questions", {"question": "OPEN_GOOD", "words": exact}, page="/questions").status_code
        == 303
    )
    assert answer(phone, 9) == 303
    row = stored(town.zara)["OPEN_GOOD"]
    assert row.answer_code is None
    assert row.words_sealed is not None
    assert b"remembers" not in row.words_sealed
    assert exact.strip() in sign_in(town.farah).get(f"/feedback/children/{town.zara}").text.replace(
        "&#39;", "'"
    )


def test_stop_here_sends_what_was_said(town: Town, sign_in: SignInAs) -> None:
    phone = sign_in(town.zara)
    begin(phone)
    answer(phone, 2)
    assert phone.post("/questions/stop", page="/questions").status_code == 303
    rows = stored(town.zara)
    assert (rows["LISTEN"].answer_code, rows["RELIABLE"].answer_code) == (2, 9)
    assert "It has reached us" in phone.get("/questions").text


def test_once_a_month(town: Town, sign_in: SignInAs, clock: time_machine.Traveller) -> None:
    phone = sign_in(town.zara)
    begin(phone)
    phone.post("/questions/stop", page="/questions")
    clock.shift(timedelta(days=29))
    later = sign_in(town.zara)
    assert "There are no questions now" in later.get("/questions").text
    assert later.post("/questions/start", BEGIN, page="/questions").status_code == 303
    assert question(later) == ""
    clock.shift(timedelta(days=1))
    begin(sign_in(town.zara))
    with unit_of_work():
        assert len(session().scalars(select(Submission)).all()) == 2
