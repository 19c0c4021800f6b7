"""All three houses made on a small phone: by touch, by the keyboard alone, and by roles and names.

A drawing, a filled shape, stickers put by place words, the child's words on the page and beside it (issue 5, R32).
"""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser import steps
from tests.browser.conftest import Open
from tests.browser.leaving import sign_in_quietly
from tests.browser.site import Site

HOUSES = ("good", "worry", "wish")
SQUARE: steps.Line = [(0.2, 0.9), (0.2, 0.55), (0.8, 0.55), (0.8, 0.9), (0.2, 0.9)]
WHO = "Idris"


def houses(site: Site, phone: Open) -> Page:
    """Zara-sized phone, signed in, in front of the houses."""
    context = phone()
    page = context.new_page()
    sign_in_quietly(context, site, WHO)
    page.goto("/houses")
    return page


def paper_at(page: Page, x: float, y: float) -> None:
    """Tap the paper at a part of its width and height."""
    box = page.locator("[data-canvas]").bounding_box()
    assert box
    page.touchscreen.tap(box["x"] + x * box["width"], box["y"] + y * box["height"])


def things(page: Page) -> list[str]:
    """The buttons of the list "Things on this page", by name."""
    read = "(all) => all.map((one) => one.lastChild.textContent.trim())"
    names: list[str] = page.locator("[data-lines] button").evaluate_all(read)
    return names


def test_by_touch(site: Site, phone: Open) -> None:
    page = houses(site, phone)
    steps.begin(page)
    for number, house in enumerate(HOUSES):
        steps.enter(page, house)
        if number == 0:
            everything_by_touch(page)
        else:
            page.locator('[data-do="tray"]').tap()
            page.locator('[data-sticker="dog"], [data-group="animals"]').first.tap()
            page.locator('[data-sticker="dog"]').tap()
        steps.to_share(page)
        steps.choose_and_send(page, "worker")
        steps.expect_state(page, "sent", "arrived")
        steps.another(page)


def everything_by_touch(page: Page) -> None:
    """Draw, fill, colour the paper, put Mum and a house, move one by a tap, and take one away again."""
    steps.draw_with_finger(page, SQUARE)
    fill = page.locator('[data-tool="fill"]')
    fill.tap()
    expect(fill, "the tap after a fast line counts").to_have_attribute("aria-pressed", "true")
    paper_at(page, 0.5, 0.7)
    paper_at(page, 0.1, 0.3)
    expect(page.locator("[data-sheet]")).to_have_attribute("data-paper", "damson")
    page.locator('[data-do="undo"]').tap()
    expect(page.locator("[data-sheet]")).to_have_attribute("data-paper", "")
    page.locator('[data-do="tray"]').tap()
    page.locator('[data-tone="4"]').tap()
    page.locator('[data-sticker="mum-4"]').tap()
    paper_at(page, 0.2, 0.3)
    assert things(page)[0] == "mum, top left, 1 of 1"
    page.locator('[data-do="bigger"]').tap()
    page.locator('[data-do="let-go"]').tap()
    page.locator('[data-do="tray"]').tap()
    page.locator('[data-group="feelings"]').tap()
    page.locator('[data-sticker="feel-happy"]').tap()
    page.locator('[data-do="take-away"]:visible').tap()
    assert things(page) == ["mum, top left, 1 of 1", "Line 1, plum, bottom, filled with plum"]
    page.locator('[data-do="undo"]').tap()
    assert not [name for name in things(page) if "happy" in name], "what was deleted does not come back"
    turned(page)


def turned(page: Page) -> None:
    """The phone on its side and back: everything stays, and every tool stays in reach."""
    before = things(page)
    page.set_viewport_size({"width": 640, "height": 360})
    expect(page.locator("[data-canvas]")).to_be_in_viewport()
    expect(page.locator('[data-do="done"]:visible')).to_be_in_viewport()
    assert things(page) == before
    page.set_viewport_size({"width": 360, "height": 640})


def go_to(page: Page, selector: str) -> None:
    """Tab until the focus is there."""
    for _press in range(150):
        if page.evaluate("(selector) => document.activeElement.matches(selector)", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"the keyboard does not reach {selector}")


def press(page: Page, selector: str) -> None:
    """Go there by Tab and press Enter."""
    go_to(page, selector)
    page.keyboard.press("Enter")


def test_by_the_keyboard_alone(site: Site, phone: Open) -> None:
    page = houses(site, phone)
    go_to(page, 'input[name="with"]')
    page.keyboard.press("Space")
    press(page, '[data-do="start"]')
    for number, house in enumerate(HOUSES):
        press(page, f'button[data-house="{house}"]')
        steps.screen(page, "make")
        if number == 0:
            a_line_by_keys(page)
        words_by_keys(page, "my bed")
        press(page, '[data-do="done"]')
        go_to(page, "[data-picture-said]")
        page.keyboard.type("This is us")
        press(page, '[data-do="right"]')
        steps.screen(page, "share")
        go_to(page, 'input[name="share"]')
        page.keyboard.press("Space")
        press(page, "[data-share] button[type=submit]")
        steps.screen(page, "sent")
        press(page, '[data-screen="sent"] [data-do="another"]')


def a_line_by_keys(page: Page) -> None:
    """A triangle with the keyboard pen, then its shape filled."""
    go_to(page, "[data-canvas]")
    page.keyboard.press("Space")
    for key in ("ArrowLeft", "ArrowDown", "ArrowRight", "ArrowRight", "ArrowUp"):
        page.keyboard.press(key)
    page.keyboard.press("Space")
    press(page, '[data-mode-to="buttons"]')
    press(page, "[data-lines] button")
    press(page, '[data-do="fill-picked"]')
    assert things(page) == ["Line 1, plum, middle, filled with plum"]


def words_by_keys(page: Page, words: str) -> None:
    """Words on the page, moved by arrows and put at the top by place words."""
    press(page, '[data-do="tray"]' if page.locator(".tools").is_visible() else '[data-do="let-go"]')
    if not page.locator('[data-panel="tray"]').is_visible():
        press(page, '[data-do="tray"]')
    press(page, '[data-panel="tray"] [data-do="ask-words"]')
    page.keyboard.type(words)
    press(page, '[data-do="put-words"]')
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("+")
    press(page, '[data-do="ask-spot"]')
    press(page, "[data-spot]")
    assert things(page)[0] == f"{words}, middle, 1 of 1"


def act(page: Page, name: str) -> None:
    """Press the button of this name, as assistive technology does."""
    button = page.get_by_role("button", name=name, exact=True)
    button.focus()
    button.press("Enter")


def test_by_roles_and_names(site: Site, phone: Open) -> None:
    page = houses(site, phone)
    page.get_by_role("radio", name="I am alone").check()
    act(page, "Start")
    for house in ("Good things", "Worries", "Wishes"):
        page.get_by_role("button", name=house).press("Enter")
        expect(page.get_by_role("heading", name=house)).to_be_visible()
        a_page_by_names(page)
        act(page, "Done")
        expect(page.get_by_role("img", name="Things: Mum, Rex")).to_be_visible()
        page.get_by_role("textbox", name="What is in your picture? Say it your way.").fill("Mum and Rex")
        act(page, "Yes, that is right")
        page.get_by_role("radio").first.check()
        page.locator("[data-share] button[type=submit]").press("Enter")
        steps.screen(page, "sent")
        act(page, "Another house")


def a_page_by_names(page: Page) -> None:
    """A person and a dog next to her, each with a name of the child's own."""
    for sticker, group, name in (("woman", "People", "Mum"), ("dog", "Animals", "Rex")):
        act(page, "Add")
        act(page, group)
        act(page, sticker)
        act(page, "Name")
        page.get_by_role("textbox", name="Its name, in your words").fill(name)
        act(page, "That is its name")
        if name == "Mum":
            act(page, "Let go")
    act(page, "Place")
    act(page, "next to Mum")
    expect(page.get_by_role("button", name="Rex, right, 2 of 2")).to_have_attribute("aria-pressed", "true")
