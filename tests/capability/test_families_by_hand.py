"""Families and the people in them, made and changed by hand in the browser."""

from __future__ import annotations

import re
import uuid
from datetime import date
from time import perf_counter

from sqlalchemy import select

from tests.capability.office import acts, change, worker_address
from tests.conftest import SignInAs
from tests.makers import Town
from webapp import accounts, families
from webapp.core import clock
from webapp.core.database import session, unit_of_work
from webapp.families import grants, queries
from webapp.families.models import Allocation, Family, Member, SafetyCheck

# ---- families and the people in them, by hand


def child(**changes: str) -> dict[str, str]:
    return {
        "name": "Musa",
        "born_on": date(clock.today().year - 9, 1, 1).isoformat(),
        "band": "",
        "language": "ur",
        "authority_id": "NB-777",
    } | changes


def adult(**changes: str) -> dict[str, str]:
    return {"name": "Nan", "relation": "grandmother", "role": "carer", "language": "en"} | changes


def member(family: uuid.UUID, name: str) -> queries.MemberView:
    with unit_of_work():
        return next(one for one in queries.members(family) if one.name == name)


def test_a_family_by_hand(town: Town, sign_in: SignInAs) -> None:
    priya = sign_in(town.priya)
    body = {"name": "Family Q", "team": str(town.other_team)}
    made = priya.post("/people/families/new", body, page="/people/families/new")
    assert made.status_code == 303
    family = made.headers["Location"]
    added = priya.post(f"{family}/new-child", child(), page=family)
    assert added.status_code == 303
    assert added.headers["Location"].endswith("/worker")
    assert "Musa" in priya.get("/people").text
    first = priya.post(added.headers["Location"], change(town, place="also", reason=""), page=family)
    assert first.status_code == 303
    added = priya.post(f"{family}/new-adult", adult(), page=family)
    assert "They cannot see anything yet." in added.text
    page = priya.get(family).text
    for words in ("Family Q", "Musa", "Tom Ellis", "Nan"):
        assert words in page
    assert {"family.add", "member.add"} <= set(acts())
    family_id = uuid.UUID(family.rsplit("/", 1)[1])
    assert member(family_id, "Musa").band == "mid"
    assert member(family_id, "Musa").language == "ur"


WRONG_CHILDREN: list[tuple[dict[str, str], str]] = [
    ({"name": ""}, "Give a name."),
    ({"authority_id": "nb-100234"}, "Another child has this id already."),
    ({"authority_id": "9" * 33}, "Please make it shorter"),
    ({"born_on": ""}, "Give the date of birth, or choose an age group."),
    ({"born_on": "2999-01-01"}, "Give a day that has been"),
    ({"born_on": "1950-01-01"}, "older than 25"),
    ({"language": "xx"}, "Choose a language."),
]


def test_a_wrong_field_of_a_child_is_told_kindly(town: Town, sign_in: SignInAs) -> None:
    priya, address = sign_in(town.priya), f"/people/families/{town.family}/new-child"
    for changes, words in WRONG_CHILDREN:
        answer = priya.post(address, child(**changes), page="/people")
        assert answer.status_code == 422, changes
        assert words in answer.text
        assert "Musa" in answer.text or "name" in changes
    with unit_of_work():
        assert len(queries.members(town.family)) == 4


def test_a_worker_keeps_the_people_of_own_cases_alone(town: Town, sign_in: SignInAs) -> None:
    beth, tom, family = sign_in(town.beth), sign_in(town.tom), f"/people/families/{town.family}"
    assert beth.get(family).status_code == 200
    assert tom.get(family).status_code == 404
    added = beth.post(f"{family}/new-adult", adult(), page=family)
    nan = member(town.family, "Nan")
    assert f"/families/{town.family}/people/{nan.person_id}/may-see" in added.text
    assert beth.post(f"{family}/new-child", child(), page=family).headers["Location"].endswith(family)
    musa = member(town.family, "Musa")
    assert "Musa" not in beth.get(family).text
    assert beth.get(f"{family}/{musa.person_id}").status_code == 404
    assert beth.get(worker_address(town.zara)).status_code == 404
    assert beth.post(family, {"name": "X", "team": str(town.team)}, page=family).status_code == 404
    assert "Musa" in sign_in(town.farah).get("/people").text


def test_a_new_adult_at_home_asks_for_every_card_to_be_checked(town: Town, sign_in: SignInAs) -> None:
    address, beth = f"/people/families/{town.family}/new-adult", sign_in(town.beth)
    beth.post(address, adult(), page=address)
    with unit_of_work():
        assert session().scalars(select(SafetyCheck.id)).all() == []
    beth.post(address, adult(name="Nan's friend", lives_here="yes"), page=address)
    with unit_of_work():
        checked = set(session().scalars(select(SafetyCheck.person_id)))
    assert checked == {town.zara, town.yusuf, town.samina, town.imran}


def test_a_person_is_changed(town: Town, sign_in: SignInAs) -> None:
    priya, family = sign_in(town.priya), f"/people/families/{town.family}"
    zara, samina = f"{family}/{town.zara}", f"{family}/{town.samina}"
    assert 'value="NB-100234"' in priya.get(zara).text
    body = child(name="Zahra", authority_id="NB-100234", born_on="", band="teen", language="en")
    assert priya.post(zara, body, page=zara).status_code == 303
    body = adult(name="Sameena", relation="mother", role="parent", language="ur")
    assert priya.post(samina, body, page=samina).status_code == 303
    assert member(town.family, "Zahra").band == "teen"
    assert member(town.family, "Sameena").relation == "mother"
    body = child(authority_id="NB-100235")
    assert priya.post(zara, body, page=zara).status_code == 422
    assert "member.change" in acts()


def test_who_left_the_family_sees_nothing_of_it_any_more(town: Town, sign_in: SignInAs) -> None:
    samina, priya, family = sign_in(town.samina), sign_in(town.priya), f"/people/families/{town.family}"
    address = f"{family}/{town.samina}"
    for wrong in ("", "2999-01-01"):
        assert priya.post(f"{address}/left", {"left_on": wrong}, page=address).status_code == 422
    left = priya.post(f"{address}/left", {"left_on": "2026-01-01"}, page=address)
    assert left.status_code == 303
    assert samina.get("/plan").status_code == 303
    with unit_of_work():
        assert grants.granted_children(town.samina, "plan") == []
        assert accounts.cards_of(town.samina) == []
        assert town.samina not in {one.person_id for one in queries.members(town.family)}
    page = priya.get(family).text
    assert "Left the family" in page
    assert "Samina" in page
    assert priya.get(address).status_code == 404
    priya.post(f"{family}/back", {"person": str(town.samina)}, page=family)
    with unit_of_work():
        assert town.samina in {one.person_id for one in queries.members(town.family)}
        assert grants.granted_children(town.samina, "plan") == []


def test_a_child_who_left_the_last_family_has_no_worker_and_no_card(town: Town, sign_in: SignInAs) -> None:
    beth, family = sign_in(town.beth), f"/people/families/{town.family}"
    today = {"left_on": clock.today().isoformat()}
    assert beth.post(f"{family}/{town.zara}/left", today, page=family).headers["Location"].endswith(family)
    assert beth.post(f"{family}/{town.yusuf}/left", today, page=family).headers["Location"] == "/families"
    with unit_of_work():
        assert queries.worker_ids(town.zara) == []
        assert accounts.cards_of(town.zara) == []
        assert queries.family_of(town.zara).id == town.family
    assert sign_in(town.farah).get(f"/families/{town.family}").status_code == 404
    assert "No worker" not in sign_in(town.priya).get("/people").text


def test_a_person_may_be_in_two_families_and_keeps_the_other(town: Town, sign_in: SignInAs) -> None:
    with unit_of_work():
        other = families.add_family(name="Family T", team_id=town.other_team)
        half = families.add_child(family_id=other, name="Half", band="mid", authority_id="NB-55")
        families.allocate(child_id=half, worker_id=town.tom)
    priya, address = sign_in(town.priya), f"/people/families/{town.family}/{town.imran}"
    for wrong in ("", "NB-404"):
        assert priya.post(f"{address}/also-in", {"also": wrong}, page=address).status_code == 422
    joined = priya.post(f"{address}/also-in", {"also": "nb-55"}, page=address)
    assert joined.headers["Location"].endswith(str(other))
    assert member(other, "Imran").relation == "father"
    with unit_of_work():
        assert grants.granted_children(town.imran, "plan") == [town.zara]
        families.grant_plan(person_id=town.imran, child_id=half, granted_by=town.tom)
    left = {"left_on": clock.today().isoformat()}
    priya.post(f"{address}/left", left, page=address)
    with unit_of_work():
        assert grants.granted_children(town.imran, "plan") == [half]
        assert accounts.cards_of(town.imran)
    assert (
        sign_in(town.farah).post(f"{address}/also-in", {"also": "NB-55"}, page="/people").status_code == 404
    )


def test_a_family_moves_to_another_team_and_so_does_what_its_manager_sees(
    town: Town, sign_in: SignInAs
) -> None:
    priya, farah, family = sign_in(town.priya), sign_in(town.farah), f"/people/families/{town.family}"
    assert priya.post(family, {"name": "", "team": "x"}, page=family).status_code == 422
    body = {"name": "Family N", "team": str(town.other_team)}
    assert priya.post(family, body, page=family).status_code == 303
    assert farah.get(f"/families/{town.family}").status_code == 404
    with unit_of_work():
        assert session().get_one(Family, town.family).team_id == town.other_team
    assert "Family N" in priya.get(f"/people/families?team={town.other_team}").text


def test_a_child_is_found_by_the_councils_id_alone(town: Town, sign_in: SignInAs) -> None:
    with unit_of_work():
        other = families.add_family(name="Family T", team_id=town.other_team)
        families.add_child(family_id=other, name="Half", band="mid", authority_id="NB-55")
    priya, farah = sign_in(town.priya), sign_in(town.farah)
    found = priya.post("/people/find", {"authority_id": " nb-55 "}, page="/people")
    assert found.headers["Location"].endswith(str(other))
    # The same answer for nobody and for another team's child.
    answers = [
        farah.post("/people/find", {"authority_id": one}, page="/people") for one in ("NB-55", "NB-56")
    ]
    assert [one.status_code for one in answers] == [422, 422]
    assert answers[0].text.count("No child here has this id.") == answers[1].text.count("No child here has")
    for words in ("Zara", "Family M", "Half", ""):
        assert priya.post("/people/find", {"authority_id": words}, page="/people").status_code == 422
    assert "family.find" in acts()


def test_two_hundred_families_are_sorted_and_quick(town: Town, sign_in: SignInAs) -> None:
    with unit_of_work():
        for number in range(200):
            families.add_family(name=f"family {number:03}", team_id=town.team)
    priya = sign_in(town.priya)
    begun = perf_counter()
    page = priya.get(f"/people/families?team={town.team}").text
    took = perf_counter() - begun
    print(f"200 families by name in {took * 1000:.0f} ms")
    names = re.findall(r"<bdi>(family \d+|Family M)</bdi>", page)
    assert names == sorted(names, key=str.casefold)
    assert len(names) == 201
    assert took < 5


def test_no_personal_word_is_in_an_address(town: Town, sign_in: SignInAs) -> None:
    priya = sign_in(town.priya)
    for path in ("/people", "/people/families", f"/people/families/{town.family}", "/people/staff"):
        for address in re.findall(r'(?:href|action)="([^"]+)"', priya.get(path).text):
            assert not re.search(r"zara|samina|beth|NB-1|riverside", address, re.IGNORECASE)


def test_a_family_that_was_left_stays_a_row(town: Town, sign_in: SignInAs) -> None:
    """Nothing is erased: who was in the family, and who worked with whom, can be told later."""
    address = f"/people/families/{town.family}/{town.imran}"
    sign_in(town.priya).post(f"{address}/left", {"left_on": clock.today().isoformat()}, page=address)
    with unit_of_work():
        assert session().scalar(select(Member.until_at).where(Member.person_id == town.imran))
        assert session().scalars(select(Allocation.id).where(Allocation.child_id == town.zara)).all()
