"""A parent takes the shared phone after the child, signs in, and looks everywhere (safety T1)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import steps
from tests.browser.conftest import PHONE
from tests.browser.leaving import go, leave, wait_for_worker
from tests.browser.story_site import StorySite, running_story_site
from tests.browser.watch import Watch
from tests.whole.story import Story, tell_story

SAID = "zebra kettle on this phone"
CHILDS = ("/", "/plan", "/answers", "/questions", "/someone", "/phones", "/houses")
STEPS = 10


@pytest.fixture
def family(tmp_path: Path) -> Iterator[tuple[StorySite, Story]]:
    with running_story_site(tmp_path) as site:
        with site.app.app_context():
            story = tell_story()
        yield site, story


@pytest.fixture
def page(chromium: Browser, watch: Watch, family: tuple[StorySite, Story]) -> Iterator[Page]:
    """One phone, on which everybody signs in."""
    site, _story = family
    context = watch.follow(chromium.new_context(base_url=site.url, locale="en-GB", **PHONE), site.url)
    yield context.new_page()
    context.close()


def a_childs_visit(page: Page) -> str:
    """She looks at everything, writes, sends, and leaves; everything that stood on the screen."""
    screens = []
    for path in CHILDS:
        page.goto(path)
        screens.append(page.content())
    wait_for_worker(page)
    steps.begin(page)
    steps.enter(page, "worry")
    steps.write(page, SAID)
    steps.to_share(page)
    steps.choose_and_send(page, "worker")
    steps.expect_state(page, "sent", "arrived")
    leave(page)
    return "".join(screens)


def crawl(page: Page, origin: str) -> dict[str, str]:
    """Every page that can be reached by links from the first, by its path."""
    found: dict[str, str] = {}
    waiting = ["/"]
    while waiting:
        path = waiting.pop()
        page.goto(path)
        found[path] = page.content()
        links = page.eval_on_selector_all("a[href]", "all => all.map((one) => one.href)")
        inside = {link.removeprefix(origin).split("#")[0] for link in links if link.startswith(f"{origin}/")}
        waiting += [one for one in sorted(inside) if one not in {*found, *waiting}]
    return found


def test_a_parent_on_the_same_phone_finds_nothing(family: tuple[StorySite, Story], page: Page) -> None:
    site, story = family
    site.sign_in(page.context, story.town.zara)
    hers = [token for token, allowed in story.allowed.items() if "separated father" not in allowed]
    shown = a_childs_visit(page)
    # The control: her pages had words that are not his.
    assert sum(token in shown for token in hers) > 3

    site.sign_in(page.context, story.town.imran)
    pages = crawl(page, site.url)
    assert len(pages) > 8
    his = [token for token, allowed in story.allowed.items() if "separated father" in allowed]
    assert sum(token in "".join(pages.values()) for token in his) > 3
    for _step in range(STEPS):
        go(page.go_back)
        pages[f"back {_step}"] = page.content()
    page.context.set_offline(True)
    for path in ("/", "/houses", "/plan"):
        page.goto(path)
        expect(page.locator("body")).to_be_visible()
        pages[f"offline {path}"] = page.content()
    for place, content in pages.items():
        assert [word for word in (SAID, *hers) if word in content] == [], place
