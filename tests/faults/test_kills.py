"""SIGKILL of the whole server while entries arrive: what was acknowledged is there, once (safety R1)."""

from __future__ import annotations

import http.cookiejar
import json
import os
import random
import re
import signal
import sqlite3
import threading
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

import pytest

from tests.browser import site as sites
from tests.faults.conftest import Say
from tests.phone import Phone, content

TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


class HttpBrowser:
    """Zara's phone over real HTTP; its cookies outlive the server."""

    def __init__(self, site: sites.Site) -> None:
        self.url = site.url
        jar = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self.opener = urllib.request.build_opener(jar)

    def ask(self, path: str, body: bytes | None = None, **headers: str) -> str:
        request = urllib.request.Request(self.url + path, body, {"Accept": "application/json"} | headers)
        with self.opener.open(request, timeout=20) as answer:
            return str(answer.read().decode())

    def sign_in(self, person: dict[str, Any]) -> None:
        self.ask(person["card_url"].removeprefix(self.url))
        token = TOKEN.search(self.ask("/"))
        assert token
        form = f"csrf_token={token[1]}&pictures={','.join(person['pictures'])}"
        self.ask("/sign-in/pictures", form.encode())

    def phone(self) -> Phone:
        page = self.ask("/houses")
        names = ("owner", "key-id", "public-key")
        owner, key_id, public = (page.split(f'data-{name}="')[1].split('"')[0] for name in names)
        import base64

        raw = base64.urlsafe_b64decode(public + "=" * (-len(public) % 4))
        return Phone(None, key_id, raw, owner)  # type: ignore[arg-type]

    def post(self, body: dict[str, Any]) -> None:
        token = json.loads(self.ask("/houses/token"))["csrf"]
        headers = {"Content-Type": "application/json", "X-CSRFToken": token}
        self.ask("/houses/entries", json.dumps(body).encode(), **headers)


def send_until(stop: threading.Event, browser: HttpBrowser, phone: Phone, acked: list[str]) -> None:
    """Make entry after entry; each is posted again, the same, until it is acknowledged."""
    while not stop.is_set():
        body = phone.parcel(content(words="Kept."), kind="draft")
        while not stop.is_set():
            try:
                browser.post(body)
                acked.append(body["id"])
                break
            except (urllib.error.URLError, OSError, ValueError):
                stop.wait(0.05)


def kill_and_start_again(site: sites.Site, folder: Path) -> sites.Site:
    os.killpg(site.process.pid, signal.SIGKILL)
    site.process.wait()
    return sites.serve_again(site, folder)


def run(cycles: int, folder: Path) -> str:
    """Kill the server so often; what was seen, in one line."""
    site = sites.start_site(folder)
    stop, acked = threading.Event(), list[str]()
    try:
        browser = HttpBrowser(site)
        browser.sign_in(site.person("Zara"))
        phone = browser.phone()
        writers = [threading.Thread(target=send_until, args=(stop, browser, phone, acked)) for _ in range(2)]
        for writer in writers:
            writer.start()
        for _ in range(cycles):
            stop.wait(random.uniform(0.3, 1.2))
            site = kill_and_start_again(site, folder)
        stop.wait(1)
        stop.set()
        for writer in writers:
            writer.join()
        kept = json.loads(browser.ask("/houses/drafts"))["drafts"]
    finally:
        stop.set()
        site.stop()
    ids = [draft["id"] for draft in kept]
    assert len(acked) > cycles
    assert set(acked) <= set(ids)
    assert len(ids) == len(set(ids))
    check = sqlite3.connect(folder / "heard.db").execute("PRAGMA integrity_check").fetchone()
    assert check == ("ok",)
    lost = len(set(acked) - set(ids))
    return f"{cycles} kills of the server: {len(acked)} acknowledged, {lost} lost"


def test_nothing_acknowledged_is_lost_in_a_few_kills(tmp_path: Path) -> None:
    run(2, tmp_path)


@pytest.mark.faults
def test_nothing_acknowledged_is_lost_in_many_kills(tmp_path: Path, figure: Say) -> None:
    figure(run(100, tmp_path))
