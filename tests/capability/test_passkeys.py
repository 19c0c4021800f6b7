"""Passkeys: made and used through the pages a family opens; forged, replayed, borrowed ones refused."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask

from tests.authenticator import Authenticator, b64, unb64
from tests.capability.test_sign_in import card_for, open_card, use_card
from tests.conftest import Browser, Open
from tests.makers import Town
from webapp import accounts
from webapp.accounts import passkeys, queries
from webapp.core.database import Base, database, unit_of_work


def begin(phone: Browser, path: str) -> dict[str, Any]:
    answer = phone.post(path)
    assert answer.status_code == 200
    found: dict[str, Any] = answer.get_json()
    return found


def set_up(phone: Browser, card: accounts.IssuedCard, key: Authenticator) -> None:
    use_card(phone, card)
    made = key.register(begin(phone, "/sign-in/new-passkey/begin"))
    assert phone.post("/sign-in/new-passkey", {"credential": made}).status_code == 303
    assert phone.get("/plan").status_code == 200


def try_key(phone: Browser, card: accounts.IssuedCard, key: Authenticator) -> int:
    open_card(phone, card)
    proof = key.prove(begin(phone, "/sign-in/passkey/begin"))
    return phone.post("/sign-in/passkey", {"credential": proof}).status_code


@pytest.fixture
def mother(town: Town, browser: Open) -> tuple[accounts.IssuedCard, Authenticator]:
    """Samina's card, and the passkey she set up."""
    card, key = card_for(town, "samina"), Authenticator()
    set_up(browser(), card, key)
    return card, key


Mother = tuple[accounts.IssuedCard, Authenticator]


def test_a_mother_sets_up_a_passkey_and_signs_in_with_it(mother: Mother, browser: Open) -> None:
    card, key = mother
    phone = browser()
    assert try_key(phone, card, key) == 303
    assert phone.get("/plan").status_code == 200


def test_nothing_told_to_the_phone_says_who_or_what(town: Town, browser: Open) -> None:
    phone = browser()
    use_card(phone, card_for(town, "samina"))
    options = begin(phone, "/sign-in/new-passkey/begin")
    assert options["rp"] == {"name": "Home", "id": "localhost"}
    assert (options["user"]["name"], options["user"]["displayName"]) == ("Home", "Home")
    assert "Samina" not in json.dumps(options)
    assert options["authenticatorSelection"]["residentKey"] == "discouraged"


def test_a_passkey_alone_opens_nothing(mother: Mother, browser: Open) -> None:
    phone = browser()
    assert phone.post("/sign-in/passkey/begin").status_code == 422
    assert phone.post("/sign-in/passkey", {"credential": "{}"}).status_code == 422


def test_a_page_of_another_origin_is_refused(mother: Mother, browser: Open) -> None:
    card, key = mother
    for origin in ("http://localhost.example", "https://localhost", "http://localhost:8000", "null"):
        assert try_key(browser(), card, replace(key, origin=origin)) == 422


def test_a_proof_works_once_and_a_wrong_one_uses_its_challenge_up(mother: Mother, browser: Open) -> None:
    card, key = mother
    phone = browser()
    open_card(phone, card)
    options = begin(phone, "/sign-in/passkey/begin")
    forged = replace(key, origin="http://elsewhere.example").prove(options)
    assert phone.post("/sign-in/passkey", {"credential": forged}).status_code == 422
    assert phone.post("/sign-in/passkey", {"credential": key.prove(options)}).status_code == 422
    good = key.prove(begin(phone, "/sign-in/passkey/begin"))
    assert phone.post("/sign-in/passkey", {"credential": good}).status_code == 303
    again = browser()
    open_card(again, card)
    assert again.post("/sign-in/passkey", {"credential": good}).status_code == 422


def test_a_challenge_lives_five_minutes(town: Town, browser: Open, clock: time_machine.Traveller) -> None:
    card, key, phone = card_for(town, "samina"), Authenticator(), browser()
    set_up(phone, card, key)
    for wait, status in ((timedelta(minutes=5, seconds=1), 422), (timedelta(minutes=4), 303)):
        open_card(phone, card)
        options = begin(phone, "/sign-in/passkey/begin")
        clock.shift(wait)
        assert phone.post("/sign-in/passkey", {"credential": key.prove(options)}).status_code == status


def test_another_persons_passkey_opens_nothing(town: Town, mother: Mother, browser: Open) -> None:
    stranger, other = card_for(town, "stranger"), Authenticator()
    set_up(browser(), stranger, other)
    card, key = mother
    assert try_key(browser(), card, other) == 422
    assert try_key(browser(), stranger, key) == 422
    # Not even with the right person's challenge, or under the right key's id.
    phone = browser()
    open_card(phone, card)
    borrowed = replace(other, credential_id=key.credential_id)
    proof = borrowed.prove(begin(phone, "/sign-in/passkey/begin"))
    assert phone.post("/sign-in/passkey", {"credential": proof}).status_code == 422


def test_a_challenge_made_for_one_person_serves_no_other(town: Town, mother: Mother, browser: Open) -> None:
    stranger, other = card_for(town, "stranger"), Authenticator()
    set_up(browser(), stranger, other)
    hers, theirs = browser(), browser()
    open_card(hers, mother[0])
    open_card(theirs, stranger)
    options = begin(theirs, "/sign-in/passkey/begin")
    assert hers.post("/sign-in/passkey", {"credential": mother[1].prove(options)}).status_code == 422


def test_a_registration_answer_does_not_sign_in_and_the_other_way_round(
    mother: Mother, browser: Open
) -> None:
    card, key = mother
    phone = browser()
    open_card(phone, card)
    options = begin(phone, "/sign-in/passkey/begin")
    made = key.register(options | {"rp": {"id": "localhost"}})
    assert phone.post("/sign-in/passkey", {"credential": made}).status_code == 422


def test_a_copied_key_whose_count_goes_back_is_refused(mother: Mother, browser: Open) -> None:
    card, key = mother
    copy = replace(key)
    for _ in range(2):
        assert try_key(browser(), card, key) == 303
    assert try_key(browser(), card, copy) == 422


def test_one_key_belongs_to_one_person(town: Town, mother: Mother, browser: Open) -> None:
    phone = browser()
    use_card(phone, card_for(town, "stranger"))
    made = replace(mother[1]).register(begin(phone, "/sign-in/new-passkey/begin"))
    assert phone.post("/sign-in/new-passkey", {"credential": made}).status_code == 422
    assert phone.get("/plan").status_code == 303


def test_staff_must_show_that_it_is_them_and_families_may(town: Town, app: Flask) -> None:
    """User verification is required of staff, preferred of families."""
    for person_id, works in ((town.beth, False), (town.samina, True)):
        key = Authenticator(verifies=False)
        with app.test_request_context(), unit_of_work():
            person = queries.people([person_id])[person_id]
            options = passkeys.begin_registration(person)
            wanted = options["authenticatorSelection"]["userVerification"]
            assert wanted == ("preferred" if works else "required")
            if works:
                passkeys.finish_registration(person, key.register(options))
            else:
                with pytest.raises(passkeys.Refused):
                    passkeys.finish_registration(person, key.register(options))
            assert passkeys.count(person_id) == works


def test_nobody_by_that_name_gets_an_answer_of_the_same_shape(town: Town, app: Flask) -> None:
    with app.test_request_context(), unit_of_work():
        key = Authenticator()
        person = queries.people([town.beth])[town.beth]
        passkeys.finish_registration(person, key.register(passkeys.begin_registration(person)))
        real = passkeys.begin_proof(town.beth)
        unknown = passkeys.begin_proof(None, decoy="nobody@northbridge.example")
        again = passkeys.begin_proof(None, decoy="nobody@northbridge.example")
    assert real.keys() == unknown.keys()
    assert unknown["allowCredentials"] == again["allowCredentials"]
    assert len(unb64(unknown["allowCredentials"][0]["id"])) == len(unb64(real["allowCredentials"][0]["id"]))
    with app.test_request_context(), unit_of_work():
        assert not passkeys.finish_proof(None, key.prove(unknown))


def test_removed_passkeys_open_nothing(town: Town, mother: Mother, browser: Open, app: Flask) -> None:
    card, key = mother
    with unit_of_work():
        accounts.set_way_in(person_id=town.samina, kind="password", secret="seven green kettles")
        passkeys.remove_all(person_id=town.samina, actor_id=town.samina)
    assert try_key(browser(), card, key) == 422


@pytest.mark.parametrize(
    "odd",
    [
        "",
        "{}",
        "[]",
        "null",
        "nonsense",
        "[" * 5000,
        '{"id": 3, "response": {"clientDataJSON": 5}}',
        "é" * 50,
    ],
)
def test_whatever_is_sent_is_refused_kindly(mother: Mother, browser: Open, town: Town, odd: str) -> None:
    phone = browser()
    open_card(phone, mother[0])
    begin(phone, "/sign-in/passkey/begin")
    assert phone.post("/sign-in/passkey", {"credential": odd}).status_code == 422
    fresh = browser()
    use_card(fresh, card_for(town, "stranger"))
    begin(fresh, "/sign-in/new-passkey/begin")
    assert fresh.post("/sign-in/new-passkey", {"credential": odd}).status_code == 422


def test_an_answer_with_its_insides_changed_is_refused(mother: Mother, browser: Open) -> None:
    card, key = mother
    phone = browser()
    for part in ("authenticatorData", "signature", "clientDataJSON"):
        open_card(phone, card)
        proof = json.loads(key.prove(begin(phone, "/sign-in/passkey/begin")))
        data = bytearray(unb64(proof["response"][part]))
        data[-1] ^= 1
        proof["response"][part] = b64(bytes(data))
        assert phone.post("/sign-in/passkey", {"credential": json.dumps(proof)}).status_code == 422


def test_no_challenge_stays_behind(mother: Mother, browser: Open) -> None:
    card, key = mother
    assert try_key(browser(), card, key) == 303
    assert try_key(browser(), card, replace(key, origin="http://elsewhere.example")) == 422
    table = Base.metadata.tables["passkey_challenges"]
    with database().engine.connect() as connection:
        assert connection.execute(table.select()).all() == []


def test_an_ip_address_offers_no_passkey(
    app: Flask, town: Town, browser: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Browsers make passkeys for names alone; then the choice is not shown."""
    settings = app.extensions["heard_settings"]
    phone = browser()
    use_card(phone, card_for(town, "samina"))
    assert b'value="passkey"' in phone.get("/").data
    monkeypatch.setitem(app.extensions, "heard_settings", replace(settings, base_url="http://127.0.0.1:8000"))
    assert b'value="passkey"' not in phone.get("/").data
    assert phone.post("/sign-in/new-passkey/begin").status_code == 422
