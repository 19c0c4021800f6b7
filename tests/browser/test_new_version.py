"""A new version of the app while a child draws, and a bad one that is taken back (safety R25)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser import steps
from tests.browser.conftest import PHONE
from tests.browser.leaving import wait_for_worker
from tests.browser.phones import Home, running_home, until
from tests.browser.watch import Watch

WORDS = "Begun before the update."
VERSION = re.compile(rb"shell-[0-9a-f]{12}")
WORKERS = """async () => {
  const kept = await navigator.serviceWorker.getRegistration();
  return { waiting: kept?.waiting !== null, installing: kept?.installing !== null };
}"""
UPDATE = "async () => { await (await navigator.serviceWorker.getRegistration()).update(); }"


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    with running_home(tmp_path) as found:
        yield found


@pytest.fixture
def context(chromium: Browser, watch: Watch, home: Home) -> Iterator[BrowserContext]:
    found = watch.follow(chromium.new_context(base_url=home.url, locale="en-GB", **PHONE), home.url)
    found.set_default_timeout(15_000)
    home.sign_in(found, home.town.zara)
    yield found
    found.close()


def serve(home: Home, version: bytes, *, bad: bool = False) -> None:
    """From now on this build's service worker is served; a bad one answers every page with nonsense."""
    nonsense = b'addEventListener("fetch", (e) => e.request.mode === "navigate" && e.respondWith(new Response("bad")));'
    home.network.changed["/sw.js"] = lambda code: (nonsense if bad else b"") + VERSION.sub(version, code)


def shells(page: Page) -> list[str]:
    found: list[str] = page.evaluate("() => caches.keys()")
    return sorted(found)


def shells_of_next_visit(context: BrowserContext) -> list[str]:
    """The browser changes versions when no page is open: a page opened at once may be one visit too early."""
    page = context.new_page()
    page.goto("/houses")
    found = shells(page)
    page.close()
    return found


def test_a_new_version_waits_until_the_drawing_is_closed(home: Home, context: BrowserContext) -> None:
    serve(home, b"shell-aaaaaaaaaaaa")
    page = context.new_page()
    page.goto("/houses")
    wait_for_worker(page)
    steps.begin(page)
    steps.enter(page, "good")
    steps.write(page, WORDS)
    steps.expect_state(page, "make", "draft")
    page.evaluate("window.sameAsBefore = true")
    serve(home, b"shell-bbbbbbbbbbbb")
    page.evaluate(UPDATE)
    until(
        page,
        lambda: page.evaluate(WORKERS) == {"waiting": True, "installing": False},
        "a new worker that waits",
    )
    steps.write(page, " And on.")
    steps.expect_state(page, "make", "draft")
    assert page.evaluate("window.sameAsBefore") is True
    assert shells(page) == ["shell-aaaaaaaaaaaa", "shell-bbbbbbbbbbbb"]
    page.goto("about:blank")
    until(page, lambda: shells_of_next_visit(context) == ["shell-bbbbbbbbbbbb"], "the new version alone")
    page.goto("/houses")
    steps.begin(page)
    steps.enter(page, "good")
    expect(page.locator("textarea[data-words]")).to_have_value(f"{WORDS} And on.")


def test_a_bad_version_is_taken_back_and_nothing_is_lost(home: Home, context: BrowserContext) -> None:
    serve(home, b"shell-aaaaaaaaaaaa")
    page = context.new_page()
    page.goto("/houses")
    wait_for_worker(page)
    steps.begin(page)
    steps.enter(page, "good")
    steps.write(page, WORDS)
    steps.expect_state(page, "make", "draft")
    serve(home, b"shell-cccccccccccc", bad=True)
    page.evaluate(UPDATE)
    until(page, lambda: page.evaluate(WORKERS) == {"waiting": True, "installing": False}, "the bad worker")
    page.goto("about:blank")
    # The control: the bad version is at work.
    until(page, lambda: opened(context) == "bad", "the bad version at work")
    serve(home, b"shell-dddddddddddd")
    until(page, lambda: opened(context) == "houses", "the good version")
    page.goto("/houses")
    steps.begin(page)
    steps.enter(page, "good")
    expect(page.locator("textarea[data-words]")).to_have_value(WORDS)


def opened(context: BrowserContext) -> str:
    """What a person sees who closes the app and opens it again."""
    page = context.new_page()
    page.goto("/houses")
    shown = "houses" if page.locator("[data-houses]").count() else page.locator("body").inner_text()
    page.close()
    return shown
