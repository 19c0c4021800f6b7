"""Cards on a worker's pages: the questions, a sheet for a family, codes apart, starting, checking again."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from tests.conftest import Browser, Open, SignInAs
from tests.makers import Town
from webapp import accounts, families
from webapp.core.database import unit_of_work
from webapp.families import checking
from webapp.families.checking import rules

ANSWERS = {
    "who_could_find": "Her gran",
    "who_uses_phone": "She and her gran",
    "could_cause_trouble": "No",
    "where_will_it_live": "At school",
    "does_child_want_it": "Yes",
    "phone": "shared",
    "safe": "safe",
}
CODE = re.compile(rb'<p class="code"><bdi>(\d{6})</bdi>')
CARD = re.compile(rb'href="http://localhost/card/([\w-]{22})"')


@pytest.fixture
def worker(town: Town, app: Flask, sign_in: SignInAs, monkeypatch: pytest.MonkeyPatch) -> Browser:
    """Beth, in a team whose duty rota stands."""
    monkeypatch.setitem(app.extensions, "heard_card_check", lambda _child: True)
    return sign_in(town.beth)


def sheet(*people: object, **changes: str) -> dict[str, object]:
    fields = {f"{one}-{name}": value for one in people for name, value in (ANSWERS | changes).items()}
    return fields | {"person": [str(one) for one in people]}


def place(town: Town, rest: str = "") -> str:
    return f"/families/{town.family}{rest}"


def test_a_sheet_prints_cards_without_names_and_codes_stand_apart(town: Town, worker: Browser) -> None:
    form = sheet(town.yusuf, town.samina)
    answer = worker.post(place(town, "/cards"), form, page=place(town))
    assert answer.status_code == 200
    printed = answer.data.split(b'<div class="cardsheet">')[1].split(b"</main>")[0].split(b"<footer")[0]
    assert printed.count(b'class="idcard"') == 2
    for word in (b"Yusuf", b"Samina", b"Northbridge", b"council", b"Family M"):
        assert word not in printed.split(b'<div class="switches"')[0]
    assert not CODE.findall(answer.data)
    codes = worker.post(place(town, "/codes"), {"person": form["person"]}, page=place(town))
    assert len(set(CODE.findall(codes.data))) == 2


def test_a_printed_card_and_the_shown_code_open_together(town: Town, worker: Browser, browser: Open) -> None:
    answer = worker.post(place(town, f"/people/{town.yusuf}/card"), ANSWERS, page=place(town))
    secret = CARD.findall(answer.data)[0].decode()
    phone = browser()
    assert phone.get(f"/card/{secret}").status_code == 303
    code = CODE.findall(answer.data)[0].decode()
    assert phone.post("/sign-in/code", {"code": code}).status_code == 303
    assert phone.post("/sign-in/new-words", {"words": "my dog runs"}).status_code == 303


def test_each_person_on_the_sheet_is_asked_about_and_nothing_typed_is_lost(
    town: Town, worker: Browser
) -> None:
    page = worker.get(place(town, f"/cards?person={town.zara}&person={town.samina}")).data
    assert page.count(b"Who could find it?") == 2
    assert page.count(b"Do they still know how they sign in?") == 1
    form = sheet(town.zara, town.samina) | {f"{town.samina}-who_could_find": ""}
    answer = worker.post(place(town, "/cards"), form, page=place(town))
    assert answer.status_code == 422
    assert answer.data.count(b"Her gran") >= 1
    assert b"Samina: Please answer this" in answer.data
    assert b"Zara: Say whether they still know" in answer.data


def test_not_safe_is_a_normal_answer_and_gives_no_card(town: Town, worker: Browser) -> None:
    form = sheet(town.samina) | sheet(town.imran, again="keep")
    form |= {f"{town.samina}-safe": "not_safe", "person": [str(town.samina), str(town.imran)]}
    with unit_of_work():
        before = {one: accounts.cards_of(one)[0].id for one in (town.samina, town.imran)}
    answer = worker.post(place(town, "/cards"), form, page=place(town))
    assert b"No card was made for" in answer.data
    with unit_of_work():
        assert accounts.cards_of(town.samina)[0].id == before[town.samina]
        assert accounts.cards_of(town.imran)[0].id != before[town.imran]


def test_no_rota_no_card_for_a_child(town: Town, sign_in: SignInAs) -> None:
    worker = sign_in(town.beth)
    answer = worker.post(place(town, "/cards"), sheet(town.yusuf), page=place(town))
    assert answer.status_code == 422
    assert b"No card can be given yet." in answer.data


def test_a_sheet_holds_eight_and_only_people_of_this_family(town: Town, worker: Browser) -> None:
    with unit_of_work():
        more = [
            families.add_adult(family_id=town.family, name=f"Aunt {number}", relation="aunt")
            for number in range(8)
        ]
    answer = worker.post(place(town, "/cards"), sheet(town.stranger, *more), page=place(town))
    assert answer.data.count(b'class="idcard"') == 7
    with unit_of_work():
        assert accounts.cards_of(town.stranger) == []


def test_starting_again_is_the_workers_choice_on_the_card(
    town: Town, worker: Browser, sign_in: SignInAs
) -> None:
    for again, is_kept in (("keep", True), ("start_again", False)):
        form = ANSWERS | {"again": again}
        assert (
            worker.post(place(town, f"/people/{town.zara}/card"), form, page=place(town)).status_code == 200
        )
        with unit_of_work():
            assert accounts.is_set_up(town.zara) is is_kept


def test_a_used_card_gives_no_new_code(town: Town, worker: Browser) -> None:
    answer = worker.post(place(town, f"/people/{town.zara}/code"), page=place(town))
    assert answer.status_code == 303


def say_changed(worker: Browser, town: Town, kind: str = "move") -> None:
    answer = worker.post(place(town, "/checks/new"), {"change": kind}, page=place(town))
    assert answer.status_code == 303


def checks_on(page: bytes) -> dict[tuple[str, str], str]:
    """(thing, name) → id of the check."""
    found = re.findall(rb'id="check-([0-9a-f-]{36})".*?<span>([^:<]+): <bdi>(\w+)</bdi>', page)
    return {(thing.decode(), name.decode()): check.decode() for check, thing, name in found}


@pytest.mark.parametrize("kind", rules.CHANGES)
def test_a_change_puts_everything_of_the_family_on_the_list(town: Town, worker: Browser, kind: str) -> None:
    say_changed(worker, town, kind)
    found = checks_on(worker.get(place(town, "/checks")).data)
    for name in ("Zara", "Yusuf", "Samina", "Imran"):
        assert ("Card", name) in found
        assert ("Safe way to reach them", name) in found
    assert ("Address", "Samina") in found
    assert b"9 things wait to be checked" in worker.get(place(town)).data


def test_checks_are_ticked_off_one_by_one(town: Town, worker: Browser, sign_in: SignInAs) -> None:
    child = sign_in(town.zara)
    say_changed(worker, town)
    found = checks_on(worker.get(place(town, "/checks")).data)

    def answer(thing: str, name: str, outcome: str) -> int:
        body = {"check": found[thing, name], "outcome": outcome}
        return worker.post(place(town, "/checks"), body, page=place(town)).status_code

    assert answer("Card", "Yusuf", "safe") == 303
    assert child.get("/houses").status_code == 200
    assert answer("Card", "Zara", "stop") == 303
    assert child.get("/houses").status_code == 303
    assert answer("Safe way to reach them", "Zara", "safe") == 303
    assert answer("Safe way to reach them", "Imran", "stop") == 303
    assert answer("Address", "Samina", "stop") == 303
    page = worker.get(place(town, "/checks")).data
    assert b"4 things wait" in page
    with unit_of_work():
        assert families.safe_way(town.zara) == "At school, ask for Mr Osei"
        assert families.safe_way(town.imran) == ""
        assert len(accounts.cards_of(town.yusuf)) == 1


def test_change_it_leads_to_the_questions_or_to_where_a_second_person_looks(
    town: Town, worker: Browser
) -> None:
    say_changed(worker, town)
    found = checks_on(worker.get(place(town, "/checks")).data)
    for thing, end in (("Card", "card"), ("Safe way to reach them", "contacts")):
        body = {"check": found[thing, "Samina"], "outcome": "change"}
        answer = worker.post(place(town, "/checks"), body, page=place(town))
        assert answer.headers["Location"].endswith(f"/people/{town.samina}/{end}")
    assert checks_on(worker.get(place(town, "/checks")).data) == found


def test_what_was_marked_safe_for_someone_is_hidden_when_stopped(
    town: Town, worker: Browser, app: Flask
) -> None:
    from webapp.families.models import ContactSafeFor

    say_changed(worker, town)
    check = checks_on(worker.get(place(town, "/checks")).data)["Address", "Samina"]
    worker.post(place(town, "/checks"), {"check": check, "outcome": "stop"}, page=place(town))
    with unit_of_work() as db:
        assert db.query(ContactSafeFor).count() == 0


def test_one_button_stops_all_cards(town: Town, worker: Browser, sign_in: SignInAs) -> None:
    child = sign_in(town.zara)
    say_changed(worker, town)
    assert worker.post(place(town, "/checks/stop-cards"), page=place(town)).status_code == 303
    assert child.get("/houses").status_code == 303
    with unit_of_work():
        assert not any(accounts.cards_of(one) for one in (town.zara, town.yusuf, town.samina, town.imran))
    assert not [key for key in checks_on(worker.get(place(town, "/checks")).data) if key[0] == "Card"]


def test_a_card_in_doubt_is_neither_unlocked_nor_given_a_code_until_asked_about_anew(
    town: Town, worker: Browser
) -> None:
    say_changed(worker, town)
    with unit_of_work():
        assert checking.card_waits(town.yusuf)
    for verb in ("code", "unlock"):
        assert worker.post(place(town, f"/people/{town.yusuf}/{verb}"), page=place(town)).status_code == 303
    codes = worker.post(place(town, "/codes"), {"person": str(town.yusuf)}, page=place(town))
    assert not CODE.findall(codes.data)
    answer = worker.post(place(town, f"/people/{town.yusuf}/card"), ANSWERS, page=place(town))
    assert CODE.findall(answer.data)
    with unit_of_work():
        assert not checking.card_waits(town.yusuf)


def test_the_inbox_is_told_while_something_waits_and_only_its_own_workers(
    town: Town, worker: Browser, app: Flask, sign_in: SignInAs
) -> None:
    say_changed(worker, town)
    say_changed(worker, town, "new_adult")
    assert b"9 things wait to be checked" in worker.get("/inbox").data
    assert b"wait to be checked" not in sign_in(town.tom).get("/inbox").data
    for check in checks_on(worker.get(place(town, "/checks")).data).values():
        worker.post(place(town, "/checks"), {"check": check, "outcome": "safe"}, page=place(town))
    assert b"wait to be checked" not in worker.get("/inbox").data
    assert b"Nothing waits to be checked." in worker.get(place(town, "/checks")).data


def test_another_teams_worker_and_odd_forms_change_nothing(
    town: Town, worker: Browser, sign_in: SignInAs
) -> None:
    other = sign_in(town.tom)
    for path in ("/checks", "/checks/new", "/checks/stop-cards", "/cards", "/codes"):
        assert other.post(place(town, path), {"change": "move"}, page="/inbox").status_code == 404
    assert (
        worker.post(place(town, "/checks/new"), {"change": "nonsense"}, page=place(town)).status_code == 422
    )
    say_changed(worker, town)
    for body in ({}, {"check": "x", "outcome": "safe"}, {"check": str(town.family), "outcome": "stop"}):
        assert worker.post(place(town, "/checks"), body, page=place(town)).status_code == 303
    with unit_of_work():
        assert len(accounts.cards_of(town.zara)) == 1
