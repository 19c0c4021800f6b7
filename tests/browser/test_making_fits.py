"""The make screen with each tray open: axe, a child's finger, and nothing cut off or out of reach.

Light and dark, English and Urdu; at 360 × 640 with letters twice as large, and with the phone on its side.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser import steps
from tests.browser.audit import audit, expect_fine
from tests.browser.conftest import Open
from tests.browser.leaving import sign_in_quietly
from tests.browser.site import Site

CHILD = "Yusuf"
TRAY = '[data-panel="tray"]'
# Everything to tap: in the page's width, whole in what it lies in, and not under anything else when it is scrolled to.
OUT_OF_REACH = """() => {
  const all = [...document.querySelectorAll("main button, main input, main textarea, header button")];
  const free = all.filter((one) => one.checkVisibility() && !one.disabled && !one.closest("[inert]"));
  return free.flatMap((one) => {
    const target = one.matches("input[type=file], input[type=radio], input[type=checkbox]") ? one.closest("label") : one;
    if (!one.closest("header")) target.scrollIntoView({ block: "center" });
    const box = target.getBoundingClientRect();
    const hit = document.elementFromPoint((box.left + box.right) / 2, (box.top + box.bottom) / 2);
    const name = (target.innerText || target.ariaLabel || target.id || target.tagName).trim().slice(0, 30);
    const wrong = [
      (box.left < -0.5 || box.right > innerWidth + 0.5) && "beside the screen",
      !(hit && (target.contains(hit) || hit.contains(target))) && `under ${hit?.tagName} ${hit?.className}`,
      target.matches("button") && target.scrollWidth > target.clientWidth + 1 && "its words are cut off",
    ].filter(Boolean);
    return wrong.map((why) => `${name}: ${why}`);
  });
}"""


def at_the_paper(site: Site, phone: Open, language: str) -> Page:
    """A line on the paper of the good things."""
    context = phone()
    sign_in_quietly(context, site, CHILD)
    context.add_cookies([{"name": "heard-language", "value": language, "url": site.url}])
    page = context.new_page()
    page.goto("/houses")
    steps.begin(page)
    steps.enter(page, "good")
    steps.draw_with_finger(page, steps.ROOF)
    return page


def every_tray(page: Page) -> Iterator[str]:
    """Opens one after another; yields the name of each while it is open."""
    yield "draw"
    page.locator('[data-do="inks"]').click()
    yield "colours"
    page.locator('[data-do="inks"]').click()
    page.locator('[data-do="tray"]').click()
    yield "people"
    page.locator('[data-group="feelings"]').click()
    yield "feelings"
    for panel in ("photo", "voice"):
        page.locator(f'{TRAY} [data-do="{panel}"]').click()
        expect(page.locator(f'[data-attach="{panel}"] [data-attach-work]')).to_be_visible()
        yield panel
        page.keyboard.press("Escape")
        expect(page.locator(f'[data-attach="{panel}"]'), "Escape closes it").to_be_hidden()
        expect(page.locator('[data-do="tray"]'), "and the focus is back").to_be_focused()
        page.locator('[data-do="tray"]').click()
    page.locator(f'{TRAY} [data-do="draw-thing"]').first.click()
    yield "draw it"
    page.locator('[data-do="drawn-away"]').click()
    page.locator('[data-do="tray"]').click()
    page.locator(f'{TRAY} [data-do="ask-words"]').click()
    yield "words"
    page.locator('[data-panel="words"] textarea').fill("Sunday")
    page.locator('[data-do="put-words"]').click()
    yield "a thing picked"
    page.locator('[data-do="ask-spot"]').click()
    yield "places"
    page.keyboard.press("Escape")
    page.locator('[data-do="let-go"]').click()
    yield "list"
    page.locator("[data-lines] button").last.click()
    yield "a line picked"
    page.locator('[data-do="take-away"]:visible').click()
    expect(page.locator('[data-step="left"]'), "its button went, the focus did not").to_be_focused()
    steps.mode(page, "draw")
    steps.mode(page, "write")
    yield "write"


@pytest.mark.parametrize("language", ["en", "ur"])
def test_each_tray_is_fine(site: Site, phone: Open, language: str) -> None:
    page = at_the_paper(site, phone, language)
    found: list[str] = []
    for name in every_tray(page):
        found += audit(page, f"{language} {name}")
    expect_fine(found)


@pytest.mark.parametrize(("wide", "high", "letters"), [(360, 640, "200%"), (640, 360, "100%")])
def test_nothing_is_cut_off(site: Site, phone: Open, wide: int, high: int, letters: str) -> None:
    page = at_the_paper(site, phone, "en")
    page.set_viewport_size({"width": wide, "height": high})
    page.evaluate("(size) => { document.documentElement.style.fontSize = size; }", letters)
    found: list[str] = []
    for name in every_tray(page):
        found += [f"{name}: {line}" for line in page.evaluate(OUT_OF_REACH)]
        if page.evaluate("document.documentElement.scrollWidth") > wide:
            found.append(f"{name}: scrolls sideways")
    expect_fine(found)
