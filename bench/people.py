"""Who is measured: people of the demo, signed in as they would be, each on a phone or desk of their own."""

from __future__ import annotations

from typing import cast

from playwright.sync_api import Browser, StorageState

from tests.browser import site as sites
from tests.browser.site import Site

NEW_PASSWORD = "four warm parathas"
NOBODY = ""


def sign_in_all(browser: Browser, site: Site) -> dict[str, StorageState]:
    """The cookies of a mother who reads Urdu, her daughter of ten, their worker, and a stranger."""
    states: dict[str, StorageState] = {NOBODY: cast(StorageState, {"cookies": [], "origins": []})}
    for who in ("Samina", "Zara", "Beth"):
        with browser.new_context(viewport={"width": 360, "height": 640}, has_touch=True) as context:
            page = context.new_page()
            if who == "Beth":
                sites.sign_in_worker(page, site, who)
            elif who == "Zara":
                sites.sign_in_person(page, site, who)
            else:
                sites.open_card(page, site, who)
                sites.enter_code(page, site.person(who)["setup_code"])
                sites.enter_password(page, NEW_PASSWORD)
            states[who] = context.storage_state()
    return states


def cookie_header(state: StorageState) -> str:
    """The Cookie header of these cookies."""
    return "; ".join(f"{one['name']}={one['value']}" for one in state["cookies"])
