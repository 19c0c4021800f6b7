"""Photos and voice notes through a network that is cut: every hash equal, each entry once (safety R10)."""

from __future__ import annotations

import http.cookiejar
import json
import os
import subprocess
import urllib.request
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from tests.browser import site as sites
from tests.capability.attachments import noise, photo, voice
from tests.faults.conftest import Say
from tests.faults.test_kills import HttpBrowser
from tests.phone import Phone, base64url
from webapp import create_app
from webapp.config import Settings
from webapp.core import sealing
from webapp.core.database import end_session, session
from webapp.houses.models import Attachment, AttachmentPart, Entry

RUNNER = Path(__file__).with_name("flip.mjs")


def put_files(folder: Path, entries: int) -> None:
    """Three photos and a recording an entry, no two the same; each fifth entry has one of several parts."""
    folder.mkdir()
    for at in range(entries):
        photos = [photo((at * 3 + n) % 256, 64 + (at * 3 + n) // 256) for n in range(3)]
        if at % 5 == 0:
            photos[2] = noise(520 + at)
        for n, data in enumerate(photos):
            (folder / f"{at:03}-{n}.jpg").write_bytes(data)
        (folder / f"{at:03}-3.wav").write_bytes(voice(0.2 + at / 1000))


def cookies(browser: HttpBrowser) -> str:
    handlers: list[Any] = browser.opener.handlers  # type: ignore[attr-defined]
    jar = next(one.cookiejar for one in handlers if isinstance(one, urllib.request.HTTPCookieProcessor))
    assert isinstance(jar, http.cookiejar.CookieJar)
    return "; ".join(f"{one.name}={one.value}" for one in jar)


def send_through_cuts(browser: HttpBrowser, phone: Phone, folder: Path, entries: int, flips: int) -> Any:
    task = {
        "url": browser.url,
        "cookie": cookies(browser),
        "owner": phone.owner,
        "keyId": phone.key_id,
        "publicKey": base64url(phone.public),
        "folder": str(folder),
        "entries": entries,
        "flips": flips,
    }
    env = {"PATH": os.environ["PATH"], "HEARD_TASK": json.dumps(task)}
    done = subprocess.run(["node", str(RUNNER)], env=env, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    return json.loads(done.stdout.splitlines()[-1])


def equal_hashes(made: list[dict[str, Any]]) -> tuple[int, int]:
    """How many attachments the server keeps with the hash that the phone counted; and how many entries."""
    files = {file["id"]: file for entry in made for file in entry["files"]}
    rows = [row for row in session().scalars(select(Attachment)) if str(row.id) in files]
    equal = [
        row
        for row in rows
        if row.made_at
        and row.hash_mac == sealing.child_box(row.child_id).mac(bytes.fromhex(files[str(row.id)]["sha256"]))
    ]
    wanted = {entry["id"] for entry in made}
    return len(equal), len([one for one in session().scalars(select(Entry.id)) if str(one) in wanted])


def count(model: Any) -> int:
    return session().scalar(select(func.count()).select_from(model)) or 0


def run(entries: int, flips: int, folder: Path) -> str:
    site = sites.start_site(folder / "site")
    try:
        browser = HttpBrowser(site)
        browser.sign_in(site.person("Zara"))
        put_files(folder / "files", entries)
        said = send_through_cuts(browser, browser.phone(), folder / "files", entries, flips)
    finally:
        site.stop()
    assert (said["stopped"], said["refused"], said["waiting"], said["parts"]) == ([], [], 0, 0)
    with create_app(Settings.from_environment(site.environ)).app_context():
        equal, arrived = equal_hashes(said["made"])
        left = count(AttachmentPart)
        end_session()
    cuts = said["cuts"]
    assert sum(cuts.values()) == flips
    assert (equal, arrived) == (entries * 4, entries)
    assert left == 0
    kinds = ", ".join(f"{count} {kind}" for kind, count in cuts.items())
    return (
        f"{entries} entries x 4 attachments, {flips} cuts ({kinds}): "
        f"{arrived} entries arrived, {equal}/{entries * 4} hashes equal, 0 parts left"
    )


def test_a_few_entries_with_attachments_survive_a_network_that_is_cut(tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    run(2, 6, tmp_path)


@pytest.mark.faults
@pytest.mark.timeout(1800)
def test_fifty_entries_with_four_attachments_flipped_twenty_times(tmp_path: Path, figure: Say) -> None:
    (tmp_path / "site").mkdir()
    figure(run(50, 20, tmp_path))
