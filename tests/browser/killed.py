"""SIGKILL of the browser while a child draws: what was ticked is there, at most the last line is not (safety R12)."""

from __future__ import annotations

import os
import random
import shutil
import signal
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from playwright.sync_api import BrowserContext, Error, Page, Playwright, ViewportSize

from tests.browser import steps
from tests.browser.phones import KEPT, Home, until

LINES_AT_MOST = 4


@dataclass
class Figures:
    """What a run saw, over all its kills."""

    kills: int = 0
    drawn: int = 0
    ticked: int = 0
    ticked_lost: int = 0
    last_lost: int = 0
    more_lost: int = 0

    def __str__(self) -> str:
        return (
            f"{self.kills} kills of the browser while drawing: {self.drawn} lines, {self.ticked} ticked; "
            f"lost: {self.ticked_lost} ticked, {self.last_lost} the last line of a kill, {self.more_lost} more"
        )


def launch(playwright: Playwright, folder: Path, url: str) -> BrowserContext:
    """The same phone, started again."""
    chromium = shutil.which("chromium") or "/usr/bin/chromium"
    size: ViewportSize = {"width": 360, "height": 640}
    context = playwright.chromium.launch_persistent_context(
        folder,
        executable_path=chromium,
        args=["--no-sandbox"],
        base_url=url,
        viewport=size,
        locale="en-GB",
    )
    context.set_default_timeout(30_000)
    return context


def kill(context: BrowserContext, folder: Path) -> None:
    """The battery is pulled out."""
    lock = folder / "SingletonLock"
    os.kill(int(os.readlink(lock).rsplit("-", 1)[1]), signal.SIGKILL)
    with suppress(Error):
        context.close()
    lock.unlink(missing_ok=True)


def run(home: Home, playwright: Playwright, folder: Path, kills: int, seed: int = 3) -> Figures:
    """Draw, kill, start again, look what came back; again and again on one drawing."""
    chance, found, kept = random.Random(seed), Figures(), 0
    for _cycle in range(kills):
        context = launch(playwright, folder, home.url)
        page = open_drawing(home, context)
        drawn, ticked = draw(page, chance)
        kill(context, folder)
        found.kills, found.drawn, found.ticked = found.kills + 1, found.drawn + drawn, found.ticked + ticked
        back = come_back(home, playwright, folder)
        found.ticked_lost += max(0, kept + ticked - back)
        missing = kept + drawn - back
        found.last_lost += min(1, max(0, missing))
        found.more_lost += max(0, missing - 1)
        kept = back
    return found


def open_drawing(home: Home, context: BrowserContext) -> Page:
    home.sign_in(context, home.town.zara)
    page = context.new_page()
    page.goto("/houses")
    steps.begin(page)
    steps.enter(page, "good")
    return page


def draw(page: Page, chance: random.Random) -> tuple[int, int]:
    """Some lines, one after the other; the last is waited for half of the times. How many, and how many ticked."""
    count, ticked = chance.randint(1, LINES_AT_MOST), 0
    for number in range(count):
        before = revision(page)
        at = chance.uniform(0.2, 0.8)
        steps.draw_with_mouse(page, [(0.1, at), (0.5, chance.random() * 0.8 + 0.1), (0.9, at)])
        if number < count - 1 or chance.random() < 0.5:
            until(page, partial(is_later, page, before), "a line on disk")
            ticked = number + 1
    return count, ticked


def is_later(page: Page, before: int) -> bool:
    return revision(page) > before


def revision(page: Page) -> int:
    """Of the one drawing on this phone; 0 before there is one."""
    return max((int(item["rev"]) for item in page.evaluate(KEPT)), default=0)


def come_back(home: Home, playwright: Playwright, folder: Path) -> int:
    """Start the phone again; how many lines the child has back after signing in."""
    context = launch(playwright, folder, home.url)
    page = open_drawing(home, context)
    items = page.evaluate(KEPT)
    until(page, lambda: all(one["uploaded_rev"] >= one["rev"] for one in page.evaluate(KEPT)), "all with us")
    assert len(items) <= 1
    context.close()
    drafts = home.drafts(home.town.zara)
    assert len(drafts) <= 1
    return len(drafts[0]["strokes"]) if drafts else 0
