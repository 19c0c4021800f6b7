"""What a person may see of a child: given, from when, ended; at once, in open sessions too (safety §4.6)."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

import pytest
import time_machine
from flask import Flask

from tests.conftest import SignInAs
from tests.whole.story import Story
from webapp import families, plans, review
from webapp.core import clock, ids
from webapp.core.database import session, unit_of_work
from webapp.families.models import Grant


def token(story: Story, name: str) -> bytes:
    return next(one for one in story.tokens if one.startswith(name)).encode()


def page_of(story: Story, person: uuid.UUID) -> str:
    return f"/families/{story.town.family}/people/{person}/may-see"


def add_nan(story: Story) -> uuid.UUID:
    with unit_of_work():
        return families.add_adult(
            family_id=story.town.family, name="Nan", relation="grandmother", role="network"
        )


def give(story: Story, person: uuid.UUID) -> None:
    with unit_of_work():
        families.grant(person_id=person, child_id=story.town.zara, kind="plan", granted_by=story.town.beth)


def grant_id(person: uuid.UUID) -> uuid.UUID:
    return [row.id for row in session().query(Grant).filter_by(person_id=person).order_by(Grant.id)][-1]


def test_who_is_added_today_sees_no_plan_from_before_until_a_worker_says_so(
    story: Story, sign_in: SignInAs
) -> None:
    nan, beth = add_nan(story), sign_in(story.town.beth)
    give(story, nan)
    hers = sign_in(nan)
    assert token(story, "everyone") not in hers.get("/plan").data
    as_nan = f"/plans/{story.ids['version_id']}/read-as/{nan}"
    assert token(story, "everyone") in beth.get(as_nan).data
    show = f"/plans/{story.ids['version_id']}/show-to/{nan}"
    assert beth.post(show, {}, page="/help").status_code == 422
    assert token(story, "everyone") not in hers.get("/plan").data
    assert beth.post(show, {"safe": "yes"}, page="/help").status_code == 303
    read = hers.get("/plan").data
    assert token(story, "everyone") in read
    assert token(story, "hers") not in read
    assert token(story, "for-him") not in read


def test_a_plan_published_after_is_theirs(story: Story, sign_in: SignInAs) -> None:
    nan = add_nan(story)
    give(story, nan)
    with unit_of_work():
        draft = plans.copy_to_draft(child_id=story.town.zara, actor_id=story.town.beth)
        for person in (story.town.samina, story.town.imran, story.others["carer"]):
            plans.record_asked(
                version_id=draft,
                person_id=person,
                outcome="asked",
                asked_on=clock.today(),
                actor_id=story.town.beth,
            )
        for reader in plans.readers(story.town.zara):
            plans.tick_read_as(version_id=draft, reader_id=reader.person_id, actor_id=story.town.beth)
        plans.publish(version_id=draft, actor_id=story.town.beth, review_on=date(2030, 1, 1))
    assert token(story, "everyone") in sign_in(nan).get("/plan").data


def test_a_draft_is_shown_to_nobody_and_a_stranger_is_shown_nothing(story: Story, sign_in: SignInAs) -> None:
    nan, beth = add_nan(story), sign_in(story.town.beth)
    published, draft = story.ids["version_id"], story.of_draft["plans.tick_reader"]["version_id"]
    said = {"safe": "yes"}
    assert beth.post(f"/plans/{published}/show-to/{nan}", said, page="/help").status_code == 404
    give(story, nan)
    assert beth.post(f"/plans/{draft}/show-to/{nan}", said, page="/help").status_code == 404


def test_ending_is_one_tap_and_holds_in_an_open_session(story: Story, sign_in: SignInAs) -> None:
    town = story.town
    mother, beth = sign_in(town.samina), sign_in(town.beth)
    assert token(story, "everyone") in mother.get("/plan").data
    assert token(story, "told-mum") in mother.get("/shown").data
    form = {"grant": str(_grant_about(town.samina, town.zara))}
    assert beth.post(f"{page_of(story, town.samina)}/end", form, page="/help").status_code == 303
    for path in ("/", "/plan", "/shown", "/answers", "/questions"):
        sent = mother.get(path).data
        assert not [one for one in story.tokens if one.encode() in sent], path
        assert b"Zara" not in sent, path
    answer = {"version": str(story.ids["version_id"]), "wording": "en", "position": "agree"}
    assert mother.post("/plan/answers", answer, page="/help").status_code == 404


def _grant_about(person: uuid.UUID, child: uuid.UUID) -> uuid.UUID:
    return session().query(Grant).filter_by(person_id=person, child_id=child).one().id


def test_what_ended_and_was_given_again_brings_nothing_back_by_itself(
    story: Story, sign_in: SignInAs
) -> None:
    town = story.town
    with unit_of_work():
        review.reply(
            reply_id=ids.new(),
            author_id=town.beth,
            child_id=town.zara,
            to_id=town.samina,
            answers=[("plan_answer", story.ids["answer_id"])],
            outcome=review.Outcome(code="done", words="replied-to-mum"),
        )
    mother, beth = sign_in(town.samina), sign_in(town.beth)
    assert b"replied-to-mum" in mother.get("/answers").data
    form = {"grant": str(_grant_about(town.samina, town.zara))}
    beth.post(f"{page_of(story, town.samina)}/end", form, page="/help")
    assert b"replied-to-mum" not in mother.get("/answers").data
    give(story, town.samina)
    seen = mother.get("/plan").data + mother.get("/shown").data + mother.get("/answers").data
    for name in ("everyone", "hers", "told-mum"):
        assert token(story, name) not in seen
    assert b"replied-to-mum" not in seen
    again = grant_id(town.samina)
    since = {"grant": str(again), f"since-{again}": (clock.today() - timedelta(days=1)).isoformat()}
    assert beth.post(f"{page_of(story, town.samina)}/before", since, page="/help").status_code == 303
    assert token(story, "told-mum") in mother.get("/shown").data
    assert b"replied-to-mum" in mother.get("/answers").data


def test_a_grant_ends_on_its_day(story: Story, sign_in: SignInAs) -> None:
    town, beth = story.town, sign_in(story.town.beth)
    nan = add_nan(story)
    typed = {"give_child": str(town.zara), "kind": "plan", "why": "She helps"}
    typed["until"] = clock.today().isoformat()
    assert beth.post(f"{page_of(story, nan)}/give", typed, page="/help").status_code == 303
    assert families.granted_children(nan, "plan") == [town.zara]
    with time_machine.travel(clock.now() + timedelta(days=2), tick=False):
        assert families.granted_children(nan, "plan") == []


def test_giving_asks_why_and_loses_nothing_typed(story: Story, sign_in: SignInAs) -> None:
    nan, beth = add_nan(story), sign_in(story.town.beth)
    path = f"{page_of(story, nan)}/give"
    answer = beth.post(path, {"give_child": str(story.town.zara), "kind": "plan"}, page="/help")
    assert answer.status_code == 422
    assert b"Say why." in answer.data
    assert f'value="{story.town.zara}" selected'.encode() in answer.data
    wrong = {
        "give_child": str(story.town.zara),
        "kind": "advocate",
        "why": "kept words",
        "until": "2020-01-01",
    }
    answer = beth.post(path, wrong, page="/help")
    assert answer.status_code == 422
    assert b"kept words" in answer.data
    assert b"still to come" in answer.data
    assert families.granted_any(nan) == {}


def test_giving_twice_is_one_and_only_moves_the_end(story: Story, app: Flask) -> None:
    nan = add_nan(story)
    give(story, nan)
    first = grant_id(nan)
    with unit_of_work():
        until = clock.now() + timedelta(days=3)
        again = families.grant(
            person_id=nan, child_id=story.town.zara, kind="plan", granted_by=story.town.beth, until=until
        )
    assert again == first
    assert session().query(Grant).filter_by(person_id=nan).one().until_at == until
    with pytest.raises(ValueError, match="everything"), unit_of_work():
        families.grant(person_id=nan, child_id=story.town.zara, kind="everything", granted_by=story.town.beth)


def test_the_page_says_what_since_when_by_whom_and_why(story: Story, sign_in: SignInAs) -> None:
    nan, beth = add_nan(story), sign_in(story.town.beth)
    typed = {"give_child": str(story.town.zara), "kind": "plan", "why": "She looks after Zara on Fridays"}
    beth.post(f"{page_of(story, nan)}/give", typed, page="/help")
    shown = beth.get(page_of(story, nan)).data
    for words in (
        b"Their own copy of the plan",
        b"given by Beth Carter",
        b"on Fridays",
        b"nothing from before",
    ):
        assert words in shown
    assert sign_in(story.town.farah).get(page_of(story, nan)).status_code == 200
    assert sign_in(story.town.tom).get(page_of(story, nan)).status_code == 404
    assert beth.get(page_of(story, story.town.stranger)).status_code == 404


def test_only_ones_own_children_and_grants_can_be_named(story: Story, sign_in: SignInAs) -> None:
    town, beth = story.town, sign_in(story.town.beth)
    page = page_of(story, town.samina)
    typed = {"give_child": str(town.stranger), "kind": "plan", "why": "no"}
    assert beth.post(f"{page}/give", typed, page="/help").status_code == 422
    his = str(_grant_about(town.imran, town.zara))
    assert beth.post(f"{page}/end", {"grant": his}, page="/help").status_code == 404
    assert beth.post(f"{page}/before", {"grant": "x"}, page="/help").status_code == 404
    hers = str(_grant_about(town.samina, town.zara))
    assert (
        beth.post(f"{page}/before", {"grant": hers, f"since-{hers}": "2999-01-01"}, page="/help").status_code
        == 422
    )


def test_who_is_from_outside_stands_under_the_family_of_the_child_alone(
    story: Story, sign_in: SignInAs
) -> None:
    """Else what a worker looks at would stand in the log of another family of theirs."""
    town, beth = story.town, sign_in(story.town.beth)
    with unit_of_work():
        other = families.add_family(name="Family O", team_id=town.team)
        child = families.add_child(family_id=other, name="Ola", band="mid")
        families.allocate(child_id=child, worker_id=town.beth)
        families.grant(person_id=town.stranger, child_id=child, kind="plan", granted_by=town.beth)
    assert beth.get(f"/families/{other}/people/{town.stranger}/may-see").status_code == 200
    assert beth.get(page_of(story, town.stranger)).status_code == 404
