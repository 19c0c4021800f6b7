"""A step moves with the family: said without JavaScript and with it, confirmed by a worker, seen in the plan."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.conftest import Open
from tests.browser.leaving import sign_in_quietly
from tests.browser.site import Site, sign_in_worker

CARD = ".stepcard:has([formaction='/plan/step'])"


def test_a_step_is_said_and_confirmed_and_moves(site: Site, phone: Open, desk: Open) -> None:
    plain = phone(java_script_enabled=False)
    sign_in_quietly(plain, site, "Mia")
    page = plain.new_page()
    page.goto("/plan")
    say(page, "I need help with it")
    expect(page.locator(CARD)).to_contain_text("You said you need help with this.")
    expect(page.locator(CARD)).to_contain_text("Started")

    worker = desk().new_page()
    sign_in_worker(worker, site, "Grace")
    worker.goto("/inbox")
    worker.locator(".mail li", has_text="About their step: we need help with this").locator("a.cover").click()
    reason = worker.locator('textarea[name="reason"]')
    worker.locator('.seg label:has(input[value="not_yet"])').click()
    expect(reason).to_be_visible()
    worker.locator('.seg label:has(input[value="confirmed"])').click()
    expect(reason).to_be_hidden()
    worker.get_by_role("button", name="Send to Mia").click()
    expect(worker.get_by_text("Yes, it is so").first).to_be_visible()

    page.goto("/plan")
    expect(page.locator(CARD)).to_contain_text("Stuck")


def test_with_javascript_the_address_stays_the_first_page(site: Site, phone: Open) -> None:
    context = phone()
    sign_in_quietly(context, site, "Marek")
    page = context.new_page()
    page.goto("/")
    page.locator('.tabs a[href="/plan"]').tap()
    page.get_by_role("button", name="I have an idea for a step").tap()
    page.get_by_label("What could we do?").fill("My brother can bring her.")
    page.get_by_role("button", name="Send").tap()
    expect(page.locator("#step-ideas")).to_contain_text("My brother can bring her.")
    assert page.evaluate("location.pathname") == "/"


def say(page: Page, words: str) -> None:
    """One tap on the step, one on the answer."""
    page.locator(CARD).get_by_role("button", name="Say how it is going").click()
    expect(page.locator("main")).to_contain_text("How is this step going?")
    page.get_by_role("button", name=words).click()
