"""A plan read with a keyboard alone at twice the text size, and without JavaScript; and as it is printed."""

from __future__ import annotations

from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.browser.conftest import Open
from tests.browser.leaving import sign_in_quietly
from tests.browser.site import Site

MOST_TABS = 60
# What has the focus can be seen: it is in the window, and neither bar lies over its middle.
CAN_BE_SEEN = """(element) => {
  const box = element.getBoundingClientRect();
  const x = Math.min(Math.max(box.x + box.width / 2, 1), innerWidth - 1), y = box.y + Math.min(box.height / 2, 20);
  const there = document.elementFromPoint(x, y);
  return box.width > 0 && !!there && (element.contains(there) || there.contains(element));
}"""


def signed_in(context: BrowserContext, site: Site) -> Page:
    sign_in_quietly(context, site, "Zara")
    return context.new_page()


def tab_to(page: Page, wanted: Locator) -> None:
    """Press Tab until it has the focus, and it can be seen."""
    element = wanted.element_handle()
    for _tab in range(MOST_TABS):
        page.keyboard.press("Tab")
        if element.evaluate("(one) => one === document.activeElement"):
            assert element.evaluate(CAN_BE_SEEN)
            return
    raise AssertionError("the Tab key never came to it")


def expect_no_sideways_scroll(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_with_a_keyboard_at_twice_the_text_size(site: Site, phone: Open) -> None:
    page = signed_in(phone(), site)
    page.goto("/plan?wording=ur")
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    expect_no_sideways_scroll(page)
    entries = page.evaluate("history.length")
    tab_to(page, page.locator(".news summary"))
    page.keyboard.press("Enter")
    expect(page.locator(".news a").first).to_be_visible()
    tab_to(page, page.locator(".inplan summary"))
    page.keyboard.press("Enter")
    tab_to(page, page.locator('.inplan a[href="#part-going_well"]'))
    page.keyboard.press("Enter")
    expect(page.locator("#part-going_well")).to_be_focused()
    expect(page.locator("#part-going_well")).to_be_in_viewport()
    assert page.url == f"{site.url}/"
    assert page.evaluate("history.length") == entries
    asks = page.locator("section[aria-labelledby='part-going_well'] button.ask")
    tab_to(page, asks.first)
    page.keyboard.press("Enter")
    expect(page.locator("#plan-text form.form")).to_be_visible()
    expect_no_sideways_scroll(page)
    all_english = page.locator(".all-en input")
    all_english.focus()
    page.keyboard.press("Space")
    expect(all_english).to_be_checked()
    english = page.locator(".en + p")
    assert english.count() > 10
    assert all(one.is_visible() for one in english.all())
    expect_no_sideways_scroll(page)


def test_without_javascript_and_on_paper(site: Site, phone: Open) -> None:
    page = signed_in(phone(java_script_enabled=False), site)
    page.goto("/plan?wording=ur")
    one = page.locator(".two").first
    expect(one.locator(".en + p")).to_be_hidden()
    one.locator("summary").click()
    expect(one.locator(".en + p")).to_be_visible()
    expect(page.locator(".en + p").nth(3)).to_be_hidden()
    page.locator(".all-en input").check()
    expect(page.locator(".en + p").nth(3)).to_be_visible()
    page.locator(".inplan summary").click()
    page.locator('.inplan a[href="#part-review"]').click()
    expect(page.locator("#part-review")).to_be_in_viewport()
    page.locator('button[name="size"][value="largest"]').click()
    page.locator('button[name="space"][value="wide"]').click()
    expect(page.locator("html[data-size='largest'][data-space='wide']")).to_have_count(1)

    page.goto("/plan?wording=ur")
    page.emulate_media(media="print")
    expect(page.locator(".copyline").first).to_contain_text("Zara")
    shown = page.locator("button, .btn, summary, .inplan, .news, .tabs, .help, .all-en")
    assert not [found for found in shown.all() if found.is_visible()]
