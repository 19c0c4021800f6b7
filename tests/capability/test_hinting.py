"""Hints beside a draft: swapped or kept by one tap, shown before saving, never in the way; read aloud."""

from __future__ import annotations

import html
import re
import uuid

import pytest

from tests.capability import plan_makers
from tests.capability.test_plans_writing import Desk
from tests.conftest import Browser, SignInAs
from tests.makers import Town
from webapp import plans
from webapp.audit.models import AuditRow
from webapp.core.database import unit_of_work
from webapp.plans import queries
from webapp.plans.glossary import service
from webapp.plans.glossary.service import Given
from webapp.plans.models import ReadAloud

TEXT = "They commence the core group."


@pytest.fixture
def version(town: Town) -> uuid.UUID:
    with unit_of_work():
        given = Given("core group", "core group", "People who meet about a plan. They help.", "Your team.")
        service.add_term(given=given, actor_id=town.priya)
        made = plans.start_plan(child_id=town.zara, kind="child_in_need", actor_id=town.beth)
        adult = {"en": TEXT, "ur": "core group"}
        plans.save_paragraph(version_id=made, part="why", adult=adult, actor_id=town.beth)
        plans.save_step(
            version_id=made,
            what={"en": "Breakfast club"},
            why={"en": "In order to help."},
            actor_id=town.beth,
        )
    return made


def hints(page: str) -> list[str]:
    """The words of each hint."""
    found = re.findall(r'<div class="hints.*?</ul>', page, re.DOTALL)
    items = [one for section in found for one in re.findall(r"<li class=.*?</li>", section, re.DOTALL)]
    return [" ".join(re.sub(r"<[^>]+>", " ", html.unescape(one)).split()) for one in items]


def buttons(page: str, verb: str) -> list[str]:
    return [html.unescape(one) for one in re.findall(rf'value="({verb}:[^"]*)"', page)]


def press(desk: Desk, version: uuid.UUID, do: str) -> str:
    answer = desk.browser.post(f"/plans/{version}/words", desk.fields | {"do": [do]}, page=desk.path)
    assert answer.status_code == 200
    return answer.text


def kept(version: uuid.UUID) -> tuple[list[str], int]:
    with unit_of_work():
        found = queries.content_of(version)
    return [one.words["adult", "en"].text for one in found.paragraphs], found.revision


def test_hints_stand_beside_what_was_saved_and_never_at_a_translation(
    town: Town, version: uuid.UUID, sign_in: SignInAs
) -> None:
    found = hints(Desk(sign_in(town.beth), version).open())
    assert [one.split(" Swap")[0] for one in found] == [
        "For adults: commence → start",
        "For adults: core group → People who meet about a plan. They help.",
        "For adults: In order to → to",
    ]


def test_a_swap_is_shown_in_the_box_and_not_saved(town: Town, version: uuid.UUID, sign_in: SignInAs) -> None:
    desk = Desk(sign_in(town.beth), version)
    page = press(desk, version, buttons(desk.open(), "swap")[0])
    assert ">\nThey start the core group.</textarea>" in page
    assert "It is not saved yet." in page
    assert kept(version)[0] == [TEXT]
    step = press(desk, version, buttons(page, "swap")[-1])
    assert ">\nTo help.</textarea>" in step
    # What was typed meanwhile stays, and a word that is gone is left alone.
    desk.fields[desk.field("adult-en-", TEXT)] = ["Something else."]
    page = press(desk, version, buttons(page, "swap")[0])
    assert "Something else." in page
    assert "It is not saved yet." not in page


def test_check_the_words_shows_hints_for_what_is_typed(
    town: Town, version: uuid.UUID, sign_in: SignInAs
) -> None:
    desk = Desk(sign_in(town.beth), version)
    long = " ".join(["word"] * 21)
    desk.fields[desk.field("adult-en-", TEXT)] = [f"{long}. The IRO came."]
    found = hints(press(desk, version, "check"))
    assert found[0].startswith("For adults: IRO is not explained.")
    assert found[1].startswith("For adults: This sentence has 21 words.")
    assert kept(version)[0] == [TEXT]


def test_a_term_that_is_kept_is_hinted_at_no_more_in_this_plan(
    town: Town, version: uuid.UUID, sign_in: SignInAs
) -> None:
    desk = Desk(sign_in(town.beth), version)
    keep = buttons(desk.open(), "keep")[0]
    for _twice in range(2):
        assert "core group →" not in " ".join(hints(press(desk, version, keep)))
    assert "core group →" not in " ".join(hints(desk.open()))
    bad = desk.browser.post(
        f"/plans/{version}/words", desk.fields | {"do": [f"keep:{version}"]}, page=desk.path
    )
    assert bad.status_code == 404


def test_hints_never_block(town: Town, version: uuid.UUID) -> None:
    with unit_of_work():
        plans.save_paragraph(
            version_id=version, part="worried", adult={"en": "word " * 60}, actor_id=town.beth
        )
    with unit_of_work(), pytest.raises(plans.PublishRefused) as refused:
        plans.publish(version_id=version, actor_id=town.beth)
    assert {one.code for one in refused.value.problems} == {"step_person", "step_date", "read_as", "asked"}


def test_words_of_a_published_version_are_not_looked_at(town: Town, sign_in: SignInAs) -> None:
    with unit_of_work():
        version = plan_makers.published(town)
    beth = sign_in(town.beth)
    assert beth.post(f"/plans/{version}/words", {"do": "check"}, page="/families").status_code == 409
    assert beth.post(f"/plans/{version}/read-aloud", {"revision": "1"}, page="/families").status_code == 404


def test_who_may_look_at_the_words(town: Town, version: uuid.UUID, sign_in: SignInAs) -> None:
    for person in (town.tom, town.priya, town.samina, town.zara, town.stranger):
        browser = sign_in(person)
        for path in ("words", "read-aloud"):
            assert browser.post(f"/plans/{version}/{path}", page="/help").status_code == 404


def aloud(browser: Browser, version: uuid.UUID) -> str:
    page = html.unescape(browser.get(f"/plans/{version}/publish").text)
    found = re.search(r'<section class="box" id="aloud">.*?</section>', page, re.DOTALL)
    assert found
    return found[0]


def tick(browser: Browser, version: uuid.UUID) -> None:
    path = f"/plans/{version}/publish"
    revision = re.search(r'name="revision" value="(\d+)"', aloud(browser, version))
    assert revision
    sent = {"revision": revision[1]}
    assert browser.post(f"/plans/{version}/read-aloud", sent, page=path).status_code == 303


def test_read_aloud_is_asked_again_after_a_change(town: Town, version: uuid.UUID, sign_in: SignInAs) -> None:
    beth = sign_in(town.beth)
    assert "Not read aloud since the last change" in aloud(beth, version)
    tick(beth, version)
    assert "Read aloud by Beth" in aloud(beth, version)
    assert "Worker" in aloud(beth, version)
    old = {"revision": str(kept(version)[1])}
    with unit_of_work():
        plans.save_paragraph(version_id=version, part="why", adult={"en": "More."}, actor_id=town.beth)
    assert "Not read aloud since the last change" in aloud(beth, version)
    path = f"/plans/{version}/publish"
    assert beth.post(f"/plans/{version}/read-aloud", old, page=path).status_code == 303
    assert "Not read aloud since the last change" in aloud(beth, version)
    with unit_of_work() as db:
        acts = [row.act for row in db.query(AuditRow).filter_by(act="plan.read_aloud")]
        row = db.query(ReadAloud).one()
    assert len(acts) == 1
    assert b"Beth" not in row.name_sealed


def test_the_family_sees_who_read_it_aloud(town: Town, sign_in: SignInAs) -> None:
    with unit_of_work():
        version = plan_makers.draft(town)
        plan_makers.make_ready(town, version)
    tick(sign_in(town.farah), version)
    with unit_of_work():
        plans.publish(version_id=version, actor_id=town.beth)
    for person in (town.samina, town.zara):
        assert "Read aloud by Farah" in sign_in(person).in_english().get("/plan").text


def test_a_plan_nobody_read_aloud_says_nothing_of_it(town: Town, sign_in: SignInAs) -> None:
    with unit_of_work():
        version = plan_makers.draft(town)
        plan_makers.make_ready(town, version)
    tick(sign_in(town.farah), version)
    with unit_of_work():
        plans.save_paragraph(version_id=version, part="why", adult={"en": "One more."}, actor_id=town.beth)
        plan_makers.make_ready(town, version)
        plans.publish(version_id=version, actor_id=town.beth)
    assert "Read aloud by" not in sign_in(town.samina).in_english().get("/plan").text
