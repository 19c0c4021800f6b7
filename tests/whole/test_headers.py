"""What every answer carries, whoever asks: headers, cookies, types (safety T7; ASVS 3 and 4)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.http import parse_cookie, parse_options_header
from werkzeug.test import TestResponse

from tests.conftest import Browser, FreshClient, Open, settings_for
from tests.whole.personas import PERSONAS
from tests.whole.walk import Walk
from webapp import create_app, migrations
from webapp.core.database import database

# Each directive that keeps strangers' code and pages out.
NEEDED = ("default-src 'none'", "object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'")
TYPES = {
    "text/html",
    "application/json",
    "application/manifest+json",
    "text/javascript",
    "text/css",
    "text/plain",
    "text/x-gettext-translation",
    "application/x-xliff+xml",
    "application/zip",
    "audio/mpeg",
    "image/jpeg",
    "image/png",
    "image/svg+xml",
}
FLAGS = ("; Secure", "; HttpOnly", "; Path=/", "; SameSite=Lax")
OTHER_ORIGIN = re.compile(rb'(?:src|href|action|data)="(?:https?:)?//', re.IGNORECASE)


def check(answer: TestResponse, what: object) -> None:
    headers = answer.headers
    policy = headers["Content-Security-Policy"]
    assert all(part in policy for part in NEEDED), what
    assert "unsafe" not in policy, what
    assert headers["X-Content-Type-Options"] == "nosniff", what
    assert headers["Referrer-Policy"] == "no-referrer", what
    assert headers["X-Frame-Options"] == "DENY", what
    assert "Access-Control-Allow-Origin" not in headers, what
    assert "Set-Cookie" not in headers or "HttpOnly" in headers["Set-Cookie"], what
    kind, options = parse_options_header(headers.get("Content-Type"))
    if answer.data:
        assert kind in TYPES, (what, kind)
        assert not kind.startswith("text/") or options.get("charset", "").lower() == "utf-8", what
    assert not OTHER_ORIGIN.search(answer.data), what


@pytest.mark.parametrize("persona", PERSONAS)
def test_every_answer_to_every_persona(walked: Callable[[str], Walk], persona: str) -> None:
    for one in walked(persona).sent:
        check(one.answer, one.endpoint)


def test_errors_and_files_carry_the_same(app: Flask, browser: Open) -> None:
    phone = browser()
    for path in ("/nothing-here", "/static/nothing", "/%00", "/plan//", "/plans/not-an-id", "/.git/config"):
        answer = phone.get(path)
        assert answer.status_code in (400, 404), path
        check(answer, path)
    for name in ("TRACE", "OPTIONS", "HEAD", "PATCH"):
        answer = phone.client.open("/help", method=name)
        assert answer.status_code in (200, 405), name
        assert b"TRACE" not in answer.data
    check(phone.client.post("/help"), "405")


@pytest.fixture
def https_app(tmp_path: Path) -> Iterator[Flask]:
    """As in production behind https: the cookies' names and flags follow the base URL."""
    made = create_app(
        settings_for(f"sqlite:///{tmp_path / 'x.db'}", tmp_path, base_url="https://heard.example")
    )
    made.test_client_class = FreshClient
    with made.app_context():
        migrations.upgrade(database().engine)
        yield made
        database().engine.dispose()


def test_over_https_every_cookie_is_bound_to_the_host(https_app: Flask) -> None:
    from tests.makers import make_town
    from webapp import accounts
    from webapp.core.database import unit_of_work

    town = make_town()
    with unit_of_work():
        card = accounts.issue_card(person_id=town.imran, issued_by=town.beth)
    phone = Browser(https_app.test_client())
    options = {"base_url": "https://heard.example"}
    answers = [phone.get(f"/card/{card.secret}", **options)]
    token = re.search(rb'name="csrf_token" value="([^"]+)"', phone.get("/", **options).data)
    assert token
    form = {"csrf_token": token[1].decode()}
    answers += [
        phone.client.post("/sign-in/password", data=form | {"password": "eleven green kettles"}, **options),
        phone.client.post("/language", data=form | {"language": "ur"}, **options),
        phone.client.post("/look", data=form | {"theme": "dark"}, **options),
        phone.get("/bye", **options),
    ]
    cookies = [cookie for answer in answers for cookie in answer.headers.getlist("Set-Cookie")]
    assert {name for cookie in cookies for name in parse_cookie(cookie.split(";")[0])} >= {
        "__Host-heard",
        "__Host-heard-phone",
        "__Host-heard-look",
    }
    for cookie in cookies:
        assert cookie.startswith("__Host-"), cookie
        assert all(flag in cookie for flag in ("; Secure", "; HttpOnly", "; Path=/", "; SameSite=Lax")), (
            cookie
        )
        assert "; Domain" not in cookie
    for answer in answers:
        assert "max-age=63072000; includeSubDomains" in answer.headers["Strict-Transport-Security"]


def test_a_host_name_made_up_by_a_stranger_leads_nowhere(app: Flask, browser: Open) -> None:
    """No address in a page or a redirect is built from the Host header or from X-Forwarded-… (ASVS 4.1.3)."""
    headers = {"Host": "evil.example", "X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "gopher"}
    for path in ("/", "/plan", "/staff", "/help"):
        answer = browser().get(path, headers=headers)
        assert b"evil.example" not in answer.data
        assert "evil.example" not in answer.headers.get("Location", "")
