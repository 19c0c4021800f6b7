"""A word of the trade is explained where it stands, without a script; a worker swaps one and sees it first."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import Open
from tests.browser.leaving import sign_in_quietly
from tests.browser.site import Site, sign_in_worker

TEXT = "We will commence at the core group."


def test_one_tap_on_a_sentence_says_what_its_word_means(site: Site, phone: Open) -> None:
    plain = phone(java_script_enabled=False)
    sign_in_quietly(plain, site, "Leah")
    page = plain.new_page()
    page.goto("/plan")
    line = page.locator("details.says", has=page.locator("u", has_text="early help")).first
    told = line.locator("p", has_text="Help for families when a problem starts")
    expect(told).to_be_hidden()
    line.locator("summary").click()
    expect(told).to_be_visible()
    assert page.url == f"{site.url}/plan"


def test_a_worker_swaps_a_word_and_sees_it_before_saving(site: Site, desk: Open) -> None:
    page = desk().new_page()
    sign_in_worker(page, site, "Tom")
    _draft_of_hamzas_plan(page, site)
    page.locator("#part-why").get_by_role("button", name="Add a paragraph").click()
    card = page.locator("#part-why .card").last
    box = card.locator('textarea[name^="adult-en-"]')
    box.fill(TEXT)
    page.get_by_role("button", name="Check the words").click()
    card.get_by_role("button", name="Swap “commence”").click()
    expect(card.get_by_role("status")).to_be_focused()
    expect(box).to_have_value("We will start at the core group.")
    expect(card.get_by_role("button", name="Swap “commence”")).to_have_count(0)
    card.get_by_role("button", name="Keep “core group”").click()
    expect(card.get_by_role("button", name="Swap “core group”")).to_have_count(0)
    page.get_by_role("button", name="Save draft").first.click()
    expect(box).to_have_value("We will start at the core group.")


def _draft_of_hamzas_plan(page: Page, site: Site) -> None:
    page.goto("/families")
    page.get_by_role("link", name=site.person("Hamza")["family"]).click()
    hamza = page.locator("section.box", has=page.get_by_role("heading", name=re.compile("^Hamza")))
    hamza.get_by_role("link", name="Plan").click()
    page.get_by_role("button", name="New version from this one").click()
