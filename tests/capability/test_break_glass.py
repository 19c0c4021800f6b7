"""Opening one family in an emergency: for an hour, to read, before everyone's eyes (safety §4.7)."""

from __future__ import annotations

import re
import uuid
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from tests.capability.test_floors import plain, reader
from tests.capability.test_may_see import token
from tests.conftest import Browser, SignInAs
from tests.makers import Town, make_staff
from tests.whole.story import Story
from webapp import families
from webapp.audit.models import AuditRow
from webapp.core import clock, ids
from webapp.core.database import end_session, session, unit_of_work
from webapp.families.models import BrokenGlass

ZARA, REASON = "NB-100234", "The school rang. Zara is not there and nobody answers."


def break_glass(browser: Browser, **changes: str) -> TestResponse:
    typed = {"key": str(ids.new()), "authority_id": ZARA, "code": "nobody_reached", "reason": REASON}
    return browser.post("/break-glass", typed | changes, page="/help")


def staff_pages(story: Story) -> tuple[str, ...]:
    town = story.town
    return (
        f"/families/{town.family}",
        f"/children/{town.zara}/plan",
        f"/inbox/children/{town.zara}/houses",
        f"/plans/{story.ids['version_id']}/read-as/{town.samina}",
        f"/inbox/answers/{story.ids['answer_id']}",
        f"/inbox/replies/{story.ids['reply_id']}",
    )


def test_it_opens_one_family_for_an_hour(story: Story, sign_in: SignInAs) -> None:
    tom, pages = sign_in(story.town.tom), staff_pages(story)
    assert [tom.get(path).status_code for path in pages] == [404] * len(pages)
    answer = break_glass(tom)
    assert (answer.status_code, answer.location) == (303, f"/families/{story.town.family}")
    opened = clock.now()
    assert [tom.get(path).status_code for path in pages] == [200] * len(pages)
    with time_machine.travel(opened + timedelta(minutes=59), tick=False):
        assert families.opened_children(reader(story.town.tom)) == sorted([story.town.zara, story.town.yusuf])
    end_session()
    with time_machine.travel(opened + timedelta(minutes=61), tick=False):
        assert families.opened_children(reader(story.town.tom)) == []


def test_a_banner_stands_on_every_page_until_it_ends(story: Story, sign_in: SignInAs) -> None:
    tom = sign_in(story.town.tom)
    assert b"in an emergency. Ends at" not in tom.get("/inbox").data
    break_glass(tom)
    ends = clock.local(session().query(BrokenGlass).filter_by(staff_id=story.town.tom).one().until_at)
    for path in (*staff_pages(story), "/inbox", "/families"):
        assert f"in an emergency. Ends at {ends:%H:%M}".encode() in tom.get(path).data, path
    assert tom.post("/break-glass/end", {}, page="/help").status_code == 303
    assert tom.get(staff_pages(story)[0]).status_code == 404
    assert b"Ends at" not in tom.get("/inbox").data


def test_it_reads_and_changes_nothing(story: Story, sign_in: SignInAs) -> None:
    town, tom = story.town, sign_in(story.town.tom)
    break_glass(tom)
    for path in (
        f"/families/{town.family}/people/{town.samina}/card",
        f"/families/{town.family}/people/{town.samina}/may-see/give",
        f"/inbox/children/{town.zara}/reply",
        f"/children/{town.zara}/plan",
        f"/plans/{story.ids['version_id']}/publish",
    ):
        assert tom.post(path, {}, page="/help").status_code == 404, path


def test_the_opened_family_offers_nothing_that_would_refuse(story: Story, sign_in: SignInAs) -> None:
    tom, path = sign_in(story.town.tom), f"/families/{story.town.family}"
    break_glass(tom)
    to_change = ("/card", "/contacts", "/may-see", "/hand-over", "/invite", "/checks", "/revoke")
    own, opened = sign_in(story.town.beth).get(path).text, tom.get(path).text
    assert [end for end in to_change if f'{end}"' not in own] == []
    assert [end for end in to_change if f'{end}"' in opened] == []


def everything(browser: Browser, story: Story) -> bytes:
    paths = (*staff_pages(story), "/inbox", f"/feedback/children/{story.town.zara}")
    return b"".join(browser.get(path).data for path in paths)


@pytest.mark.parametrize("role", ["worker", "manager"])
def test_it_shows_what_a_worker_sees_never_what_is_for_someone_else(
    story: Story, sign_in: SignInAs, role: str
) -> None:
    """A manager of another team, too, sees as a worker does."""
    opener = story.town.tom
    if role == "manager":
        with unit_of_work():
            opener = make_staff("Ada Moss", "manager")
            families.add_to_team(person_id=opener, team_id=story.town.other_team)
    browser = sign_in(opener)
    assert break_glass(browser).status_code == 303
    seen = everything(browser, story)
    assert token(story, "told-worker") in seen
    assert token(story, "everyone") in seen
    assert token(story, "not-worker") not in seen
    assert token(story, "feedback") not in seen


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"reason": "too short"}, b"at least 20 letters"),
        ({"reason": "a b c d e f g h i j k l m"}, b"at least 20 letters"),
        ({"code": "bored"}, b"Choose one."),
        ({"authority_id": ""}, b"Write the council"),
        ({"withheld_reason": "Police ask"}, b"within the next 14 days"),
        ({"withheld_until": "2999-01-01"}, b"within the next 14 days"),
    ],
)
def test_what_is_missing_is_said_and_nothing_opens(
    town: Town, sign_in: SignInAs, wrong: dict[str, str], said: bytes
) -> None:
    tom = sign_in(town.tom)
    answer = break_glass(tom, **wrong)
    assert answer.status_code == 422
    assert said in answer.data
    assert session().query(BrokenGlass).count() == 0


def refused(browser: Browser, number: str) -> bytes:
    answer = break_glass(browser, authority_id=number)
    assert answer.status_code == 422
    body = re.sub(rb'value="[0-9a-f-]{36}"', b"", plain(answer.data))
    return body.replace(number.encode(), b"#")


def test_an_unknown_number_and_ones_own_relatives_are_answered_alike(town: Town, sign_in: SignInAs) -> None:
    tom = sign_in(town.tom)
    with unit_of_work():
        families.declare_conflict(staff_id=town.tom, declared_by=town.tom, authority_id="NB-100235")
    assert refused(tom, ZARA) == refused(tom, "NB-999999")
    end_session()
    assert session().query(BrokenGlass).count() == 0
    kept = session().scalars(select(AuditRow).where(AuditRow.act == "glass.refused")).all()
    assert [row.actor_id for row in kept] == [town.tom, town.tom]


def test_a_double_tap_opens_one_and_a_second_family_waits(town: Town, sign_in: SignInAs) -> None:
    tom = sign_in(town.tom)
    with unit_of_work():
        other = families.add_family(name="Family Q", team_id=town.team)
        families.add_child(family_id=other, name="Quin", band="mid", authority_id="NB-5")
    key = str(ids.new())
    assert break_glass(tom, key=key).location == break_glass(tom, key=key).location
    assert session().query(BrokenGlass).count() == 1
    answer = break_glass(tom, authority_id="NB-5")
    assert answer.status_code == 422
    assert b"another family open" in answer.data
    end_session()
    assert session().query(BrokenGlass).count() == 1
    assert tom.get(f"/families/{other}").status_code == 404
    assert break_glass(sign_in(town.beth), key=key).status_code == 422


def test_the_manager_is_told_at_once_until_a_tick(town: Town, sign_in: SignInAs) -> None:
    tom, farah = sign_in(town.tom), sign_in(town.farah)
    assert b"Tom Ellis opened" not in farah.get("/inbox").data
    break_glass(tom)
    told = farah.get("/inbox").data
    assert b"Tom Ellis opened" in told
    assert b"Family M" in told
    assert REASON.encode() in told
    row = session().query(BrokenGlass).one()
    form = {"glass": str(row.id)}
    assert tom.post("/break-glass/sign-off", form, page="/help").status_code == 404
    assert farah.post("/break-glass/sign-off", form, page="/help").status_code == 303
    assert b"Tom Ellis opened" not in farah.get("/inbox").data
    assert b"Looked into by Farah Aziz" in farah.get("/break-glass/opened").data
    assert b"Tom Ellis" in sign_in(town.priya).get("/break-glass/opened").data
    assert REASON.encode() not in sign_in(town.priya).get("/break-glass/opened").data


def test_a_manager_does_not_sign_off_their_own(town: Town, sign_in: SignInAs) -> None:
    """Opened before she became this team's manager."""
    farah = sign_in(town.farah)
    assert break_glass(farah).status_code == 303
    row = session().query(BrokenGlass).one()
    assert farah.post("/break-glass/sign-off", {"glass": str(row.id)}, page="/help").status_code == 404
    assert b"Farah Aziz opened" not in farah.get("/inbox").data
    assert b"Nobody has looked into this yet" in farah.get("/break-glass/opened").data
    assert town.farah == row.staff_id


def test_it_is_in_the_familys_own_log(town: Town, sign_in: SignInAs) -> None:
    tom = sign_in(town.tom)
    break_glass(tom)
    tom.get(f"/families/{town.family}")
    rows = session().scalars(select(AuditRow).where(AuditRow.actor_id == town.tom)).all()
    acts = {row.act for row in rows if row.chain == f"family:{town.family}"}
    assert {"glass.open", "family.read"} <= acts


def test_what_may_not_be_told_yet_is_told_on_its_day(town: Town, sign_in: SignInAs, app: Flask) -> None:
    tom, farah = sign_in(town.tom), sign_in(town.farah)
    until = clock.today() + timedelta(days=14)
    answer = break_glass(tom, withheld_until=until.isoformat(), withheld_reason="The police asked us")
    assert answer.status_code == 303
    found = families.withheld(town.family)
    assert [one.person_id for one in found] == [town.tom]
    assert found[0].from_at <= clock.now() <= found[0].until_at
    with time_machine.travel(clock.now() + timedelta(days=14), tick=False):
        assert families.withheld(town.family) == []
    told = {"glass": str(session().query(BrokenGlass).one().id), "tell": "yes"}
    end_session()
    assert farah.post("/break-glass/sign-off", told, page="/help").status_code == 303
    end_session()
    assert families.withheld(town.family) == []


def test_a_manager_may_withhold_it_with_a_reason_and_a_day(town: Town, sign_in: SignInAs) -> None:
    tom, farah = sign_in(town.tom), sign_in(town.farah)
    break_glass(tom)
    name: Any = session().query(BrokenGlass).one().id
    end_session()
    form = {"glass": str(name), f"withheld_until-{name}": (clock.today() + timedelta(days=15)).isoformat()}
    answer = farah.post("/break-glass/sign-off", form, page="/help")
    assert answer.status_code == 422
    assert b"within the next 14 days" in answer.data
    form[f"withheld_until-{name}"] = (clock.today() + timedelta(days=3)).isoformat()
    assert farah.post("/break-glass/sign-off", form, page="/help").status_code == 422
    form[f"withheld_reason-{name}"] = "A refuge"
    assert farah.post("/break-glass/sign-off", form, page="/help").status_code == 303
    assert families.withheld(town.family)


def test_an_opened_family_names_no_other_family_of_the_child(town: Town, sign_in: SignInAs) -> None:
    """A child in two families: only the one that was opened shows."""
    with unit_of_work():
        second = families.add_family(name="Family T", team_id=town.team)
        from webapp.families.models import Member

        session().add(Member(id=ids.new(), family_id=second, person_id=town.zara, relation="child"))
    tom = sign_in(town.tom)
    break_glass(tom)
    opened = session().query(BrokenGlass).one().family_id
    assert [one.id for one in families.visible_families(reader(town.tom))] == [opened]


def test_another_persons_key_opens_nothing(town: Town) -> None:
    from webapp.families.break_glass import service

    key = uuid.uuid4()
    said: dict[str, Any] = {"authority_id": ZARA, "code": "duty", "reason": REASON}
    with unit_of_work():
        service.open_family(glass_id=key, staff_id=town.tom, **said)
    with pytest.raises(LookupError), unit_of_work():
        service.open_family(glass_id=key, staff_id=town.owen, **said)
