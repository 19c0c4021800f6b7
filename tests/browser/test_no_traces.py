"""What stays on a shared phone after a child used it: nothing readable, in any file, compressed or not (safety T1)."""

from __future__ import annotations

import os
import shutil
import signal
import time
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import BrowserContext, Page, Playwright, expect

from tests.browser import profile, steps
from tests.browser.planted import PLANT, TOKENS, planted_site
from tests.browser.site import Site, sign_in_person

OpenKept = Callable[..., BrowserContext]
BEGUN, SENT, SAID = "zebra kettle begun", "zebra kettle sent", "zebra kettle said"
LABEL, CALLED, PICTURE = "zebra kettle label", "zebra kettle called", "zebra kettle picture"
HERS = [BEGUN, SENT, SAID, LABEL, CALLED, PICTURE]
# How content looks before it is sealed, and a sentence of the plan that was read on the phone.
SHAPES = ['"strokes":[', '"read_back":', '"things":[', '"own_words":']


def use_everything(page: Page, site: Site) -> list[str]:
    """A child's whole visit; gives back sentences that stood on the screen."""
    sign_in_person(page, site, "Tyler")
    steps.begin(page)
    steps.enter(page, "worry")
    steps.draw_with_finger(page, steps.ROOF)
    steps.write(page, BEGUN)
    steps.expect_state(page, "make", "draft")
    steps.back(page)
    steps.enter(page, "good")
    steps.draw_with_mouse(page, steps.FLOOR)
    steps.write(page, SENT)
    put_words_on_it(page)
    page.locator('[data-screen="make"] [data-do="done"]:visible').click()
    page.locator("[data-picture-said]").press_sequentially(PICTURE)
    page.locator('[data-do="right"]').click()
    steps.screen(page, "share")
    steps.choose_and_send(page, "worker")
    steps.expect_state(page, "sent", "arrived")
    page.locator('.tabs a[href="/plan"]').click()
    expect(page.locator("#plan-text .line p").nth(2)).to_be_visible()
    read = page.locator("#plan-text .line p").all_inner_texts()[:3]
    page.locator('form[action="/plan/answers"] textarea').first.fill(SAID)
    page.locator('form[action="/plan/answers"] button').click()
    # On a shared phone nothing that was sent is quoted.
    expect(page.locator("#your-answer")).to_contain_text("It has reached us.")
    page.locator('.tabs a[href="/answers"]').click()
    expect(page.locator('.tabs a[href="/answers"][aria-current]')).to_be_visible()
    assert page.url == f"{site.url}/"
    return [sentence[:40] for sentence in read]


def put_words_on_it(page: Page) -> None:
    """A sticker with a name of its own, and words on the page."""
    steps.mode(page, "draw")
    page.locator('[data-do="tray"]:visible').first.click()
    page.locator("[data-sticker]:visible").first.click()
    page.locator('[data-do="ask-name"]:visible').click()
    page.locator("#houses-called").press_sequentially(CALLED)
    page.locator('[data-do="put-name"]').click()
    page.locator('[data-do="let-go"]:visible').click()
    page.locator('[data-do="tray"]:visible').first.click()
    page.locator('[data-panel="tray"] [data-do="ask-words"]').click()
    page.locator("#houses-label").press_sequentially(LABEL)
    page.locator('[data-do="put-words"]').click()
    page.locator('[data-do="let-go"]:visible').click()


def leave(page: Page) -> None:
    page.locator("[data-leave]").click()
    page.wait_for_url("**/bye")
    # The session-restore file is written some seconds after a change.
    time.sleep(3)


def found(folder: Path, tokens: list[str]) -> dict[str, list[str]]:
    return {token: where for token in tokens if (where := profile.places(folder, token))}


def plant(playwright: Playwright, folder: Path) -> None:
    """Leave the controls' words in the same profile, and start once more so that LevelDB writes its tables."""
    chromium = shutil.which("chromium") or "/usr/bin/chromium"

    def launch() -> BrowserContext:
        return playwright.chromium.launch_persistent_context(
            folder, executable_path=chromium, args=["--no-sandbox"]
        )

    with planted_site() as address:
        context = launch()
        page = context.new_page()
        for path in ("/gzip", "/brotli", "/"):
            page.goto(f"{address}{path}")
        page.evaluate(PLANT, TOKENS)
        page.locator("textarea").first.press_sequentially(TOKENS["textarea"])
        time.sleep(3)
        context.close()
        launch().close()


def test_nothing_readable_stays_and_the_search_can_find_things(
    site: Site, kept_phone: OpenKept, playwright: Playwright, tmp_path: Path
) -> None:
    folder = tmp_path / "profile"
    context = kept_phone(folder, site)
    page = context.new_page()
    seen = use_everything(page, site)
    assert len(seen) == 3
    leave(page)
    context.close()
    assert found(folder, [*HERS, *seen, *SHAPES]) == {}
    card = site.person("Tyler")["card_url"]
    remembered = {url for url, _title in profile.history(folder) if url.startswith(site.url)}
    assert remembered <= {f"{site.url}/", card, f"{site.url}/bye"}
    assert {title for url, title in profile.history(folder) if url.startswith(site.url)} <= {
        "Home",
        "Weather",
        "",
    }
    plant(playwright, folder)
    assert set(found(folder, list(TOKENS.values()))) == set(TOKENS.values())
    # And after another start nothing has come up from anywhere.
    assert found(folder, [*HERS, *seen, *SHAPES]) == {}


def test_a_killed_browser_leaves_nothing_readable(site: Site, kept_phone: OpenKept, tmp_path: Path) -> None:
    """The battery dies while she types."""
    folder = tmp_path / "profile"
    context = kept_phone(folder, site)
    page = context.new_page()
    sign_in_person(page, site, "Yusuf")
    steps.begin(page)
    steps.enter(page, "wish")
    steps.draw_with_finger(page, steps.ROOF)
    steps.write(page, BEGUN)
    steps.expect_state(page, "make", "draft")
    time.sleep(3)
    os.kill(int(os.readlink(folder / "SingletonLock").rsplit("-", 1)[1]), signal.SIGKILL)
    context.wait_for_event("close") if context.pages else None
    assert found(folder, [BEGUN, *SHAPES]) == {}
    context = kept_phone(folder, site)
    page = context.new_page()
    page.goto("/")
    assert BEGUN not in page.content()
    sign_in_person(page, site, "Yusuf")
    steps.begin(page)
    steps.enter(page, "wish")
    expect(page.locator("[data-words]")).to_have_value(BEGUN)


def test_snappy_is_decoded() -> None:
    """A literal, a copy that overlaps itself, a copy with a two-byte distance (hand-made from the format's text)."""
    literal = bytes([(5 - 1) << 2]) + b"abcde"
    near = bytes([0b000_001_01 | 0 << 5, 5])
    far = bytes([(4 - 1) << 2 | 2, 10, 0])
    assert profile.snappy(bytes([14]) + literal + near + far) == b"abcdeabcdeabcd"
