"""A photo and a voice note on a phone of 360 × 640: made without a network, sent when there is one, heard by her worker."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Playwright, expect

from tests.browser import steps
from tests.browser.conftest import PHONE
from tests.browser.leaving import wait_for_worker
from tests.browser.site import Site, open_browser, sign_in_person, sign_in_worker
from tests.browser.test_offline import expect_all_gone
from tests.browser.watch import Watch
from tests.capability.attachments import photo_with_place

# Chromium's own microphone: a beep a second, and nobody is asked.
MICROPHONE = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]
CHILD, WORKER, PLACE = "Zara", "Beth", "CANARY 12 Made-up Street"
PARTS = """async () => {
  const db = await new Promise((done) => (indexedDB.open("home").onsuccess = (event) => done(event.target.result)));
  const parts = await new Promise((done) => (db.transaction("parts").objectStore("parts").getAll().onsuccess =
    (event) => done(event.target.result)));
  db.close();
  return parts.map((part) => ({ id: part.id, bytes: part.ct.length, text: Array.from(part.ct.slice(0, 40)) }));
}"""


@pytest.fixture(scope="module")
def talking(playwright: Playwright) -> Iterator[Browser]:
    found = open_browser(playwright, *MICROPHONE)
    yield found
    found.close()


@pytest.fixture
def page(talking: Browser, site: Site, watch: Watch) -> Iterator[Page]:
    context = watch.follow(talking.new_context(locale="en-GB", base_url=site.url, **PHONE), site.url)
    context.set_default_timeout(15_000)
    page = context.new_page()
    sign_in_person(page, site, CHILD)
    yield page
    context.close()


def open_panel(page: Page, kind: str) -> None:
    page.locator('[data-do="tray"]').click()
    page.locator(f'[data-panel="tray"] [data-do="{kind}"]').click()
    expect(page.locator(f'[data-attach="{kind}"] [data-attach-work]')).to_be_visible()


def record(page: Page) -> None:
    """A second and a bit of beep, with a meter that moves."""
    panel = page.locator('[data-attach="voice"]')
    panel.locator('[data-voice-do="record"]').click()
    expect(panel.locator('[data-voice-do="stop"]')).to_be_focused()
    expect(panel.locator("[data-voice-level]")).not_to_have_js_property("value", 0)
    expect(panel.locator("[data-voice-time]")).to_contain_text("1 of 90")
    panel.locator('[data-voice-do="stop"]').click()


def photograph(page: Page) -> None:
    """With the camera inside the page, which is off again afterwards."""
    page.locator('[data-do="let-go"]').click()
    open_panel(page, "photo")
    panel = page.locator('[data-attach="photo"]')
    panel.locator("[data-photo-open]").click()
    expect(panel.locator("[data-photo-take]")).to_be_focused()
    view = panel.locator("[data-photo-view]")
    page.evaluate("view => (window.cameraTrack = view.srcObject.getTracks()[0])", view.element_handle())
    panel.locator("[data-photo-take]").click()
    expect(panel).to_be_hidden()
    assert page.evaluate("window.cameraTrack.readyState") == "ended"


def test_a_photo_and_a_voice_note_made_offline_arrive_whole(
    site: Site, page: Page, talking: Browser, tmp_path: Path, watch: Watch
) -> None:
    wait_for_worker(page)
    steps.begin(page)
    steps.enter(page, "good")
    page.context.set_offline(True)
    open_panel(page, "voice")
    panel = page.locator('[data-attach="voice"]')
    expect(panel).to_contain_text("Anyone talking near you will be heard too.")
    record(page)
    row = panel.locator("[data-voice]")
    expect(row).to_have_count(1)
    expect(row.locator("audio")).to_have_attribute("src", re.compile("^blob:"))
    row.locator('[data-voice-do="again"]').click()
    expect(panel.locator('[data-voice-do="stop"]')).to_be_focused()
    page.wait_for_timeout(300)
    panel.locator('[data-voice-do="stop"]').click()
    expect(row).to_have_count(1)
    row.locator("textarea").fill("I like the swings.")
    panel.locator('[data-do="attach-close"]').click()
    open_panel(page, "photo")
    expect(page.locator('[data-attach="photo"]')).to_contain_text(
        "Take a photo of a drawing, a place or a thing. Not of anyone's body."
    )
    file = tmp_path / "drawing.jpg"
    file.write_bytes(photo_with_place(PLACE))
    assert PLACE.encode() in file.read_bytes()
    page.locator('[data-attach="photo"] [data-photo-file]').last.set_input_files(file)
    expect(page.locator('[data-attach="photo"]')).to_be_hidden()
    expect(page.locator("[data-photos] image")).to_have_count(1)
    photograph(page)
    expect(page.locator("[data-photos] image")).to_have_count(2)
    steps.expect_state(page, "make", "offline")
    parts = page.evaluate(PARTS)
    assert len({part["id"] for part in parts}) == 3
    assert all(part["bytes"] <= 256 * 1024 for part in parts)
    steps.to_share(page)
    steps.choose_and_send(page, "worker")
    steps.expect_state(page, "sent", "offline")
    page.context.set_offline(False)
    steps.expect_state(page, "sent", "arrived")
    expect_all_gone(page)
    assert page.evaluate(PARTS) == []
    worker_sees_and_hears(site, talking, watch)


def worker_sees_and_hears(site: Site, talking: Browser, watch: Watch) -> None:
    context = watch.follow(talking.new_context(locale="en-GB", base_url=site.url), site.url)
    desk = context.new_page()
    sign_in_worker(desk, site, WORKER)
    child = site.person(CHILD)
    desk.goto("/inbox")
    desk.get_by_role("link", name=child["name"]).first.click()
    # The set that waits longest is shown first; hers of today is the newest.
    days = desk.locator('nav[aria-label="Houses made on other days"] a')
    if days.count():
        days.first.click()
    entry = desk.locator("article.entry").filter(has_text="I like the swings.").last
    expect(entry.locator("figure.photo img")).to_have_count(2)
    photo = entry.locator("figure.photo img").first
    photo.scroll_into_view_if_needed()
    # The page's own picture, decoded; where it was taken is in no byte of it.
    expect(photo).to_have_js_property("complete", True)
    assert photo.evaluate("(img) => img.naturalWidth") > 0
    served = desk.request.get(photo.get_attribute("src") or "")
    assert served.headers["content-type"] == "image/jpeg"
    assert b"Exif" not in served.body()
    assert PLACE.encode() not in served.body()
    voice = entry.locator(".voice")
    expect(voice).to_contain_text("second")
    heard = desk.request.get(voice.locator("audio").get_attribute("src") or "")
    assert heard.headers["content-type"] == "audio/mpeg"
    sound = base64.b64encode(heard.body()).decode()
    seconds = desk.evaluate(
        """async (sound) => (await new AudioContext().decodeAudioData(
             Uint8Array.from(atob(sound), (one) => one.charCodeAt(0)).buffer)).duration""",
        sound,
    )
    assert 0.1 < seconds < 10
    context.close()
