"""Phones: the first use is shown, the ticket adds and opens nothing, stopping and sharing hold at once."""

from __future__ import annotations

import uuid
from typing import Any

from flask import Flask
from sqlalchemy import select

from tests.conftest import Browser, Open, SignInAs
from tests.makers import Town
from webapp import accounts, families
from webapp.accounts.models import Card, Device
from webapp.core import clock
from webapp.core.database import session, unit_of_work

SIGN_IN = "/sign-in/pictures"
PICTURES = {"pictures": "boat,leaf,moon,cup"}


def card_of(town: Town, person_id: uuid.UUID, *, shared: bool = True) -> str:
    """A card whose code was used before."""
    with unit_of_work():
        issued = accounts.issue_card(person_id=person_id, issued_by=town.beth, shared_phone=shared)
        session().get_one(Card, issued.card_id).code_used_at = clock.now()
        return issued.secret


def use_card(browser: Browser, secret: str) -> None:
    """Zara's card and pictures, in this browser."""
    assert browser.get(f"/card/{secret}").status_code == 303
    assert browser.post(SIGN_IN, PICTURES).status_code == 303


def enrol(browser: Browser, *, sign: str = "owl", ticket: str = "") -> dict[str, Any]:
    """What the phone's script asks for after signing in."""
    token = browser.token()
    headers = {"X-Ticket": ticket, "X-CSRFToken": token}
    answer = browser.client.post("/this-phone/ticket", data={"sign": sign}, headers=headers)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.get_json()
    return found


def phones(person_id: uuid.UUID) -> list[accounts.DeviceView]:
    with unit_of_work():
        return accounts.devices_of(person_id)


def test_the_first_use_on_a_new_phone_is_shown_to_the_worker_until_they_asked(
    town: Town, browser: Open, sign_in: SignInAs
) -> None:
    use_card(browser(), card_of(town, town.zara))
    beth = sign_in(town.beth)
    family = f"/families/{town.family}"
    for page in ("/inbox", family):
        assert "Zara's card was used on a new phone on" in beth.get(page).text
    assert "new phone" not in sign_in(town.tom).get("/inbox").text
    [phone] = phones(town.zara)
    answer = beth.post(f"{family}/phones/right", {"phone": str(phone.id)})
    assert answer.status_code == 303
    for page in ("/inbox", family):
        assert "on a new phone" not in beth.get(page).text
    assert phones(town.zara)[0].checked_at is not None


def test_the_same_phone_again_is_not_new(town: Town, browser: Open) -> None:
    phone, secret = browser(), card_of(town, town.zara)
    use_card(phone, secret)
    use_card(phone, secret)
    assert len(phones(town.zara)) == 1
    use_card(browser(), secret)
    assert len(phones(town.zara)) == 2


def test_a_phone_that_lost_its_name_and_kept_its_ticket_is_known(town: Town, browser: Open) -> None:
    """Leave and clearing cookies must not make a worker ask again and again."""
    first, secret = browser(), card_of(town, town.zara)
    use_card(first, secret)
    given = enrol(first, sign="fox")
    [known] = phones(town.zara)
    fresh = browser()
    use_card(fresh, secret)
    assert enrol(fresh, ticket=given["ticket"]) == {
        "ticket": given["ticket"],
        "sign": "fox",
        "letterbox": False,
    }
    assert [phone.id for phone in phones(town.zara)] == [known.id]


def test_a_ticket_is_random_kept_hashed_and_each_childs_own(
    town: Town, browser: Open, sign_in: SignInAs
) -> None:
    phone = browser()
    use_card(phone, card_of(town, town.zara))
    ticket = enrol(phone)["ticket"]
    assert len(ticket) >= 22  # 128 bits in base64url
    with unit_of_work():
        assert ticket.encode() not in (session().scalars(select(Device.ticket_hash)).one() or b"")
        found = accounts.device_by_ticket(ticket)
        assert found is not None
        assert found.person_id == town.zara
        assert accounts.device_by_ticket("") is None
        assert accounts.device_by_ticket(ticket + "x") is None
        assert accounts.device_by_ticket("x" * 5000) is None
    with unit_of_work():
        accounts.set_way_in(person_id=town.yusuf, kind="pictures", secret="boat leaf moon")
    assert phone.get(f"/card/{card_of(town, town.yusuf)}").status_code == 303
    assert phone.post(SIGN_IN, {"pictures": "boat,leaf,moon"}).status_code == 303
    assert enrol(phone, sign="bear", ticket=ticket)["ticket"] != ticket
    assert [(one.sign, one.person_id) for one in phones(town.yusuf)] == [("bear", town.yusuf)]


def test_the_ticket_opens_nothing(town: Town, app: Flask, browser: Open) -> None:
    phone = browser()
    use_card(phone, card_of(town, town.zara))
    ticket = enrol(phone)["ticket"]
    stranger = browser()
    for rule in app.url_map.iter_rules():
        if "GET" in (rule.methods or ()) and not rule.arguments:
            with_ticket = stranger.get(rule.rule, headers={"X-Ticket": ticket})
            without = stranger.get(rule.rule)
            assert with_ticket.status_code == without.status_code, rule.rule
            assert "Zara" not in with_ticket.text, rule.rule


def test_the_child_picks_the_animal(town: Town, browser: Open) -> None:
    phone = browser()
    use_card(phone, card_of(town, town.zara))
    assert enrol(phone, sign="fox")["sign"] == "fox"
    assert phone.post("/this-phone", {"sign": "snail"}).status_code == 303
    assert phones(town.zara)[0].sign == "snail"
    assert phone.post("/this-phone", {"sign": "unicorn"}).status_code == 422
    assert enrol(phone, sign="unicorn", ticket="nonsense")["sign"] == "fox"


def test_a_stopped_phone_is_signed_out_and_a_new_use_is_shown_again(
    town: Town, browser: Open, sign_in: SignInAs
) -> None:
    phone, secret, beth = browser(), card_of(town, town.zara), sign_in(town.beth)
    use_card(phone, secret)
    old = enrol(phone)["ticket"]
    [one] = phones(town.zara)
    stop = f"/families/{town.family}/phones/stop"
    assert sign_in(town.tom).post(stop, {"phone": str(one.id)}, page="/inbox").status_code == 404
    assert beth.post(stop, {"phone": str(one.id)}).status_code == 303
    assert "Stopped on" in beth.get(f"/families/{town.family}").text
    assert phone.get("/houses").status_code == 303
    use_card(phone, secret)
    assert enrol(phone, ticket=old)["ticket"] != old
    assert [bool(found.revoked_at) for found in phones(town.zara)] == [True, False]
    with unit_of_work():
        assert [phone.id for phone in accounts.unchecked_devices([town.zara])] == [phones(town.zara)[1].id]


def test_another_familys_phone_cannot_be_stopped(town: Town, browser: Open, sign_in: SignInAs) -> None:
    use_card(browser(), card_of(town, town.zara))
    [one] = phones(town.zara)
    with unit_of_work():
        other = families.add_family(name="Family T", team_id=town.other_team)
        child = families.add_child(family_id=other, name="Theo", band="mid")
        families.allocate(child_id=child, worker_id=town.tom)
    answer = sign_in(town.tom).post(f"/families/{other}/phones/stop", {"phone": str(one.id)}, page="/inbox")
    assert answer.status_code == 303
    assert phones(town.zara)[0].revoked_at is None


def test_card_and_phone_lost_stops_both_and_loses_no_words(
    town: Town, browser: Open, sign_in: SignInAs
) -> None:
    phone, secret = browser(), card_of(town, town.zara)
    use_card(phone, secret)
    enrol(phone)
    answer = sign_in(town.beth).post(f"/families/{town.family}/people/{town.zara}/lost")
    assert answer.status_code == 303
    assert phones(town.zara)[0].revoked_at is not None
    assert phone.get("/houses").status_code == 303
    assert phone.get(f"/card/{secret}").status_code == 404


def test_shared_takes_effect_on_open_sessions_at_once(town: Town, browser: Open, sign_in: SignInAs) -> None:
    phone, beth = browser(), sign_in(town.beth)
    use_card(phone, card_of(town, town.zara, shared=False))
    assert phone.get("/houses/sent").status_code == 200
    kind = f"/families/{town.family}/people/{town.zara}/phone-kind"
    assert beth.post(kind, {"phone": "shared"}).status_code == 303
    assert phone.get("/houses/sent").status_code == 404
    assert phones(town.zara)[0].shared
    assert beth.post(kind, {"phone": "own"}).status_code == 303
    assert phone.get("/houses/sent").status_code == 200
    # The child may only narrow.
    assert phone.post("/this-phone/shared").status_code == 303
    assert phone.get("/houses/sent").status_code == 404


def test_the_worker_of_no_child_here_changes_nothing(town: Town, sign_in: SignInAs) -> None:
    for path in ("phone-kind", "lost"):
        answer = sign_in(town.tom).post(f"/families/{town.family}/people/{town.zara}/{path}", page="/inbox")
        assert answer.status_code == 404
