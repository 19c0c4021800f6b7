"""Single sign-on against a real provider over HTTP: the whole dance, and what may be wrong in it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from tests.capability.test_staff_sign_in import acts, invite, row_of, set_up
from tests.conftest import Browser, Open, SignInAs
from tests.makers import Town
from tests.provider import Provider, running_provider
from webapp import accounts
from webapp.accounts.single_sign_on import provider as client
from webapp.core.database import unit_of_work

BETH = "beth@northbridge.example"
PEOPLE: tuple[tuple[str, dict[str, Any]], ...] = (
    ("b-1", {"email": BETH, "email_verified": True}),
    ("b-2", {"email": BETH, "email_verified": True}),
    ("n-1", {"email": "Nadia@Northbridge.example", "email_verified": True}),
    ("unverified", {"email": BETH, "email_verified": False}),
    ("words", {"email": BETH, "email_verified": "true"}),
    ("no-email", {}),
    # What Microsoft's provider says of a work account: an e-mail, and not a word on whether it is true.
    ("entra", {"email": "Nadia.Rahman@northbridge.example"}),
    ("entra-as-beth", {"email": BETH}),
    ("stranger", {"email": "someone@elsewhere.example", "email_verified": True}),
)


@pytest.fixture(scope="module")
def running() -> Iterator[Provider]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AUTHLIB_INSECURE_TRANSPORT", "1")
        with running_provider(*PEOPLE) as made:
            yield made


@pytest.fixture
def provider(app: Flask, running: Provider, monkeypatch: pytest.MonkeyPatch) -> Iterator[Provider]:
    configure(app, monkeypatch, oidc_issuer=running.url)
    yield running
    running.lie, running.sign, running.metadata, running.delay_s = None, "own", {}, 0


def configure(app: Flask, monkeypatch: pytest.MonkeyPatch, **changes: str) -> None:
    settings = app.extensions["heard_settings"]
    wanted = {"oidc_client_id": "heard", "oidc_client_secret": "s3", "oidc_name": "Northbridge"} | changes
    monkeypatch.setitem(app.extensions, "heard_settings", replace(settings, **wanted))
    app.extensions.pop("authlib.integrations.flask_client", None)


def dance(desk: Browser, provider: Provider, sub: str, **options: str) -> TestResponse:
    there = desk.get("/staff/single-sign-on")
    assert there.status_code == 303, there.text
    back = provider.sign_in(there.headers["Location"], sub, **options)
    assert back.startswith("http://localhost/staff/single-sign-on/return?")
    return desk.get(back.removeprefix("http://localhost"))


def refused(answer: TestResponse, desk: Browser) -> bool:
    """The sign-in page with a kind sentence, and nobody signed in."""
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert 'action="/staff"' in answer.text
    return desk.get("/inbox").status_code == 303


def test_a_worker_signs_in_with_her_work_account(town: Town, browser: Open, provider: Provider) -> None:
    desk = browser()
    assert "Sign in with Northbridge" in desk.get("/staff").text
    answer = dance(desk, provider, "b-1")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/")
    assert desk.get("/inbox").status_code == 200
    assert "way_in.single_sign_on" in acts(town.beth)
    assert acts(town.beth)[-1] == "sign_in"


def test_the_way_there_carries_state_nonce_and_a_challenge(
    town: Town, browser: Open, provider: Provider
) -> None:
    dance(browser(), provider, "b-1")
    asked = provider.asked
    assert asked["response_type"] == "code"
    assert asked["code_challenge_method"] == "S256"
    assert asked["redirect_uri"] == "http://localhost/staff/single-sign-on/return"
    assert set(asked["scope"].split()) == {"openid", "email"}
    assert min(len(asked[name]) for name in ("state", "nonce", "code_challenge")) >= 20


def test_an_invited_person_needs_no_password_and_the_link_is_used_up(
    town: Town, browser: Open, provider: Provider
) -> None:
    invitation = invite(town)
    desk = browser()
    assert dance(desk, provider, "n-1").status_code == 303
    assert desk.get("/inbox").status_code == 200
    assert browser().get(f"/staff/set-up/{invitation.secret}").status_code == 404
    row = row_of(invitation.person_id)
    assert row.state == "active"
    form = {"email": row.email, "password": "", "code": "000000"}
    assert browser().post("/staff", form, page="/staff").status_code == 422


@pytest.mark.parametrize("sub", ["unverified", "words", "no-email", "stranger", "entra-as-beth"])
def test_no_account_is_made_and_an_unverified_e_mail_opens_nothing(
    town: Town, browser: Open, provider: Provider, sub: str
) -> None:
    before, desk = len(accounts.staff_rows()), browser()
    assert refused(dance(desk, provider, sub), desk)
    assert len(accounts.staff_rows()) == before


def test_an_e_mail_given_to_someone_else_opens_nothing(town: Town, browser: Open, provider: Provider) -> None:
    assert dance(browser(), provider, "b-1").status_code == 303
    desk = browser()
    assert refused(dance(desk, provider, "b-2"), desk)
    provider.lie = lambda claims: claims | {"email": "renamed@northbridge.example", "email_verified": False}
    assert dance(browser(), provider, "b-1").status_code == 303


def test_after_a_reset_the_account_is_bound_anew(town: Town, browser: Open, provider: Provider) -> None:
    assert dance(browser(), provider, "b-1").status_code == 303
    with unit_of_work():
        accounts.reset_staff(person_id=town.beth, by=town.priya)
    assert dance(browser(), provider, "b-2").status_code == 303
    desk = browser()
    assert refused(dance(desk, provider, "b-1"), desk)


def test_a_disabled_worker_cannot_sign_in_here_either(town: Town, browser: Open, provider: Provider) -> None:
    assert dance(browser(), provider, "b-1").status_code == 303
    with unit_of_work():
        accounts.disable_staff(person_id=town.beth, by=town.priya)
        accounts.disable_staff(person_id=town.tom, by=town.priya)
    desk = browser()
    assert refused(dance(desk, provider, "b-1"), desk)
    provider.lie = lambda claims: claims | {"sub": "t-1", "email": "tom@northbridge.example"}
    assert refused(dance(desk, provider, "b-1"), desk)


LIES: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
    "another nonce": lambda claims: claims | {"nonce": "x" * 20},
    "no nonce": lambda claims: without(claims, "nonce"),
    "nonce said not to be supported": lambda claims: without(claims, "nonce") | {"nonce_supported": False},
    "another audience": lambda claims: claims | {"aud": ["someone-else"], "azp": "heard"},
    "no audience": lambda claims: without(claims, "aud"),
    "expired": lambda claims: claims | {"exp": int(time.time()) - 120},
    "never expires": lambda claims: without(claims, "exp"),
    "from the future": lambda claims: claims | {"iat": int(time.time()) + 3600},
    "another issuer": lambda claims: claims | {"iss": "https://elsewhere.example"},
    "no issuer": lambda claims: without(claims, "iss"),
    "nobody": lambda claims: without(claims, "sub"),
    "a number": lambda claims: claims | {"sub": 7},
}


def without(claims: dict[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in claims.items() if key != name}


@pytest.mark.parametrize("lie", LIES)
def test_a_token_that_is_not_for_us_now_is_refused(
    town: Town, browser: Open, provider: Provider, lie: str
) -> None:
    provider.lie = LIES[lie]
    desk = browser()
    assert refused(dance(desk, provider, "b-1"), desk)


@pytest.mark.parametrize("sign", ["other key", "none"])
def test_a_token_not_signed_by_the_provider_is_refused(
    town: Town, browser: Open, provider: Provider, sign: str
) -> None:
    provider.sign = sign
    provider.metadata = {"id_token_signing_alg_values_supported": ["RS256", "none", "HS256"]}
    desk = browser()
    assert refused(dance(desk, provider, "b-1"), desk)


def test_another_browsers_answer_or_an_old_one_signs_nobody_in(
    town: Town, browser: Open, provider: Provider
) -> None:
    mine, theirs = browser(), browser()
    there = mine.get("/staff/single-sign-on").headers["Location"]
    back = provider.sign_in(there, "b-1").removeprefix("http://localhost")
    assert refused(theirs.get(back), theirs)
    assert mine.get(back).status_code == 303
    assert mine.get(back).status_code == 422
    for odd in ("", "?code=x", "?state=x", "?code=x&state=%00", "?error=%3Cb%3E&state=1"):
        assert refused(theirs.get(f"/staff/single-sign-on/return{odd}"), theirs)


def test_saying_no_at_the_provider_ends_on_the_sign_in_page(
    town: Town, browser: Open, provider: Provider
) -> None:
    desk = browser()
    there = desk.get("/staff/single-sign-on").headers["Location"]
    back = provider.sign_in(there, "b-1", "deny")
    assert refused(desk.get(back.removeprefix("http://localhost")), desk)


def test_a_provider_that_is_away_or_slow_or_another_is_said_kindly(
    town: Town,
    app: Flask,
    browser: Open,
    provider: Provider,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(client, "TIMEOUT_S", 0.2)
    configure(app, monkeypatch, oidc_issuer=provider.url)
    desk = browser()
    provider.delay_s = 0.6
    assert refused(dance(desk, provider, "b-1"), desk)
    monkeypatch.setattr(client, "TIMEOUT_S", 5)
    provider.delay_s, provider.metadata = 0, {"issuer": "https://elsewhere.example"}
    configure(app, monkeypatch, oidc_issuer=provider.url)
    assert refused(desk.get("/staff/single-sign-on"), desk)
    provider.metadata = {}
    assert dance(desk, provider, "b-1").status_code == 303
    configure(app, monkeypatch, oidc_issuer="http://127.0.0.1:9")
    assert refused(browser().get("/staff/single-sign-on"), browser())


def test_the_provider_must_have_asked_for_the_strength_we_want(
    town: Town,
    app: Flask,
    browser: Open,
    provider: Provider,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    configure(app, monkeypatch, oidc_issuer=provider.url, oidc_acr="mfa")
    desk = browser()
    assert refused(dance(desk, provider, "b-1"), desk)
    assert provider.asked["acr_values"] == "mfa"
    for strength in ({"acr": "mfa"}, {"amr": ["pwd", "mfa"]}):
        provider.lie = lambda claims, strength=strength: claims | strength
        assert dance(browser(), provider, "b-1").status_code == 303
    provider.lie = lambda claims: claims | {"amr": ["pwd"], "acr": "0"}
    assert refused(dance(desk, provider, "b-1"), desk)


def test_refused_sign_ons_are_counted(town: Town, browser: Open, provider: Provider) -> None:
    desk = browser()
    desk.get("/staff")
    for _ in range(30):
        assert desk.get("/staff/single-sign-on/return?code=x&state=x").status_code == 422
    tokens = provider.tokens
    assert desk.get("/staff/single-sign-on/return?code=x&state=x").status_code == 429
    assert desk.get("/staff/single-sign-on").status_code == 429
    assert provider.tokens == tokens
    assert dance(browser(), provider, "b-1").status_code == 303


def test_a_new_session_begins_and_the_old_person_is_out(
    town: Town, browser: Open, sign_in: SignInAs, provider: Provider
) -> None:
    desk = sign_in(town.imran)
    with desk.client.session_transaction() as cookie:
        before = cookie["_user_id"]
    assert dance(desk, provider, "b-1").status_code == 303
    with desk.client.session_transaction() as cookie:
        assert cookie["_user_id"] != before
        assert not [name for name in cookie if name.startswith("_state_")]


def test_starting_again_and_again_keeps_the_cookie_small(
    town: Town, browser: Open, provider: Provider
) -> None:
    desk = browser()
    for _ in range(5):
        answer = desk.get("/staff/single-sign-on")
    assert max(len(value) for value in answer.headers.getlist("Set-Cookie")) < 2500


def test_without_a_provider_there_is_no_such_page(town: Town, browser: Open) -> None:
    desk = browser()
    assert "work account" not in desk.get("/staff").text
    assert desk.get("/staff/single-sign-on").status_code == 404
    assert desk.get("/staff/single-sign-on/return?code=x&state=y").status_code == 404


def test_a_link_can_still_be_used_beside_single_sign_on(
    town: Town, browser: Open, provider: Provider
) -> None:
    set_up(browser(), invite(town))
    assert dance(browser(), provider, "n-1").status_code == 303


def test_an_administrators_link_ties_an_account_whose_e_mail_nobody_verified(
    town: Town, browser: Open, provider: Provider
) -> None:
    invitation, desk = invite(town), browser()
    assert desk.get(f"/staff/set-up/{invitation.secret}").status_code == 303
    assert "Or use your work account" in desk.get("/staff/set-up").text
    assert dance(desk, provider, "entra").status_code == 303
    assert desk.get("/inbox").status_code == 200
    assert acts(invitation.person_id)[-2:] == ["way_in.single_sign_on", "sign_in"]
    again = browser()
    assert dance(again, provider, "entra").status_code == 303
    assert browser().get(f"/staff/set-up/{invitation.secret}").status_code == 404


def test_the_same_account_without_the_link_opens_nothing(
    town: Town, browser: Open, provider: Provider
) -> None:
    invite(town)
    desk = browser()
    assert refused(dance(desk, provider, "entra"), desk)


def test_a_link_that_was_used_or_belongs_to_another_ties_nothing(
    town: Town, browser: Open, provider: Provider
) -> None:
    assert dance(browser(), provider, "b-1").status_code == 303
    invitation, desk = invite(town), browser()
    desk.get(f"/staff/set-up/{invitation.secret}")
    assert dance(desk, provider, "b-1").status_code == 303
    assert row_of(invitation.person_id).state == "invited"
    late = browser()
    late.get(f"/staff/set-up/{invitation.secret}")
    set_up(browser(), invitation)
    assert refused(dance(late, provider, "entra"), late)


def test_someone_elses_link_does_not_win_over_a_verified_e_mail(
    town: Town, browser: Open, provider: Provider
) -> None:
    invitation, desk = invite(town), browser()
    desk.get(f"/staff/set-up/{invitation.secret}")
    assert dance(desk, provider, "b-1").status_code == 303
    assert "way_in.single_sign_on" in acts(town.beth)
    assert row_of(invitation.person_id).state == "invited"
