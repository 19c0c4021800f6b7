"""Every page that can be reached, as axe and a thumb find it: both themes, both languages of a family."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser import steps
from tests.browser.audit import audit, expect_fine
from tests.browser.conftest import Open
from tests.browser.leaving import sign_in_quietly
from tests.browser.site import Site, open_card, sign_in_worker

UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")
LANGUAGES = ["en", "ur"]


def speak(context: BrowserContext, site: Site, language: str) -> None:
    """As if the person had tapped the language: the cookie that the switch sets."""
    context.add_cookies([{"name": "heard-language", "value": language, "url": site.url}])


def settled(page: Page, place: str, site: Site) -> None:
    page.goto(place)
    page.evaluate("document.fonts.ready")


BEFORE_SIGN_IN = ["/", "/staff", "/staff/passkey", "/help", "/leaving", "/someone", "/complain", "/letterbox"]
BEFORE_SIGN_IN += ["/what-families-told-us"]
BEFORE_SIGN_IN += ["/attribution", "/nowhere", "/card/not-a-card", "/bye"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_before_sign_in(site: Site, phone: Open, language: str) -> None:
    page = phone(locale=language).new_page()
    found = []
    for place in BEFORE_SIGN_IN:
        settled(page, place, site)
        found += audit(page, f"{language} {place}")
    for name in ("Samina", "Yusuf", "Idris", "Rukhsana"):
        open_card(page, site, name)
        speak(page.context, site, language)
        page.reload()
        found += audit(page, f"{language} card of {name}")
    expect_fine(found)


# What is on every family page's foot or behind it; each page once, in the band in which it is hardest.
ALSO = {
    "Yusuf": ["/someone", "/ways-in"],
    "Idris": ["/complain", "/this-phone", "/houses/who-sees"],
    "Kasia": ["/someone", "/phones", "/looked"],
    "Rukhsana": ["/complain", "/looked", "/phones", "/ways-in"],
}
FAMILY = [("Yusuf", "young"), ("Idris", "mid"), ("Kasia", "teen"), ("Rukhsana", "adult"), ("Claire", "adult")]


@pytest.mark.parametrize(("name", "band"), FAMILY)
def test_pages_of_a_family(site: Site, phone: Open, name: str, band: str) -> None:
    """In every language, one sign-in for all."""
    context = phone()
    page = context.new_page()
    sign_in_quietly(context, site, name)
    found = []
    places = ["/", "/plan", "/answers", "/questions", "/help"] + (
        ["/houses/thanks"] if band != "adult" else ["/shown"]
    )
    for language in LANGUAGES:
        speak(context, site, language)
        for place in places + ALSO.get(name, []):
            settled(page, place, site)
            if band == "adult" and page.locator("h1").count() == 0:
                continue
            expect(page.locator("html")).to_have_attribute("lang", language)
            found += audit(page, f"{language} {name} {place}")
    expect_fine(found)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("name", "way"), [("Tyler", "words"), ("Bilal", "password"), ("Claire", "pictures")])
def test_a_new_way_in(site: Site, phone: Open, name: str, way: str, language: str) -> None:
    context = phone()
    page = context.new_page()
    sign_in_quietly(context, site, name)
    speak(context, site, language)
    settled(page, "/ways-in", site)
    page.locator(f'button[name="way"][value="{way}"]').first.click()
    expect(page.locator(f'form[action="/sign-in/new-{way}"]')).to_be_visible()
    expect_fine(audit(page, f"{language} {name} new {way}"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_question(site: Site, phone: Open, language: str) -> None:
    context = phone()
    page = context.new_page()
    sign_in_quietly(context, site, "Jordan" if language == "en" else "Leah")
    speak(context, site, language)
    settled(page, "/questions", site)
    if page.locator("#start").count() == 0:
        pytest.skip("answered in the demo this month")
    page.locator('input[name="answered_by"][value="self"]').check()
    page.locator('input[name="worker_present"][value="no"]').check()
    page.locator("button[form=start]").click()
    expect(page.locator("form#question")).to_be_visible()
    expect_fine(audit(page, f"{language} question"))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["Yusuf", "Tyler", "Kasia"])
def test_every_screen_of_the_houses(site: Site, phone: Open, name: str, language: str) -> None:
    context = phone()
    page = context.new_page()
    sign_in_quietly(context, site, name)
    speak(context, site, language)
    page.goto("/houses")
    steps.screen(page, "before")
    found = audit(page, f"{language} {name} before")
    steps.begin(page)
    found += audit(page, f"{language} {name} choose")
    steps.enter(page, "good")
    steps.draw_with_finger(page, steps.ROOF)
    steps.mode(page, "draw")
    page.locator('[data-do="inks"]').click()
    found += audit(page, f"{language} {name} colours")
    page.locator('[data-do="inks"]').click()
    for way in ("draw", "write", "draw", "buttons"):
        steps.mode(page, way)
        found += audit(page, f"{language} {name} make {way}")
    page.locator('[data-screen="make"] [data-do="done"]').click()
    steps.screen(page, "readback")
    found += audit(page, f"{language} {name} readback")
    page.locator('[data-do="right"]').click()
    steps.screen(page, "share")
    found += audit(page, f"{language} {name} share")
    page.locator('input[name="share"][value="not_yet"]').check()
    page.locator("[data-share] button[type=submit]").click()
    steps.screen(page, "kept")
    found += audit(page, f"{language} {name} kept")
    page.locator('[data-screen="kept"] [data-do="finish"]').click()
    steps.screen(page, "finish")
    found += audit(page, f"{language} {name} finish")
    expect_fine(found)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_offline_page(site: Site, phone: Open, language: str) -> None:
    page = phone().new_page()
    page.goto(f"/offline/houses/{language}")
    steps.screen(page, "offline-owner")
    expect_fine(audit(page, f"{language} offline"))


def links(page: Page, site: Site) -> list[str]:
    """Addresses of ours that this page links to."""
    found: list[str] = page.eval_on_selector_all(
        "a[href]:not([download])", "(all) => all.map((one) => one.href)"
    )
    return [
        urlsplit(one)._replace(fragment="", query="").geturl()
        for one in found
        if one.startswith(f"{site.url}/")
    ]


def crawl(page: Page, site: Site, begin: list[str]) -> list[str]:
    """One page of each kind that can be reached by links, audited."""
    todo, seen, found = [f"{site.url}{place}" for place in begin], set(), []
    while todo:
        address = todo.pop(0)
        kind = UUID.sub("ID", urlsplit(address).path)
        if kind in seen or kind in ("/bye",):
            continue
        seen.add(kind)
        page.goto(address)
        page.evaluate("document.fonts.ready")
        found += audit(page, kind)
        todo += links(page, site)
    print(f"\n{len(seen)} kinds of page: {sorted(seen)}")
    return found


@pytest.mark.parametrize("name", ["Beth", "Farah", "Priya", "Owen", "Moira", "Nadia"])
def test_pages_of_staff(site: Site, desk: Open, name: str) -> None:
    page = desk().new_page()
    # The page of ways in asks who you are when the sign-in is old.
    sign_in_worker(page, site, name, anew=True)
    begin = ["/"]
    if name == "Beth":
        # A draft, so that the editor, "Read as…" and the page before publishing can be reached.
        page.goto("/families")
        page.locator("main a", has_text="M").first.click()
        child = page.locator(".box", has_text="Yusuf")
        begin = [
            "/inbox",
            "/families",
            urlsplit(child.get_by_role("link", name="Plan").get_attribute("href") or "").path,
        ]
        page.goto(begin[-1])
        page.locator("main .head").locator("a, button").first.click()
        begin.append(urlsplit(page.url).path)
    expect_fine(crawl(page, site, begin))
