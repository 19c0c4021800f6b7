"""A running server with the demo on it, and people signing in: for browser tests and screenshots."""

from __future__ import annotations

import atexit
import fcntl
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pyotp
from playwright.sync_api import Browser, Page, Playwright, expect

ROOT = Path(__file__).resolve().parents[2]
# Names the folder that all workers of one run of the tests share; tests/conftest.py makes it.
SHARED = "TESTS_SHARE"
STEP_S = 30
SESSION = "heard"
# Two cores may be busy with other tests.
TIMEOUT_S = 120
expect.set_options(timeout=15_000)


@dataclass
class Site:
    """A server of its own on a folder of its own. `sheet` as `heard demo --json` prints it (design §6)."""

    url: str
    sheet: dict[str, Any]
    process: subprocess.Popen[bytes]
    environ: dict[str, str] = field(default_factory=dict, repr=False)
    # The last one-time code given for each worker: a code works once, so the next sign-in needs another.
    steps: dict[str, int] = field(default_factory=dict)
    # The session cookie of each worker's last sign-in.
    sessions: dict[str, Any] = field(default_factory=dict, repr=False)

    def person(self, name: str) -> dict[str, Any]:
        """A family member by first name or whole name."""
        return _by_name(self.sheet["people"], name)

    def worker(self, name: str) -> dict[str, Any]:
        """A member of staff by first name or whole name."""
        return _by_name(self.sheet["workers"], name)

    def stop(self) -> None:
        """End the server and what it started."""
        os.killpg(self.process.pid, signal.SIGTERM)
        self.process.wait(timeout=30)


def _by_name(found: list[dict[str, Any]], name: str) -> dict[str, Any]:
    return next(one for one in found if name in (one["name"], one["name"].split()[0]))


def today() -> date:
    """The date where the authority is."""
    return datetime.now(ZoneInfo("Europe/London")).date()


def start_site(folder: Path, *, host: str = "127.0.0.1", **environ: str) -> Site:
    """Load the demo into an empty folder and serve it on a free port; ready when this returns.

    `host`: what people open; passkeys need a name (localhost), for browsers make none for an IP address.
    """
    port = free_port()
    env = _environment(folder) | {"PORT": str(port)} | environ
    env.setdefault("HEARD_BASE_URL", f"http://{host}:{port}")
    sheet = (
        _copied(folder, env["HEARD_BASE_URL"]) if "DATABASE_URL" not in environ else json.loads(_demo(env))
    )
    site = Site(f"http://{host}:{port}", sheet, _serve(env, folder), env)
    _wait_until_ready(site, folder / "server.log")
    return site


def _copied(folder: Path, url: str) -> dict[str, Any]:
    """Copy the loaded demo into the folder; its sheet, as printed for a server at `url`."""
    loaded = _loaded()
    shutil.copytree(loaded / "data", folder, dirs_exist_ok=True)
    sheet = (loaded / "sheet.json").read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(sheet.replace(json.loads(sheet)["url"], url))
    return found


@cache
def _loaded() -> Path:
    """A folder with the demo in it, loaded once a run: the first worker of xdist loads, the others wait.

    (pytest-xdist, "Making session-scoped fixtures execute only once".)
    """
    if SHARED in os.environ:
        folder = Path(os.environ[SHARED])
    else:
        folder = Path(tempfile.mkdtemp(prefix="heard-demo-"))
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
    with (folder / "demo.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "sheet.json").exists():
            printed = _demo(_environment(folder / "data"))
            (folder / "sheet.json").write_bytes(printed)
    return folder


def _environment(folder: Path) -> dict[str, str]:
    """Nothing of ours from outside: the demo on this folder."""
    kept = [key for key in os.environ if key != "DATABASE_URL" and not key.startswith("HEARD_")]
    return {key: os.environ[key] for key in kept} | {"HEARD_MODE": "demo", "HEARD_DATA": str(folder)}


def _demo(env: dict[str, str]) -> bytes:
    """Load the demo where it is not loaded; print who can sign in and how."""
    command = [sys.executable, "-m", "webapp.cli", "demo", "--json"]
    return subprocess.run(command, env=env, cwd=ROOT, check=True, capture_output=True).stdout


def serve_again(site: Site, folder: Path) -> Site:
    """The same server on the same data, after it was killed."""
    site.process = _serve(site.environ, folder)
    _wait_until_ready(site, folder / "server.log")
    return site


def _serve(env: dict[str, str], folder: Path) -> subprocess.Popen[bytes]:
    with (folder / "server.log").open("ab") as log:
        return subprocess.Popen(
            [sys.executable, "-m", "webapp.cli", "serve", "--port", env["PORT"]],
            env=env,
            cwd=ROOT,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )


@contextmanager
def running_site(folder: Path, *, host: str = "127.0.0.1", **environ: str) -> Iterator[Site]:
    """The same, stopped at the end."""
    site = start_site(folder, host=host, **environ)
    try:
        yield site
    finally:
        site.stop()


def free_port() -> int:
    """A port nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_until_ready(site: Site, log: Path) -> None:
    until = time.monotonic() + TIMEOUT_S
    while time.monotonic() < until and site.process.poll() is None:
        try:
            with urllib.request.urlopen(f"{site.url}/healthz", timeout=2) as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    if site.process.poll() is None:
        site.stop()
    raise RuntimeError(f"the server did not start:\n{log.read_text()[-3000:]}")


def open_browser(playwright: Playwright, *more: str) -> Browser:
    """The machine's own Chromium, with `more` of its own options."""
    path = shutil.which("chromium") or shutil.which("chromium-browser") or "/usr/bin/chromium"
    return playwright.chromium.launch(executable_path=path, args=["--no-sandbox", *more])


def one_time_code(site: Site, name: str) -> str:
    """A code not used yet. The server takes the step before and the one after, so this seldom waits."""
    totp = pyotp.TOTP(site.worker(name)["totp_secret"])
    step = max(int(time.time()) // STEP_S - 1, site.steps.get(name, 0) + 1)
    while step > int(time.time()) // STEP_S + 1:
        time.sleep(0.5)
    site.steps[name] = step
    return totp.generate_otp(step)


def sign_in_worker(page: Page, site: Site, name: str, *, anew: bool = False) -> None:
    """E-mail, password and one-time code; ends on the worker's first page.

    A session from an earlier test that is still open is taken up: a one-time code works once, so each
    sign-in after the third would wait half a minute for the next. `anew`: for what asks who you are when
    the sign-in is ten minutes old.
    """
    if anew or not _taken_up(page, site, name):
        _sign_in_anew(page, site, name)
        site.sessions[name] = [one for one in page.context.cookies(site.url) if one["name"] == SESSION]


def _taken_up(page: Page, site: Site, name: str) -> bool:
    if not site.sessions.get(name):
        return False
    page.context.add_cookies(site.sessions[name])
    page.goto(f"{site.url}/")
    return page.locator("body.staff").count() == 1


def _sign_in_anew(page: Page, site: Site, name: str) -> None:
    worker = site.worker(name)
    page.goto(f"{site.url}/staff")
    page.locator('input[name="email"]').fill(worker["email"])
    page.locator('input[name="password"]').fill(worker["password"])
    page.locator('input[name="code"]').fill(one_time_code(site, name))
    page.locator('form[action="/staff"] button').click()
    expect(page.locator("body.staff")).to_be_visible()


def open_card(page: Page, site: Site, name: str) -> None:
    """What scanning the card does."""
    page.goto(site.person(name)["card_url"])


def pick_pictures(page: Page, pictures: list[str]) -> None:
    """Tap the pictures in order; ends on the next page. For a page with its script running."""
    expect(page.locator("form[data-pictures][data-ready]")).to_be_attached()
    for name in pictures:
        page.locator(f'form[data-pictures] button[value="{name}"]').click()
    expect(page.locator("form[data-pictures]")).to_have_count(0)
    go_on_from_leaving(page)


def enter_code(page: Page, code: str) -> None:
    """The worker's six digits, at the first use of a card."""
    page.locator('input[name="code"]').fill(code)
    page.locator('form[action="/sign-in/code"] button').click()
    expect(page.locator('form[action="/sign-in/code"]')).to_have_count(0)


def enter_password(page: Page, password: str) -> None:
    """A password after the card, known or new; a new one is one of the ways to choose from."""
    choice = page.locator('button.opt[name="way"][value="password"]')
    if choice.count():
        choice.click()
    form = page.locator('form:has(input[name="password"])')
    form.locator('input[name="password"]').fill(password)
    form.locator("button").last.click()
    expect(page.locator('input[name="password"]')).to_have_count(0)
    go_on_from_leaving(page)


def go_on_from_leaving(page: Page) -> None:
    """Past the page about Leave, which comes first once for a person who is new on a phone."""
    page.wait_for_load_state()
    if page.locator('form[action="/leaving"]').count():
        page.locator('form[action="/leaving"] button').click()
        expect(page.locator('form[action="/leaving"]')).to_have_count(0)


def sign_in_person(page: Page, site: Site, name: str) -> None:
    """Card, then pictures or password. For everyone who is set up."""
    person = site.person(name)
    open_card(page, site, name)
    if person["pictures"]:
        pick_pictures(page, person["pictures"])
    else:
        enter_password(page, person["password"])


def draw_line(page: Page) -> None:
    """A line across the open paper of a house, as a finger makes it."""
    box = page.locator("[data-live-canvas], [data-canvas]").last.bounding_box()
    assert box, "no paper to draw on"
    points = [(0.2, 0.7), (0.35, 0.4), (0.5, 0.25), (0.65, 0.4), (0.8, 0.7)]
    for number, (x, y) in enumerate(points):
        page.mouse.move(box["x"] + box["width"] * x, box["y"] + box["height"] * y, steps=6)
        if number == 0:
            page.mouse.down()
    page.mouse.up()
