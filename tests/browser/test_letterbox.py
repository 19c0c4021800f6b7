"""The letterbox on a real phone: shown where it is on, sealed, sent once, never shown again, offline too."""

from __future__ import annotations

import json
import time
from typing import Any

from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import Open
from tests.browser.leaving import wait_for_worker
from tests.browser.site import Site, sign_in_person, sign_in_worker

SAID = "somebody-shouted-7731"
KEPT = """async () => {
  const db = await new Promise((done) => {
    const asked = indexedDB.open("home");
    asked.onsuccess = () => done(asked.result);
  });
  const all = {};
  for (const name of db.objectStoreNames) {
    all[name] = await new Promise((done) => {
      const asked = db.transaction(name).objectStore(name).getAll();
      asked.onsuccess = () => done(asked.result);
    });
  }
  db.close();
  return all;
}"""


def kept(page: Page) -> dict[str, list[dict[str, Any]]]:
    """Everything this phone keeps."""
    found: dict[str, list[dict[str, Any]]] = page.evaluate(KEPT)
    return found


def family_page(page: Page, site: Site, child: str) -> None:
    """The family page of this child, for the worker signed in."""
    page.goto("/families")
    for address in [link.get_attribute("href") for link in page.locator('main a[href*="/families/"]').all()]:
        page.goto(str(address))
        if page.locator("section h2", has_text=child).count():
            return
    raise AssertionError(child)


def expect_letterbox_known(page: Page) -> None:
    """Asked again and again from here: Playwright's own wait takes a promise as true before it is kept."""
    until = time.monotonic() + 15
    while not any(one.get("letterbox") for one in kept(page)["owners"]):
        assert time.monotonic() < until, "the phone never learnt that it has a letterbox"
        page.wait_for_timeout(50)


def switch(page: Page, site: Site, child: str, *, on: bool) -> None:
    """The worker switches the letterbox on, with the child, or off."""
    family_page(page, site, child)
    page.locator("section", has=page.locator("h2", has_text=child)).locator('a[href$="/letterbox"]').click()
    if on:
        page.locator('input[name="talked"]').check()
    page.locator("form", has=page.locator('input[name="state"]')).locator("button").click()
    expect(page.locator(f'input[name="state"][value="{"off" if on else "on"}"]')).to_be_attached()


def enrolled(context: BrowserContext, site: Site, name: str) -> Page:
    """The child signs in once with the card, the phone gets its ticket, and the child leaves."""
    page = context.new_page()
    sign_in_person(page, site, name)
    expect(page.locator("[data-my-sign]")).to_be_visible()
    wait_for_worker(page)
    page.goto("/bye")
    return page


def open_letterbox(page: Page) -> None:
    """From the signed-out front page."""
    page.goto("/")
    page.locator("main [data-letterbox-link]:visible").click()
    expect(page.locator('[data-screen="write"]')).to_be_visible()


def send(page: Page, words: str, *, unsafe: bool = False) -> None:
    page.locator("[data-note-form] textarea").fill(words)
    if unsafe:
        page.locator('input[name="unsafe"]').check()
    page.locator("[data-note-form] button").click()
    expect(page.locator('[data-screen="sent"]')).to_be_visible()


def expect_title(page: Page, words: str) -> None:
    expect(page.locator("[data-sent-title]")).to_have_text(words)


def test_a_note_goes_once_is_never_shown_and_names_nobody(site: Site, phone: Open, desk: Open) -> None:
    beth = desk().new_page()
    sign_in_worker(beth, site, "Beth")
    context = phone()
    page = enrolled(context, site, "Zara")
    page.goto("/")
    expect(page.locator("[data-letterbox-link]")).to_be_hidden()
    switch(beth, site, "Zara", on=True)
    # The phone learns it when the child signs in there again.
    sign_in_person(page, site, "Zara")
    expect_letterbox_known(page)
    page.goto("/bye")
    it_goes_once(page)
    it_names_nobody_and_is_never_shown(page)
    beth_reads_it(beth)
    it_waits_without_signal(page, context, beth)
    switch(beth, site, "Zara", on=False)
    it_is_refused_and_stays(page)


def it_goes_once(page: Page) -> None:
    open_letterbox(page)
    send(page, SAID)
    expect_title(page, "It has reached us")
    assert SAID not in page.content()
    page.locator('[data-do="another"]').click()
    expect(page.locator("[data-note-form] textarea")).to_have_value("")
    assert kept(page)["notes"] == []


def it_names_nobody_and_is_never_shown(page: Page) -> None:
    words = json.dumps(kept(page))
    for name in ("Zara", "Beth", SAID):
        assert name not in words
    for _step in range(5):
        page.go_back()
        assert SAID not in page.content()


def beth_reads_it(beth: Page) -> None:
    beth.goto("/inbox")
    expect(beth.locator("section", has_text="Written without signing in.").first).to_be_visible()
    beth.get_by_role("link", name="Open the note").first.click()
    expect(beth.locator("blockquote")).to_have_text(SAID)


def it_waits_without_signal(page: Page, context: BrowserContext, beth: Page) -> None:
    """Offline it says so, and goes by itself once there is a network; nothing is lost meanwhile."""
    context.set_offline(True)
    page.goto("/letterbox")
    expect(page.locator('[data-screen="write"]')).to_be_visible()
    send(page, "no signal here", unsafe=True)
    expect_title(page, "This has NOT been sent")
    expect(page.locator("[data-sent-note]")).to_contain_text("press 55")
    assert len(kept(page)["notes"]) == 1
    context.set_offline(False)
    expect_title(page, "It has reached us")
    assert kept(page)["notes"] == []
    beth.goto("/inbox")
    expect(beth.locator(".urgent", has_text="in the letterbox of Zara Malik's phone")).to_be_visible()


def it_is_refused_and_stays(page: Page) -> None:
    """Switched off: kind words, and what is on the phone stays there."""
    page.locator('[data-do="another"]').click()
    send(page, "still here")
    expect_title(page, "This has NOT been sent")
    expect(page.locator("[data-sent-note]")).to_contain_text("The note is still on this phone")
    assert len(kept(page)["notes"]) == 1
    page.goto("/bye")
    assert len(kept(page)["notes"]) == 1


def test_siblings_on_one_phone_are_animals_that_differ(site: Site, phone: Open, desk: Open) -> None:
    beth = desk().new_page()
    sign_in_worker(beth, site, "Beth")
    for name in ("Zara", "Yusuf"):
        family_page(beth, site, name)
    context = phone()
    page = enrolled(context, site, "Zara")
    mine = kept(page)["owners"][0]["sign"]
    sign_in_person(page, site, "Yusuf")
    expect(page.locator("[data-my-sign]")).to_be_visible()
    page.locator('a[href="/this-phone"]').click()
    expect(page.locator("form[data-sign-owner]")).to_be_visible()
    expect(page.locator(f'[data-sign-pick="{mine}"]')).to_be_hidden()
    page.locator("[data-sign-pick]:visible").last.click()
    expect(page.locator("[data-my-sign]")).to_be_visible()
    signs = {one["sign"] for one in kept(page)["owners"]}
    assert len(signs) == 2
    assert "Yusuf" not in json.dumps(kept(page))
