"""Staff sign in with a passkey and with the authority's own account, in a real Chromium."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import DESK, Open
from tests.browser.site import Site, sign_in_worker
from tests.browser.story_site import StorySite, running_story_site
from tests.browser.test_passkeys import add_lock
from tests.makers import make_town
from tests.provider import Provider, running_provider

OWEN = "owen@northbridge.example"


@pytest.fixture
def provider() -> Iterator[Provider]:
    with running_provider(("o-1", {"email": OWEN, "email_verified": True})) as made:
        yield made


@pytest.fixture
def joined(provider: Provider, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[StorySite]:
    """A site that knows the provider, with the small town on it. The two are on different hosts, as in life."""
    monkeypatch.setenv("AUTHLIB_INSECURE_TRANSPORT", "1")
    with running_story_site(
        tmp_path,
        host="localhost",
        oidc_issuer=provider.url,
        oidc_client_id="heard",
        oidc_client_secret="s3",
        oidc_name="Northbridge",
    ) as running:
        with running.app.app_context():
            make_town()
        yield running


def use_passkey(page: Page, email: str) -> None:
    page.goto("/staff")
    page.locator('a[href="/staff/passkey"]').click()
    page.locator('input[name="email"]').fill(email)
    page.locator('form[data-passkey="use"] button').click()


def test_a_worker_makes_a_passkey_and_comes_back_with_it_alone(site: Site, desk: Open) -> None:
    page = desk().new_page()
    add_lock(page)
    sign_in_worker(page, site, "Grace", anew=True)
    page.locator('.rail a[href="/ways-in-staff"]').click()
    page.locator('form[data-passkey="register"] button').click()
    expect(page.locator("main")).to_contain_text("1 passkey")
    page.locator('.rail form[action="/sign-out"] button').click()
    expect(page.locator("body.staff")).to_have_count(0)

    email = site.worker("Grace")["email"]
    use_passkey(page, email)
    expect(page.locator("body.staff .rail")).to_contain_text("Grace")

    elsewhere = desk().new_page()
    add_lock(elsewhere)
    use_passkey(elsewhere, email)
    expect(elsewhere.locator("[data-passkey-problem]")).to_be_visible()


def test_staff_sign_in_with_the_authoritys_own_account(
    joined: StorySite, provider: Provider, chromium: Browser
) -> None:
    # Not watched: this one does go to another origin, and comes back.
    with chromium.new_context(**DESK, locale="en-GB", base_url=joined.url) as context:
        page = context.new_page()
        page.goto("/staff")
        page.get_by_role("link", name="Sign in with Northbridge").click()
        page.wait_for_url(f"{provider.url}/**")
        page.get_by_role("button", name="o-1").click()
        expect(page.locator("body.staff .rail")).to_contain_text("Owen")
        assert page.url == f"{joined.url}/"
        page.locator('.rail form[action="/sign-out"] button').click()
        expect(page.locator("body.staff")).to_have_count(0)
