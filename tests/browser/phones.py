"""Phones for the tests in which nothing may be lost: signed in without the screens, on a network that cuts."""

from __future__ import annotations

import http.client
import json
import secrets
import socket
import threading
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from flask.sessions import SecureCookieSessionInterface
from playwright.sync_api import BrowserContext, Page

from tests.browser.story_site import StorySite, running_story_site
from tests.makers import Town, make_town
from webapp import accounts
from webapp.accounts import phones, queries, service
from webapp.accounts.devices import service as devices
from webapp.core import sealing
from webapp.core.database import session, unit_of_work
from webapp.houses import queries as house_queries
from webapp.houses.models import Entry

ENTRIES = "/houses/entries"
# before: never reaches the server; during: half of it does; after: kept, and the reply is lost; half: half a reply.
CUTS = ("before", "during", "after", "half")
KEPT = """async () => {
  const db = await new Promise((done, fail) => {
    const asked = indexedDB.open("home");
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => fail(asked.error);
  });
  const items = await new Promise((done) => {
    const asked = db.transaction("items").objectStore("items").getAll();
    asked.onsuccess = () => done(asked.result);
  });
  db.close();
  return items;
}"""


class Network:
    """Between phone and server. `plan(path, body)` says what happens to a POST: one of CUTS, or "" for all well."""

    def __init__(self, server: str) -> None:
        self.upstream = server.removeprefix("http://")
        self.plan: Callable[[str, dict[str, Any]], str] = lambda _path, _body: ""
        # By path: what becomes of a file's bytes on their way (another build, a bad one).
        self.changed: dict[str, Callable[[bytes], bytes]] = {}
        self.cuts: list[str] = []
        self.posts = 0
        network = self

        class Handler(BaseHTTPRequestHandler):
            def handle_one_request(self) -> None:
                self.raw_requestline = self.rfile.readline(65537)
                if not self.raw_requestline or not self.parse_request():
                    self.close_connection = True
                    return
                network.carry(self)

            def log_message(self, format: str, *args: object) -> None:
                """Nothing: pytest shows what matters."""

        class Server(ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, request: object, client_address: object) -> None:
                """A browser that was killed or went offline leaves its connections open."""

        self.server = Server(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def carry(self, asked: BaseHTTPRequestHandler) -> None:
        """One request, whole or cut."""
        asked.close_connection = True
        data = asked.rfile.read(int(asked.headers.get("Content-Length") or 0))
        cut = ""
        if asked.command == "POST" and asked.path.startswith("/houses/"):
            self.posts += 1
            cut = self.plan(asked.path, json.loads(data or b"{}"))
        if cut:
            self.cuts.append(cut)
        if cut == "before":
            return
        if cut == "during":
            self._send_half(asked, data)
            return
        status, headers, body = self._ask(asked, data)
        if cut != "after":
            self._answer(asked, status, headers, body, half=cut == "half")

    def _ask(self, asked: BaseHTTPRequestHandler, data: bytes) -> tuple[int, list[tuple[str, str]], bytes]:
        line = http.client.HTTPConnection(self.upstream, timeout=60)
        headers = dict(asked.headers.items())
        change = self.changed.get(asked.path)
        if change:
            headers = {k: v for k, v in headers.items() if not k.lower().startswith(("if-", "accept-enc"))}
        line.request(asked.command, asked.path, data or None, headers)
        answer = line.getresponse()
        body = answer.read()
        line.close()
        return answer.status, answer.getheaders(), change(body) if change else body

    def _send_half(self, asked: BaseHTTPRequestHandler, data: bytes) -> None:
        host, port = self.upstream.split(":")
        with socket.create_connection((host, int(port)), timeout=60) as line:
            head = f"{asked.command} {asked.path} HTTP/1.1\r\n{asked.headers}".replace("\n\n", "\r\n\r\n")
            line.sendall(head.encode() + data[: len(data) // 2])

    def _answer(
        self,
        asked: BaseHTTPRequestHandler,
        status: int,
        headers: list[tuple[str, str]],
        body: bytes,
        *,
        half: bool,
    ) -> None:
        lines = [f"HTTP/1.1 {status} x", "Connection: close"]
        dropped = ("connection", "content-length", "transfer-encoding")
        lines += [f"{name}: {value}" for name, value in headers if name.lower() not in dropped]
        lines.append(f"Content-Length: {len(body)}")
        asked.wfile.write(
            "\r\n".join(lines).encode() + b"\r\n\r\n" + body[: len(body) // 2 if half else None]
        )

    def stop(self) -> None:
        self.server.shutdown()
        self.server.server_close()


@dataclass
class Home:
    """A small town on a real server, and the network to it."""

    site: StorySite
    town: Town
    network: Network
    signed: dict[str, Any] = field(default_factory=dict)

    @property
    def url(self) -> str:
        return self.network.url

    def sign_in(self, context: BrowserContext, child: uuid.UUID, *, own: bool = False) -> None:
        """A session of this child's card on a phone, shared or own; its cookies in this browser."""
        app, phone = self.site.app, secrets.token_urlsafe(16)
        with app.app_context(), unit_of_work():
            accounts.issue_card(person_id=child, issued_by=self.town.beth, shared_phone=not own)
            card = queries.cards_of(child)[-1]
            known = self.signed.setdefault(str(child), phone)
            hashed = sealing.lookup_hash("phone", known)
            token = service.begin_session(person_id=child, card=card, phone_hash=hashed)
            found = queries.sign_in_by_token(token)
            assert found
            devices.note_phone(session_id=found.session_id, card=card, phone_hash=hashed)
        signer = SecureCookieSessionInterface().get_signing_serializer(app)
        assert signer
        name = app.config["SESSION_COOKIE_NAME"]
        cookies = {name: signer.dumps({"_user_id": token}), phones.COOKIE: known}
        context.add_cookies(
            [{"name": key, "value": value, "url": self.url} for key, value in cookies.items()]
        )

    def entries(self, child: uuid.UUID) -> list[tuple[str, str]]:
        """Id and words of everything that arrived from this child."""
        with self.site.app.app_context():
            rows = session().query(Entry).filter_by(child_id=child).all()
            return [
                (str(row.id), str(json.loads(sealing.child_box(child).text(row, "content"))["words"]))
                for row in rows
            ]

    def drafts(self, child: uuid.UUID) -> list[dict[str, Any]]:
        """What this child began, as the server would give it back."""
        with self.site.app.app_context():
            return [draft.content for draft in house_queries.drafts_of(child)]


@contextmanager
def running_home(folder: Path) -> Iterator[Home]:
    """Until the block ends."""
    with running_story_site(folder) as site:
        with site.app.app_context():
            town = make_town()
        network = Network(site.url)
        try:
            yield Home(site, town, network)
        finally:
            network.stop()


def waiting(page: Page) -> list[dict[str, Any]]:
    """What this phone still has to send."""
    items: list[dict[str, Any]] = page.evaluate(KEPT)
    return [one for one in items if one["kind"] != "draft" or one["uploaded_rev"] < one["rev"]]


def until(page: Page, met: Callable[[], bool], what: str, seconds: float = 60) -> None:
    """Wait for something on the phone or the server. (The page's own CSP refuses wait_for_function with words.)"""
    for _try in range(int(seconds / 0.05)):
        if met():
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"never came: {what}")
