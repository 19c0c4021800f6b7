"""Chromium, a real server with the demo on it, phones and desks; and the watch over every page."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Playwright, sync_playwright

from tests.browser.site import Site, open_browser, running_site
from tests.browser.watch import Watch

PHONE: dict[str, Any] = {"viewport": {"width": 360, "height": 640}, "has_touch": True, "is_mobile": True}
DESK: dict[str, Any] = {"viewport": {"width": 1280, "height": 800}}
Open = Callable[..., BrowserContext]


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="session")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    found = open_browser(playwright)
    yield found
    found.close()


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """One server for all tests that each use people of their own."""
    with running_site(tmp_path_factory.mktemp("site"), host="localhost") as running:
        yield running


@pytest.fixture(autouse=True)
def watch() -> Iterator[Watch]:
    """Fails the test when a page did what no page may do."""
    found = Watch()
    yield found
    assert found.problems == []


@pytest.fixture
def opened(chromium: Browser, site: Site, watch: Watch) -> Iterator[Open]:
    """Open contexts that are watched and closed at the end."""
    contexts: list[BrowserContext] = []

    def open_one(**options: Any) -> BrowserContext:
        values: dict[str, Any] = {"locale": "en-GB", "base_url": site.url} | options
        contexts.append(watch.follow(chromium.new_context(**values), site.url))
        contexts[-1].set_default_timeout(15_000)
        return contexts[-1]

    yield open_one
    for context in contexts:
        context.close()


@pytest.fixture
def phone(opened: Open) -> Open:
    """A phone of 360 × 640 with a touch screen."""
    return lambda **options: opened(**(PHONE | options))


@pytest.fixture
def desk(opened: Open) -> Open:
    """A screen of 1280 × 800."""
    return lambda **options: opened(**(DESK | options))


@pytest.fixture
def kept_phone(playwright: Playwright, watch: Watch) -> Iterator[Callable[..., BrowserContext]]:
    """A phone whose profile folder outlives the browser: closing it and opening it again is what a child does."""
    contexts: list[BrowserContext] = []

    def open_one(folder: Path, where: Site, **options: Any) -> BrowserContext:
        values: dict[str, Any] = PHONE | {"locale": "en-GB", "base_url": where.url} | options
        found = playwright.chromium.launch_persistent_context(
            folder,
            executable_path=shutil.which("chromium") or "/usr/bin/chromium",
            args=["--no-sandbox"],
            **values,
        )
        contexts.append(watch.follow(found, where.url))
        found.set_default_timeout(15_000)
        return found

    yield open_one
    for context in contexts:
        context.close()
