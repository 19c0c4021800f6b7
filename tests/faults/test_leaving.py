"""Leave, fifty times: Back and Forward five times each show nothing (safety §4.4). `make test` makes five."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from tests.browser.conftest import PHONE
from tests.browser.leaving import one_visit
from tests.browser.site import open_browser, running_site
from tests.faults.conftest import Say

VISITS = 50


@pytest.mark.faults
@pytest.mark.timeout(900)
def test_fifty_visits_leave_nothing(tmp_path: Path, figure: Say) -> None:
    with running_site(tmp_path) as site, sync_playwright() as playwright, open_browser(playwright) as browser:
        context = browser.new_context(base_url=site.url, locale="en-GB", **PHONE)
        started = time.monotonic()
        for visit in range(VISITS):
            one_visit(context, site, ["Kasia", "Rukhsana"][visit % 2])
        took = time.monotonic() - started
    figure(f"Back x5 and Forward x5 after Leave: {VISITS} visits, nothing shown, {took:.0f} s")
