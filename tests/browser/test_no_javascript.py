"""Without JavaScript: card and pictures, the plan in Urdu, an answer, the questions, leaving."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import Open
from tests.browser.site import Site, open_card

URDU = re.compile("[\u0600-\u06ff]")


def plain(phone: Open, **options: str) -> Page:
    return phone(java_script_enabled=False, **options).new_page()


def tap_pictures(page: Page, names: list[str]) -> None:
    """Each tap posts; the page keeps what was picked."""
    for number, name in enumerate(names):
        expect(page.locator(".slots i.full")).to_have_count(number)
        page.locator(f'button[name="picture"][value="{name}"]').click()


def sign_in_adult(page: Page, site: Site, name: str) -> None:
    open_card(page, site, name)
    page.locator('input[name="password"]').fill(site.person(name)["password"])
    page.locator('form[action="/sign-in/password"] button').click()
    go_on(page)


def go_on(page: Page) -> None:
    """Past the page that explains Leave, which comes first on a phone that is new to a person."""
    page.locator('form[action="/leaving"] button').click()


def test_a_child_signs_in_with_pictures_and_reads_the_plan(site: Site, phone: Open) -> None:
    page = plain(phone)
    open_card(page, site, "Yusuf")
    pictures = site.person("Yusuf")["pictures"]
    wrong = next(name for name in ("drum", "key", "cup", "tree") if name not in pictures)
    tap_pictures(page, [*pictures[:-1], pictures[0]])
    # A picture tapped twice counts once, so the last one is still to pick; now a wrong one:
    page.locator(f'button[name="picture"][value="{wrong}"]').click()
    expect(page.locator("[role=alert]")).to_be_visible()
    expect(page.locator(".slots i.full")).to_have_count(0)
    tap_pictures(page, pictures)
    go_on(page)
    expect(page.locator(".tabs")).to_be_visible()
    expect(page.locator("noscript, main")).not_to_have_count(0)
    page.locator('.tabs a[href="/plan"]').click()
    expect(page.locator("#plan-text")).to_be_visible()


def test_someone_who_would_rather_talk_says_so(site: Site, phone: Open) -> None:
    page = plain(phone)
    open_card(page, site, "Yusuf")
    tap_pictures(page, site.person("Yusuf")["pictures"])
    go_on(page)
    page.locator('button[name="answer"][value="not_today"]').click()
    assert page.url.endswith("/houses/thanks")
    expect(page.locator("h1")).to_be_visible()


def test_a_grandmother_reads_in_urdu_answers_and_leaves(site: Site, phone: Open) -> None:
    page = plain(phone)
    sign_in_adult(page, site, "Rukhsana")
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    page.locator('form[action="/plan/choose"] button').first.click()
    text = page.locator("#plan-text")
    expect(text).to_have_attribute("lang", "ur")
    expect(text).to_have_attribute("dir", "rtl")
    assert URDU.search(text.inner_text())
    page.locator("details > summary", has_text=re.compile("English|انگریزی")).first.click()
    expect(text.locator('details[open] + p[lang="en"][dir="ltr"]').first).to_be_visible()

    page.locator("button.ask").first.click()
    page.locator('input[name="kind"][value="not_right"]').check()
    page.locator('textarea[name="words"]').fill("یہ ٹھیک نہیں۔")
    page.locator('form[action="/plan/sentences"] button').click()
    expect(page.locator(".told").first).to_be_visible()

    page.locator('input[name="position"][value="advice_first"]').check()
    page.locator('form[action="/plan/answers"] textarea[name="words"]').fill("پہلے مشورہ چاہیے۔")
    page.locator('form[action="/plan/answers"] button').click()
    expect(page.locator("#your-answer .quote").last).to_contain_text("پہلے مشورہ چاہیے۔")
    expect(page.locator('input[name="position"][value="advice_first"]')).to_be_checked()

    page.locator('input[name="happened"][value="yes"]').check()
    page.locator('form[action="/plan/talked-through"] button').click()
    expect(page.locator('input[name="happened"][value="yes"]')).to_be_checked()

    page.locator('form[action="/bye"] button').click()
    assert page.url.endswith("/bye")


def test_the_questions_are_answered_one_after_the_other(site: Site, phone: Open) -> None:
    page = plain(phone)
    sign_in_adult(page, site, "Kelly")
    page.locator('.tabs a[href="/questions"]').click()
    page.locator('input[name="answered_by"][value="self"]').check()
    page.locator('input[name="worker_present"][value="no"]').check()
    page.locator("button[form=start]").click()
    asked = []
    for _number in range(4):
        asked.append(page.locator('form#question input[name="question"]').get_attribute("value"))
        page.locator('form#question input[name="answer"]').first.check()
        page.locator("button[form=question]").click()
    assert len(set(asked)) == 4
    page.locator('form[action="/questions/back"] button').click()
    expect(page.locator('form#question input[name="question"]')).to_have_value(asked[-1] or "")
    expect(page.locator('form#question input[name="answer"]').first).to_be_checked()
    page.locator('form[action="/questions/stop"] button').click()
    expect(page.locator('form[action="/questions/stop"]')).to_have_count(0)
    expect(page.locator("h1")).to_be_visible()


def test_language_and_look_are_plain_forms(site: Site, phone: Open) -> None:
    page = plain(phone)
    page.goto("/")
    page.locator('button[name="language"][value="ur"]').click()
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    page.locator('button[name="theme"][value="dark"]').click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
