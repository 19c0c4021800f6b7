"""Given to whom and when, talked through or not, names in place of signatures (Annex B)."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

import pytest

from tests.capability.plan_makers import draft, published
from tests.conftest import Browser, SignInAs
from tests.makers import As, Town
from webapp import plans
from webapp.core import clock
from webapp.core.database import unit_of_work
from webapp.plans.giving import queries
from webapp.plans.giving.service import note_given
from webapp.plans.models import Given, PutName, TalkedThrough
from webapp.plans.steps import queries as steps


@pytest.fixture
def version(town: Town) -> uuid.UUID:
    with unit_of_work():
        return published(town)


def text(browser: Browser, path: str) -> str:
    found = browser.get(path)
    assert found.status_code == 200
    return found.text


def today(days: int = 0) -> str:
    return (clock.today() + timedelta(days=days)).isoformat()


def paper(browser: Browser, version: uuid.UUID, person: uuid.UUID, **more: str) -> Any:
    path = f"/plans/{version}/given/{person}"
    body = {"how": "post", "given_on": today(), "to_whom": "Nani's address"} | more
    return browser.post(path, body, page=path)


def talked(browser: Browser, version: uuid.UUID, person: uuid.UUID, **body: str) -> Any:
    return browser.post(f"/plans/{version}/talked/{person}", body, page=f"/plans/{version}/given/{person}")


def test_publishing_notes_that_each_reader_was_given_it(
    town: Town, version: uuid.UUID, sign_in: SignInAs
) -> None:
    with unit_of_work():
        record = queries.record_of(version, town.family)
        for person in (town.zara, town.samina, town.imran):
            assert [one.how for one in record.of(person).given] == ["phone"]
        assert [(one.name, one.role) for one in record.names] == [("Beth Carter", "worker")]
    page = text(sign_in(town.beth), f"/children/{town.zara}/plan")
    assert page.count("Shared on a phone") == 3
    assert "wrote and shared this plan" in page


def test_paper_is_noted_with_its_day_and_to_whom(town: Town, version: uuid.UUID, sign_in: SignInAs) -> None:
    beth = sign_in(town.beth)
    for _tap in range(2):
        assert paper(beth, version, town.imran).status_code == 303
    with unit_of_work() as db:
        row = db.query(Given).filter_by(how="post").one()
        assert b"Nani" not in (row.to_whom_sealed or b"")
    page = text(beth, f"/children/{town.zara}/plan")
    assert "On paper, by post" in page
    assert "Nani&#39;s address" in page
    assert "Nani&#39;s address" in text(sign_in(town.imran), "/given")
    assert "Nani" not in text(sign_in(town.samina).in_english(), "/given")


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ({"how": "owl"}, "Choose one."),
        ({"given_on": ""}, "Say on which day."),
        ({"given_on": "9999-01-01"}, "Say on which day."),
        ({"to_whom": " "}, "Say to whom, or where to."),
    ],
)
def test_what_is_missing_of_paper_is_told(
    town: Town, version: uuid.UUID, sign_in: SignInAs, more: dict[str, str], message: str
) -> None:
    found = paper(sign_in(town.beth), version, town.imran, **more)
    assert found.status_code == 422
    assert message in found.text
    if "to_whom" not in more:
        assert "Nani&#39;s address" in found.text


def test_the_two_questions_of_annex_b(town: Town, version: uuid.UUID, sign_in: SignInAs) -> None:
    beth, father = sign_in(town.beth), sign_in(town.imran)
    for body, message in (
        ({}, "Choose yes or no."),
        ({"happened": "yes", "by_whom": "Beth"}, "Say on which day."),
        ({"happened": "yes", "talked_on": today()}, "Say who talked with them."),
        ({"happened": "no", "will_on": today(3)}, "Say why not yet."),
        ({"happened": "no", "why_not": "He works away.", "will_on": today(-1)}, "Say when it will be."),
    ):
        refused = talked(beth, version, town.imran, **body)
        assert refused.status_code == 422
        assert message in refused.text
    assert (
        talked(
            beth, version, town.imran, happened="no", why_not="He works away.", will_on=today(3)
        ).status_code
        == 303
    )
    page = text(beth, f"/children/{town.zara}/plan")
    assert "He works away." in page
    own = text(father, "/given")
    assert "Not talked through" in own
    assert "It will be on" in own
    assert "works away" not in own
    with unit_of_work():
        due = steps.due(As(town.beth, "staff", "worker"))
        assert [one.on for one in due if one.kind == "talk"] == [clock.today() + timedelta(days=3)]
    yes = {"happened": "yes", "by_whom": "Beth", "talked_on": today(), "interpreter": "yes"}
    assert talked(beth, version, town.imran, **yes).status_code == 303
    own = text(father, "/given")
    assert "with an interpreter" in own
    assert "works away" not in text(sign_in(town.samina).in_english(), "/given")


def test_the_persons_own_word_stands_beside_ours(town: Town, version: uuid.UUID, sign_in: SignInAs) -> None:
    beth, father = sign_in(town.beth), sign_in(town.imran)
    talked(beth, version, town.imran, happened="yes", by_whom="Beth", talked_on=today())
    body = {"version": str(version), "wording": "en", "happened": "no"}
    assert father.post("/plan/talked-through", body, page="/plan").status_code == 303
    page = text(beth, f"/children/{town.zara}/plan")
    assert "They said:</span> Not talked through" in page
    assert "Talked through" in page
    with unit_of_work() as db:
        assert db.query(TalkedThrough).count() == 2


def test_names_in_place_of_signatures(town: Town, version: uuid.UUID, sign_in: SignInAs) -> None:
    beth, farah, father = sign_in(town.beth), sign_in(town.farah), sign_in(town.imran)
    path = f"/plans/{version}/agree"
    place = f"/children/{town.zara}/plan"
    assert beth.post(path, {"agree": "yes"}, page=place).status_code == 404
    assert "I have read this plan and agree it" not in text(beth, place)
    for _tap in range(2):
        sent = farah.post(path, {"agree": "yes", "comments": "Ask the nurse."}, page=place)
        assert sent.status_code == 303
    assert "Ask the nurse." in text(beth, place)
    own = text(father, "/given")
    assert "Farah Aziz" in own
    assert "Beth Carter" in own
    assert "Ask the nurse." not in own
    assert "It does not say that you agree." in own
    body = {"version": str(version), "wording": "en", "comments": "I  read it twice."}
    for _tap in range(2):
        assert father.post("/plan/read-it", body, page="/given").status_code == 303
    own = text(father, "/given")
    assert "Reading it is not saying yes." in own
    assert "I  read it twice." in own
    assert "I  read it twice." in text(beth, place)
    assert "twice" not in text(sign_in(town.samina).in_english(), "/given")
    assert "Imran" not in text(sign_in(town.samina).in_english(), "/given")
    with unit_of_work() as db:
        assert db.query(PutName).count() == 3


def test_a_child_puts_their_name_and_is_not_quoted(town: Town, version: uuid.UUID, sign_in: SignInAs) -> None:
    child = sign_in(town.zara)
    body = {"version": str(version), "wording": "en", "comments": "It was long."}
    assert child.post("/plan/read-it", body, page="/given").status_code == 303
    page = text(child, "/given")
    assert "you have read it" in page
    assert "It was long." not in page


def test_a_draft_and_strangers_have_no_record(town: Town, sign_in: SignInAs) -> None:
    with unit_of_work():
        made = draft(town)
    beth = sign_in(town.beth)
    assert beth.get(f"/plans/{made}/given/{town.imran}").status_code == 404
    assert sign_in(town.tom).get(f"/plans/{made}/given/{town.imran}").status_code == 404
    assert (
        sign_in(town.farah).post(f"/plans/{made}/agree", {"agree": "yes"}, page="/inbox").status_code == 404
    )
    assert "There is no plan here for you to read yet." in text(sign_in(town.imran), "/given")
    with pytest.raises(ValueError, match="owl"), unit_of_work():
        note_given(version_id=made, person_id=town.imran, how="owl", on=clock.today(), actor_id=town.beth)


def test_a_later_version_has_a_record_of_its_own(town: Town, version: uuid.UUID, sign_in: SignInAs) -> None:
    father = sign_in(town.imran)
    father.post("/plan/read-it", {"version": str(version), "wording": "en"}, page="/given")
    with unit_of_work():
        made = plans.copy_to_draft(child_id=town.zara, actor_id=town.beth)
        for one in plans.readers(town.zara):
            plans.tick_read_as(version_id=made, reader_id=one.person_id, actor_id=town.beth)
        for person in (town.samina, town.imran):
            plans.record_asked(
                version_id=made,
                person_id=person,
                outcome="asked",
                asked_on=clock.today(),
                actor_id=town.beth,
            )
        plans.publish(version_id=made, actor_id=town.beth)
    assert "I have read it</button>" in text(father, "/given")
