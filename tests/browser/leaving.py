"""Signing in without the screens, and looking for what is left after Leave: for tests that do it many times."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from playwright.sync_api import BrowserContext, Error, Page, expect

from tests.browser.site import Site

TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
STEPS = 5
# Anything a signed-in person's page has: its tabs, its child's houses, its end-of-session dialog.
OURS = ".tabs, [data-houses], dialog[data-still-here], #plan-text, form[action='/leaving']"


def sign_in_quietly(context: BrowserContext, site: Site, name: str) -> None:
    """The card, and the pictures or the password, as plain requests: the cookies are the phone's own."""
    person = site.person(name)
    _get(context, person["card_url"])
    if person["pictures"]:
        _post(context, site, "/sign-in/pictures", pictures=",".join(person["pictures"]))
    else:
        _post(context, site, "/sign-in/password", password=person["password"])
    _post(context, site, "/leaving")


def _get(context: BrowserContext, url: str) -> str:
    answer = context.request.get(url)
    assert answer.ok, (url, answer.status)
    return answer.text()


def _post(context: BrowserContext, site: Site, path: str, **form: Any) -> None:
    found = TOKEN.search(_get(context, f"{site.url}/"))
    assert found
    answer = context.request.post(f"{site.url}{path}", form={"csrf_token": found[1]} | form)
    assert answer.ok, (path, answer.status)


def wait_for_worker(page: Page) -> None:
    """Until the service worker answers for this page. (A string to wait for would be refused by the CSP.)"""
    page.evaluate(
        """() => navigator.serviceWorker.controller ? true : new Promise((done) =>
          navigator.serviceWorker.addEventListener("controllerchange", () => done(true)))"""
    )


def leave(page: Page) -> None:
    """Tap Leave; ends on the neutral page."""
    page.locator("[data-leave]").click()
    page.wait_for_url("**/bye")


def expect_nothing_of_ours(page: Page) -> None:
    """This page, whatever it is, has nothing of the person who left."""
    page.wait_for_load_state()
    expect(page.locator(OURS)).to_have_count(0)


def look_back_and_forward(page: Page) -> None:
    """Back five times, forward five times, and each time look. `about:blank` is where the tab began."""
    for step in [page.go_back] * STEPS + [page.go_forward] * STEPS:
        go(step)
        expect_nothing_of_ours(page)


def go(step: Callable[..., object]) -> None:
    """One step in the tab's history."""
    try:
        step(wait_until="commit")
    except Error as error:
        # The answer to a form: Chromium asks before it sends it again, and shows nothing meanwhile.
        if "ERR_CACHE_MISS" not in str(error):
            raise


def one_visit(context: BrowserContext, site: Site, name: str) -> None:
    """Sign in, read, leave, and go through the history of the tab."""
    sign_in_quietly(context, site, name)
    page = context.new_page()
    page.goto(f"{site.url}/")
    page.locator('.tabs a[href="/plan"]').click()
    expect(page.locator('.tabs a[href="/plan"][aria-current]')).to_be_visible()
    leave(page)
    look_back_and_forward(page)
    page.goto(f"{site.url}/")
    expect_nothing_of_ours(page)
    page.close()
