"""A phone that cannot keep things says so before anything is made; turning, hiding and going back lose nothing."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser import steps
from tests.browser.conftest import PHONE
from tests.browser.phones import KEPT, Home, running_home, until
from tests.browser.watch import Watch

# What a private window of older browsers, a blocked site, and a full phone answer.
REFUSALS = {
    "private mode": "indexedDB.open = () => { throw new DOMException('no', 'InvalidStateError'); }",
    "blocked": "Object.defineProperty(window, 'indexedDB', { get: () => undefined })",
    "quota": """IDBObjectStore.prototype.put = function () { throw new DOMException('full', 'QuotaExceededError'); }""",
}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Home]:
    with running_home(tmp_path_factory.mktemp("home")) as found:
        yield found


@pytest.fixture
def context(chromium: Browser, watch: Watch, home: Home) -> Iterator[BrowserContext]:
    found = watch.follow(chromium.new_context(base_url=home.url, locale="en-GB", **PHONE), home.url)
    found.set_default_timeout(15_000)
    home.sign_in(found, home.town.zara)
    yield found
    found.close()


@pytest.mark.parametrize("kind", REFUSALS)
def test_it_is_told_before_anything_is_made(context: BrowserContext, kind: str) -> None:
    page = context.new_page()
    page.add_init_script(REFUSALS[kind])
    page.goto("/houses")
    steps.screen(page, "storage-refused")
    for other in ("before", "choose", "make"):
        expect(page.locator(f'[data-screen="{other}"]')).to_be_hidden()
    expect(page.locator('[data-screen="storage-refused"]')).to_contain_text("please do not draw here now")


def test_a_phone_that_fills_up_while_she_draws_says_so_and_keeps_it_when_it_can(
    home: Home, context: BrowserContext
) -> None:
    page = context.new_page()
    page.goto("/houses")
    steps.begin(page)
    steps.enter(page, "good")
    steps.draw_with_finger(page, steps.ROOF)
    until(page, lambda: len(page.evaluate(KEPT)) == 1, "the first line on disk")
    page.evaluate(
        "() => { window.put = IDBObjectStore.prototype.put; IDBObjectStore.prototype.put = () => {"
        " throw new DOMException('full', 'QuotaExceededError'); }; }"
    )
    steps.draw_with_finger(page, steps.FLOOR)
    steps.expect_state(page, "make", "unkept")
    page.evaluate("() => { IDBObjectStore.prototype.put = window.put; }")
    steps.draw_with_finger(page, steps.FLOOR)
    steps.expect_state(page, "make", "draft")
    until(page, lambda: [len(one["strokes"]) for one in home.drafts(home.town.zara)] == [3], "three lines")


def test_turning_hiding_and_going_back_lose_nothing(home: Home, context: BrowserContext) -> None:
    page = context.new_page()
    page.goto("/houses")
    steps.begin(page)
    steps.enter(page, "wish")
    steps.draw_with_finger(page, steps.ROOF)
    steps.write(page, "Turned")
    for size in ({"width": 640, "height": 360}, {"width": 320, "height": 480}, {"width": 360, "height": 640}):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        expect(page.locator("textarea[data-words]")).to_have_value("Turned")
    steps.write(page, " and gone.")
    steps.expect_state(page, "make", "draft")
    page.goto("about:blank")
    page.go_back()
    expect_back(page)


def expect_back(page: Page) -> None:
    """Whether the page comes from memory or anew, what was kept is there."""
    steps.begin(page)
    steps.enter(page, "wish")
    expect(page.locator("textarea[data-words]")).to_have_value("Turned and gone.")
