"""A plan that is to be heard: recordings beside the words they read, for their own reader alone."""

from __future__ import annotations

import io
import re
import uuid
from dataclasses import replace
from html import unescape
from typing import Any

import pytest
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from tests.capability.plan_makers import FOR_ALL, FOR_FATHER, FOR_MOTHER, published
from tests.conftest import Browser, SignInAs
from tests.makers import Town
from tests.unit.test_sound import STREET, tone
from webapp import audit, plans
from webapp.core.database import session, unit_of_work
from webapp.plans.content import ParagraphContent, StepContent, Words
from webapp.plans.hearing import queries as hearing
from webapp.plans.models import PlanVersion, Recording
from webapp.plans.queries import content_of
from webapp.plans.writing.service import Typed, save_draft

HEARD = re.compile(r'<audio[^>]* src="(/plan/sound[^"]*)"')
NOT_SHARED = "Not shared yet: this plan is to be heard"


@pytest.fixture
def version(town: Town) -> uuid.UUID:
    with unit_of_work():
        return published(town)


def item(version: uuid.UUID, words: str) -> uuid.UUID:
    """The paragraph or step that says this in the adults' English."""
    with unit_of_work():
        found = content_of(version)
    every: list[ParagraphContent | StepContent] = [*found.paragraphs, *found.steps]
    return next(one.id for one in every if one.words["adult", "en"].text == words)


def record(beth: Browser, version: uuid.UUID, item_id: uuid.UUID | str, **changes: Any) -> TestResponse:
    """The form of one part, as a browser sends it."""
    sound = changes.pop("sound", tone("mp4", title=STREET))
    where = f"/plans/{version}/recordings"
    sent = {"item": str(item_id), "audience": "adult", "language": "en", "read_by": "Beth"} | changes
    if sound is not None:
        sent["sound"] = (io.BytesIO(sound), "voice.m4a")
    return beth.post(where, sent, page=where, content_type="multipart/form-data")


def heard_by(browser: Browser, path: str = "/plan?wording=en") -> list[str]:
    """The addresses of the sounds on a reader's page."""
    return [unescape(one) for one in HEARD.findall(browser.get(path).text)]


def kept() -> int:
    with unit_of_work():
        return session().scalar(select(func.count(Recording.id))) or 0


def looks(version: uuid.UUID) -> int:
    with unit_of_work():
        return len(audit.looks_at("plan_version", [version], "plan.read"))


def test_a_part_that_was_read_out_can_be_heard(town: Town, version: uuid.UUID, sign_in: SignInAs) -> None:
    beth, mother = sign_in(town.beth), sign_in(town.samina)
    assert heard_by(mother) == []
    assert record(beth, version, item(version, FOR_ALL)).status_code == 303
    (where,) = heard_by(mother)
    assert "Someone near you may hear. Use earphones?" in unescape(mother.get("/plan?wording=en").text)
    answer = mother.get(where)
    assert (answer.status_code, answer.mimetype) == (200, "audio/mpeg")
    assert answer.headers["Cache-Control"] == "no-store"
    assert STREET.encode() not in answer.data
    part = mother.get(where, headers={"Range": "bytes=0-99"})
    assert (part.status_code, part.data) == (206, answer.data[:100])


def test_hearing_a_part_of_a_recording_is_a_look_too(
    town: Town, version: uuid.UUID, sign_in: SignInAs
) -> None:
    """A phone asks for a recording in ranges (206): none of them may go unwritten."""
    beth, mother = sign_in(town.beth), sign_in(town.samina)
    record(beth, version, item(version, FOR_ALL))
    (where,) = heard_by(mother)
    before = looks(version)
    assert mother.get(where, headers={"Range": "bytes=0-99"}).status_code == 206
    assert looks(version) == before + 1


def test_each_hears_their_own_copy_alone(town: Town, version: uuid.UUID, sign_in: SignInAs) -> None:
    beth, mother, father = sign_in(town.beth), sign_in(town.samina), sign_in(town.imran)
    before = father.get("/plan").text
    record(beth, version, item(version, FOR_MOTHER))
    (where,) = heard_by(mother)
    assert mother.get(where).status_code == 200
    assert heard_by(father) == []
    # The father's page holds nothing of it, not even a place that is left out.
    assert len(father.get("/plan").text) == len(before)
    for place in range(8):
        assert father.get(f"/plan/sound?n={place}&wording=en").status_code == 404
    record(beth, version, item(version, FOR_FATHER))
    assert len(heard_by(mother)) == len(heard_by(father)) == 1


def test_it_is_of_one_wording(town: Town, version: uuid.UUID, sign_in: SignInAs) -> None:
    beth, mother, child = sign_in(town.beth), sign_in(town.samina), sign_in(town.zara)
    record(beth, version, item(version, FOR_ALL), language="ur", read_by="Agency 4471")
    assert heard_by(mother) == []
    assert len(heard_by(mother, "/plan?wording=ur")) == 1
    assert heard_by(child) == []
    record(beth, version, item(version, FOR_ALL), audience="child")
    assert len(heard_by(child)) == 1


def test_changed_words_are_not_read_and_the_same_words_are(
    town: Town, version: uuid.UUID, sign_in: SignInAs
) -> None:
    beth, mother = sign_in(town.beth), sign_in(town.samina)
    record(beth, version, item(version, FOR_ALL))
    record(beth, version, item(version, FOR_MOTHER))
    with unit_of_work():
        draft = plans.copy_to_draft(child_id=town.zara, actor_id=town.beth)
        kept = content_of(draft)
        new = {("adult", "en"): Words("Zara is on time now.")}
        paragraphs = [
            replace(one, words=new) if one.words["adult", "en"].text == FOR_ALL else one
            for one in kept.paragraphs
        ]
        typed = Typed(kept.revision, kept.review_on, paragraphs, kept.steps)
        save_draft(version_id=draft, typed=typed, actor_id=town.beth)
        for one in plans.readers(town.zara):
            plans.tick_read_as(version_id=draft, reader_id=one.person_id, actor_id=town.beth)
        for person in (town.samina, town.imran):
            plans.record_asked(
                version_id=draft, person_id=person, outcome="asked", asked_on=None, actor_id=town.beth
            )
        plans.publish(version_id=draft, actor_id=town.beth)
    assert len(heard_by(mother)) == 1


def test_recorded_again_and_removed(town: Town, version: uuid.UUID, sign_in: SignInAs) -> None:
    beth, mother = sign_in(town.beth), sign_in(town.samina)
    one = item(version, FOR_ALL)
    record(beth, version, one)
    record(beth, version, one, read_by="Farah")
    assert kept() == 1
    where = f"/plans/{version}/recordings"
    page = beth.get(where).text
    assert "Read by Farah" in page
    listen = re.search(r'<audio[^>]* src="([^"]+)"', page)
    assert listen
    assert beth.get(listen[1]).mimetype == "audio/mpeg"
    recording = listen[1].rpartition("/")[2]
    assert beth.post(f"{where}/remove", {"recording": recording}, page=where).status_code == 303
    assert kept() == 0
    assert heard_by(mother) == []
    assert beth.get(listen[1]).status_code == 404
    assert beth.post(f"{where}/remove", {"recording": recording}, page=where).status_code == 404


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"sound": None}, "Choose a recording first."),
        ({"sound": b""}, "Choose a recording first."),
        ({"sound": b"PK\x03\x04 a plan"}, "This is not a recording."),
        ({"sound": b"OggS" + b"\0" * 900}, "We cannot play this recording."),
        ({"read_by": " "}, "Write who reads it."),
        ({"read_by": "B" * 101}, "This name is too long."),
        ({"language": "ur"}, "The words have changed since."),
        ({"item": str(uuid.uuid4())}, "The words have changed since."),
        ({"item": "no id"}, "The words have changed since."),
    ],
)
def test_what_cannot_be_kept_is_said_kindly(
    town: Town, version: uuid.UUID, sign_in: SignInAs, changes: dict[str, Any], said: str
) -> None:
    answer = record(sign_in(town.beth), version, item(version, FOR_MOTHER), **changes)
    assert answer.status_code == 422
    assert said in unescape(answer.text)
    assert kept() == 0


@pytest.mark.parametrize(
    "query", ["", "?n=0", "?n=99&wording=en", "?n=-1&wording=en", "?n=٣&wording=en", "?n=0&wording=xx"]
)
def test_a_place_that_is_not_there(town: Town, version: uuid.UUID, sign_in: SignInAs, query: str) -> None:
    assert sign_in(town.samina).get(f"/plan/sound{query}").status_code == 404


def test_to_be_heard_counts_as_shared_when_heard_or_talked_through(
    town: Town, version: uuid.UUID, sign_in: SignInAs
) -> None:
    beth = sign_in(town.beth)
    versions = f"/children/{town.zara}/plan"
    assert NOT_SHARED not in beth.get(versions).text
    where = f"/plans/{version}/to-be-heard"
    page = f"/plans/{version}/recordings"
    assert beth.post(where, {"to_be_heard": "yes"}, page=page).status_code == 303
    readers = 3
    assert beth.get(versions).text.count(NOT_SHARED) == readers
    with unit_of_work():
        plans.record_talked_through(version_id=version, person_id=town.samina, actor_id=town.beth)
    assert beth.get(versions).text.count(NOT_SHARED) == readers - 1
    for words in (FOR_ALL, FOR_FATHER, "Breakfast club"):
        assert record(beth, version, item(version, words)).status_code == 303
    assert beth.get(versions).text.count(NOT_SHARED) == readers - 2
    with unit_of_work():
        row = session().get_one(PlanVersion, version)
        assert hearing.not_yet_heard(row, town.zara) == {town.zara}
        draft = plans.copy_to_draft(child_id=town.zara, actor_id=town.beth)
        assert hearing.is_to_be_heard(draft)
    assert beth.post(where, {"to_be_heard": "no"}, page=page).status_code == 303
    assert NOT_SHARED not in beth.get(versions).text
