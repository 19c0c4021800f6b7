"""A worker writes down what a child told her; on his own phone he sees it, and says that he did not say it."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.audit import audit, expect_fine
from tests.browser.conftest import Open
from tests.browser.site import Site, sign_in_person, sign_in_worker
from tests.browser.test_letterbox import family_page

SAID = "I do not want to change school."


def write_down(page: Page, site: Site) -> None:
    family_page(page, site, "Hamza")
    section = page.locator("section", has=page.locator("h2", has_text="Hamza"))
    section.locator('a[href$="/told"]').click()
    expect_fine(audit(page, "told"))
    page.locator("#words").fill(SAID)
    page.locator("form.box button").click()
    # What is missing is asked for; what was typed stays.
    expect(page.locator("#words")).to_have_value(SAID)
    expect_fine(audit(page, "told, wrong"))
    for name, value in (("own_words", "yes"), ("there", "beside")):
        page.locator(f'input[name="{name}"][value="{value}"]').check()
    page.locator("#house").select_option("worry")
    page.locator("form.box button").click()
    expect(page.locator("article.entry", has_text=SAID)).to_contain_text("with the child there")


def test_the_child_says_no_to_what_was_written_down(site: Site, phone: Open) -> None:
    desk = phone().new_page()
    sign_in_worker(desk, site, "Tom")
    write_down(desk, site)
    own = phone().new_page()
    sign_in_person(own, site, "Hamza")
    own.goto("/houses/sent")
    card = own.locator("article.card", has_text=SAID)
    expect_fine(audit(own, "sent, told"))
    card.locator('form[action$="/not-said"] button').click()
    expect(own.locator("article.card", has_text=SAID)).to_contain_text("You said: that is not what I said.")
    expect_fine(audit(own, "sent, said no"))
    desk.reload()
    expect(desk.locator("article.entry", has_text=SAID)).to_contain_text(
        "The child says: that is not what I said."
    )
