"""What changed since a reader last opened the plan: from their own two copies, and from nothing else."""

from __future__ import annotations

import re
import uuid
from datetime import date
from functools import partial

import pytest
from sqlalchemy import update

from tests.capability.plan_makers import FOR_ALL, FOR_FATHER, FOR_MOTHER, make_ready, published
from tests.conftest import SignInAs
from tests.makers import Town
from webapp import plans
from webapp.core import clock
from webapp.core.database import session as database_session
from webapp.core.database import unit_of_work
from webapp.families.models import Grant
from webapp.plans import queries
from webapp.plans.writing.service import remove_item

BOX = "What changed since you last read it"


@pytest.fixture
def version(town: Town) -> uuid.UUID:
    with unit_of_work():
        return published(town)


def next_version(town: Town, *, without: str = "", for_mother: str = "", worry: str = "") -> uuid.UUID:
    """The next version: one paragraph more for all or for the mother, or one paragraph less."""
    with unit_of_work():
        made = plans.copy_to_draft(child_id=town.zara, actor_id=town.beth)
        add = partial(plans.save_paragraph, version_id=made, actor_id=town.beth, part="worried")
        if worry:
            add(adult={"en": worry})
        if for_mother:
            add(adult={"en": for_mother}, reader_id=town.samina)
        if without:
            _take_out(made, town.beth, without)
        make_ready(town, made)
        plans.publish(version_id=made, actor_id=town.beth, review_on=date(2026, 12, 10))
        return made


def _take_out(version_id: uuid.UUID, actor_id: uuid.UUID, words: str) -> None:
    found = queries.content_of(version_id).paragraphs
    gone = [one.id for one in found if one.words["adult", "en"].text == words]
    assert len(gone) == 1
    remove_item(version_id=version_id, item_id=gone[0], actor_id=actor_id)


def box_of(page: str) -> str:
    """The words of the box, or '' when there is none."""
    found = re.search(r'no-print news"[^>]*>(.*?)</details>', page, re.DOTALL)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", found[1])) if found else ""


def test_a_first_plan_has_nothing_to_compare(town: Town, version: uuid.UUID, sign_in: SignInAs) -> None:
    assert BOX not in sign_in(town.imran).get("/plan").text


def test_what_is_new_stands_in_the_box_and_beside_the_words(
    town: Town, version: uuid.UUID, sign_in: SignInAs
) -> None:
    father = sign_in(town.imran)
    father.get("/plan")
    next_version(town, worry="Zara missed school in May.")
    for _look in range(2):  # swapping the language or coming back does not take it away
        page = father.get("/plan").text
        box = box_of(page)
        assert BOX in box
        assert "What we are worried about 1 new" in box
        assert box.count("1 new") == 1
        assert re.search(
            r"<span>New</span></span></div>\s*<ul[^>]*>\s*<li[^>]*><p>Zara missed school in May\.", page
        )
        assert 'href="#part-worried"' in page


def test_who_did_not_open_the_earlier_one_sees_no_changes(
    town: Town, version: uuid.UUID, sign_in: SignInAs
) -> None:
    sign_in(town.samina).get("/plan")
    next_version(town, worry="Zara missed school in May.")
    assert BOX not in sign_in(town.imran).get("/plan").text


def test_nothing_hints_at_what_another_reader_got(town: Town, version: uuid.UUID, sign_in: SignInAs) -> None:
    father, mother = sign_in(town.imran), sign_in(town.samina)
    father.get("/plan")
    mother.get("/plan")
    next_version(town, for_mother="You wrote to us in May.", without=FOR_MOTHER)
    page = father.get("/plan").text
    assert BOX not in page
    assert "New</span>" not in page
    box = box_of(mother.in_english().get("/plan?wording=en").text)
    assert "What we are worried about 1 new" in box
    assert "What is going well 1 taken out" in box


def test_what_was_taken_out_is_counted_and_never_quoted(
    town: Town, version: uuid.UUID, sign_in: SignInAs
) -> None:
    """A worker may have taken it out because it should never have stood there."""
    father = sign_in(town.imran)
    father.get("/plan")
    next_version(town, without=FOR_FATHER)
    page = father.get("/plan").text
    assert "What is going well 1 taken out" in box_of(page)
    assert FOR_FATHER not in page
    assert FOR_ALL in page


def test_a_version_from_before_they_may_see_is_not_compared(
    town: Town, version: uuid.UUID, sign_in: SignInAs
) -> None:
    """Safety §4.6: what is older than their grant shows in no way, though they once opened it."""
    sign_in(town.imran).get("/plan")
    with unit_of_work():
        mine = update(Grant).where(Grant.person_id == town.imran, Grant.kind == "plan")
        database_session().execute(mine.values(sees_from=clock.now()))
    next_version(town, worry="Zara missed school in May.")
    page = sign_in(town.imran).get("/plan").text
    assert "Zara missed school in May." in page
    assert BOX not in page
