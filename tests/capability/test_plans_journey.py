"""Where we are; coming back after the end; why we keep this. Each reads what is theirs alone."""

from __future__ import annotations

import re
import uuid
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from flask import Flask

from tests.capability.plan_makers import published
from tests.conftest import Browser, SignInAs
from tests.makers import As, Town
from webapp import duty, families, plans
from webapp.core import clock, ids
from webapp.core.database import session, unit_of_work
from webapp.duty.rules import Hours
from webapp.plans import JourneyTexts
from webapp.plans.journey import service
from webapp.plans.journey.rules import due_on
from webapp.plans.models import FamilyRequest, JourneyEntry

BEGAN = "The school asked for help."


def write(town: Town, stage: str, days: int, *, happened: bool = True, **texts: Any) -> uuid.UUID:
    """One stop, so many days from today; `texts`: what, late, … and child_what, ur_what."""
    words = {
        key: JourneyTexts(
            **{name.removeprefix(start): text for name, text in texts.items() if name.startswith(start)}
        )
        for key, start in ((("child", "en"), "child_"), (("adult", "ur"), "ur_"))
    }
    plain = {name: text for name, text in texts.items() if not name.startswith(("child_", "ur_"))}
    entry_id = ids.new()
    with unit_of_work():
        plans.save_journey_entry(
            child_id=town.zara,
            entry_id=entry_id,
            stage=stage,
            on=clock.today() + timedelta(days=days),
            happened=happened,
            words=words | {("adult", "en"): JourneyTexts(**plain)},
            actor_id=town.beth,
        )
    return entry_id


def put_on_duty(town: Town) -> None:
    with unit_of_work():
        duty.set_rota(
            team_id=town.team,
            owner_id=town.tom,
            cover_id=town.farah,
            from_on=clock.today() - timedelta(days=1),
            until_on=clock.today() + timedelta(days=30),
            actor_id=town.farah,
        )
        duty.set_out_of_hours(team_id=town.team, words="Call 01632.", hours=Hours(), actor_id=town.farah)


def end_and_leave(town: Town, days: int = -5) -> None:
    """The help ended, and the worker left."""
    write(town, "ending", days, what="The help ended.", child_what="We stopped coming.")
    with unit_of_work():
        families.end_allocation(child_id=town.zara, worker_id=town.beth)


def text_of(browser: Browser, path: str = "/journey") -> str:
    answer = browser.get(path)
    assert answer.status_code == 200
    return answer.text


def test_both_parents_read_the_same_line(town: Town, sign_in: SignInAs) -> None:
    write(town, "referral", -60, what=BEGAN, help="Breakfast club. Zara sleeps better.", decides="The team")
    for person in (town.samina, town.imran):
        page = text_of(sign_in(person).in_english())
        assert BEGAN in page
        assert "Zara sleeps better." in page
        assert "Beth Carter" in page


def test_the_child_gets_the_childs_words_and_pictures_alone(town: Town, sign_in: SignInAs) -> None:
    write(town, "referral", -60, what=BEGAN, child_what="Your teacher asked us.")
    page = text_of(sign_in(town.zara))
    assert "Your teacher asked us." in page
    assert BEGAN not in page
    assert "It is not your fault." in page
    assert "#pic-umbrella" in page


def test_others_read_nothing(town: Town, sign_in: SignInAs) -> None:
    write(town, "referral", -60, what=BEGAN)
    assert BEGAN not in text_of(sign_in(town.stranger))
    assert sign_in(town.beth).get("/journey").status_code == 404
    assert BEGAN not in text_of(sign_in(town.yusuf))


def test_what_was_before_somebody_came_is_not_theirs(town: Town, sign_in: SignInAs) -> None:
    write(town, "referral", -60, what=BEGAN)
    with unit_of_work():
        families.grant(person_id=town.stranger, child_id=town.zara, kind="plan", granted_by=town.beth)
    write(town, "finding_out", -30, what="A talk before that.")
    write(town, "plan", 0, what="A talk since.")
    page = text_of(sign_in(town.stranger))
    assert BEGAN not in page
    assert "A talk before that." not in page
    assert "A talk since." in page


def test_urdu_where_there_is_urdu_and_else_it_says_english_only(town: Town, sign_in: SignInAs) -> None:
    write(town, "referral", -60, what=BEGAN, ur_what="اسکول نے مدد مانگی۔")
    write(town, "finding_out", -30, what="We met.")
    page = text_of(sign_in(town.samina))
    assert '<p lang="ur" dir="rtl">اسکول نے مدد مانگی۔</p>' in page
    assert BEGAN not in page
    assert '<p lang="en" dir="ltr">We met.</p>' in page


def test_shared_plans_and_the_next_look_show_by_themselves(town: Town, sign_in: SignInAs) -> None:
    with unit_of_work():
        published(town)
    page = text_of(sign_in(town.imran))
    assert "The plan was shared with you." in page
    assert "We look at the plan again." in page
    assert "The plan was shared with you." not in text_of(sign_in(town.yusuf))


def test_late_is_said_with_its_reason_or_that_there_is_none(town: Town, sign_in: SignInAs) -> None:
    write(town, "review", -3, happened=False, what="We meet.", late="Beth was ill.")
    page = text_of(sign_in(town.imran))
    assert "Why this is late:" in page
    assert "Beth was ill." in page
    write(town, "ending", -2, happened=False, what="We end.")
    assert "We have not said why yet. You can ask us." in text_of(sign_in(town.imran))


def test_a_changed_worker_is_explained_and_how_to_reach_them(town: Town, sign_in: SignInAs) -> None:
    from webapp.families.allocating.service import change_worker

    with unit_of_work():
        change_worker(
            child_id=town.zara,
            worker_id=town.tom,
            instead_of=town.beth,
            from_on=clock.today(),
            reason="Beth has a baby.",
            note="",
            actor_id=town.farah,
        )
        plans.say_how_to_reach(person_id=town.tom, words="01632 960912, until 5")
    page = text_of(sign_in(town.imran))
    assert "Beth has a baby." in page
    assert "01632 960912, until 5" in page
    assert "Before, it was" in page


def form(page: str, **values: object) -> dict[str, object]:
    """The form of asking, with its child and its id."""
    found = re.search(
        r'name="child" value="([^"]+)"><input type="hidden" name="request" value="([^"]+)"', page
    )
    assert found
    return {"child": found[1], "request": found[2], **values}


def ask(browser: Browser, path: str, page: str, **values: object) -> int:
    return browser.post(path, form(text_of(browser, page), **values), page=page).status_code


def test_after_the_end_a_family_comes_back_to_duty_when_the_worker_left(
    town: Town, sign_in: SignInAs
) -> None:
    put_on_duty(town)
    end_and_leave(town)
    mother = sign_in(town.samina).in_english()
    # Yusuf's help goes on: the mother chooses Zara.
    mother.post("/journey/choose", {"child": str(town.zara)}, page="/journey")
    page = text_of(mother)
    assert "You can come back" in page
    assert "Tom Ellis reads what you send." in re.sub(r"</?bdi>", "", page)
    assert ask(mother, "/journey/come-back", "/journey", words="It is hard again.") == 303
    page = text_of(mother)
    assert "It has reached us." in page
    assert "It is hard again." in page
    # The father asked nothing, and is told nothing.
    father = text_of(sign_in(town.imran))
    assert "It is hard again." not in father
    assert "You asked on" not in father
    tom = sign_in(town.tom)
    inbox = text_of(tom, "/inbox")
    assert "It is hard again." in inbox
    with unit_of_work():
        row = session().query(FamilyRequest).one()
        asked, due = row.id, row.due_on
    assert due == due_on("come_back", clock.today(), ())
    assert "At school, ask for Mr Osei" in text_of(tom, f"/inbox/requests/{asked}")
    reply = {
        "reply_id": str(ids.new()),
        "item": f"request:{asked}",
        "outcome": "talk",
        "meet_when": "Monday",
        "meet_where": "School",
    }
    answer = tom.post(f"/inbox/children/{town.zara}/reply", reply, page=f"/inbox/requests/{asked}")
    assert (answer.status_code, answer.location) == (303, "/inbox")
    answers = text_of(mother, "/answers")
    assert "It is hard again." in answers
    assert "Monday" in answers
    assert "It is hard again." not in text_of(tom, "/inbox")


def test_duty_reads_no_request_while_a_worker_is_there_and_no_copy_at_all(
    town: Town, sign_in: SignInAs
) -> None:
    put_on_duty(town)
    write(town, "ending", -5, what="The help ended.")
    request = ids.new()
    with unit_of_work():
        add = partial(service.ask, child_id=town.zara, person_id=town.imran, language="en")
        add(request_id=request, kind="come_back", words="Please.")
        add(request_id=ids.new(), kind="copy", words="All of it.")
    assert sign_in(town.tom).get(f"/inbox/requests/{request}").status_code == 404
    assert "Please." in text_of(sign_in(town.beth), f"/inbox/requests/{request}")
    with unit_of_work():
        families.end_allocation(child_id=town.zara, worker_id=town.beth)
    inbox = text_of(sign_in(town.tom), "/inbox")
    assert "Please." in inbox
    assert "All of it." not in inbox
    assert sign_in(town.beth).get(f"/inbox/requests/{request}").status_code == 404


def test_duty_who_knows_the_family_reads_nothing(town: Town, sign_in: SignInAs) -> None:
    put_on_duty(town)
    end_and_leave(town)
    with unit_of_work():
        service.ask(
            request_id=ids.new(),
            kind="come_back",
            child_id=town.zara,
            person_id=town.imran,
            language="en",
            words="Hm.",
        )
        families.declare_conflict(staff_id=town.tom, declared_by=town.tom, family_id=town.family)
    assert "Hm." not in text_of(sign_in(town.tom), "/inbox")
    assert "Hm." in text_of(sign_in(town.farah), "/inbox")


def test_the_way_back_closes_not_before_three_months(town: Town, sign_in: SignInAs) -> None:
    write(town, "ending", -100, what="The help ended.")
    father = sign_in(town.imran)
    page = text_of(father)
    assert "You can still ask for help" in page
    assert "come-back" not in page
    answer = father.post("/journey/come-back", {"child": str(town.zara)}, page="/journey")
    assert answer.status_code == 422
    assert "This has NOT been sent." in answer.text
    with unit_of_work():
        row = session().query(JourneyEntry).one()
        row.open_until = clock.today() + timedelta(days=10)
    assert "You can come back" in text_of(father)


def test_nothing_about_an_end_before_it(town: Town, sign_in: SignInAs) -> None:
    write(town, "plan", -5, what="A plan.")
    father = sign_in(town.imran)
    assert "come-back" not in text_of(father)
    assert father.post("/journey/come-back", {"child": str(town.zara)}, page="/journey").status_code == 422


def test_twice_is_once_and_another_child_is_nothing(town: Town, sign_in: SignInAs) -> None:
    write(town, "ending", -5, what="The help ended.")
    father = sign_in(town.imran)
    sent = form(text_of(father), words="Again.")
    for _twice in range(2):
        assert father.post("/journey/come-back", sent, page="/journey").status_code == 303
    with unit_of_work():
        assert session().query(FamilyRequest).count() == 1
    wrong = sent | {"child": str(town.yusuf)}
    assert father.post("/journey/come-back", wrong, page="/journey").status_code == 404
    assert sign_in(town.yusuf).post("/plan/kept", sent, page="/journey").status_code == 404


def test_a_shared_phone_quotes_nothing_of_a_child(town: Town, sign_in: SignInAs) -> None:
    write(town, "ending", -5, what="The help ended.", child_what="We stopped.")
    child = sign_in(town.zara)
    assert ask(child, "/journey/come-back", "/journey", words="Mum shouts.") == 303
    page = text_of(child)
    assert "It has reached us." in page
    assert "Mum shouts." not in page
    assert "Mum shouts." in text_of(sign_in(town.zara, shared_phone=False))


def test_why_we_keep_each_part_and_a_copy_within_a_month(town: Town, sign_in: SignInAs) -> None:
    with unit_of_work():
        published(town)
    father = sign_in(town.imran)
    assert 'href="/plan/kept#why"' in text_of(father, "/plan")
    assert 'id="worried"' in text_of(father, "/plan/kept")
    assert ask(father, "/plan/kept", "/plan/kept", part="worried", words="By post.") == 303
    assert "It has reached us." in text_of(father, "/plan/kept")
    assert "It has reached us." not in text_of(sign_in(town.samina).in_english(), "/plan/kept")
    with unit_of_work():
        row = session().query(FamilyRequest).one()
        assert (row.kind, row.part, row.due_on) == ("copy", "worried", due_on("copy", clock.today(), ()))
        asked = row.id
    page = text_of(sign_in(town.beth), f"/inbox/requests/{asked}")
    assert "What we are worried about" in page
    assert "By post." in page


def test_the_plan_shows_the_way_to_where_we_are_and_that_it_ended(town: Town, sign_in: SignInAs) -> None:
    with unit_of_work():
        published(town)
    father = sign_in(town.imran)
    assert 'href="/journey"' in text_of(father, "/plan")
    assert "You can come back" not in text_of(father, "/plan")
    write(town, "ending", 0, what="The help ended.")
    assert "You can come back" in text_of(father, "/plan")


def entry_form(**values: object) -> dict[str, object]:
    filled = {
        "stage": "plan",
        "on": clock.today().isoformat(),
        "happened": "yes",
        "what-adult-en": "We wrote it.",
    }
    return {"entry": str(ids.new())} | filled | values


def save(browser: Browser, town: Town, **values: object) -> tuple[int, str]:
    answer = browser.post(
        f"/children/{town.zara}/journey", entry_form(**values), page=f"/children/{town.zara}/journey"
    )
    return answer.status_code, answer.text


def test_a_worker_writes_changes_and_takes_away(town: Town, sign_in: SignInAs) -> None:
    beth, entry = sign_in(town.beth), ids.new()
    assert save(beth, town, entry=str(entry), **{"what-child-en": "We made it with you."})[0] == 303
    page = text_of(beth, f"/children/{town.zara}/journey/{entry}")
    assert "We made it with you." in page
    seen = re.search(r'name="seen" value="([^"]+)"', page)
    assert seen
    changed = {"entry": str(entry), "seen": seen[1], "what-adult-en": "We wrote it together."}
    assert save(beth, town, **changed)[0] == 303
    assert "We wrote it together." in text_of(sign_in(town.imran))
    # Sent twice, the same again is no conflict; another text is, and both stand there.
    assert save(beth, town, **changed)[0] == 303
    status, page = save(beth, town, **changed | {"what-adult-en": "Something else."})
    assert status == 409
    assert "Something else." in page
    assert "We wrote it together." in page
    path = f"/children/{town.zara}/journey"
    assert beth.post(f"{path}/{entry}/remove", page=path).status_code == 303
    assert "We wrote it together." not in text_of(sign_in(town.imran))


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"what-adult-en": "You asked for help."}, "could be anyone here"),
        ({"what-adult-ur": "آپ نے مدد مانگی۔"}, "could be anyone here"),
        ({"what-adult-en": "The IRO came."}, "IRO is not explained"),
        ({"what-adult-en": ""}, "Write one or two sentences"),
        ({"what-child-en": "x" * 601}, "600 letters at most"),
        ({"stage": "closure"}, "Choose a stage."),
        ({"happened": ""}, "Choose yes or no."),
        ({"on": ""}, "Give the day on which it happened."),
        ({"on": "2099-01-01"}, "This day has not come yet."),
        ({"on": "2026-01-05", "happened": "no"}, "Say why it is late"),
        ({"stage": "ending", "on": "2026-11-01", "open_until": "2027-01-31"}, "three months at least"),
    ],
)
def test_what_cannot_be_saved_is_told_and_not_lost(
    town: Town, sign_in: SignInAs, values: dict[str, str], message: str
) -> None:
    status, page = save(sign_in(town.beth), town, **{"help-adult-en": "Kept as typed.", **values})
    assert status == 422
    assert message in page
    assert "Kept as typed." in page


def test_another_workers_child_cannot_be_written(town: Town, sign_in: SignInAs) -> None:
    entry = write(town, "plan", -1, what="A plan.")
    tom = sign_in(town.tom)
    assert tom.get(f"/children/{town.zara}/journey").status_code == 404
    beth = sign_in(town.beth)
    path = f"/children/{town.yusuf}/journey"
    assert beth.get(f"{path}/{entry}").status_code == 404
    assert beth.post(path, entry_form(entry=str(entry)), page=path).status_code == 404
    assert beth.post(f"{path}/{entry}/remove", page=path).status_code == 404


def test_markup_in_words_stays_words(town: Town, sign_in: SignInAs) -> None:
    write(town, "referral", -60, what="<b>bold</b>")
    assert "&lt;b&gt;bold&lt;/b&gt;" in text_of(sign_in(town.imran))


def test_how_families_reach_me_is_short_and_goes_when_emptied(town: Town, sign_in: SignInAs) -> None:
    beth = sign_in(town.beth)
    assert beth.post("/how-to-reach-me", {"reach": "x" * 301}, page="/how-to-reach-me").status_code == 422
    assert beth.post("/how-to-reach-me", {"reach": "01632 1"}, page="/how-to-reach-me").status_code == 303
    assert "01632 1" in text_of(sign_in(town.imran))
    assert beth.post("/how-to-reach-me", {"reach": ""}, page="/how-to-reach-me").status_code == 303
    assert "01632 1" not in text_of(sign_in(town.imran))


def test_nobody_invited_from_outside_reads_the_line(app: Flask, town: Town) -> None:
    from webapp.plans.journey.queries import children

    assert children(As(town.stranger, "adult", "partner")) == {}
