"""Teams and staff in the browser: who keeps what, and what ends at once."""

from __future__ import annotations

import re
from datetime import timedelta

import time_machine

from tests.capability.office import acts, worker_address
from tests.conftest import Open, SignInAs
from tests.makers import Town, make_staff
from webapp import accounts, families
from webapp.core.database import unit_of_work
from webapp.families import queries

# ---- who keeps what


def test_the_first_page_leads_to_families_staff_and_teams(town: Town, sign_in: SignInAs) -> None:
    for person in (town.priya, town.farah):
        page = sign_in(person).get("/people").text
        for address in ("/people/families", "/people/staff", "/people/teams"):
            assert f'href="{address}"' in page
    for person in (town.beth, town.owen, town.zara, town.samina):
        assert sign_in(person).get("/people").status_code == 404
    home = sign_in(town.priya).get("/").text
    assert 'href="/people/staff"' in home
    assert "Riverside has no duty rota." in home


def test_a_team_without_staff_lacks_a_rota_too(town: Town, sign_in: SignInAs) -> None:
    with unit_of_work():
        families.add_team(name="Nobody's team")
    assert "Nobody&#39;s team has no duty rota." in sign_in(town.priya).get("/").text


def test_a_manager_keeps_the_own_team_and_no_other(town: Town, sign_in: SignInAs) -> None:
    farah = sign_in(town.farah)
    listed = farah.get("/people/families").text
    assert "Family M" in listed
    assert "Family S" not in listed
    other = f"/people/teams/{town.other_team}"
    for path in (other, f"/people/families?team={town.other_team}", f"/people/staff/{town.tom}"):
        assert farah.get(path).status_code == 404
    assert farah.post(other, {"name": "Mine"}, page="/people").status_code == 404
    assert farah.post("/people/teams", {"name": "Mine"}, page="/people").status_code == 404
    staff = farah.get("/people/staff").text
    assert "Beth Carter" in staff
    assert "Tom Ellis" not in staff


def test_an_administrator_sees_names_workers_and_cards_and_no_content(town: Town, sign_in: SignInAs) -> None:
    priya = sign_in(town.priya)
    page = priya.get(f"/people/families/{town.family}").text
    for words in ("Zara", "Samina", "Beth Carter", "NB-100234", "Card given on"):
        assert words in page
    for words in ("Made-up Street", "Mr Osei", "/plan"):
        assert words not in page
    for path in (f"/families/{town.family}", f"/children/{town.zara}/plan", "/inbox", "/duty"):
        assert priya.get(path).status_code == 404
    assert "people.read" in acts()


def test_who_knows_the_family_does_not_keep_it(town: Town, sign_in: SignInAs) -> None:
    with unit_of_work():
        families.declare_conflict(staff_id=town.farah, declared_by=town.farah, authority_id="nb-100 234")
    farah = sign_in(town.farah)
    assert "Family M" not in farah.get("/people/families").text
    for path in (f"/people/families/{town.family}", worker_address(town.zara)):
        assert farah.get(path).status_code == 404


# ---- teams and staff


def test_a_team_is_made_renamed_and_filled(town: Town, sign_in: SignInAs) -> None:
    priya = sign_in(town.priya)
    made = priya.post("/people/teams", {"name": "Meadow"}, page="/people/teams")
    assert made.status_code == 303
    team = made.headers["Location"]
    assert priya.post(team, {"name": "Long Meadow"}, page=team).status_code == 303
    assert priya.post(f"{team}/join", {"person": str(town.beth)}, page=team).status_code == 303
    page = priya.get(team).text
    assert "Long Meadow" in page
    assert "Beth Carter" in page
    with unit_of_work():
        assert len(queries.team_ids(town.beth)) == 2
    priya.post(f"{team}/join", {"person": str(town.beth)}, page=team)
    priya.post(f"{team}/leave", {"person": str(town.beth)}, page=team)
    with unit_of_work():
        assert queries.team_ids(town.beth) == [town.team]
    assert acts().count("team.join") == 1
    assert {"team.add", "team.rename", "team.leave"} <= set(acts())


def test_a_team_needs_a_name(town: Town, sign_in: SignInAs) -> None:
    priya = sign_in(town.priya)
    for name in ("", "x" * 101):
        answer = priya.post("/people/teams", {"name": name}, page="/people/teams")
        assert answer.status_code == 422
        assert name in answer.text


def test_a_manager_taken_out_of_a_team_sees_its_children_no_more(town: Town, sign_in: SignInAs) -> None:
    farah, priya, team = sign_in(town.farah), sign_in(town.priya), f"/people/teams/{town.team}"
    assert farah.get(f"/families/{town.family}").status_code == 200
    priya.post(f"{team}/leave", {"person": str(town.farah)}, page=team)
    assert farah.get(f"/families/{town.family}").status_code == 404


def test_a_manager_moves_workers_and_nobody_moves_themselves(town: Town, sign_in: SignInAs) -> None:
    farah, team = sign_in(town.farah), f"/people/teams/{town.team}"
    with unit_of_work():
        david = make_staff("David Lomas", "manager")
    farah.post(f"{team}/join", {"person": str(david)}, page=team)
    farah.post(f"{team}/leave", {"person": str(town.farah)}, page=team)
    farah.post(f"{team}/join", {"person": str(town.tom)}, page=team)
    with unit_of_work():
        assert queries.team_ids(david) == []
        assert queries.team_ids(town.farah) == [town.team]
        assert town.team in queries.team_ids(town.tom)


def new_staff(town: Town, **changes: str) -> dict[str, str]:
    return {
        "name": "Noor Hassan",
        "email": "noor@northbridge.example",
        "role": "worker",
        "team": str(town.team),
    } | changes


def test_someone_new_gets_a_link_that_is_shown_once(town: Town, sign_in: SignInAs, browser: Open) -> None:
    priya = sign_in(town.priya)
    answer = priya.post("/people/staff/new", new_staff(town), page="/people/staff/new")
    link = re.search(r'id="link"[^>]*>(http[^<]+)<', answer.text)
    assert link
    assert browser().get(link[1].removeprefix("http://localhost")).status_code in (200, 303)
    listed = priya.get("/people/staff").text
    assert "Noor Hassan" in listed
    assert "Not set up yet" in listed
    assert link[1] not in listed
    with unit_of_work():
        person = accounts.staff_by_email("noor@northbridge.example")
        assert person is not None
        assert queries.team_ids(person) == [town.team]
        assert link[1] not in priya.get(f"/people/staff/{person}").text
    assert "staff.invite" in acts()


WRONG_STAFF: list[tuple[dict[str, str], str]] = [
    ({"name": " "}, "Give a name."),
    ({"email": "noor"}, "Give an e-mail like"),
    ({"email": "Beth@northbridge.example "}, "Someone here has this e-mail already."),
    ({"role": "king"}, "Choose what this person does."),
    ({"team": "nowhere"}, "Choose a team."),
]


def test_a_wrong_field_of_someone_new_is_told_kindly(town: Town, sign_in: SignInAs) -> None:
    priya = sign_in(town.priya)
    for changes, words in WRONG_STAFF:
        answer = priya.post("/people/staff/new", new_staff(town, **changes), page="/people")
        assert answer.status_code == 422, changes
        assert words in answer.text
        assert "noor" in answer.text.lower()


def test_a_manager_adds_workers_to_the_own_team_alone(town: Town, sign_in: SignInAs) -> None:
    farah = sign_in(town.farah)
    for changes in ({"role": "administrator"}, {"team": ""}, {"team": str(town.other_team)}):
        body = new_staff(town, **changes)
        assert farah.post("/people/staff/new", body, page="/people").status_code == 422
    assert farah.post("/people/staff/new", new_staff(town), page="/people").status_code == 200


def test_a_disabled_worker_is_out_at_once_and_the_children_have_no_worker(
    town: Town, sign_in: SignInAs
) -> None:
    beth, priya, address = sign_in(town.beth), sign_in(town.priya), f"/people/staff/{town.beth}"
    assert "No worker" not in priya.get("/people").text
    assert priya.post(address, {"do": "disable"}, page=address).status_code == 303
    assert beth.get("/families").status_code == 303
    assert "Cannot sign in" in priya.get(address).text
    for page in ("/people", "/people/families"):
        text = priya.get(page).text
        assert "No worker" in text
        assert text.index("Yusuf") < text.index("Zara")
    priya.post(address, {"do": "enable"}, page=address)
    assert "No worker" not in priya.get("/people").text


def test_a_role_changes_and_a_way_in_is_taken_back(town: Town, sign_in: SignInAs) -> None:
    beth, priya, address = sign_in(town.beth), sign_in(town.priya), f"/people/staff/{town.beth}"
    priya.post(address, {"do": "role", "role": "data_officer"}, page=address)
    assert beth.get("/families").status_code == 303
    with unit_of_work():
        assert accounts.people([town.beth])[town.beth].role == "data_officer"
    answer = priya.post(address, {"do": "reset", "role": "worker"}, page=address)
    assert "http://localhost/" in answer.text
    page = priya.get(address).text
    assert "Ways in taken back" in page
    assert "Priya Nair" in page
    assert {"staff.role", "staff.reset"} <= set(acts())


def test_a_change_of_ways_in_asks_who_you_are_again(town: Town, sign_in: SignInAs) -> None:
    with time_machine.travel("2026-11-20T10:00:00+00:00") as clock_now:
        priya, address = sign_in(town.priya), f"/people/staff/{town.beth}"
        clock_now.shift(timedelta(minutes=11))
        for body in ({"do": "reset"}, {"do": "role", "role": "manager"}):
            answer = priya.post(address, body, page=address)
            assert answer.status_code == 422
            assert "Is it still you?" in answer.text
        assert priya.post("/people/staff/new", new_staff(town), page="/people").status_code == 422
    with unit_of_work():
        assert accounts.people([town.beth])[town.beth].role == "worker"


def test_nobody_changes_themselves_and_a_manager_makes_no_managers(town: Town, sign_in: SignInAs) -> None:
    priya, own = sign_in(town.priya), f"/people/staff/{town.priya}"
    for body in ({"do": "disable"}, {"do": "role", "role": "manager"}, {"do": "reset"}, {"do": "fly"}):
        assert priya.post(own, body, page="/people").status_code == 422
    farah, beths = sign_in(town.farah), f"/people/staff/{town.beth}"
    for body in ({"do": "role", "role": "manager"}, {"do": "reset"}):
        assert farah.post(beths, body, page="/people").status_code == 404
    with unit_of_work():
        roles = {one.id: one.role for one in accounts.staff()}
        assert (roles[town.priya], roles[town.beth]) == ("administrator", "worker")
    assert farah.post(beths, {"do": "disable"}, page="/people").status_code == 303
