"""Leave, on every family page: white at once, our page replaced, the session ended, what was made kept sealed."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, Playwright, Route, expect

from tests.browser import steps
from tests.browser.conftest import PHONE, Open
from tests.browser.leaving import (
    expect_nothing_of_ours,
    leave,
    look_back_and_forward,
    one_visit,
    sign_in_quietly,
    wait_for_worker,
)
from tests.browser.site import Site, open_card, sign_in_person
from tests.browser.watch import Watch

RUNS = 5

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
# The tickets of the children this phone is enrolled for.
TICKETS = """async () => {
  const db = await new Promise((done) => {
    const asked = indexedDB.open("home");
    asked.onsuccess = () => done(asked.result);
  });
  const rows = await new Promise((done) => {
    const asked = db.transaction("owners").objectStore("owners").getAll();
    asked.onsuccess = () => done(asked.result);
  });
  db.close();
  return rows.map((row) => row.ticket);
}"""
# Notes in sessionStorage whether the white sheet stood before the page was replaced.
SEE_THE_VEIL = """new MutationObserver(() => {
  const veil = document.querySelector("html > .veil");
  if (!veil || sessionStorage.getItem("veil")) return;
  const box = veil.getBoundingClientRect();
  const covers = box.width >= innerWidth && box.height >= innerHeight;
  sessionStorage.setItem("veil", covers ? getComputedStyle(veil).backgroundColor : "small");
}).observe(document, { childList: true, subtree: true });"""


def hold_the_clock(page: Page) -> None:
    """A count that lapses after seconds must not lapse because the machine is busy."""
    page.clock.install()
    page.clock.pause_at(datetime.now(UTC) + timedelta(minutes=1))


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
        sign_in_quietly(context, site, name)
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


def test_back_and_forward_show_nothing_after_leaving(
    site: Site, phone: Open, record_property: Callable[[str, object], None]
) -> None:
    """Five visits here; `make faults` makes fifty (safety §4.4)."""
    context = phone()
    for run in range(RUNS):
        one_visit(context, site, ["Kasia", "Rukhsana"][run % 2])
    record_property("visits", RUNS)
    print(f"Back x5 and Forward x5 after Leave: {RUNS} visits, nothing shown")


def test_with_the_back_forward_cache_on_nothing_is_shown(
    site: Site, playwright: Playwright, watch: Watch
) -> None:
    """Playwright turns Chromium's page memory off; people's phones have it on."""
    browser = playwright.chromium.launch(
        executable_path=shutil.which("chromium") or "/usr/bin/chromium",
        args=["--no-sandbox"],
        ignore_default_args=["--disable-back-forward-cache"],
    )
    context = watch.follow(browser.new_context(base_url=site.url, locale="en-GB", **PHONE), site.url)
    one_visit(context, site, "Rukhsana")
    browser.close()


def test_a_browser_closed_and_opened_again_shows_nothing(
    site: Site, kept_phone: Callable[..., BrowserContext], tmp_path: Path
) -> None:
    context = kept_phone(tmp_path / "profile", site)
    sign_in_quietly(context, site, "Kasia")
    page = context.new_page()
    page.goto("/")
    expect(page.locator("[data-houses]")).to_be_visible()
    leave(page)
    context.close()
    page = kept_phone(tmp_path / "profile", site).new_page()
    page.goto("/")
    expect_nothing_of_ours(page)


def test_three_shifts_leave_and_each_is_said(site: Site, desk: Open) -> None:
    context = desk()
    sign_in_quietly(context, site, "Claire")
    page = context.new_page()
    hold_the_clock(page)
    page.goto("/")
    said = page.locator("[role=status][data-leave-said]")
    page.keyboard.press("Shift")
    expect(said).to_have_text("Shift. Press it 2 more times to leave.")
    page.keyboard.press("a")
    expect(said).to_have_text("You did not leave. Press Shift 3 times to leave.")
    page.keyboard.press("Shift")
    page.keyboard.press("Shift")
    expect(said).to_have_text("Shift. Press it 1 more time to leave.")
    page.keyboard.press("Shift")
    page.wait_for_url("**/bye")


@pytest.mark.parametrize("corner", ["start", "end"])
def test_three_taps_in_a_top_corner_leave(site: Site, phone: Open, corner: str) -> None:
    context = phone()
    sign_in_quietly(context, site, "Rukhsana")
    page = context.new_page()
    hold_the_clock(page)
    page.goto("/")
    # Below the words and the buttons of the bar, still in its corner.
    x = 4 if corner == "start" else 356
    for _time in range(2):
        page.touchscreen.tap(x, 70)
    page.touchscreen.tap(180, 500)
    assert page.url == f"{site.url}/"
    for _time in range(3):
        page.touchscreen.tap(x, 70)
    page.wait_for_url("**/bye")


def test_the_sheet_stands_before_the_page_goes(site: Site, phone: Open) -> None:
    """White and whole, in the same task as the tap, before the way out is taken (the time: `make bench`)."""
    context = phone()
    sign_in_quietly(context, site, "Kasia")
    page = context.new_page()
    page.goto("/")
    order = page.evaluate(
        """() => {
          const order = [];
          document.addEventListener("heard:leave", () => {
            const veil = document.querySelector("html > .veil")?.getBoundingClientRect();
            order.push(veil && veil.width >= innerWidth && veil.height >= innerHeight);
            order.push(document.title, location.pathname);
          });
          document.querySelector("[data-leave]").click();
          return order;
        }"""
    )
    assert order == [True, "", "/"]
    page.wait_for_url("**/bye")


def test_what_is_left_after_leaving(site: Site, phone: Open) -> None:
    """Our own cookies expired by name; the enrolment stays (safety §4.3). test_sign_in.py has the header."""
    context = phone()
    sign_in_quietly(context, site, "Kasia")
    page = context.new_page()
    page.goto("/")
    for form in ("/language", "/look"):
        page.locator(f'form[action="{form}"] button').first.click()
        page.wait_for_load_state()
    # Shown once the phone has its ticket.
    expect(page.locator("[data-my-sign]")).to_be_visible()
    tickets = page.evaluate(TICKETS)
    assert len(tickets) == 1
    assert tickets[0]
    page.locator("[data-leave]").click()
    page.wait_for_url("**/bye")
    assert {one["name"] for one in context.cookies()} == {"heard-phone"}
    assert page.evaluate(TICKETS) == tickets


def test_leaving_while_the_page_still_starts_brings_no_part_back(site: Site, phone: Open) -> None:
    """The houses' script came after the tap and the way out took long: nothing asks for the part meanwhile."""
    context = phone(service_workers="block")
    sign_in_quietly(context, site, "Kasia")
    context.clear_cookies(name="heard-part")
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.removeprefix(site.url)))
    scripts: list[Route] = []
    ways_out: list[Route] = []
    page.route("**/houses.*.js", lambda route: scripts.append(route))
    page.route("**/bye", lambda route: ways_out.append(route))
    page.goto("/", wait_until="domcontentloaded")
    page.locator("[data-leave]").click(no_wait_after=True)
    with page.expect_request("**/houses/token"):
        scripts.pop().continue_()
    page.wait_for_timeout(500)
    assert "/this-phone/ticket" not in asked
    ways_out.pop().continue_()
    page.wait_for_url("**/bye")
    assert "heard-part" not in {one["name"] for one in context.cookies()}


def test_leaving_a_broken_server_ends_at_the_cover(site: Site, phone: Open) -> None:
    context = phone()
    sign_in_quietly(context, site, "Rukhsana")
    page = context.new_page()
    page.goto("/")
    wait_for_worker(page)
    context.route("**/bye", lambda route: route.abort())
    leave(page)
    expect(page.locator(".sky")).to_be_visible()


def test_the_page_about_leaving_comes_first_once_on_a_new_phone(site: Site, phone: Open) -> None:
    page = phone(java_script_enabled=False).new_page()
    for is_first in (True, False):
        open_card(page, site, "Claire")
        page.locator('input[name="password"]').fill(site.person("Claire")["password"])
        page.locator('form[action="/sign-in/password"] button:not([type="button"])').click()
        expect(page.locator('form[action="/leaving"]')).to_have_count(int(is_first))
        if is_first:
            expect(page.locator("main")).to_contain_text("They should not see what you wrote, but we cannot")
            expect(page.locator("main")).to_contain_text("Leaving does not clear this phone's history.")
            page.locator('form[action="/leaving"] button').click()
        expect(page.locator(".tabs")).to_be_visible()


# A phone so slow that sealing takes longer than the way out.
SLOW_SEALING = """const encrypt = crypto.subtle.encrypt.bind(crypto.subtle);
crypto.subtle.encrypt = async (...given) => {
  await new Promise((done) => setTimeout(done, 200));
  return encrypt(...given);
};"""


@pytest.mark.parametrize(("house", "slow"), [("good", False), ("worry", True)], ids=["fast", "slow"])
def test_a_draft_is_kept_and_sealed(site: Site, phone: Open, house: str, slow: bool) -> None:
    page = phone().new_page()
    if slow:
        page.add_init_script(SLOW_SEALING)
    sign_in_person(page, site, "Tyler")
    steps.begin(page)
    steps.enter(page, house)
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
    steps.enter(page, house)
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
        page.locator('main form button:not([type="button"])').first.click()
    page.goto("/plan")
    session = context.cookies()
    page.locator("form[action='/bye'] button").click()
    assert page.url == f"{site.url}/bye"
    context.add_cookies(session)  # type: ignore[arg-type]
    assert page.request.get("/plan", max_redirects=0).status == 303
    context.clear_cookies()
    look_back_and_forward(page)


def test_a_page_from_memory_is_loaded_anew(site: Site, phone: Open) -> None:
    """`pageshow` with persisted (the back-forward cache): hidden at once, then asked of the server again."""
    context = phone()
    sign_in_quietly(context, site, "Rukhsana")
    page = context.new_page()
    page.goto("/")
    page.evaluate("window.old = true")
    with page.expect_navigation():
        page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
    assert page.evaluate("window.old === undefined")
    expect(page.locator("html")).not_to_have_class("away")


def test_leaving_works_without_a_network(site: Site, phone: Open) -> None:
    context = phone()
    sign_in_quietly(context, site, "Kasia")
    page = context.new_page()
    page.goto("/")
    wait_for_worker(page)
    context.set_offline(True)
    leave(page)
    expect(page.locator(".sky")).to_be_visible()
    expect(page.locator("[data-houses], .tabs, .top")).to_have_count(0)
