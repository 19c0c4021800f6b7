"""Twin families on a real screen: what is hidden moves no pixel of a relative's pages (safety T1b)."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageChops
from playwright.sync_api import Browser, Page

from tests.browser.conftest import PHONE
from tests.browser.story_site import StorySite, running_story_site
from tests.whole.hidden import NOON, hide_things
from tests.whole.story import Story, tell_story
from webapp.core import clock

PLACES = ("/", "/plan", "/answers", "/looked", "/phones")
SIZE = {"width": 360, "height": 640}


@pytest.fixture
def family(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[StorySite, Story]]:
    """The server's clock stands: "Last used: 12:00" would move a pixel by itself a minute later."""
    monkeypatch.setattr(clock, "now", lambda: NOON)
    with running_story_site(tmp_path) as site:
        with site.app.app_context():
            story = tell_story()
        yield site, story


def screens(page: Page, site: StorySite) -> dict[str, Image.Image]:
    """The whole length of each page, 360 pixels wide."""
    found = {}
    for place in PLACES:
        answer = page.goto(f"{site.url}{place}")
        assert answer is not None, place
        assert answer.ok, place
        shot = page.screenshot(full_page=True, animations="disabled", caret="hide")
        found[place] = Image.open(BytesIO(shot)).convert("RGB")
    return found


def differing(before: dict[str, Image.Image], after: dict[str, Image.Image]) -> list[str]:
    return [
        place
        for place, one in before.items()
        if one.size != after[place].size or ImageChops.difference(one, after[place]).getbbox()
    ]


def test_no_pixel_moves_when_things_are_hidden(family: tuple[StorySite, Story], chromium: Browser) -> None:
    site, story = family
    pages = []
    for person in (story.town.imran, story.town.samina):
        context = chromium.new_context(**PHONE | {"viewport": SIZE, "device_scale_factor": 1})
        site.sign_in(context, person)
        pages.append(context.new_page())
    before = [screens(page, site) for page in pages]
    # The comparison sees what differs: two relatives' first pages are not the same.
    assert differing(before[0], before[1])
    with site.app.app_context():
        hide_things(story)
    after = [screens(page, site) for page in pages]
    for page, first, second in zip(pages, before, after, strict=True):
        assert differing(first, second) == []
        page.context.close()
