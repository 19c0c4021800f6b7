"""The help ends; the mother still finds the way back, asks, and her worker has it first thing."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import Open
from tests.browser.leaving import sign_in_quietly
from tests.browser.site import Site, sign_in_worker, today


def test_a_family_comes_back_after_the_end(site: Site, phone: Open, desk: Open) -> None:
    worker = desk().new_page()
    sign_in_worker(worker, site, "Grace")
    write_ending(worker)

    context = phone()
    sign_in_quietly(context, site, "Leah")
    page = context.new_page()
    page.goto("/plan")
    link = page.get_by_role("link", name="Why we keep this").last
    place = str(link.get_attribute("href")).partition("#")[2]
    link.tap()
    expect(page.get_by_role("heading", name="Ask for a copy")).to_be_visible()
    # The part that was tapped is on the screen, also where the page came by script.
    expect(page.locator(f"#{place}")).to_be_in_viewport()

    page.goto("/plan")
    page.get_by_role("link", name="You can come back").tap()
    expect(page.get_by_text("The last visit was today.")).to_be_visible()
    expect(page.locator('[aria-current="step"]')).to_contain_text("After the end")
    page.get_by_label("What has changed?").fill("Rosie does not sleep.")
    page.get_by_role("button", name="We would like help again").tap()
    expect(page.get_by_text("It has reached us.")).to_be_visible()

    worker.goto("/inbox")
    worker.get_by_role("link", name=re.compile("Leah")).first.click()
    expect(worker.get_by_text("Rosie does not sleep.").first).to_be_visible()


def write_ending(worker: Page) -> None:
    """Grace writes that the help for Rosie ended today."""
    worker.locator('nav a[href="/families"]:visible').click()
    worker.locator('main a:has-text("Family B")').first.click()
    worker.locator('main a[href$="/plan"]').first.click()
    worker.get_by_role("link", name="Where we are").click()
    worker.get_by_label("Stage").select_option("ending")
    worker.get_by_label("Day", exact=True).fill(today().isoformat())
    worker.get_by_label("Yes").check()
    adults = worker.locator("#what-adult-en")
    adults.fill("The last visit was today.")
    worker.get_by_role("button", name="Save").click()
    expect(worker.locator("ol.mail")).to_contain_text("The last visit was today.")
