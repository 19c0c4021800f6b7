"""The sheet of cards as the printer gets it: the right pattern, eight places to a page, and not one letter."""

from __future__ import annotations

import io
import re
import zlib

import segno
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Open
from tests.browser.site import Site, sign_in_worker

QUIET = 4
WORKER, FAMILY = "Grace", "Family B"


def matrix_on_paper(pattern: Locator, side: int) -> list[list[bool]]:
    """Dark or light at the middle of each module, as a camera samples it; `side` counts the quiet edge."""
    picture = Image.open(io.BytesIO(pattern.screenshot())).convert("L")
    grey, wide = picture.tobytes(), picture.width
    step_x, step_y = wide / side, picture.height / side
    return [
        [grey[int((y + 0.5) * step_y) * wide + int((x + 0.5) * step_x)] < 128 for x in range(side)]
        for y in range(side)
    ]


def parts_of_pdf(pdf: bytes) -> bytes:
    """The file with its compressed parts opened."""
    opened = [pdf]
    for found in re.finditer(rb"stream\r?\n(.*?)endstream", pdf, re.DOTALL):
        try:
            opened.append(zlib.decompressobj().decompress(found[1]))
        except zlib.error:
            continue
    return b"\n".join(opened)


def answer_questions(page: Page) -> None:
    for area in page.locator("main textarea").all():
        area.fill("We talked about it.")
    for value in ("shared", "start_again", "safe"):
        for box in page.locator(f'main input[value="{value}"]').all():
            box.check(force=True)


def test_the_printed_sheet_holds_the_pattern_and_no_name(site: Site, desk: Open) -> None:
    page = desk(device_scale_factor=2).new_page()
    sign_in_worker(page, site, WORKER)
    page.goto("/families")
    page.get_by_role("link", name=FAMILY).click()
    page.locator('a[href$="/cards"]').click()
    page.get_by_label("Rosie").check(force=True)
    page.locator('main form[method="get"] button').click()
    answer_questions(page)
    page.locator('main form[action$="/cards"] button').click()
    expect(page.locator(".idcard")).to_have_count(1)

    page.emulate_media(media="print")
    assert page.evaluate("document.body.innerText").strip() == ""
    page.locator(".idcard").evaluate(
        "one => { for (let n = 0; n < 7; n += 1) one.after(one.cloneNode(true)); }"
    )
    pdf = page.pdf(format="A4", prefer_css_page_size=True)
    opened = parts_of_pdf(pdf)
    assert len(re.findall(rb"/Type\s*/Page\b", opened)) == 1, "eight cards fit on one page"
    assert b"/Font" not in opened, "a card carries no letter at all"
    assert b"Rosie" not in opened

    # The same card once more, alone, shows its address on the screen: the pattern must say just that.
    page.emulate_media(media="screen")
    page.goto(page.url.split("/cards")[0])
    page.locator('section.box:has(h2:has-text("Rosie")) a[href$="/card"]').click()
    answer_questions(page)
    page.locator('main form[action$="/card"] button').click()
    address = page.locator('a[href*="/card/"]').get_attribute("href") or ""
    assert re.fullmatch(rf"{re.escape(site.url)}/card/[\w-]{{22}}", address)
    page.emulate_media(media="print")
    meant = [[bool(cell) for cell in row] for row in segno.make(address, error="m").matrix]
    side = len(meant) + 2 * QUIET
    seen = matrix_on_paper(page.locator(".idcard .pattern svg"), side)
    assert [row[QUIET:-QUIET] for row in seen[QUIET:-QUIET]] == meant
    assert not any(any(row) for row in seen[:QUIET] + seen[-QUIET:])
    size = page.locator(".idcard").bounding_box()
    assert size
    assert abs(size["width"] / 96 * 25.4 - 85.6) < 1
    assert abs(size["height"] / 96 * 25.4 - 54) < 1
