"""An old phone on a bad line: how long after the network's return the tick shows (safety R23)."""

from __future__ import annotations

import random
import time
from typing import Any

from playwright.sync_api import BrowserContext, Page, expect

from tests.browser import steps
from tests.browser.phones import ENTRIES, Home

# Chromium's own "Slow 3G": 400 ms, 400 kbit/s each way, both times 0.8 as its developer tools have it.
SLOW_3G = {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000}
GONE = {"offline": True, "latency": 0, "downloadThroughput": 0, "uploadThroughput": 0}
FAILS = 0.3
PATIENCE_MS = 60_000


def run(home: Home, context: BrowserContext, visits: int, seed: int = 7) -> list[float]:
    """Send one entry without a network, let the network come back; seconds until the tick, each time."""
    context.set_default_timeout(PATIENCE_MS)
    home.sign_in(context, home.town.zara)
    page = context.new_page()
    page.goto("/houses")
    steps.begin(page)
    phone = context.new_cdp_session(page)
    phone.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    phone.send("Network.enable")
    chance = random.Random(seed)

    def plan(path: str, _body: dict[str, Any]) -> str:
        return "before" if path == ENTRIES and chance.random() < FAILS else ""

    home.network.plan = plan
    return [_one(page, phone, number) for number in range(visits)]


def _one(page: Page, phone: Any, number: int) -> float:
    phone.send("Network.emulateNetworkConditions", SLOW_3G)
    steps.enter(page, "worry")
    steps.write(page, f"Slow {number}.")
    steps.to_share(page)
    phone.send("Network.emulateNetworkConditions", GONE)
    steps.choose_and_send(page, "worker")
    steps.expect_state(page, "sent", "offline")
    phone.send("Network.emulateNetworkConditions", SLOW_3G)
    back = time.monotonic()
    arrived = steps.state_words(page, "arrived")
    slot = page.locator('[data-screen="sent"] [data-state-slot]')
    expect(slot).to_have_text(arrived, timeout=PATIENCE_MS)
    took = time.monotonic() - back
    steps.another(page)
    return took
