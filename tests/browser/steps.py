"""What a child does on the houses page, step by step."""

from __future__ import annotations

from playwright.sync_api import Page, expect

Line = list[tuple[float, float]]
ROOF: Line = [(0.2, 0.5), (0.5, 0.2), (0.8, 0.5)]
FLOOR: Line = [(0.2, 0.8), (0.4, 0.82), (0.6, 0.8), (0.8, 0.82)]


def screen(page: Page, name: str) -> None:
    """The houses page shows this screen."""
    expect(page.locator(f'[data-screen="{name}"]')).to_be_visible()


def begin(page: Page, with_whom: str = "alone") -> None:
    """Say who is there and tap Start; ends on the three houses, also where others are offered."""
    screen(page, "before")
    page.locator(f'input[name="with"][value="{with_whom}"]').check()
    page.locator('[data-do="start"]').click()
    kinds = page.locator('[data-screen="kinds"]')
    if kinds.is_visible():
        kinds.locator('[data-template-to="three_houses"]').click()
    screen(page, "choose")


def enter(page: Page, house: str) -> None:
    """Go into one house."""
    page.locator(f'button[data-house="{house}"]').click()
    screen(page, "make")


def back(page: Page) -> None:
    """One screen back."""
    page.locator("[data-houses-back]").click()


def mode(page: Page, name: str) -> None:
    """draw, write or buttons; where it is already, its button may be away."""
    if page.locator(f'.make[data-mode="{name}"]').count() == 0:
        page.locator(f'[data-mode-to="{name}"]').click()


def write(page: Page, words: str) -> None:
    """Type at the end of what is there."""
    mode(page, "write")
    page.locator("textarea[data-words]").press("End")
    page.locator("textarea[data-words]").press_sequentially(words)


def _points(page: Page, line: Line) -> Line:
    box = page.locator("[data-canvas]").bounding_box()
    assert box
    return [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in line]


def draw_with_mouse(page: Page, line: Line) -> None:
    """One line."""
    mode(page, "draw")
    first, *rest = _points(page, line)
    page.mouse.move(*first)
    page.mouse.down()
    for x, y in rest:
        page.mouse.move(x, y, steps=4)
    page.mouse.up()


def draw_with_finger(page: Page, line: Line) -> None:
    """One line, as touches."""
    mode(page, "draw")
    first, *rest = _points(page, line)
    finger = page.context.new_cdp_session(page)
    touch = [("touchStart", [first]), *(("touchMove", [point]) for point in rest), ("touchEnd", [])]
    for kind, points in touch:
        places = [{"x": x, "y": y} for x, y in points]
        finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": places})
    finger.detach()


def state_words(page: Page, kind: str) -> str:
    """The words of a state line in this page's language, from the page's own template."""
    words: str = page.locator(f'template[data-state="{kind}"]').evaluate("one => one.content.textContent")
    return words.strip()


def expect_state(page: Page, on: str, kind: str) -> None:
    """The entry in hand stands at this state on this screen."""
    slot = page.locator(f'[data-screen="{on}"] [data-state-slot]')
    expect(slot).to_have_text(state_words(page, kind), timeout=10_000)


def lines_said(page: Page) -> str:
    """What the picture read back says of itself: "Your drawing. Lines: 2"."""
    return page.locator("[data-thumb]").get_attribute("aria-label") or ""


def to_share(page: Page) -> None:
    """Done, and yes, that is right; ends on "Who can see this?"."""
    page.locator('[data-screen="make"] [data-do="done"]').click()
    screen(page, "readback")
    page.locator('[data-do="right"]').click()
    screen(page, "share")


def choose_and_send(page: Page, share: str) -> None:
    """Pick who may see it, and send."""
    page.locator(f'input[name="share"][value="{share}"]').first.check()
    page.locator("[data-share] button[type=submit]").click()
    screen(page, "sent")


def another(page: Page, on: str = "sent") -> None:
    """Another house."""
    page.locator(f'[data-screen="{on}"] [data-do="another"]').click()
    screen(page, "choose")
