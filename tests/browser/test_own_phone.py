"""A child's own phone opens what was begun and sent without a network, as long as she is signed in (decision 0008)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser import steps
from tests.browser.conftest import PHONE
from tests.browser.leaving import wait_for_worker
from tests.browser.phones import Home, running_home, until, waiting
from tests.browser.watch import Watch
from webapp import accounts
from webapp.core.database import unit_of_work

BEGUN, SENT = "zebra kettle begun", "zebra kettle sent"
SAFE = "Your picture is safe. It comes back when you are online and signed in."
RECORDS = """async () => {
  const db = await new Promise((done) => {
    const asked = indexedDB.open("home-own");
    asked.onsuccess = () => done(asked.result);
  });
  const found = db.objectStoreNames.contains("records") ? await new Promise((done) => {
    const asked = db.transaction("records").objectStore("records").getAll();
    asked.onsuccess = () => done(asked.result);
  }) : [];
  db.close();
  return found.length;
}"""


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    with running_home(tmp_path) as found:
        yield found


@pytest.fixture
def context(chromium: Browser, watch: Watch, home: Home) -> Iterator[BrowserContext]:
    found = watch.follow(chromium.new_context(base_url=home.url, locale="en-GB", **PHONE), home.url)
    found.set_default_timeout(15_000)
    yield found
    found.close()


def part(context: BrowserContext) -> list[str]:
    return [str(one["value"]) for one in context.cookies() if one["name"] == "heard-part"]


def begin_something(home: Home, context: BrowserContext, *, own: bool) -> Page:
    """Send one thing, begin another; then the network goes."""
    home.sign_in(context, home.town.zara, own=own)
    page = context.new_page()
    page.goto("/houses")
    wait_for_worker(page)
    until(page, lambda: len(part(context)) == own, "the part, or none")
    steps.begin(page)
    steps.enter(page, "good")
    steps.write(page, SENT)
    steps.to_share(page)
    steps.choose_and_send(page, "worker")
    steps.expect_state(page, "sent", "arrived")
    steps.another(page)
    steps.enter(page, "worry")
    steps.draw_with_finger(page, steps.ROOF)
    steps.write(page, BEGUN)
    steps.expect_state(page, "make", "draft")
    context.set_offline(True)
    return page


def test_it_opens_again_without_a_network(home: Home, context: BrowserContext) -> None:
    page = begin_something(home, context, own=True)
    page.reload()
    steps.begin(page)
    steps.enter(page, "worry")
    expect(page.locator("textarea[data-words]")).to_have_value(BEGUN)
    steps.write(page, " on the bus")
    steps.expect_state(page, "make", "offline")
    page.reload()
    page.locator('[data-do="mine"]').click()
    steps.screen(page, "mine")
    expect(page.locator('[data-screen="mine"]')).to_contain_text(SENT)
    steps.back(page)
    steps.begin(page)
    steps.enter(page, "worry")
    expect(page.locator("textarea[data-words]")).to_have_value(f"{BEGUN} on the bus")
    context.set_offline(False)
    page.goto("/houses")
    steps.screen(page, "before")
    until(page, lambda: not waiting(page), "an empty queue")
    (draft,) = home.drafts(home.town.zara)
    assert (draft["words"], len(draft["strokes"])) == (f"{BEGUN} on the bus", 1)


def test_after_leave_nothing_opens_until_she_signs_in(home: Home, context: BrowserContext) -> None:
    page = begin_something(home, context, own=True)
    assert page.evaluate(RECORDS) > 0
    page.locator("[data-leave]").click()
    page.wait_for_url("**/bye")
    assert part(context) == []
    page.goto("/")
    steps.screen(page, "offline-owner")
    expect(page.locator("[data-picture-safe]")).to_have_text(SAFE)
    for words in (BEGUN, SENT):
        assert words not in page.content()


def test_stopped_from_afar_it_opens_nothing_any_more(home: Home, context: BrowserContext) -> None:
    page = begin_something(home, context, own=True)
    with home.site.app.app_context(), unit_of_work():
        for device in accounts.devices_of(home.town.zara):
            accounts.stop_device(device_id=device.id, by=home.town.beth)
    context.set_offline(False)
    page.goto("/help")
    assert part(context) == []
    context.set_offline(True)
    page.goto("/houses")
    steps.screen(page, "offline-owner")
    assert BEGUN not in page.content()
    # And a new sign-in there is another phone: what lay here was sealed with a part that is never given again.
    context.set_offline(False)
    home.signed.clear()
    home.sign_in(context, home.town.zara, own=True)
    page.goto("/houses")
    until(page, lambda: len(part(context)) == 1, "a new part")
    steps.begin(page)
    steps.enter(page, "worry")
    expect(page.locator("textarea[data-words]")).to_have_value(BEGUN)


def test_a_shared_phone_never_gets_a_part_and_shows_an_empty_page(
    home: Home, context: BrowserContext
) -> None:
    page = begin_something(home, context, own=False)
    assert part(context) == []
    assert page.evaluate(RECORDS) == 0
    page.reload()
    steps.screen(page, "offline-owner")
    expect(page.locator("[data-picture-safe]")).to_have_text(SAFE)
    expect(page.locator("[data-mine-door]")).to_be_hidden()
    for words in (BEGUN, SENT):
        assert words not in page.content()


def test_with_nothing_here_no_picture_is_said_to_be_safe(home: Home, context: BrowserContext) -> None:
    home.sign_in(context, home.town.zara)
    page = context.new_page()
    page.goto("/houses")
    wait_for_worker(page)
    context.set_offline(True)
    page.reload()
    steps.screen(page, "offline-owner")
    expect(page.locator("[data-picture-safe]")).to_be_hidden()


def test_start_fresh_without_a_network_is_put_away_with_us_later(home: Home, context: BrowserContext) -> None:
    page = begin_something(home, context, own=False)
    steps.back(page)
    page.locator('[data-screen="choose"] [data-do="finish"]').click()
    page.locator('[data-do="fresh"]').click()
    expect(page.locator("[data-say-live]")).not_to_be_empty()
    (errand,) = waiting(page)
    assert (errand["kind"], errand["ct"]) == ("fresh", "")
    assert len(home.drafts(home.town.zara)) == 1
    context.set_offline(False)
    until(page, lambda: not waiting(page), "the errand")
    assert home.drafts(home.town.zara) == []


def test_the_share_switch_empties_the_phone(home: Home, context: BrowserContext) -> None:
    """She says that others use this phone: what it kept is deleted, and the part is taken back."""
    page = begin_something(home, context, own=True)
    context.set_offline(False)
    with home.site.app.app_context(), unit_of_work():
        from webapp.accounts.devices import service

        service.set_phone_kind(person_id=home.town.zara, shared=True, by=home.town.zara)
    page.goto("/houses")
    steps.screen(page, "before")
    until(page, lambda: page.evaluate(RECORDS) == 0, "an empty phone")
    assert part(context) == []
