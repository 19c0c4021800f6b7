"""A stolen phone (safety T5): all that is on it, copied to another, opens nothing once the phone is stopped."""

from __future__ import annotations

import base64
import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser import profile, steps
from tests.browser.leaving import OURS, wait_for_worker
from tests.browser.site import enter_code, pick_pictures
from tests.browser.story_site import StorySite, running_story_site
from tests.browser.test_letterbox import kept
from tests.makers import Town, make_town
from tests.phone import base64url, seal
from tests.whole.table import PUBLIC, ROUTES
from tests.whole.walk import method, rules
from webapp import accounts, letterbox
from webapp.core import ids, sealing
from webapp.core.database import unit_of_work

OpenKept = Callable[..., BrowserContext]
SAID = "zebra kettle waits"
FILES = ("Singleton*", "*.lock")
# Notes every key that comes into being in the page, as bytes: ephemeral, shared secret, AES.
NOTE_KEYS = """(() => {
  window.noted = [];
  const { generateKey, deriveBits, importKey, exportKey } = SubtleCrypto.prototype;
  const note = (bytes) => window.noted.push([...new Uint8Array(bytes)]);
  crypto.subtle.generateKey = async (kind, _hidden, uses) => {
    const made = await generateKey.call(crypto.subtle, kind, true, uses);
    if (made.privateKey) note((await exportKey.call(crypto.subtle, "pkcs8", made.privateKey)).slice(36, 68));
    return made;
  };
  crypto.subtle.deriveBits = async (...all) => {
    const bits = await deriveBits.apply(crypto.subtle, all);
    note(bits);
    return bits;
  };
  crypto.subtle.importKey = (form, bytes, kind, ...all) => {
    if (form === "raw" && kind.name === "AES-GCM") note(bytes);
    return importKey.call(crypto.subtle, form, bytes, kind, ...all);
  };
})()"""
# A key that scripts cannot export lies readable in the profile all the same (safety 4.3): the control.
KEEP_KEY = """async (bytes) => {
  const key = await crypto.subtle.importKey("raw", new Uint8Array(bytes), "AES-GCM", false, ["encrypt"]);
  const db = await new Promise((done) => {
    const asked = indexedDB.open("control", 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore("keys");
    asked.onsuccess = () => done(asked.result);
  });
  const tx = db.transaction("keys", "readwrite", { durability: "strict" });
  tx.objectStore("keys").put(key, 1);
  await new Promise((done) => { tx.oncomplete = done; });
  db.close();
}"""


@dataclass
class Stolen:
    """What the thief has: the profile folder and, at worst, the cookies of the browser as it was running."""

    site: StorySite
    town: Town
    folder: Path
    cookies: Any
    waiting: list[dict[str, Any]]
    noted: list[bytes]

    def copy(self, name: str) -> Path:
        """The profile on another phone."""
        made = self.folder.parent / name
        shutil.copytree(self.folder, made, ignore=shutil.ignore_patterns(*FILES))
        return made


@pytest.fixture
def stolen(tmp_path: Path, kept_phone: OpenKept) -> Iterator[Stolen]:
    """Zara's shared phone, taken while she was signed in and an entry waited for a network."""
    (tmp_path / "site").mkdir()
    with running_story_site(tmp_path / "site") as site:
        with site.app.app_context():
            town = make_town()
            with unit_of_work():
                letterbox.switch(child_id=town.zara, on=True, by=town.beth)
                card = accounts.issue_card(person_id=town.zara, issued_by=town.beth)
        context = kept_phone(tmp_path / "phone", site)
        page = context.new_page()
        page.add_init_script(NOTE_KEYS)
        page.goto(f"{site.url}/card/{card.secret}")
        enter_code(page, card.code)
        pick_pictures(page, ["boat", "leaf", "moon", "cup"])
        wait_for_worker(page)
        # Shown once the phone has its ticket.
        expect(page.locator("[data-my-sign]")).to_be_visible()
        waiting = leave_one_waiting(page)
        noted = [bytes(one) for one in page.evaluate("window.noted")]
        cookies = context.cookies()
        context.close()
        yield Stolen(site, town, tmp_path / "phone", cookies, waiting, noted)


def leave_one_waiting(page: Page) -> list[dict[str, Any]]:
    """She writes and sends with no network; gives back what lies on the phone."""
    steps.begin(page)
    steps.enter(page, "worry")
    steps.write(page, SAID)
    steps.to_share(page)
    page.context.set_offline(True)
    steps.choose_and_send(page, "worker")
    steps.expect_state(page, "sent", "offline")
    assert kept(page)["owners"][0]["letterbox"] is True
    return [one for one in kept(page)["items"] if one["kind"] == "send"]


def open_copy(stolen: Stolen, kept_phone: OpenKept, name: str) -> Page:
    context = kept_phone(stolen.copy(name), stolen.site)
    context.add_cookies(stolen.cookies)
    return context.new_page()


def answers(stolen: Stolen, context: BrowserContext) -> dict[str, tuple[int, str]]:
    """Every address without an id that is not for everyone, asked as a script and as a person."""
    found = {}
    for rule in rules(stolen.site.app):
        if method(rule) == "GET" and not rule.arguments and ROUTES[rule.endpoint] not in PUBLIC:
            for header in ("HX-Request", "X-Nothing"):
                url = f"{stolen.site.url}{rule.rule}"
                answer = context.request.get(url, headers={header: "true"}, max_redirects=0)
                found[f"{header} {rule.endpoint}"] = (answer.status, answer.text())
    return found


def add_note(stolen: Stolen, page: Page) -> int:
    """Leave a note with the ticket that lies on the phone; the status of the answer."""
    (owner,) = kept(page)["owners"]
    note_id = str(ids.new())
    with stolen.site.app.app_context():
        plain = json.dumps({"v": 1, "words": "x", "unsafe": False}).encode()
        key_id, enc, ciphertext = seal(plain, f"heard/note/v1|{owner['owner']}|{note_id}|1")
    body = {
        "id": note_id,
        "owner": owner["owner"],
        "key_id": str(key_id),
        "enc": base64url(enc),
        "ct": base64url(ciphertext),
        "made_at": "2026-11-20T16:30:00+00:00",
    }
    url = f"{stolen.site.url}/letterbox/notes"
    return page.context.request.post(url, headers={"X-Ticket": owner["ticket"]}, data=body).status


def stop_the_phone(stolen: Stolen) -> None:
    """What the worker does when she hears of it."""
    with stolen.site.app.app_context(), unit_of_work():
        for device in accounts.devices_of(stolen.town.zara):
            accounts.stop_device(device_id=device.id, by=stolen.town.beth)


def test_once_stopped_the_copy_opens_and_shows_nothing(stolen: Stolen, kept_phone: OpenKept) -> None:
    # The control: until then the copy with the running browser's cookies is the phone itself.
    page = open_copy(stolen, kept_phone, "before")
    assert [status for status, _body in answers(stolen, page.context).values()].count(200) > 5
    page.goto("/houses")
    expect(page.locator("[data-houses]")).to_be_visible()
    assert add_note(stolen, page) == 200
    page.context.close()

    stop_the_phone(stolen)
    page = open_copy(stolen, kept_phone, "after")
    for asked, (status, body) in answers(stolen, page.context).items():
        assert status == (401 if asked.startswith("HX") else 303), asked
        assert "Zara" not in body
    for path in ("/", "/houses", "/plan", "/letterbox"):
        page.goto(path)
        expect(page.locator(OURS)).to_have_count(0)
        for words in (SAID, "Zara", "Beth", "Malik"):
            assert words not in page.content(), (path, words)
    # The ticket could only add, and adds no more.
    assert add_note(stolen, page) == 410
    page.context.set_offline(True)
    page.goto("/")
    assert SAID not in page.content()


def test_what_waits_on_it_opens_with_nothing_that_is_on_it(stolen: Stolen, kept_phone: OpenKept) -> None:
    (item,) = stolen.waiting
    assert SAID not in json.dumps(stolen.waiting)
    # The controls: the box is in the profile, holds her words, and keys were noted.
    assert profile.places(stolen.folder, item["ct"][:64])
    with stolen.site.app.app_context():
        assert SAID in opened(item)
        server_key = private_number()
    assert len(stolen.noted) >= 3
    assert profile.places(stolen.folder, SAID) == []
    for key in (*stolen.noted, server_key):
        assert profile.keys(stolen.folder, key) == []
    # The control: a key that a page kept, even one no script can export, would be found.
    page = open_copy(stolen, kept_phone, "control")
    page.goto("/help")
    page.evaluate(KEEP_KEY, list(stolen.noted[-1]))
    page.context.close()
    assert profile.keys(stolen.folder.parent / "control", stolen.noted[-1])


def opened(item: dict[str, Any]) -> str:
    """What the service's own key makes of the box."""
    enc, ciphertext = (base64.urlsafe_b64decode(item[name] + "==") for name in ("enc", "ct"))
    key = sealing.current_phone_key()
    assert key is not None
    bound = f"heard/entry/v1|{item['owner']}|{item['id']}|{item['rev']}"
    return sealing.open_from_phone(key.id, enc, ciphertext, bound).decode()


def private_number() -> bytes:
    """The service's private key as a number of 32 bytes."""
    key = sealing.current_phone_key()
    assert key is not None
    plain = sealing._unwrap(key.wrapped_by, key.private_wrapped, str(key.id))
    private = serialization.load_der_private_key(plain, password=None)
    assert isinstance(private, ec.EllipticCurvePrivateKey)
    return private.private_numbers().private_value.to_bytes(32, "big")
