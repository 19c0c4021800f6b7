"""The tests' own family on a real server in this process: for pages that need what the demo has not."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from playwright.sync_api import BrowserContext
from werkzeug.serving import WSGIRequestHandler, make_server

from tests.browser.site import free_port
from tests.conftest import settings_for
from webapp import create_app, migrations
from webapp.accounts import service
from webapp.core.database import database, unit_of_work


class Quiet(WSGIRequestHandler):
    """No line a request."""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Nothing: pytest shows what matters."""


@dataclass
class StorySite:
    """A running server on an empty SQLite database; work with the app inside `site.app.app_context()`."""

    app: Flask
    url: str

    def sign_in(self, context: BrowserContext, person_id: uuid.UUID) -> None:
        """A session made by the real service, its cookie in this browser."""
        with self.app.app_context(), unit_of_work():
            token = service.begin_session(person_id=person_id, card=None)
        signer = SecureCookieSessionInterface().get_signing_serializer(self.app)
        assert signer
        name = self.app.config["SESSION_COOKIE_NAME"]
        context.add_cookies([{"name": name, "value": signer.dumps({"_user_id": token}), "url": self.url}])


@contextmanager
def running_story_site(folder: Path, *, host: str = "127.0.0.1", **settings: Any) -> Iterator[StorySite]:
    """Serve until the block ends, with these settings besides those of every test."""
    port = free_port()
    url = f"http://{host}:{port}"
    app = create_app(settings_for(f"sqlite:///{folder / 'heard.db'}", folder, base_url=url, **settings))
    with app.app_context():
        migrations.upgrade(database().engine)
    server = make_server("127.0.0.1", port, app, threaded=True, request_handler=Quiet)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield StorySite(app, url)
    finally:
        server.shutdown()
        thread.join(10)
        with app.app_context():
            database().engine.dispose()
