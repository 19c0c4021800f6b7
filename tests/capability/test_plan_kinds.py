"""The law of each kind stands on the plan, and a child who is moving is told what happens (R28–R31, R105)."""

from __future__ import annotations

import re
import uuid

import pytest

from tests.capability.plan_makers import make_ready
from tests.capability.test_plans_writing import Desk
from tests.conftest import SignInAs
from tests.makers import Town
from webapp import plans
from webapp.core.database import unit_of_work
from webapp.plans import queries
from webapp.plans.rules import MOVING_PARTS


def begun(town: Town, kind: str) -> uuid.UUID:
    with unit_of_work():
        made = plans.start_plan(child_id=town.zara, kind=kind, actor_id=town.beth)
        plans.save_paragraph(
            version_id=made,
            actor_id=town.beth,
            part="why",
            adult={"en": "Zara was late."},
            child={"en": "You were late."},
        )
    return made


def add_home(town: Town, version: uuid.UUID) -> None:
    plans.save_paragraph(
        version_id=version,
        actor_id=town.beth,
        part="home",
        adult={"en": "Zara will live with her aunt."},
        child={"en": "You will live with your aunt. She has a cat. You can visit on Friday."},
    )


def publish(town: Town, version: uuid.UUID) -> None:
    with unit_of_work():
        make_ready(town, version)
        plans.publish(version_id=version, actor_id=town.beth)


def now_part(page: str) -> str:
    """The part that says what kind of plan it is."""
    start = page.index('id="part-now"')
    return page[start : page.index("</section>", start)]


@pytest.mark.parametrize(
    ("kind", "open_words", "act"),
    [
        ("early_help", "You choose early help.", "Children Act 2004, section 10"),
        ("child_in_need", "You choose whether to take this help.", "Children Act 1989, section 17"),
        ("child_protection", "You did not choose this plan.", "Children Act 1989, section 47"),
        ("care_plan", "under section 20, you can change your mind", "sections 20, 22 and 31A"),
        ("pathway_plan", "Zara says what goes in it", "Children Act 1989, section 23E"),
    ],
)
def test_each_kind_says_openly_what_is_a_choice(
    town: Town, sign_in: SignInAs, kind: str, open_words: str, act: str
) -> None:
    publish(town, begun(town, kind))
    found = now_part(sign_in(town.samina).in_english().get("/plan?wording=en").text)
    before, opens = found.split("<details", 1)
    assert open_words in before
    assert act in opens
    assert "0808 801 0366" in opens
    child = now_part(sign_in(town.zara).get("/plan").text)
    assert open_words not in child
    assert act not in child
    assert "They do not work for us." in child


def test_the_worker_marks_that_the_child_is_moving_and_is_asked(town: Town, sign_in: SignInAs) -> None:
    version = begun(town, "child_in_need")
    desk = Desk(sign_in(town.beth), version)
    assert 'id="part-home"' not in desk.open()
    desk.fields["moving"] = ["yes"]
    assert desk.save().status_code == 303
    page = desk.open()
    assert [part for part in MOVING_PARTS if f'id="part-{part}"' in page] == list(MOVING_PARTS)
    assert "No address: not everyone may know it." in page
    asked = desk.browser.get(f"/plans/{version}/publish").text
    assert "The child has no words yet about:" in asked
    assert "Who you will live with" in asked
    with unit_of_work():
        add_home(town, version)
    asked = desk.browser.get(f"/plans/{version}/publish").text
    assert "Who you will live with" not in asked
    assert "Will you go home?" in asked


def test_what_is_written_about_a_move_stays_when_the_mark_goes(town: Town, sign_in: SignInAs) -> None:
    version = begun(town, "care_plan")
    with unit_of_work():
        add_home(town, version)
    desk = Desk(sign_in(town.beth), version)
    assert 'id="part-see_first"' in desk.open()
    desk.fields["kind"] = ["child_protection"]
    assert desk.save().status_code == 303
    page = desk.open()
    assert 'id="part-see_first"' not in page
    assert "Zara will live with her aunt." in page
    with unit_of_work():
        kept = queries.content_of(version)
        assert (kept.kind, kept.is_moving) == ("child_protection", False)
    desk.fields["kind"] = ["nonsense"]
    desk.save()
    with unit_of_work():
        assert queries.content_of(version).kind == "child_protection"


def test_the_child_finds_the_move_first_and_with_a_picture(town: Town, sign_in: SignInAs) -> None:
    version = begun(town, "child_in_need")
    with unit_of_work():
        add_home(town, version)
    publish(town, version)
    page = sign_in(town.zara).get("/plan").text
    assert page.index('id="part-home"') < page.index('id="part-why"')
    home = page[page.index('aria-labelledby="part-home"') :]
    assert re.search(r"sprite[^\"]*#pic-bed", home[: home.index("</section>")])
    assert "Who you will live with" in home
    mother = sign_in(town.samina).in_english().get("/plan?wording=en").text
    assert "Who Zara will live with" in mother
    assert "#pic-bed" not in mother


def test_a_new_draft_goes_on_with_the_mark(town: Town, sign_in: SignInAs) -> None:
    version = begun(town, "child_in_need")
    desk = Desk(sign_in(town.beth), version)
    desk.fields["moving"] = ["yes"]
    desk.save()
    publish(town, version)
    with unit_of_work():
        made = plans.copy_to_draft(child_id=town.zara, actor_id=town.beth)
        assert queries.content_of(made).is_moving
