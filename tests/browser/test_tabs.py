"""The same drawing open in two and three tabs: nothing is written over, nothing is sent twice (safety R11)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser import steps
from tests.browser.conftest import PHONE
from tests.browser.phones import KEPT, Home, running_home, until, waiting
from tests.browser.watch import Watch


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    with running_home(tmp_path) as found:
        yield found


@contextmanager
def phone(chromium: Browser, watch: Watch, home: Home) -> Iterator[BrowserContext]:
    found = watch.follow(chromium.new_context(base_url=home.url, locale="en-GB", **PHONE), home.url)
    found.set_default_timeout(15_000)
    yield found
    found.close()


@pytest.fixture
def context(chromium: Browser, watch: Watch, home: Home) -> Iterator[BrowserContext]:
    with phone(chromium, watch, home) as found:
        home.sign_in(found, home.town.zara)
        yield found


@pytest.fixture
def another(chromium: Browser, watch: Watch, home: Home, context: BrowserContext) -> Iterator[BrowserContext]:
    """A phone that shares nothing with the first but the child."""
    with phone(chromium, watch, home) as found:
        found.add_cookies(
            [{"name": one["name"], "value": one["value"], "url": home.url} for one in context.cookies()]
        )
        yield found


def open_house(context: BrowserContext) -> Page:
    page = context.new_page()
    page.goto("/houses")
    steps.begin(page)
    steps.enter(page, "worry")
    return page


@pytest.mark.parametrize("tabs", [2, 3])
def test_each_tab_keeps_its_own_words(home: Home, context: BrowserContext, tabs: int) -> None:
    first = open_house(context)
    steps.write(first, "Begun.")
    steps.expect_state(first, "make", "draft")
    pages = [first, *(open_house(context) for _each in range(tabs - 1))]
    for number, page in enumerate(pages):
        expect(page.locator("textarea[data-words]")).to_have_value("Begun.")
        page.bring_to_front()
        steps.write(page, f" Tab {number}.")
        steps.expect_state(page, "make", "draft")
    for number, page in enumerate(pages):
        page.bring_to_front()
        steps.write(page, f" Again {number}.")
        steps.expect_state(page, "make", "draft")
    until(first, lambda: not waiting(first), "an empty queue")
    kept = first.evaluate(KEPT)
    assert len({item["id"] for item in kept}) == len(kept) == tabs
    wanted = {f"Begun. Tab {number}. Again {number}." for number in range(tabs)}
    assert {draft["words"] for draft in home.drafts(home.town.zara)} == wanted


def test_what_one_tab_sent_the_other_does_not_change(home: Home, context: BrowserContext) -> None:
    first = open_house(context)
    steps.write(first, "Sent in one tab.")
    steps.expect_state(first, "make", "draft")
    other = open_house(context)
    expect(other.locator("textarea[data-words]")).to_have_value("Sent in one tab.")
    steps.to_share(first)
    steps.choose_and_send(first, "worker")
    steps.expect_state(first, "sent", "arrived")
    other.bring_to_front()
    steps.write(other, " And more.")
    steps.expect_state(other, "make", "draft")
    steps.to_share(other)
    steps.choose_and_send(other, "worker")
    steps.expect_state(other, "sent", "arrived")
    sent = home.entries(home.town.zara)
    assert sorted(words for _id, words in sent) == ["Sent in one tab.", "Sent in one tab. And more."]
    assert len({entry_id for entry_id, _words in sent}) == 2
    assert first.evaluate(KEPT) == []


def test_two_phones_that_do_not_know_of_each_other(
    home: Home, context: BrowserContext, another: BrowserContext
) -> None:
    """What stays open on one phone while she goes on with it on another: each keeps what it made."""
    first = open_house(context)
    steps.write(first, "Begun.")
    steps.expect_state(first, "make", "draft")
    other = open_house(another)
    expect(other.locator("textarea[data-words]")).to_have_value("Begun.")
    steps.write(other, " On the other phone.")
    steps.expect_state(other, "make", "draft")
    steps.write(first, " Here.")
    steps.expect_state(first, "make", "draft")
    until(first, lambda: not waiting(first), "an empty queue")
    both = {"Begun. Here.", "Begun. On the other phone."}
    until(first, lambda: {draft["words"] for draft in home.drafts(home.town.zara)} == both, "both")
