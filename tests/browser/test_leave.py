"""Leave, on every family page: white at once, our page replaced, the session ended, what was made kept sealed."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser import steps
from tests.browser.conftest import Open
from tests.browser.site import Site, open_card, sign_in_person

SIGNED_OUT = ["/", "/staff", "/help", "/leaving", "/attribution", "/nowhere"]
CHILD = [
    "/",
    "/houses",
    "/houses/thanks",
    "/houses/sent",
    "/plan",
    "/answers",
    "/questions",
    "/help",
    "/leaving",
]
ADULT = ["/", "/plan", "/answers", "/questions", "/shown", "/help"]
# Notes in sessionStorage whether the white sheet stood before the page was replaced.
SEE_THE_VEIL = """new MutationObserver(() => {
  const veil = document.querySelector("html > .veil");
  if (!veil || sessionStorage.getItem("veil")) return;
  const box = veil.getBoundingClientRect();
  const covers = box.width >= innerWidth && box.height >= innerHeight;
  sessionStorage.setItem("veil", covers ? getComputedStyle(veil).backgroundColor : "small");
}).observe(document, { childList: true, subtree: true });"""


def leave(page: Page) -> None:
    page.locator("[data-leave]").click()
    page.wait_for_url("**/bye")


def expect_nothing_of_ours(page: Page) -> None:
    """Back, five times: never a page of ours with anything on it. `about:blank` is where the tab began."""
    for _time in range(5):
        page.go_back(wait_until="commit")
        page.wait_for_load_state("load")
        if page.url.startswith("http"):
            expect(
                page.locator("body[data-family] main :is(form[action='/plan/ask'], [data-houses])")
            ).to_have_count(0)
            expect(page.locator(".tabs")).to_have_count(0)


@pytest.mark.parametrize("language", ["en", "ur"])
def test_leave_from_every_page_before_sign_in(site: Site, phone: Open, language: str) -> None:
    page = phone(locale=language).new_page()
    for place in SIGNED_OUT:
        page.goto(place)
        expect(page.locator("html")).to_have_attribute("lang", language)
        expect(page.locator("[data-leave]")).to_have_count(1)
        leave(page)
        expect(page.locator(".leave")).to_have_count(0)


@pytest.mark.parametrize(("name", "places"), [("Kasia", CHILD), ("Rukhsana", ADULT)])
def test_leave_from_every_page_of_a_person(site: Site, phone: Open, name: str, places: list[str]) -> None:
    context = phone()
    page = context.new_page()
    page.add_init_script(SEE_THE_VEIL)
    for place in places:
        sign_in_person(page, site, name)
        session = context.cookies()
        page.goto(place)
        if place != "/help":
            assert page.url == f"{site.url}/", place
        leave(page)
        assert page.evaluate("sessionStorage.getItem('veil')") == "rgb(255, 255, 255)", place
        page.evaluate("sessionStorage.clear()")
        # A copy of the cookie opens nothing any more: the session itself has ended.
        context.add_cookies(session)  # type: ignore[arg-type]
        assert page.request.get("/plan", max_redirects=0).status == 303, place
        context.clear_cookies()


@pytest.mark.parametrize("name", ["Kasia", "Rukhsana"])
def test_back_shows_nothing_after_leaving(site: Site, phone: Open, name: str) -> None:
    page = phone().new_page()
    sign_in_person(page, site, name)
    for place in ("/plan", "/answers", "/"):
        page.locator(f'.tabs a[href="{place}"]').click()
        expect(page.locator(f'.tabs a[href="{place}"][aria-current]')).to_be_visible()
    leave(page)
    expect_nothing_of_ours(page)
    page.go_forward()
    expect(page.locator(".tabs")).to_have_count(0)


def test_three_shifts_leave(site: Site, desk: Open) -> None:
    page = desk().new_page()
    sign_in_person(page, site, "Rukhsana")
    for _time in range(3):
        page.keyboard.press("Shift")
    page.wait_for_url("**/bye")


def test_the_sheet_is_there_within_a_tenth_of_a_second_on_a_slow_phone(site: Site, phone: Open) -> None:
    """The white sheet stands in the same task as the tap, at a quarter of the speed (safety §4.4)."""
    page = phone().new_page()
    sign_in_person(page, site, "Kasia")
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": 4})
    took = page.evaluate(
        """() => {
          const from = performance.now();
          document.querySelector("[data-leave]").click();
          return document.querySelector("html > .veil") ? performance.now() - from : 1e9;
        }"""
    )
    assert took < 100
    page.wait_for_url("**/bye")


def test_a_draft_is_kept_and_sealed(site: Site, phone: Open) -> None:
    page = phone().new_page()
    sign_in_person(page, site, "Tyler")
    steps.begin(page)
    steps.enter(page, "good")
    # Not even the half second that a pause in typing takes.
    steps.write(page, "Left in the middle of")
    leave(page)
    kept = page.evaluate(
        """async () => {
          const db = await new Promise((done) => {
            const asked = indexedDB.open("home");
            asked.onsuccess = () => done(asked.result);
          });
          return await new Promise((done) => {
            const asked = db.transaction("items").objectStore("items").getAll();
            asked.onsuccess = () => done(JSON.stringify(asked.result));
          });
        }"""
    )
    assert '"ct"' in kept
    assert "Left in the middle" not in kept
    sign_in_person(page, site, "Tyler")
    steps.begin(page)
    steps.enter(page, "good")
    expect(page.locator("[data-words]")).to_have_value("Left in the middle of")


@pytest.mark.parametrize("name", ["Yusuf", "Rukhsana"])
def test_without_javascript_leave_is_a_form(site: Site, phone: Open, name: str) -> None:
    context = phone(java_script_enabled=False)
    page = context.new_page()
    open_card(page, site, name)
    for value in site.person(name)["pictures"] or []:
        page.locator(f'button[name="picture"][value="{value}"]').click()
    if site.person(name)["password"]:
        page.locator('input[name="password"]').fill(site.person(name)["password"])
        page.locator("main form button").first.click()
    page.goto("/plan")
    session = context.cookies()
    page.locator("form[action='/bye'] button").click()
    assert page.url == f"{site.url}/bye"
    context.add_cookies(session)  # type: ignore[arg-type]
    assert page.request.get("/plan", max_redirects=0).status == 303
    context.clear_cookies()
    page.go_back()
    expect(page.locator(".tabs")).to_have_count(0)


def test_a_page_from_memory_is_loaded_anew(site: Site, phone: Open) -> None:
    """`pageshow` with persisted (the back-forward cache): hidden at once, then asked of the server again."""
    page = phone().new_page()
    sign_in_person(page, site, "Rukhsana")
    page.evaluate(
        "window.old = true; dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))"
    )
    page.wait_for_function("window.old === undefined")
    expect(page.locator("html")).not_to_have_class("away")


def test_leaving_works_without_a_network(site: Site, phone: Open) -> None:
    context = phone()
    page = context.new_page()
    sign_in_person(page, site, "Kasia")
    page.wait_for_function("navigator.serviceWorker.controller !== null")
    context.set_offline(True)
    leave(page)
    expect(page.locator(".sky")).to_be_visible()
    expect(page.locator("[data-houses], .tabs, .top")).to_have_count(0)
