"""The long runs of the houses (issue 5): cut networks, killed browsers, a slow phone."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Playwright, sync_playwright

from tests.browser import cuts, killed, slow
from tests.browser.conftest import PHONE
from tests.browser.phones import Home, running_home
from tests.browser.site import open_browser
from tests.faults.conftest import Say

FLIPS, KILLS = 200, 20


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    with running_home(tmp_path) as found:
        yield found


@pytest.fixture
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as found:
        yield found


@pytest.mark.faults
@pytest.mark.timeout(1800)
def test_two_hundred_flips_of_the_network(home: Home, playwright: Playwright, figure: Say) -> None:
    with open_browser(playwright) as browser:
        context = browser.new_context(base_url=home.url, locale="en-GB", **PHONE)
        found = cuts.run(home, context, FLIPS)
    figure(found)
    assert sum(found.cuts.values()) >= found.made
    cuts.expect_each_once(found)


@pytest.mark.faults
@pytest.mark.timeout(1800)
def test_twenty_kills_while_drawing(home: Home, playwright: Playwright, tmp_path: Path, figure: Say) -> None:
    found = killed.run(home, playwright, tmp_path / "profile", KILLS)
    figure(found)
    assert (found.ticked_lost, found.more_lost) == (0, 0)
    assert found.last_lost <= found.kills


@pytest.mark.faults
@pytest.mark.timeout(900)
def test_a_slow_old_phone_on_a_bad_line(home: Home, playwright: Playwright, figure: Say) -> None:
    """Safety R23: 4 × slower, slow 3G, three of ten posts fail. The tick must come; its time is told."""
    with open_browser(playwright) as browser:
        context = browser.new_context(base_url=home.url, locale="en-GB", **PHONE)
        started = time.monotonic()
        took = slow.run(home, context, visits=5)
    each = ", ".join(f"{seconds:.1f}" for seconds in took)
    whole = time.monotonic() - started
    figure(f"slow 3G, 4x slower processor, 30 % of posts fail: tick after {each} s (goal 10), {whole:.0f} s")
