"""The asking page for staff, "Not now" on a family member's first page, and what asking a town costs."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import event, select

from tests.capability.feedback.makers import begin
from tests.conftest import Browser, SignInAs
from tests.makers import Town
from webapp import families, feedback
from webapp.core import clock as clocks
from webapp.core import ids
from webapp.core.database import database, session, unit_of_work
from webapp.families.models import Team
from webapp.feedback.asking import queries
from webapp.feedback.models import Hold, Invitation, Moment


def place(town: Town) -> str:
    return f"/feedback/children/{town.zara}/asking"


def hold(browser: Browser, town: Town, **fields: str) -> Any:
    until = (clocks.today() + timedelta(days=20)).isoformat()
    data = {"person": str(town.imran), "reason": "not_safe", "until": until} | fields
    return browser.post(f"{place(town)}/hold", data, page=place(town))


def test_a_visit_is_noted_in_one_tap_and_the_system_asks(town: Town, sign_in: SignInAs) -> None:
    beth = sign_in(town.beth)
    assert "I visited today" in beth.get(f"/families/{town.family}").text
    for _tap in range(2):
        done = beth.post(f"{place(town)}/happened", {"happened": "visit"}, page=place(town))
        assert (done.status_code, done.location) == (303, place(town))
    with unit_of_work():
        assert [(one.trigger, one.on) for one in session().scalars(select(Moment))] == [
            ("visit", clocks.today())
        ]
        feedback.invite_all()
        assert queries.open_invitation(town.samina, town.zara) is not None
    page = beth.get(place(town)).text
    assert "Asked on" in page
    assert "Nothing in the last five weeks" not in page


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"happened": "party"}, "Choose what happened."),
        ({"happened": "visit", "on": "2026-03-03"}, "Choose a day in the last five weeks."),
        ({"happened": "meeting", "on": "2026-01-01"}, "Choose a day in the last five weeks."),
        ({"happened": "meeting", "on": "yesterday"}, "Choose a day in the last five weeks."),
    ],
)
def test_what_cannot_be_is_said_kindly(
    town: Town, sign_in: SignInAs, sent: dict[str, str], said: str
) -> None:
    refused = sign_in(town.beth).post(f"{place(town)}/happened", sent, page=place(town))
    assert refused.status_code == 422
    assert said in refused.text
    with unit_of_work():
        assert session().scalars(select(Moment)).all() == []


def test_someone_is_held_back_with_a_reason_and_asked_again(town: Town, sign_in: SignInAs) -> None:
    beth, farah = sign_in(town.beth), sign_in(town.farah)
    assert hold(beth, town).status_code == 303
    page = farah.get(place(town)).text
    assert "Not asked until" in page
    assert "Set by Beth" in page
    assert "It is not safe to ask them" in page
    with unit_of_work():
        feedback.note_moment(child_id=town.zara, trigger="review", cause_id=ids.new(), on=clocks.today())
        feedback.invite_all()
        rows = {row.person_id: row for row in session().scalars(select(Invitation))}
        assert {one: row.reason for one, row in rows.items()} == {
            town.zara: "",
            town.samina: "",
            town.imran: "not_safe",
        }
        assert (rows[town.zara].band, rows[town.imran].band) == ("mid", "adult")
    assert "not safe" not in sign_in(town.imran).get("/").text
    again = farah.post(f"{place(town)}/again", {"person": str(town.imran), "what": "all"}, page=place(town))
    assert again.status_code == 303
    with unit_of_work():
        assert not queries.is_held(town.imran, town.zara, "all")


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"person": "nobody"}, "Choose who."),
        ({"person": str(ids.new())}, "Choose who."),
        ({"reason": "too busy"}, "Choose why."),
        ({"until": ""}, "Choose a day in the next 90 days."),
        ({"until": "2026-03-02"}, "Choose a day in the next 90 days."),
        ({"until": "2026-06-01"}, "Choose a day in the next 90 days."),
        ({"reason": "cannot_follow"}, "Only a child is asked the five questions."),
    ],
)
def test_a_hold_needs_a_person_a_reason_and_a_day(
    town: Town, sign_in: SignInAs, fields: dict[str, str], said: str
) -> None:
    refused = hold(sign_in(town.beth), town, **fields)
    assert refused.status_code == 422
    assert said in refused.text
    with unit_of_work():
        assert session().scalars(select(Hold)).all() == []


def test_a_child_who_cannot_follow_the_five_is_asked_the_rest(town: Town, sign_in: SignInAs) -> None:
    assert hold(sign_in(town.beth), town, person=str(town.zara), reason="cannot_follow").status_code == 303
    with unit_of_work():
        assert queries.is_held(town.zara, town.zara, "ssd")
        assert not queries.is_held(town.zara, town.zara, "all")


@pytest.mark.parametrize("who", ["tom", "owen", "priya", "zara", "samina", "imran", "stranger"])
def test_nobody_else_keeps_when_a_family_is_asked(town: Town, sign_in: SignInAs, who: str) -> None:
    browser = sign_in(getattr(town, who))
    assert browser.get(place(town)).status_code == 404
    for act in ("happened", "hold", "again"):
        sent = {"happened": "visit", "person": str(town.zara), "what": "all"}
        assert browser.post(f"{place(town)}/{act}", sent, page="/").status_code == 404


def test_the_page_never_tells_who_answered(town: Town, sign_in: SignInAs) -> None:
    with unit_of_work():
        feedback.note_moment(child_id=town.zara, trigger="visit", cause_id=ids.new(), on=clocks.today())
        feedback.invite_all()
    beth = sign_in(town.beth)
    before = beth.get(place(town)).text
    phone = sign_in(town.imran)
    begin(phone)
    phone.post("/questions/stop", page="/questions")
    assert shown(beth.get(place(town)).text) == shown(before)


def shown(text: str) -> str:
    """The page's own part, without the forms' tokens."""
    return re.sub(r'name="csrf_token" value="[^"]+"', "", text.split("<main", 1)[1].split("</main", 1)[0])


def test_not_now_is_remembered_and_the_questions_stay(
    town: Town, sign_in: SignInAs, clock: time_machine.Traveller
) -> None:
    line = "We would like to ask you some questions."
    phone = sign_in(town.imran)
    assert line not in phone.get("/").text
    with unit_of_work():
        feedback.note_moment(child_id=town.zara, trigger="visit", cause_id=ids.new(), on=clocks.today())
        feedback.invite_all()
    assert line in phone.get("/").text
    for _tap in range(2):
        assert phone.post("/questions/not-now", page="/").status_code == 303
    assert line not in phone.get("/").text
    assert "We ask because someone visited you." in phone.get("/questions").text
    clock.shift(timedelta(days=31))
    with unit_of_work():
        feedback.note_moment(child_id=town.zara, trigger="meeting", cause_id=ids.new(), on=clocks.today())
        feedback.invite_all()
    assert line in sign_in(town.imran).get("/").text


def test_on_a_shared_phone_the_first_page_says_nothing_of_it(town: Town, sign_in: SignInAs) -> None:
    with unit_of_work():
        feedback.note_moment(child_id=town.zara, trigger="visit", cause_id=ids.new(), on=clocks.today())
        feedback.invite_all()
    assert "We would like to ask you" not in sign_in(town.zara).get("/").text


def test_work_that_ended_and_was_not_taken_up_is_asked_about(
    app: Flask, town: Town, clock: time_machine.Traveller
) -> None:
    with unit_of_work():
        families.end_allocation(child_id=town.zara, worker_id=town.beth)
    clock.shift(timedelta(days=6))
    feedback.ask_daily()
    with unit_of_work():
        assert session().scalars(select(Moment)).all() == []
    clock.shift(timedelta(days=2))
    feedback.ask_daily()
    with unit_of_work():
        assert [row.trigger for row in queries.invitations(town.samina, town.zara)] == ["end"]
    clock.shift(timedelta(days=100))
    with unit_of_work():
        families.allocate(child_id=town.zara, worker_id=town.beth)
    feedback.ask_daily()
    with unit_of_work():
        assert [row.trigger for row in queries.invitations(town.samina, town.zara)] == ["end"]
        families.end_allocation(child_id=town.zara, worker_id=town.beth)
        feedback.invite_all()
        assert [row.trigger for row in queries.invitations(town.samina, town.zara)] == ["after_end", "end"]
    app.extensions.pop("heard_asked_on")


def test_another_worker_at_once_is_no_end(app: Flask, town: Town, clock: time_machine.Traveller) -> None:
    with unit_of_work():
        families.end_allocation(child_id=town.zara, worker_id=town.beth)
        families.allocate(child_id=town.zara, worker_id=town.tom)
    clock.shift(timedelta(days=8))
    feedback.ask_daily()
    with unit_of_work():
        assert session().scalars(select(Moment)).all() == []
    app.extensions.pop("heard_asked_on")


def test_a_town_of_children_is_asked_with_few_statements(town: Town) -> None:
    few, many = 5, 60
    with unit_of_work():
        first = _children(few)
        _moments(first)
        sent_for_few = _sent(feedback.invite_all)
        rest = _children(many)
        _moments(rest)
        assert _sent(feedback.invite_all) == sent_for_few <= 15
        asked = set(session().scalars(select(Invitation.person_id)))
        assert asked == set(first + rest)


def _children(number: int) -> list[uuid.UUID]:
    family = families.add_family(
        name="Many", team_id=session().scalars(select(Team.id).order_by(Team.id)).all()[0]
    )
    return [families.add_child(family_id=family, name=f"Child {n}", band="mid") for n in range(number)]


def _moments(children: list[uuid.UUID]) -> None:
    for child_id in children:
        feedback.note_moment(child_id=child_id, trigger="visit", cause_id=child_id, on=clocks.today())


def _sent(act: Callable[[], None]) -> int:
    sent: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        sent.append(statement)

    session().flush()
    event.listen(database().engine, "before_cursor_execute", note)
    try:
        act()
    finally:
        event.remove(database().engine, "before_cursor_execute", note)
    return len(sent)
