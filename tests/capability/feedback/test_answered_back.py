"""What becomes of answers with a name on: they go back to the person, and past the rated worker."""

from __future__ import annotations

import re
import uuid

import pytest
from sqlalchemy import select

from tests.capability.feedback.makers import answer, begin
from tests.conftest import Browser, SignInAs
from tests.makers import Town
from webapp.core import ids
from webapp.core.database import session, unit_of_work
from webapp.feedback.models import Submission

WORDS = "canary: she never rings back"


def sent(town: Town, phone: Browser, **fields: str) -> uuid.UUID:
    """Someone answers one question in their own words and sends."""
    begin(phone, **fields)
    answer(phone, 1, words=WORDS)
    phone.post("/questions/stop", page="/questions")
    with unit_of_work():
        return session().scalars(select(Submission.id)).one()


def reply(staff: Browser, town: Town, submission_id: uuid.UUID, words: str) -> int:
    data = {
        "reply_id": str(ids.new()),
        "item": f"submission:{submission_id}",
        "outcome": "done",
        "words": words,
    }
    path = f"/inbox/children/{town.zara}/reply"
    return staff.post(path, data, page="/inbox").status_code


def test_the_manager_answers_and_it_comes_back_to_the_person(
    town: Town, ready: None, sign_in: SignInAs
) -> None:
    phone, farah, beth = sign_in(town.imran), sign_in(town.farah), sign_in(town.beth)
    submission = sent(town, phone)
    page = f"/inbox/feedback/{submission}"
    assert page in farah.get(f"/feedback/children/{town.zara}").text
    shown = farah.get(page).text
    assert WORDS in shown
    assert "Does your worker listen to you?" in shown
    assert reply(farah, town, submission, "We ring on Fridays now.") == 303
    answers = phone.get("/answers").text
    assert "You answered our questions" in answers
    assert "We ring on Fridays now." in answers
    assert "answered you" in phone.get("/").text
    assert page not in farah.get("/inbox").text
    assert "We ring on Fridays now." not in beth.get("/inbox/answered").text
    assert "We ring on Fridays now." in farah.get("/inbox/answered").text


def test_the_rated_worker_reads_and_answers_only_where_the_person_said_so(
    town: Town, ready: None, sign_in: SignInAs
) -> None:
    beth = sign_in(town.beth)
    hidden = sent(town, sign_in(town.imran))
    assert beth.get(f"/inbox/feedback/{hidden}").status_code == 404
    assert reply(beth, town, hidden, "I know what you said.") == 422
    assert sign_in(town.imran).get("/answers").text.count("I know what you said.") == 0
    with unit_of_work():
        session().get_one(Submission, hidden).shown_to_worker = True
    assert WORDS in beth.get(f"/inbox/feedback/{hidden}").text
    assert reply(beth, town, hidden, "Sorry. I ring on Fridays.") == 303


@pytest.mark.parametrize("who", ["tom", "owen", "priya", "samina", "imran", "zara", "stranger"])
def test_nobody_else_opens_it_to_answer(town: Town, ready: None, sign_in: SignInAs, who: str) -> None:
    submission = sent(town, sign_in(town.imran))
    assert sign_in(getattr(town, who)).get(f"/inbox/feedback/{submission}").status_code == 404
    assert sign_in(getattr(town, who)).get(f"/inbox/feedback/{ids.new()}").status_code == 404


def test_what_did_not_happen_waits_in_the_managers_inbox_again(
    town: Town, ready: None, sign_in: SignInAs
) -> None:
    phone, farah = sign_in(town.imran), sign_in(town.farah)
    submission = sent(town, phone)
    reply(farah, town, submission, "We ring on Fridays now.")
    happened = re.search(r'action="(/answers/[^"]+/happened)"', phone.get("/answers").text)
    assert happened
    assert phone.post(happened[1], {"happened": "no"}, page="/answers").status_code == 303
    assert f"/inbox/feedback/{submission}" in farah.get("/inbox").text
    assert f"/inbox/feedback/{submission}" not in sign_in(town.beth).get("/inbox").text
    reply(farah, town, submission, "Sorry. From this Friday.")
    assert f"/inbox/feedback/{submission}" not in farah.get("/inbox").text


def test_who_helped_where_and_straight_lines_are_shown_as_facts(
    town: Town, ready: None, sign_in: SignInAs
) -> None:
    phone = sign_in(town.zara)
    begin(phone, answered_by="self_with_help", helper="sibling", place="school", worker_present="yes")
    for _question in range(7):
        first = re.search(r'name="answer" value="(\d)"', phone.get("/questions").text)
        assert first
        answer(phone, first[1])
    phone.post("/questions/stop", page="/questions")
    shown = sign_in(town.farah).get(f"/feedback/children/{town.zara}").text
    facts = "Answered with help · helped by a brother or sister · the worker was there · at school"
    assert facts in " ".join(shown.split())
    assert "Every answer is in the same place on the screen." in shown
