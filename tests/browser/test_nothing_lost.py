"""The short forms of the fault runs: cut networks, killed browsers (tests/faults has the long ones)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Playwright

from tests.browser import cuts, killed
from tests.browser.conftest import PHONE
from tests.browser.phones import Home, running_home
from tests.browser.watch import Watch


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    with running_home(tmp_path) as found:
        yield found


@pytest.fixture
def context(chromium: Browser, watch: Watch, home: Home) -> Iterator[BrowserContext]:
    found = watch.follow(chromium.new_context(base_url=home.url, locale="en-GB", **PHONE), home.url)
    found.set_default_timeout(15_000)
    yield found
    found.close()


def test_a_few_flips_of_the_network(home: Home, context: BrowserContext) -> None:
    found = cuts.run(home, context, flips=10)
    assert sum(found.cuts.values()) >= found.made
    cuts.expect_each_once(found)


def test_two_kills_while_drawing(home: Home, playwright: Playwright, tmp_path: Path) -> None:
    found = killed.run(home, playwright, tmp_path / "profile", kills=2)
    assert (found.ticked_lost, found.more_lost) == (0, 0)
    assert found.last_lost <= found.kills
