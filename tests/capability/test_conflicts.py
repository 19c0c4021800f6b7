"""A worker's own relatives: whoever knows a child sees nothing of the family (safety §4.7)."""

from __future__ import annotations

import uuid

import pytest

from tests.capability.test_floors import plain, reader
from tests.conftest import SignInAs
from tests.makers import Town, make_staff
from tests.whole.story import Story
from webapp import duty, families
from webapp.core.database import end_session, session, unit_of_work
from webapp.families.models import Conflict
from webapp.houses import people as share_people

ZARA = "NB-100234"


def declare(staff: uuid.UUID, **about: object) -> None:
    with unit_of_work():
        families.declare_conflict(staff_id=staff, declared_by=staff, **about)  # type: ignore[arg-type]


def test_a_declared_relative_is_gone_at_the_next_request(story: Story, sign_in: SignInAs) -> None:
    """Beth works with Zara, and says that she knows her: of the whole family nothing is left."""
    town, beth = story.town, sign_in(story.town.beth)
    paths = (
        f"/families/{town.family}",
        f"/children/{town.zara}/plan",
        f"/children/{town.yusuf}/plan",
        f"/inbox/children/{town.zara}/houses",
        f"/inbox/answers/{story.ids['answer_id']}",
        f"/inbox/replies/{story.ids['reply_id']}",
        f"/plans/{story.ids['version_id']}/read-as/{town.samina}",
    )
    assert [beth.get(path).status_code for path in paths] == [200] * len(paths)
    assert beth.post("/my-conflicts", {"authority_id": " nb-100234 "}, page="/help").status_code == 303
    assert [beth.get(path).status_code for path in paths] == [404] * len(paths)
    for path in ("/inbox", "/families", "/inbox/answered"):
        assert b"Zara" not in beth.get(path).data
        assert b"Family M" not in beth.get(path).data
    assert beth.post(f"/inbox/children/{town.zara}/reply", {}, page="/help").status_code == 404


def test_an_unknown_number_is_answered_as_a_known_one(town: Town, sign_in: SignInAs) -> None:
    tom = sign_in(town.tom)
    answers = []
    for typed in (ZARA, "NB-999999"):
        answer = tom.post("/my-conflicts", {"authority_id": typed}, page="/help", follow_redirects=True)
        answers.append(plain(answer.data).replace(typed.encode(), b"#"))
        with unit_of_work():
            session().query(Conflict).delete()
    assert answers[0] == answers[1]
    assert tom.post("/my-conflicts", {}, page="/help").status_code == 422


def test_a_child_who_comes_later_is_kept_away_too(town: Town) -> None:
    declare(town.beth, authority_id="NB-777")
    assert families.visible_children(reader(town.beth))
    with unit_of_work():
        late = families.add_child(family_id=town.family, name="Late", band="young", authority_id="NB-777")
    assert families.has_conflict(town.beth, late)
    assert families.visible_children(reader(town.beth)) == []


def test_nobody_can_be_made_the_worker_of_a_child_they_know(town: Town) -> None:
    declare(town.tom, authority_id=ZARA)
    with pytest.raises(families.BarredError), unit_of_work():
        families.allocate(child_id=town.zara, worker_id=town.tom)
    assert not families.has_conflict(town.beth, town.zara)


def test_a_child_is_offered_neither_a_worker_nor_a_manager_who_knows_the_family(town: Town) -> None:
    with unit_of_work():
        moira = make_staff("Ada Moss", "advocate")
        families.grant(person_id=moira, child_id=town.zara, kind="advocate", granted_by=town.farah)
    for staff in (town.beth, town.farah, moira):
        declare(staff, family_id=town.family)
    found = share_people.choices(town.zara)
    assert (found.workers, found.managers, found.advocates) == ([], [], [])


def test_a_manager_and_whoever_is_on_duty_see_nothing_either(story: Story, sign_in: SignInAs) -> None:
    town, farah = story.town, sign_in(story.town.farah)
    assert duty.alerts(reader(town.farah))
    alert = f"/duty/alerts/{story.ids['alert_id']}/seen"
    declare(town.farah, family_id=town.family)
    assert families.visible_children(reader(town.farah)) == []
    assert duty.alerts(reader(town.farah)) == []
    assert farah.post(alert, {}, page="/help").status_code == 404
    assert b"Zara" not in farah.get("/inbox").data


def test_a_manager_keeps_the_teams_and_an_administrator_ends_them(town: Town, sign_in: SignInAs) -> None:
    farah, priya, beth = sign_in(town.farah), sign_in(town.priya), sign_in(town.beth)
    assert farah.post("/conflicts", {"staff": str(town.tom)}, page="/help").status_code == 422
    about = {"staff": str(town.tom), "family": str(town.family)}
    assert farah.post("/conflicts", about, page="/help").status_code == 422
    about["staff"] = str(town.beth)
    assert farah.post("/conflicts", about, page="/help").status_code == 303
    shown = farah.get("/conflicts").data
    assert b"Beth Carter" in shown
    assert b"Family M" in shown
    assert families.has_conflict(town.beth, town.zara)
    assert b"Family M" not in beth.get("/my-conflicts").data
    assert beth.get("/conflicts").status_code == 404
    row = session().query(Conflict).one()
    end = {"conflict": str(row.id), f"why-{row.id}": "A mistake"}
    for other in (farah, beth):
        assert other.post("/conflicts/end", end, page="/help").status_code == 404
    assert priya.post("/conflicts/end", {"conflict": str(row.id)}, page="/help").status_code == 422
    assert priya.post("/conflicts/end", end, page="/help").status_code == 303
    end_session()
    assert not families.has_conflict(town.beth, town.zara)
    assert priya.post("/conflicts/end", end, page="/help").status_code == 404


def test_nobody_ends_their_own(town: Town, sign_in: SignInAs) -> None:
    priya = sign_in(town.priya)
    about = {"staff": str(town.priya), "authority_id": ZARA}
    assert priya.post("/conflicts", about, page="/help").status_code == 303
    row = session().query(Conflict).one()
    end = {"conflict": str(row.id), f"why-{row.id}": "It is mine"}
    assert priya.post("/conflicts/end", end, page="/help").status_code == 404


def test_a_conflict_names_someone(town: Town) -> None:
    with pytest.raises(ValueError, match="neither"):
        declare(town.tom, authority_id="  ")
