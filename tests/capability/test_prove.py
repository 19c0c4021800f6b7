"""Prove it is you again (ASVS 7.5.1): once in ten minutes, by what the person has, with limits."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pyotp
import pytest
import time_machine
from flask import Flask, render_template_string

from tests.makers import Town
from webapp import accounts
from webapp.accounts import limits, queries, service, signed_in
from webapp.core import access, clock
from webapp.core.database import database, unit_of_work

FIELDS = '{% from "accounts/prove.html" import prove_fields %}{{ prove_fields(reader) }}'
LATER = timedelta(minutes=11)


@pytest.fixture
def ask(app: Flask) -> Callable[..., str]:
    """What `problem` says to a form of this person, `after` the session began."""

    def send(person_id: uuid.UUID, form: dict[str, Any], after: timedelta = LATER) -> str:
        with app.app_context(), unit_of_work():
            token = service.begin_session(person_id=person_id, card=None)
        return again(token, form, after)

    def again(token: str, form: dict[str, Any], after: timedelta) -> str:
        with (
            time_machine.travel(clock.now() + after, tick=False),
            app.app_context(),
            app.test_request_context("/x", method="POST", data=form),
        ):
            with unit_of_work():
                found = signed_in.load(token)
                assert found is not None
                said = accounts.prove_problem(found)
                shown = render_template_string(FIELDS, reader=found).strip()
            with database().writing() as db:
                for write in access.kept():
                    write(db)
            return f"{said}|{bool(shown)}"

    send.again = again  # type: ignore[attr-defined]
    return send


def test_a_new_session_proves_itself(town: Town, ask: Callable[..., str]) -> None:
    assert ask(town.imran, {}, timedelta(minutes=9)) == "|False"


def test_a_password_is_asked_for_and_proves(town: Town, ask: Callable[..., str]) -> None:
    missing = ask(town.imran, {})
    assert missing.startswith("We need to know that it is you.")
    assert missing.endswith("|True")
    assert ask(town.imran, {"prove_secret": "not it at all"}).startswith("That did not match.")
    assert ask(town.imran, {"prove_secret": "eleven green kettles"}).startswith("|")


def test_pictures_prove_in_their_order_alone(town: Town, ask: Callable[..., str]) -> None:
    right = dict(
        zip(
            ("prove_picture_1", "prove_picture_2", "prove_picture_3", "prove_picture_4"),
            ("boat", "leaf", "moon", "cup"),
            strict=True,
        )
    )
    assert ask(town.zara, right).startswith("|")
    swapped = right | {"prove_picture_1": "leaf", "prove_picture_2": "boat"}
    assert ask(town.zara, swapped).startswith("That did not match.")


def test_staff_prove_with_both_and_a_code_works_once(town: Town, ask: Callable[..., str]) -> None:
    secret = queries.totp_secret(town.beth)
    code = pyotp.TOTP(secret).at(clock.now() + LATER)
    assert ask(town.beth, {"prove_secret": "three quiet herons"}).startswith("We need to know")
    assert ask(town.beth, {"prove_secret": "wrong", "prove_code": code}).startswith("That did not match.")
    right = {"prove_secret": "three quiet herons", "prove_code": code}
    assert ask(town.beth, right).startswith("|")
    assert ask(town.beth, right).startswith("That did not match.")


def test_who_has_no_such_way_signs_in_again(town: Town, ask: Callable[..., str]) -> None:
    assert ask(town.samina, {"prove_secret": "anything"}) == "Sign out and in again first.|True"


def test_a_right_proof_counts_for_ten_minutes(app: Flask, town: Town, ask: Any) -> None:
    with unit_of_work():
        token = service.begin_session(person_id=town.imran, card=None)
    assert ask.again(token, {"prove_secret": "eleven green kettles"}, LATER).startswith("|")
    assert ask.again(token, {}, LATER + timedelta(minutes=9)) == "|False"
    assert ask.again(token, {}, LATER + timedelta(minutes=11)).startswith("We need")


def test_wrong_proofs_are_counted_under_the_person(town: Town, ask: Callable[..., str]) -> None:
    for _time in range(5):
        assert ask(town.imran, {"prove_secret": "a wrong one"}).startswith("That did not match.")
    assert ask(town.imran, {"prove_secret": "eleven green kettles"}).startswith(
        "There were too many wrong tries."
    )
    since = clock.now() - timedelta(days=1)
    assert len(queries.failures(limits.key("who", str(town.imran)), since)) == 5
