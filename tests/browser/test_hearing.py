"""A worker reads a part of the plan out, and a grandmother hears it, on a phone with no voice of its own."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.conftest import Open
from tests.browser.leaving import sign_in_quietly
from tests.browser.site import Site, sign_in_worker
from tests.unit.test_sound import tone

NO_VOICE = "This phone cannot read this aloud."


def test_a_part_is_read_out_and_heard(site: Site, phone: Open, desk: Open, tmp_path: Path) -> None:
    context = phone()
    sign_in_quietly(context, site, "Joan")
    page = context.new_page()
    page.goto("/plan")
    expect(page.get_by_text(NO_VOICE)).to_be_visible()
    expect(page.get_by_role("button", name="Listen")).to_be_hidden()

    worker = desk().new_page()
    sign_in_worker(worker, site, "Grace")
    read_out(worker, tmp_path)

    page.goto("/plan")
    expect(page.get_by_text("Someone near you may hear. Use earphones?")).to_be_visible()
    expect(page.get_by_text(NO_VOICE)).to_be_hidden()
    expect(page.locator("audio")).to_have_count(1)
    listen = page.get_by_role("button", name="Listen")
    # The recording is one second long, which a busy machine may sleep through: slowly, then fast.
    play_at(page, 0.1)
    listen.tap()
    expect(page.get_by_role("button", name="Stop")).to_be_visible()
    play_at(page, 4)
    # When it ends, the button offers it again.
    expect(listen).to_be_visible()
    assert page.locator("audio").evaluate("one => one.played.length && one.ended")


def play_at(page: Page, speed: float) -> None:
    page.locator("audio").evaluate("(one, speed) => { one.playbackRate = speed; }", speed)


def read_out(worker: Page, folder: Path) -> None:
    """The worker's page of recordings: one is kept, and can be listened to."""
    recording = folder / "voice.m4a"
    recording.write_bytes(tone("mp4"))
    worker.locator('nav a[href="/families"]:visible').click()
    worker.locator('main a:has-text("Family R")').first.click()
    worker.locator('main a[href$="/plan"]').first.click()
    worker.get_by_role("link", name="Recordings").first.click()
    first = worker.locator("article.box").first
    first.locator("summary").click()
    first.get_by_label("Who reads it?").fill("Grace")
    first.get_by_label("The recording").set_input_files(recording)
    first.get_by_role("button", name="Keep this recording").click()
    expect(worker.locator("article.box").first.get_by_text("Read by Grace")).to_be_visible()
