"""A worker's own phone in a child's hands: Back finds nothing of the worker's, nor afterwards of the child's."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser import steps
from tests.browser.conftest import Open
from tests.browser.site import Site, sign_in_worker
from tests.browser.test_letterbox import family_page, kept

WRITTEN = "only-for-beth-4412"


def back_and_look(page: Page, words: list[str]) -> None:
    """Back five times, forward five times: none of these words shows."""
    for go in (page.go_back, page.go_forward):
        for _step in range(5):
            go(wait_until="load")
            shown = page.locator("html").inner_text()
            assert [word for word in words if word in shown] == []


def test_nothing_of_the_other_is_found_on_the_phone(site: Site, phone: Open) -> None:
    page = phone().new_page()
    sign_in_worker(page, site, "Beth")
    page.goto("/inbox")
    family_page(page, site, "Zara")
    page.locator("section", has=page.locator("h2", has_text="Zara")).locator('a[href$="/hand-over"]').click()
    page.locator('input[name="child"]').check()
    page.locator('input[name="here"][value="nobody"]').check()
    page.locator("form[data-once] button").dblclick()
    steps.screen(page, "before")
    expect(page.locator(".banner", has_text="Beth's phone. Ends at")).to_be_visible()
    expect(page.locator("[data-my-sign]")).to_have_count(0)
    back_and_look(page, ["Hand your phone to", "Stop this card", "Safe way to reach", "What people said"])
    page.goto("/")
    steps.begin(page)
    steps.enter(page, "worry")
    steps.write(page, WRITTEN)
    # Not sent: what is sent to Beth would rightly stand in her inbox.
    steps.expect_state(page, "make", "draft")
    assert kept(page)["owners"] == []
    page.locator("[data-leave]").click()
    page.wait_for_url("**/bye")
    page.goto("/inbox")
    expect(page.get_by_text("Have you got a card?")).to_be_visible()
    page.goto("/staff")
    expect(page.get_by_text("Did you hand your phone to a child?")).to_be_visible()
    sign_in_worker(page, site, "Beth")
    back_and_look(page, [WRITTEN])


def test_it_leaves_by_itself_when_the_time_is_up(site: Site, phone: Open) -> None:
    page = phone().new_page()
    sign_in_worker(page, site, "Beth")
    family_page(page, site, "Yusuf")
    page.locator("section", has=page.locator("h2", has_text="Yusuf")).locator('a[href$="/hand-over"]').click()
    page.locator('input[name="child"]').check()
    page.locator('input[name="here"][value="nobody"]').check()
    page.clock.install()
    page.locator("form[data-once] button").click()
    steps.screen(page, "before")
    # Half an hour of touches, each before the child's two minutes without one are over.
    for _touch in range(20):
        if page.url.endswith("/bye"):
            break
        page.clock.run_for(95_000)
        page.mouse.click(5, 300)
    page.wait_for_url("**/bye")
