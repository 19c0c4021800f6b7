"""What a grandmother says about the plan comes back to the same sentence, with JavaScript and without."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.conftest import Open
from tests.browser.leaving import sign_in_quietly
from tests.browser.site import Site, sign_in_worker

RIGHT = "Tyler's gran asked for this help herself."


def test_what_was_said_about_a_sentence_comes_back_to_it(site: Site, phone: Open, desk: Open) -> None:
    plain = phone(java_script_enabled=False)
    sign_in_quietly(plain, site, "Joan")
    page = plain.new_page()
    page.goto("/plan")
    line = page.locator("li.line").first
    was = line.locator("p").first.inner_text()
    line.locator("button.ask").click()
    page.locator('input[name="kind"][value="not_right"]').check()
    page.locator('textarea[name="words"]').fill("I asked. Nobody sent me.")
    page.locator('form[action="/plan/sentences"] button').click()
    expect(page.locator("li.line .told").first).to_contain_text("You said this is not right.")
    say_part(page)

    worker = desk().new_page()
    sign_in_worker(worker, site, "Grace")
    worker.goto("/inbox")
    worker.locator(".mail li", has_text="I asked. Nobody sent me.").locator("a.cover").click()
    expect(worker.locator('textarea[name="sentence"]')).to_have_value(was)
    expect(worker.locator('textarea[name="reason"]')).to_be_visible()
    worker.locator('.seg label:has(input[value="corrected"])').click()
    expect(worker.locator('textarea[name="reason"]')).to_be_hidden()
    worker.locator('textarea[name="sentence"]').fill(RIGHT)
    worker.locator('input[name="in_draft"]').check()
    worker.get_by_role("button", name="Send to Joan Reid").click()
    expect(worker.get_by_text("The sentence stands in the draft")).to_be_visible()
    worker.get_by_role("link", name="Open the draft").click()
    expect(worker.locator("textarea", has_text=RIGHT)).to_have_count(1)

    page.goto("/")
    expect(page.locator(".hero")).to_contain_text(RIGHT)
    page.goto("/plan")
    told = page.locator("li.line").first
    expect(told).to_contain_text(was)
    expect(told).to_contain_text("Grace answered. This is the right sentence:")
    expect(told).to_contain_text(RIGHT)


def say_part(page: Page) -> None:
    """One tap on one part, without JavaScript; the page comes back to the same part."""
    # The first says what kind of plan it is; there is nothing to agree to.
    part = page.locator("section.part").nth(1)
    part.locator("summary", has_text="What do you think of this part?").click()
    part.get_by_role("button", name="I partly agree").click()
    expect(part.locator("summary", has_text="You said: I partly agree")).to_be_visible()
    assert "#part-" in page.url


def test_a_tap_on_a_part_stays_in_its_place(site: Site, phone: Open) -> None:
    context = phone()
    sign_in_quietly(context, site, "Joan")
    page = context.new_page()
    page.goto("/plan")
    part = page.locator("section.part").nth(2)
    part.locator("summary", has_text="What do you think of this part?").tap()
    part.get_by_role("button", name="I want advice first").tap()
    said = part.locator("summary", has_text="You said: I want advice first")
    expect(said).to_be_focused()
    assert page.url == f"{site.url}/"
