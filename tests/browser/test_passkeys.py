"""Passkeys in a real Chromium with its virtual authenticator; the site has a name (localhost), as they need."""

from __future__ import annotations

from playwright.sync_api import CDPSession, Page, expect

from tests.browser.conftest import Open
from tests.browser.site import Site, enter_password, open_card, sign_in_person

KEY = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": False,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def add_lock(page: Page) -> tuple[CDPSession, str]:
    """Give this phone a lock that can make passkeys."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    return session, session.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})["authenticatorId"]


def use_lock(page: Page) -> None:
    page.locator('button[name="way"][value="passkey"]').click()
    page.locator('form[data-passkey="use"] button').click()


def test_a_father_adds_this_phones_lock_and_comes_back_with_card_and_lock(site: Site, phone: Open) -> None:
    page = phone().new_page()
    session, key = add_lock(page)
    sign_in_person(page, site, "Marek")
    page.locator('.help a[href="/ways-in"]').click()
    page.locator('section:has(#way-passkey) button[value="passkey"]').first.click()
    page.locator('form[data-passkey="register"] button').click()
    expect(page.locator("section:has(#way-passkey)")).to_contain_text("You use this.")
    made = session.send("WebAuthn.getCredentials", {"authenticatorId": key})["credentials"]
    assert [(one["rpId"], one["isResidentCredential"]) for one in made] == [("localhost", False)]

    page.locator("[data-leave]").click()
    page.wait_for_url("**/bye")
    open_card(page, site, "Marek")
    use_lock(page)
    expect(page.locator('.tabs a[href="/plan"]')).to_be_visible()

    elsewhere = phone().new_page()
    add_lock(elsewhere)
    open_card(elsewhere, site, "Marek")
    use_lock(elsewhere)
    expect(elsewhere.locator("[data-passkey-problem]")).to_be_visible()
    elsewhere.locator('button[name="way"][value="password"]').click()
    enter_password(elsewhere, site.person("Marek")["password"])
    expect(elsewhere.locator('.tabs a[href="/plan"]')).to_be_visible()


def test_what_is_typed_shows_with_one_tap_and_can_be_pasted(site: Site, phone: Open) -> None:
    page = phone().new_page()
    open_card(page, site, "Marek")
    password = page.locator('input[name="password"]')
    expect(password).to_have_attribute("type", "password")
    page.get_by_label("Show what I type").check()
    expect(password).to_have_attribute("type", "text")
    pasted = password.evaluate(
        """one => { const data = new DataTransfer(); data.setData("text/plain", "pasted");
        return one.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, cancelable: true})); }"""
    )
    assert pasted, "nothing may stop a paste (ASVS 6.2.7)"
