"""The system asks after something happened or says why not; an answer knows what it followed."""

from __future__ import annotations

import csv
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from tests.capability.feedback.makers import answer, begin, question
from tests.capability.feedback.test_asking import publish
from tests.conftest import SignInAs
from tests.makers import Town
from webapp import feedback, localdata
from webapp.core import clock as clocks
from webapp.core import ids
from webapp.core.database import session, unit_of_work
from webapp.feedback.asking import queries
from webapp.feedback.models import Answer, Invitation, Submission

CAUSE = ids.new()


def shared(town: Town, on: date | None = None) -> None:
    feedback.note_moment(child_id=town.zara, trigger="plan_shared", cause_id=CAUSE, on=on or clocks.today())


def held(town: Town, what: str, reason: str) -> None:
    feedback.put_hold(
        person_id=town.zara,
        child_id=town.zara,
        what=what,
        reason=reason,
        until_on=clocks.today() + timedelta(days=60),
        actor_id=town.beth,
    )


def asked() -> dict[object, str]:
    return {row.person_id: row.reason for row in session().scalars(select(Invitation))}


def test_everyone_it_concerns_is_asked_once(town: Town) -> None:
    with unit_of_work():
        shared(town)
        shared(town)
        feedback.invite_all()
        feedback.invite_all()
        assert asked() == {town.zara: "", town.samina: "", town.imran: ""}
        assert len(session().scalars(select(Invitation)).all()) == 3


def test_within_a_month_nobody_is_asked_again(town: Town, clock: time_machine.Traveller) -> None:
    with unit_of_work():
        shared(town)
        feedback.invite_all()
    clock.shift(timedelta(days=10))
    with unit_of_work():
        feedback.note_moment(child_id=town.zara, trigger="review", cause_id=CAUSE, on=clocks.today())
        feedback.invite_all()
        assert {row.trigger for row in session().scalars(select(Invitation))} == {"plan_shared"}
    clock.shift(timedelta(days=20))
    with unit_of_work():
        feedback.invite_all()
        assert [row.trigger for row in queries.invitations(town.zara, town.zara)] == ["review", "plan_shared"]


def test_not_asked_has_a_reason_and_is_counted(town: Town) -> None:
    with unit_of_work():
        held(town, "all", "cannot_yet")
        shared(town)
        feedback.invite_all()
        assert asked()[town.zara] == "cannot_yet"
        assert queries.counts(clocks.today(), clocks.today()) == {"": 2, "cannot_yet": 1}
        assert queries.open_invitation(town.zara, town.zara) is None
        with pytest.raises(ValueError, match="reason"):
            held(town, "all", "too busy")


def test_a_hold_ends_by_hand_and_by_itself(town: Town, clock: time_machine.Traveller) -> None:
    with unit_of_work():
        held(town, "all", "court")
        feedback.end_hold(person_id=town.zara, child_id=town.zara, what="all", actor_id=town.farah)
        assert not queries.is_held(town.zara, town.zara, "all")
        held(town, "all", "court")
        assert queries.is_held(town.zara, town.zara, "all")
    clock.shift(timedelta(days=61))
    with unit_of_work():
        assert not queries.is_held(town.zara, town.zara, "all")


def test_the_end_is_asked_about_twice(town: Town) -> None:
    with unit_of_work():
        feedback.note_moment(child_id=town.zara, trigger="end", cause_id=CAUSE, on=date(2026, 3, 2))
        assert [one.trigger for one in queries.fresh_moments(date(2026, 3, 2))] == ["end"]
        assert [one.trigger for one in queries.fresh_moments(date(2026, 6, 2))] == ["after_end"]
        with pytest.raises(ValueError, match="any_time"):
            feedback.note_moment(child_id=town.zara, trigger="any_time", cause_id=CAUSE, on=date(2026, 3, 2))


def test_an_answer_knows_what_it_followed_who_helped_and_where(town: Town, sign_in: SignInAs) -> None:
    with unit_of_work():
        shared(town)
        feedback.invite_all()
    phone = sign_in(town.zara)
    assert "We ask because your plan was shared." in phone.get("/questions").text
    begin(phone, answered_by="self_with_help", helper="advocate", place="school")
    phone.post("/questions/stop", page="/questions")
    with unit_of_work():
        row = session().scalars(select(Submission)).one()
        assert (row.trigger, row.helper, row.place) == ("plan_shared", "advocate", "school")
        assert row.invitation_id is not None
        assert queries.open_invitation(town.zara, town.zara) is None


def test_one_who_answers_alone_has_no_helper_and_odd_places_are_left_out(
    town: Town, sign_in: SignInAs
) -> None:
    phone = sign_in(town.zara)
    begin(phone, helper="advocate", place="the moon")
    with unit_of_work():
        row = session().scalars(select(Submission)).one()
        assert (row.trigger, row.helper, row.place) == ("any_time", "", "")


def test_a_tick_does_not_make_alone_with_a_worker_in_the_room(
    town: Town, ready: None, sign_in: SignInAs
) -> None:
    phone = sign_in(town.imran)
    begin(phone, alone="yes", worker_present="yes")
    with unit_of_work():
        rows = session().scalars(select(Answer).where(Answer.question_code.in_(["SAFE_ME", "PRESSURE"])))
        assert {row.reason for row in rows} == {"not_alone"}


def test_an_own_question_is_asked_in_its_version_and_kept_so(
    town: Town, sign_in: SignInAs, tmp_path: Path
) -> None:
    from webapp.feedback.own_questions import rules

    head = ",".join(rules.COLUMNS)
    row = "child_8_12,LA_FOOD,en,Is there food you like?,yes=3 · no=1 · don't know=8,,"
    with unit_of_work():
        wanted, _problems = rules.read(f"{head}\n{row}\n".encode())
        assert len(feedback.put_own_questions(wanted=wanted).added) == 1
        assert feedback.put_own_questions(wanted=wanted) == rules.Changes((), ())
    phone = sign_in(town.zara)
    begin(phone)
    while question(phone) != "LA_FOOD":
        answer(phone, 9)
    assert "Is there food you like?" in phone.get("/questions").text
    with unit_of_work():
        wanted, _problems = rules.read(f"{head}\n{row.replace('you like', 'you love')}\n".encode())
        assert [one.version for one in feedback.put_own_questions(wanted=wanted).added] == ["2"]
    assert "Is there food you like?" in phone.get("/questions").text
    assert answer(phone, 1) == 303
    phone.post("/questions/stop", page="/questions")
    assert "Is there food you like?" in sign_in(town.farah).get(f"/feedback/children/{town.zara}").text
    with unit_of_work():
        kept = session().scalars(select(Answer).where(Answer.question_code == "LA_FOOD")).one()
        assert (kept.own_version, kept.answer_code) == (1, 1)
        assert [one.version for one in feedback.own_questions()] == ["1", "2"]
    day = clocks.today()
    localdata.extract(from_on=day, to_on=day, out=tmp_path / "out")
    answers = csv.DictReader((tmp_path / "out" / "heard_response_about_service.csv").open(encoding="utf-8"))
    [mine] = [one for one in answers if one["question_code"] == "LA_FOOD"]
    assert (mine["instrument_id"], mine["instrument_version"], mine["answer_code"]) == ("OWN", "1", "1")
    book = csv.DictReader((tmp_path / "out" / "heard_question.csv").open(encoding="utf-8"))
    assert [one["wording"] for one in book if one["instrument_id"] == "OWN"] == [
        "Is there food you like?",
        "Is there food you love?",
    ]


def test_a_plan_that_was_shared_and_its_review_are_noticed_each_once_a_day(
    app: Flask, town: Town, clock: time_machine.Traveller
) -> None:
    publish(town, talked_through=False)
    feedback.ask_daily()
    feedback.ask_daily()
    with unit_of_work():
        assert [row.trigger for row in queries.invitations(town.imran, town.zara)] == ["plan_shared"]
    clock.move_to(datetime(2026, 5, 1, 10, tzinfo=UTC))
    feedback.ask_daily()
    with unit_of_work():
        assert [row.trigger for row in queries.invitations(town.imran, town.zara)] == [
            "review",
            "plan_shared",
        ]
    app.extensions.pop("heard_asked_on")
