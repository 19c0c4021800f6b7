"""The idle lock: by touch or key alone, warned 20 seconds before, and what was being written is kept, not shown."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open
from tests.browser.leaving import look_back_and_forward, sign_in_quietly, wait_for_worker
from tests.browser.site import Site, sign_in_worker

WORDS = "I wanted to say this about Tuesday"
LIMITS = {"Kasia": 120, "Claire": 300}


def open_page(site: Site, opened: Open, name: str, path: str = "/") -> Page:
    """A signed-in page whose clock the test moves."""
    context = opened()
    page = context.new_page()
    page.clock.install()
    if name in LIMITS:
        sign_in_quietly(context, site, name)
    else:
        sign_in_worker(page, site, name)
    page.goto(path)
    return page


def hold(page: Page) -> None:
    """From here on the page's clock moves by `wait` alone: two seconds before the warning stay two seconds."""
    page.clock.pause_at(page.evaluate("Date.now() / 1000") + 1)


def wait(page: Page, seconds: int) -> None:
    page.clock.run_for(seconds * 1000)


@pytest.mark.parametrize("name", LIMITS)
def test_it_warns_twenty_seconds_before_and_then_leaves(site: Site, phone: Open, name: str) -> None:
    page = open_page(site, phone, name)
    question = page.get_by_role("alertdialog", name="Are you still here?")
    hold(page)
    page.locator("h1").first.tap()
    wait(page, LIMITS[name] - 22)
    expect(question).to_be_hidden()
    wait(page, 3)
    expect(question).to_be_visible()
    expect(question).to_have_accessible_description(re.compile("The screen locks in 20 seconds"))
    stay = question.get_by_role("button")
    expect(stay).to_have_count(1)
    expect(stay).to_be_focused()
    box = stay.bounding_box()
    assert box
    assert box["height"] >= 48
    assert box["width"] >= 200
    stay.tap()
    expect(question).to_be_hidden()
    wait(page, LIMITS[name] - 22)
    expect(question).to_be_hidden()
    wait(page, 23)
    page.wait_for_url("**/bye")
    look_back_and_forward(page)


def test_scrolling_and_fetching_are_no_sign_of_life_and_a_key_is(site: Site, desk: Open) -> None:
    page = open_page(site, desk, "Claire", "/help")
    question = page.locator("dialog[data-still-here]")
    wait(page, 270)
    page.mouse.wheel(0, 300)
    page.mouse.move(200, 200)
    page.evaluate("fetch('/help')")
    wait(page, 11)
    expect(question).to_be_visible()
    page.locator("[data-stay]").click()
    wait(page, 270)
    page.keyboard.press("ArrowDown")
    wait(page, 100)
    expect(question).to_be_hidden()


def test_with_no_signal_it_never_locks(site: Site, phone: Open) -> None:
    """Drawing offline never expires."""
    page = open_page(site, phone, "Kasia")
    wait_for_worker(page)
    page.context.set_offline(True)
    wait(page, 3600)
    expect(page.locator("dialog[data-still-here]")).to_be_hidden()
    expect(page.locator("[data-houses]")).to_be_visible()
    assert not page.url.endswith("/bye")
    page.context.set_offline(False)


def test_what_was_being_written_is_kept_for_its_writer_alone(site: Site, phone: Open) -> None:
    page = open_page(site, phone, "Claire", "/plan")
    page.locator('#your-answer textarea[name="words"]').fill(WORDS)
    wait(page, 301)
    page.wait_for_url("**/bye")
    look_back_and_forward(page)
    # A new adult on the same phone is offered nothing.
    sign_in_quietly(page.context, site, "Joan")
    page.goto("/plan")
    expect(page.locator("[data-kept-offer]")).to_have_count(0)
    assert WORDS not in page.content()
    sign_in_quietly(page.context, site, "Claire")
    page.goto("/plan")
    offer = page.locator("[data-kept-offer]")
    expect(offer).to_contain_text("You were writing this on")
    assert WORDS not in page.content()
    offer.get_by_role("button", name="Put it back").tap()
    expect(page.locator('#your-answer textarea[name="words"]')).to_have_value(WORDS)
    page.locator("#your-answer form .btn").last.tap()
    expect(page.locator("#your-answer .quote", has_text=WORDS)).to_be_visible()
    page.goto("/plan")
    expect(page.locator("[data-kept-offer]")).to_have_count(0)
    assert page.evaluate("Object.keys(localStorage).length + Object.keys(sessionStorage).length") == 0


def test_a_workers_screen_locks_and_signing_in_comes_home(site: Site, desk: Open) -> None:
    page = open_page(site, desk, "Beth", "/families")
    page.keyboard.press("Tab")
    wait(page, 881)
    expect(page.get_by_role("alertdialog")).to_be_visible()
    wait(page, 20)
    page.wait_for_url("**/locked")
    expect(page.locator("h1")).to_have_text("The screen is locked")
    assert page.request.get(f"{site.url}/families", max_redirects=0).status == 303
    page.get_by_role("link", name="Sign in").click()
    sign_in_worker(page, site, "Beth")
    expect(page).to_have_url(f"{site.url}/inbox")
