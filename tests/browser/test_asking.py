"""A young person picks what to make, names it, says who typed it, and sends: a template that no code knows."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser import steps
from tests.browser.audit import audit, expect_fine
from tests.browser.conftest import Open
from tests.browser.site import Site, sign_in_person


def one_tap(page: Page) -> None:
    """Help opens with one tap, wherever the child is, and closes again."""
    page.locator(".sos summary").click()
    for way in ('a[href="tel:999"]', 'a[href="tel:08001111"]', 'a[href="/someone"]'):
        expect(page.locator(f".sos {way}")).to_be_in_viewport()
    page.locator(".sos summary").click()


def test_a_template_of_the_authoritys_own_from_the_first_screen_to_sent(site: Site, phone: Open) -> None:
    page = phone().new_page()
    sign_in_person(page, site, "Kasia")
    steps.screen(page, "before")
    one_tap(page)
    page.locator('input[name="with"][value="worker"]').check()
    page.locator('[data-do="start"]').click()
    steps.screen(page, "kinds")
    expect_fine(audit(page, "kinds"))
    page.locator('[data-template-to="club"]').click()
    steps.screen(page, "choose")
    expect(page.locator("[data-choose-title]")).to_have_text("Our club")
    expect(page.locator('button[data-house="good"]')).to_be_hidden()
    page.locator('[data-do="naming"]').click()
    steps.screen(page, "naming")
    expect_fine(audit(page, "naming"))
    page.locator('[data-do="name-it"]').click()
    expect(page.locator('[data-error="naming"]')).to_be_visible()
    page.locator('input[name="naming"][value="club_in"]').check()
    page.locator("[data-own-name]").fill("The den")
    page.locator('[data-do="name-it"]').click()
    steps.screen(page, "choose")
    expect(page.locator('[data-shown-name="club_in"]')).to_have_text("The den")
    steps.enter(page, "club_in")
    expect(page.locator("[data-make-name]")).to_have_text("The den")
    expect(page.locator("[data-words]")).to_be_visible()
    one_tap(page)
    steps.write(page, "Table tennis.")
    page.locator('[data-screen="make"] [data-do="done"]').click()
    steps.screen(page, "readback")
    page.locator('input[name="typed"][value="worker"]').check()
    page.locator('[data-do="right"]').click()
    expect(page.locator('[data-error="typed"]')).to_be_visible()
    expect_fine(audit(page, "readback"))
    page.locator('input[name="own-words"][value="yes"]').check()
    page.locator('[data-do="right"]').click()
    steps.screen(page, "share")
    steps.choose_and_send(page, "worker")
    steps.expect_state(page, "sent", "arrived")
    steps.another(page)
    steps.back(page)
    steps.screen(page, "kinds")
