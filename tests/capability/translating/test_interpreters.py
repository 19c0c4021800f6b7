"""An invited interpreter: sees the words and no name, and no word is lost."""

from __future__ import annotations

import html
import re
import uuid
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from sqlalchemy import select

from tests.capability.plan_makers import make_ready
from tests.capability.test_plans_writing import Desk
from tests.capability.translating.makers import (
    NAMES,
    URDU,
    acts,
    address,
    ask,
    asked_id,
    begin,
    change_english,
    first_field,
    form_of,
    invited,
    kept,
    send,
    translated,
)
from tests.conftest import Browser, SignInAs
from tests.makers import Town, make_staff
from webapp import plans
from webapp.core import clock
from webapp.core.database import session, unit_of_work
from webapp.plans import queries
from webapp.plans.models import TranslatorAsked
from webapp.plans.rules import Check


def test_the_worker_sees_how_far_each_language_is(town: Town, version: uuid.UUID, beth: Browser) -> None:
    overview = beth.get(f"/plans/{version}/translating").text
    assert re.search(r"اردو</bdi></a></th>\s*<td>6</td><td>4</td><td>2</td>", overview)
    page = beth.get(address(version)).text
    assert "0 of 6 lines are checked by a person." in page
    assert "Computer translation. Not checked" in page
    chosen = beth.post(f"/plans/{version}/translating", {"code": "pl"}, page=f"/plans/{version}/translating")
    assert chosen.headers["Location"].endswith("/translating/pl")
    assert "Polski" in beth.get(address(version, code="pl")).text
    for code in ("en", "xx", "PL", "zzzz", "klingon"):
        assert beth.get(address(version, code=code)).status_code == 404


def test_who_may_open_it(town: Town, version: uuid.UUID, sign_in: SignInAs) -> None:
    paths = (f"/plans/{version}/translating", address(version))
    for person in (town.beth, town.farah):
        assert [sign_in(person).get(one).status_code for one in paths] == [200, 200]
    with unit_of_work():
        interpreter = invited(town)
    for person in (town.tom, town.owen, town.priya, town.samina, town.zara, town.stranger, interpreter):
        assert [sign_in(person).get(one).status_code for one in paths] == [404, 404]


def test_words_a_worker_hides_leave_the_text(town: Town, version: uuid.UUID, beth: Browser) -> None:
    page = address(version)
    assert beth.post(address(version, "hide"), {"words": "[child]"}, page=page).status_code == 422
    assert beth.post(address(version, "hide"), {"words": " "}, page=page).status_code == 422
    assert "Breakfast club" in beth.get(page).text
    assert (
        beth.post(address(version, "hide"), {"words": "breakfast club\ntired"}, page=page).status_code == 303
    )
    lines = beth.get(page).text.split('id="lines"')[1]
    assert "Breakfast club" not in lines
    assert "[word 1]" in lines


# The interpreter


def test_an_interpreter_sees_the_words_and_no_name(version: uuid.UUID, sadia: Browser) -> None:
    assert "A text to translate" in sadia.get("/").text
    page = sadia.get("/translating").text
    assert "[child] was often late and tired at school." in page
    assert "[child 2] goes to breakfast club." in page
    assert "the child whose plan this is" in page
    # An Urdu text that writes the name in its own letters stays here; one without a name is shown.
    assert "زارا" not in page
    assert "بریک فاسٹ کلب" in page
    for where in ("/", "/translating", "/plan", "/shown", "/someone", "/complain", "/ways-in", "/help"):
        body = sadia.get(where).text
        assert not [name for name in NAMES if name in body.replace("Sadia", "")], where
    for where in (f"/plans/{version}/edit", address(version), "/families", "/inbox"):
        assert sadia.get(where).status_code == 404


def test_before_the_text_comes_whether_they_know_the_family(
    town: Town, version: uuid.UUID, beth: Browser, sign_in: SignInAs
) -> None:
    with unit_of_work():
        person = invited(town)
    ask(beth, version, person)
    browser = sign_in(person)
    page = browser.get("/translating").text
    assert "I do not know this family" in page
    assert "often late" not in page
    data = {"asked": asked_id(browser), "do": "save", first_field(version): URDU}
    assert browser.post("/translating", data, page="/translating").status_code == 404
    assert begin(browser, "").status_code == 422
    assert begin(browser, "known").status_code == 303
    after = browser.get("/translating").text
    assert "The worker will ask someone else." in after
    assert "often late" not in after
    assert "Knows the family" in beth.get(address(version)).text
    assert "translate.known" in acts()


def test_what_they_type_is_kept_as_not_checked_until_they_tick(version: uuid.UUID, sadia: Browser) -> None:
    field, tick = first_field(version), first_field(version, "ok")
    assert send(sadia, {field: "[ Child ] دیر سے آتی تھی۔"}).status_code == 303
    one = kept(version)
    assert (one.text, one.check) == ("Zara دیر سے آتی تھی۔", Check())
    assert send(sadia, {tick: "yes"}).status_code == 303
    assert kept(version).check == Check("checked", "NB-I-204", clock.today())
    # Changed and ticked again on the same day: still checked by the same.
    assert send(sadia, {field: URDU.replace("۔", "!")}).status_code == 303
    assert kept(version).check == Check("checked", "NB-I-204", clock.today())
    form = form_of(sadia)
    form.pop(tick)
    assert sadia.post("/translating", form | {"do": "save"}, page="/translating").status_code == 303
    assert kept(version).check == Check()
    assert {"translate.ask", "translate.not_known", "translate.read", "translate.save"} <= set(acts())


def test_all_lines_at_once_and_then_finished(
    town: Town, version: uuid.UUID, sadia: Browser, beth: Browser
) -> None:
    words = translated(sadia)
    assert send(sadia, words, "all").status_code == 303
    page = beth.get(address(version)).text
    assert "6 of 6 lines are checked by a person." in page
    assert "NB-I-204" in page
    assert send(sadia, {}, "finish").status_code == 303
    assert "Thank you. We have your words" in sadia.get("/translating").text
    assert "There is nothing to check here yet." in sadia.get("/").text
    assert "Finished" in beth.get(address(version)).text


BAD_LINES = [
    ("وہ دیر سے آتی تھی۔", "[child] is missing."),
    ("[child] [person 9] دیر", "[person 9] is not in the English."),
    ("[child] [chil دیر", "[chil is not in the English."),
    ("[child] was late, they say", "the right language"),
    (f"[child] {'د ' * 10_001}", "This is too long."),
]


def test_a_line_that_cannot_be_kept_is_told_and_nothing_is_lost(version: uuid.UUID, sadia: Browser) -> None:
    before, other = kept(version), first_field(version, "why")
    for words, message in BAD_LINES:
        answer = send(sadia, {first_field(version): words, other: "صبح آسان ہے۔"})
        assert answer.status_code == 422, message
        page = html.unescape(answer.text)
        assert message in page
        assert words in page
        assert "صبح آسان ہے۔" in page
    assert kept(version) == before


def test_html_is_kept_as_text(version: uuid.UUID, sadia: Browser) -> None:
    words = "<b onclick=x>[child]</b> دیر سے <script>آتی"
    assert send(sadia, {first_field(version): words}).status_code == 303
    assert kept(version).text == words.replace("[child]", "Zara")
    assert "<script>آتی" not in sadia.get("/translating").text


def test_the_english_changed_while_they_wrote(town: Town, version: uuid.UUID, sadia: Browser) -> None:
    form = form_of(sadia)
    change_english(town, version, "Zara was late on most days.")
    data = form | {first_field(version): URDU, first_field(version, "ok"): "yes", "do": "save"}
    assert sadia.post("/translating", data, page="/translating").status_code == 303
    one = kept(version)
    assert one.text == URDU.replace("[child]", "Zara")
    assert (one.out_of_date, one.check.state) == (True, "machine")
    assert "The English has changed since" in sadia.get("/translating").text
    assert send(sadia, {first_field(version, "ok"): "yes"}).status_code == 303
    assert not kept(version).out_of_date
    assert kept(version).check.state == "checked"


def test_two_who_change_one_line_lose_no_word(town: Town, version: uuid.UUID, sadia: Browser) -> None:
    form = form_of(sadia)
    assert send(sadia, {first_field(version): "[child] پہلا۔"}).status_code == 303
    answer = sadia.post(
        "/translating", form | {first_field(version): "[child] دوسرا۔", "do": "save"}, page="/translating"
    )
    assert answer.status_code == 422
    assert "پہلا" in answer.text
    assert "دوسرا" in answer.text
    assert kept(version).text == "Zara پہلا۔"


def test_a_page_from_before_changes_nothing_it_did_not_touch(version: uuid.UUID, sadia: Browser) -> None:
    form = form_of(sadia)
    assert send(sadia, {first_field(version): URDU}, "all").status_code == 303
    after = kept(version)
    assert sadia.post("/translating", form | {"do": "save"}, page="/translating").status_code == 303
    assert kept(version) == after


@pytest.mark.parametrize("when", ["late", "ended", "invitation over", "published"])
def test_a_text_that_is_over_is_closed_kindly(
    town: Town, version: uuid.UUID, sadia: Browser, beth: Browser, sign_in: SignInAs, when: str
) -> None:
    form = form_of(sadia) | {first_field(version): URDU, "do": "save"}
    with unit_of_work():
        row = session().scalars(select(TranslatorAsked)).one()
        person, asked = row.person_id, row.id
    if when == "ended":
        beth.post(address(version, "end"), {"asked": str(asked)}, page=address(version))
    if when == "published":
        with unit_of_work():
            make_ready(town, version)
            for part in ("worried", "change", "safe_enough"):
                plans.save_paragraph(version_id=version, part=part, adult={"en": "A."}, actor_id=town.beth)
            for one in plans.readers(town.zara):
                plans.tick_read_as(version_id=version, reader_id=one.person_id, actor_id=town.beth)
            plans.publish(version_id=version, actor_id=town.beth)
    days = {"late": 7, "invitation over": 40}.get(when, 0)
    with time_machine.travel(clock.now() + timedelta(days=days)):
        browser = sign_in(person)
        page = browser.get("/translating")
        assert page.status_code == 200
        assert "Nothing to translate now" in page.text
        assert "often late" not in page.text
        answer = browser.post("/translating", form, page="/help")
        assert answer.status_code == (404 if when != "published" else 200)
    assert kept(version).text != URDU.replace("[child]", "Zara")


def test_another_interpreter_or_anyone_else_gets_nothing(
    town: Town, version: uuid.UUID, sadia: Browser, sign_in: SignInAs, browser: Any
) -> None:
    form = form_of(sadia) | {first_field(version): URDU, "do": "save"}
    with unit_of_work():
        other = invited(town, "NB-I-999")
    someone = sign_in(other)
    assert "There is no text for you here." in someone.get("/translating").text
    assert someone.post("/translating", form, page="/help").status_code == 404
    assert someone.post("/translating/begin", form | {"says": "not_known"}, page="/help").status_code == 404
    for person in (town.samina, town.imran, town.zara, town.beth, town.stranger):
        assert sign_in(person).get("/translating").status_code == 404
        assert sign_in(person).post("/translating", form, page="/help").status_code == 404
    assert browser().get("/translating").status_code == 303
    assert kept(version).text != URDU.replace("[child]", "Zara")


def test_only_who_is_invited_for_this_child_can_be_asked(
    town: Town, version: uuid.UUID, beth: Browser
) -> None:
    with unit_of_work():
        person = invited(town, days=10)
    for wrong in (town.samina, town.tom, uuid.uuid4()):
        assert ask(beth, version, wrong).status_code == 422
    for days in (-1, 12, 400):
        assert ask(beth, version, person, days).status_code == 422
    assert ask(beth, version, person, 9).status_code == 303


def test_the_family_sees_who_checked_by_reference(
    town: Town, version: uuid.UUID, sadia: Browser, beth: Browser
) -> None:
    assert send(sadia, translated(sadia) | {first_field(version): URDU}, "all").status_code == 303
    page = beth.get(f"/plans/{version}/read-as/{town.samina}").text
    assert "NB-I-204" in page
    assert "Sadia" not in page
    assert "Zara دیر سے آتی تھی۔" in page


def test_the_editor_keeps_what_was_checked_for_adults_apart_from_the_childs_words(
    version: uuid.UUID, sadia: Browser, beth: Browser
) -> None:
    words = translated(sadia) | {first_field(version): URDU, first_field(version, "ok"): "yes"}
    assert send(sadia, words).status_code == 303
    desk = Desk(beth, version)
    assert desk.save().status_code == 303
    assert kept(version).check.state == "checked"
    assert kept(version, audience="child").check == Check()
    name = next(one for one in desk.fields if one.startswith("state-ur-") and desk.fields[one] == ["checked"])
    desk.fields[name] = ["talked_through"]
    assert desk.save().status_code == 303
    assert kept(version).check.state == kept(version, audience="child").check.state == "talked_through"


def test_each_wording_of_a_step_and_of_a_child_says_that_it_is_out_of_date(
    town: Town, version: uuid.UUID, beth: Browser, sadia: Browser
) -> None:
    from dataclasses import replace

    from webapp.plans.writing import service

    words = translated(sadia)
    assert send(sadia, words, "all").status_code == 303
    with unit_of_work():
        content = queries.content_of(version)
        step, first = content.steps[0], content.paragraphs[0]
        of_step = replace(step.words["adult", "en"], why="Mornings are calm.")
        of_child = replace(first.words["child", "en"], text="You were late.")
        typed = service.Typed(
            content.revision,
            content.review_on,
            [replace(first, words={**first.words, ("child", "en"): of_child}), *content.paragraphs[1:]],
            [replace(step, words={**step.words, ("adult", "en"): of_step})],
        )
        service.save_draft(version_id=version, typed=typed, actor_id=town.beth)
        after = queries.content_of(version)
    words_of = {one.id: one.words for one in after.paragraphs} | {one.id: one.words for one in after.steps}
    late = {
        (item, audience)
        for item, words_by in words_of.items()
        for (audience, code), said in words_by.items()
        if code == "ur" and said.out_of_date
    }
    assert late == {(step.id, "adult"), (first.id, "child")}
    assert "2 are out of date" in beth.get(address(version)).text


def test_a_colleague_who_is_no_part_of_the_family_is_hidden_too(
    town: Town, version: uuid.UUID, sadia: Browser
) -> None:
    with unit_of_work():
        make_staff("Ruth Okafor", "worker")
    change_english(town, version, "Ruth Okafor and Miss Farrow met Zara at Oak Tree School.")
    page = sadia.get("/translating").text
    assert "Miss [person" in page
    for name in ("Ruth", "Okafor", "Farrow", "Oak Tree"):
        assert name not in page
