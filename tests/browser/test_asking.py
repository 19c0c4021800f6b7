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
    one_tap(page)
    page.locator('[data-template-to="club"]').click()
    steps.screen(page, "choose")
    expect(page.locator("[data-choose-title]")).to_have_text("Our club")
    expect(page.locator('button[data-house="good"]')).to_be_hidden()
    one_tap(page)
    page.locator('[data-do="naming"]').click()
    steps.screen(page, "naming")
    one_tap(page)
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
    # From 13 on, saying it stands beside writing it.
    say = page.locator('.writing [data-do="voice"]')
    say.click()
    expect(say).to_have_attribute("aria-expanded", "true")
    expect(page.locator('[data-voice-do="record"]')).to_be_visible()
    one_tap(page)
    page.locator('[data-attach="voice"] [data-do="attach-close"]').click()
    expect(say).to_be_focused()
    steps.write(page, "Table tennis.")
    page.locator('[data-screen="make"] [data-do="done"]').click()
    steps.screen(page, "readback")
    one_tap(page)
    page.locator('input[name="typed"][value="worker"]').check()
    page.locator('[data-do="right"]').click()
    expect(page.locator('[data-error="typed"]')).to_be_visible()
    expect_fine(audit(page, "readback"))
    page.locator('input[name="own-words"][value="yes"]').check()
    page.locator('[data-do="right"]').click()
    steps.screen(page, "share")
    one_tap(page)
    expect(page.locator("[data-together-note]")).to_be_hidden()
    page.locator('input[name="share"][value="not_yet"]').check()
    page.locator("[data-share] button[type=submit]").click()
    steps.screen(page, "kept")
    one_tap(page)
    page.locator('[data-screen="kept"] [data-do="finish"]').click()
    steps.screen(page, "finish")
    one_tap(page)
    steps.back(page)
    steps.enter(page, "club_in")
    page.locator('[data-screen="make"] [data-do="done"]').click()
    page.locator('[data-do="right"]').click()
    steps.screen(page, "share")
    steps.choose_and_send(page, "worker")
    steps.expect_state(page, "sent", "arrived")
    one_tap(page)
    steps.another(page)
    steps.back(page)
    steps.screen(page, "kinds")


def test_brothers_and_sisters_make_one_together(site: Site, phone: Open) -> None:
    page = phone().new_page()
    sign_in_person(page, site, "Idris")
    steps.screen(page, "before")
    names = page.locator("[data-together-names]")
    page.locator('input[name="with"][value="carer"]').check()
    expect(names).to_be_hidden()
    page.locator('input[name="with"][value="sibling"]').check()
    names.fill("Kasia")
    expect_fine(audit(page, "before, together"))
    steps.begin(page, "sibling")
    steps.enter(page, "good")
    steps.write(page, "The den.")
    steps.to_share(page)
    expect(page.locator("[data-together-note]")).to_be_visible()
    expect_fine(audit(page, "share, together"))
    steps.choose_and_send(page, "worker")
    steps.expect_state(page, "sent", "arrived")


def test_the_first_screen_is_heard_or_says_that_this_phone_cannot(site: Site, phone: Open) -> None:
    """Chromium here has no voice of its own: then the page says so, and no dead button stands there."""
    page = phone().new_page()
    sign_in_person(page, site, "Idris")
    steps.screen(page, "before")
    expect(page.locator('[data-screen="before"] [data-aloud]')).to_be_hidden()
    expect(page.locator('[data-screen="before"] [data-no-voice]')).to_be_visible()
    ways = page.locator('[data-screen="before"] .ways').first.locator("button")
    expect(ways).to_have_count(4)
    boxes = [one.bounding_box() for one in ways.all()]
    assert len({(round(box["width"]), round(box["height"])) for box in boxes if box}) == 1


def test_an_adults_lists_are_fine_empty_wrong_and_read_back(site: Site, phone: Open) -> None:
    page = phone().new_page()
    sign_in_person(page, site, "Rukhsana")
    page.goto("/lists")
    expect_fine(audit(page, "lists"))
    page.locator("form.form button").click()
    expect(page.locator("#list_worried")).to_have_attribute("aria-invalid", "true")
    expect_fine(audit(page, "lists, wrong"))
    page.locator("#list_worried").fill("The stairs.")
    page.locator('input[name="level"][value="worker"]').check()
    if page.locator('input[name="child"][type="radio"]').count():
        page.locator('input[name="child"]').first.check()
    page.locator("form.form button").click()
    expect(page.get_by_role("blockquote")).to_have_text("The stairs.")
    expect_fine(audit(page, "lists, read back"))
