"""People from outside: for one child and a stated time, with what the role may see and nothing else."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from sqlalchemy import select

from tests.capability.test_houses_access import keep
from tests.conftest import SignInAs
from tests.makers import Town, make_staff
from webapp import accounts, families, plans
from webapp.core import clock
from webapp.core.database import session, unit_of_work
from webapp.families.models import Invitation
from webapp.houses import people


def typed(town: Town, role: str, **changes: Any) -> dict[str, Any]:
    return {
        "child": str(town.zara),
        "role": role,
        "name": "Anwen Price",
        "organisation": "Larch Hill School",
        "reference": "NB-I-204",
        "purpose": "Mornings before school.",
        "until": (clock.today() + timedelta(days=30)).isoformat(),
        "language": "en",
    } | changes


def invite(town: Town, sign_in: SignInAs, role: str, **changes: Any) -> uuid.UUID:
    path = f"/families/{town.family}/invite"
    answer = sign_in(town.beth).post(path, typed(town, role, **changes), page=path)
    assert answer.status_code == 303, answer.text
    with unit_of_work():
        person_id = session().scalars(select(Invitation.id).order_by(Invitation.id.desc())).first()
        assert person_id
        accounts.issue_card(person_id=person_id, issued_by=town.beth, shared_phone=False)
    return person_id


def publish_for_everyone(town: Town) -> None:
    version = plans.start_plan(child_id=town.zara, kind="child_in_need", actor_id=town.beth)
    words: list[tuple[str, str, uuid.UUID | None]] = [
        ("why", "Larks sing here.", None),
        ("worried", "Owls sing here.", town.samina),
    ]
    words += [(part, "A sentence.", None) for part in ("going_well", "change", "safe_enough")]
    for part, text, reader in words:
        child = None if reader else {"en": "One. Two. Three."}
        plans.save_paragraph(
            version_id=version,
            part=part,
            adult={"en": text},
            child=child,
            reader_id=reader,
            actor_id=town.beth,
        )
    plans.save_step(
        version_id=version,
        what={"en": "Beth rings the school."},
        child_what={"en": "Beth rings your school."},
        by_whom="Beth",
        by_on=clock.today() + timedelta(days=7),
        actor_id=town.beth,
    )
    for person in (town.samina, town.imran):
        plans.record_asked(
            version_id=version, person_id=person, outcome="asked", asked_on=clock.today(), actor_id=town.beth
        )
    for one in plans.readers(town.zara):
        plans.tick_read_as(version_id=version, reader_id=one.person_id, actor_id=town.beth)
    plans.publish(version_id=version, actor_id=town.beth, review_on=clock.today() + timedelta(days=90))


def test_after_inviting_come_the_questions_and_then_a_card(town: Town, sign_in: SignInAs) -> None:
    path = f"/families/{town.family}/invite"
    beth = sign_in(town.beth)
    answer = beth.post(path, typed(town, "partner"), page=path)
    questions = answer.headers["Location"]
    assert questions.endswith("/card")
    assert "Anwen Price" in beth.get(questions).text
    answers = dict.fromkeys(
        (
            "who_could_find",
            "who_uses_phone",
            "could_cause_trouble",
            "where_will_it_live",
            "does_child_want_it",
        ),
        "At the school.",
    )
    made = beth.post(questions, answers | {"phone": "own", "safe": "safe"}, page=questions)
    assert made.status_code == 200
    assert "/card/" in made.text


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"child": ""}, "Choose a child."),
        ({"role": "worker"}, "Say who it is."),
        ({"name": " "}, "Please fill this in."),
        ({"purpose": ""}, "Please fill this in."),
        ({"role": "interpreter", "reference": ""}, "Give the agency"),
        ({"until": ""}, "Give the last day."),
        ({"until": "2001-01-01"}, "to a year from now"),
        ({"until": "2099-01-01"}, "to a year from now"),
    ],
)
def test_a_wrong_field_is_told_kindly_and_nothing_is_lost(
    town: Town, sign_in: SignInAs, changes: dict[str, str], message: str
) -> None:
    path = f"/families/{town.family}/invite"
    answer = sign_in(town.beth).post(path, typed(town, "partner") | changes, page=path)
    assert answer.status_code == 422
    assert message in answer.text
    assert "Larch Hill School" in answer.text


def test_a_partner_reads_what_is_for_everyone_and_nothing_else(town: Town, sign_in: SignInAs) -> None:
    partner = invite(town, sign_in, "partner")
    with unit_of_work():
        publish_for_everyone(town)
    browser = sign_in(partner)
    home, plan = browser.get("/").text, browser.get("/plan").text
    assert "Mornings before school." in home
    assert "Larks sing here." in plan
    assert "Owls sing here." not in plan
    assert "Samina" not in home + plan
    assert 'name="position"' not in plan
    for path in ("/questions", "/families", f"/families/{town.family}", "/inbox", "/requests"):
        assert browser.get(path).status_code == 404, path
    with unit_of_work():
        keep(town, "worker", words="CANARY for Beth")
    assert "CANARY" not in browser.get("/shown").text


def test_a_partner_who_came_later_sees_no_earlier_plan(town: Town, sign_in: SignInAs) -> None:
    with unit_of_work():
        publish_for_everyone(town)
    partner = invite(town, sign_in, "partner")
    assert "Larks sing" not in sign_in(partner).get("/plan").text


def test_an_advocate_reads_what_the_child_chose_and_the_child_can_choose_them(
    town: Town, sign_in: SignInAs
) -> None:
    advocate = invite(town, sign_in, "advocate")
    with unit_of_work():
        assert [one.id for one in people.choices(town.zara).advocates] == [advocate]
        assert people.choices(town.yusuf).advocates == []
    keep(town, "other", advocate, words="CANARY for her advocate")
    browser = sign_in(advocate)
    assert "CANARY" in browser.get("/shown").text
    assert "Larks sing" not in browser.get("/plan").text


def test_an_interpreter_shows_by_reference_but_to_whom_they_worked_with(
    town: Town, sign_in: SignInAs
) -> None:
    invite(town, sign_in, "interpreter", name="Sadia Karim")
    path = f"/families/{town.family}"
    assert "Sadia Karim" in sign_in(town.beth).get(path).text
    farah = sign_in(town.farah).get(path).text
    assert "NB-I-204" in farah
    assert "Sadia Karim" not in farah


def test_an_interpreter_sees_what_to_do_and_nothing_of_the_family(town: Town, sign_in: SignInAs) -> None:
    with unit_of_work():
        publish_for_everyone(town)
    browser = sign_in(invite(town, sign_in, "interpreter"))
    home = browser.get("/").text
    assert "There is nothing to check here yet." in home
    assert "Beth will tell you" in home
    for path in ("/", "/plan", "/shown", "/someone", "/complain"):
        body = browser.get(path).text
        assert "Samina" not in body
        assert "Larks sing" not in body


@pytest.mark.parametrize("role", ["advocate", "partner", "interpreter"])
def test_it_ends_by_itself_in_an_open_session(town: Town, sign_in: SignInAs, role: str) -> None:
    person = invite(town, sign_in, role, until=clock.today().isoformat())
    with unit_of_work():
        publish_for_everyone(town)
    if role == "advocate":
        keep(town, "other", person, words="Larks sing to me")
    browser = sign_in(person)
    assert "Mornings before school." in browser.get("/").text
    tomorrow = clock.local(clock.now()).replace(hour=0, minute=0, second=1) + timedelta(days=1)
    with time_machine.travel(tomorrow), unit_of_work():
        for kind in ("advocate", "partner", "interpret"):
            assert families.granted_children(person, kind) == []
    with time_machine.travel(tomorrow):
        later = sign_in(person)
        assert "Your invitation has ended." in later.get("/").text
        for path in ("/plan", "/shown"):
            assert "Larks sing" not in later.get(path).text


def test_one_tap_ends_it_in_an_open_session(town: Town, sign_in: SignInAs) -> None:
    person = invite(town, sign_in, "partner")
    open_session, path = sign_in(person), f"/families/{town.family}"
    beth = sign_in(town.beth)
    assert "Anwen Price" in beth.get(path).text
    assert beth.post(f"{path}/people/{person}/end-invitation", page=path).status_code == 303
    assert open_session.get("/plan").status_code == 303  # signed out
    assert "Anwen Price" not in beth.get(path).text
    with unit_of_work():
        assert accounts.cards_of(person) == []


def test_only_the_childs_own_staff_invite_and_end(town: Town, sign_in: SignInAs) -> None:
    person = invite(town, sign_in, "partner")
    path = f"/families/{town.family}"
    for staff in (town.tom, town.priya, town.owen, person, town.samina):
        browser = sign_in(staff)
        assert browser.get(f"{path}/invite").status_code == 404
        assert browser.post(f"{path}/invite", typed(town, "partner"), page="/help").status_code == 404
        assert browser.post(f"{path}/people/{person}/end-invitation", page="/help").status_code == 404


def test_a_services_advocate_is_added_and_ended_for_one_child(town: Town, sign_in: SignInAs) -> None:
    with unit_of_work():
        moira, tea = make_staff("Moira Flynn", "advocate"), make_staff("Ruth Okafor", "plan_checker")
    path, beth = f"/families/{town.family}", sign_in(town.beth)
    until = (clock.today() + timedelta(days=30)).isoformat()
    for helper in (moira, tea):
        data = {"child": str(town.zara), "helper": str(helper), "until": until}
        assert beth.post(f"{path}/helpers", data, page=f"{path}/invite").status_code == 303
    with unit_of_work():
        found = people.choices(town.zara)
        assert [one.id for one in found.advocates + found.checkers] == [moira, tea]
        assert people.choices(town.yusuf).advocates == []
    keep(town, "other", moira, words="CANARY for Moira")
    moiras = sign_in(moira)
    assert "CANARY" in moiras.get("/shown").text
    data = {"child": str(town.zara), "helper": str(moira)}
    assert beth.post(f"{path}/helpers/end", data, page=f"{path}/invite").status_code == 303
    assert "CANARY" not in moiras.get("/shown").text


def test_a_helper_needs_a_day_and_must_be_one(town: Town, sign_in: SignInAs) -> None:
    with unit_of_work():
        moira = make_staff("Moira Flynn", "advocate")
    path, beth = f"/families/{town.family}", sign_in(town.beth)
    for data in ({"helper": str(moira)}, {"helper": str(town.tom), "until": clock.today().isoformat()}):
        answer = beth.post(f"{path}/helpers", {"child": str(town.zara)} | data, page=f"{path}/invite")
        assert answer.status_code == 422
    with unit_of_work():
        assert families.granted_people(town.zara, "advocate") == []
