"""Bad input in a real browser: wrong cards and codes, nothing chosen, a megabyte, two lengths in one request."""

from __future__ import annotations

import socket

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open
from tests.browser.site import Site, enter_password, open_card

LONG = "Because it matters. " * 52_500
A_WHILE = 150_000


def alert(page: Page, *, within: float = 15_000) -> str:
    found = page.locator("[role=alert]:visible, .error:visible").first
    expect(found).to_be_visible(timeout=within)
    return found.inner_text()


@pytest.mark.parametrize("language", ["en", "ur"])
def test_wrong_used_and_strange_cards(site: Site, phone: Open, language: str) -> None:
    page = phone(locale=language).new_page()
    for strange in (
        "wrong-card",
        "a" * 64,
        "a" * 3000,
        "%00",
        "%ED%A0%80",
        "..%2f..",
        "%E2%80%AEcard",
        "{{7*7}}",
    ):
        answer = page.goto(f"/card/{strange}")
        assert answer
        assert answer.status in (400, 404), strange
        expect(page.locator("h1")).to_be_visible()
        expect(page.locator("html")).to_have_attribute("lang", language)
        expect(page.locator("[data-leave]")).to_have_count(1)


def refused_by(page: Page, action: str) -> None:
    """Send the form; a kind 422 stands in its place before anything else is typed."""
    form = page.locator(f'form[action="{action}"]')
    form.evaluate("(one) => { one.dataset.sent = ''; }")
    with page.expect_response(f"**{action}") as answer:
        form.locator("button").click()
    assert answer.value.status == 422
    expect(page.locator("form[data-sent]")).to_have_count(0)
    assert alert(page)


def test_a_wrong_code_then_the_right_one_then_the_used_one(site: Site, phone: Open) -> None:
    page = phone().new_page()
    samina = site.person("Samina")
    if samina["setup_code"] is None:
        pytest.skip("set up already")
    open_card(page, site, "Samina")
    wrong = "000000" if samina["setup_code"] != "000000" else "111111"
    for typed in (wrong, "", "abc", "12"):
        page.locator('input[name="code"]').fill(typed)
        refused_by(page, "/sign-in/code")
    page.locator('input[name="code"]').fill(f" {samina['setup_code'][:3]} {samina['setup_code'][3:]} ")
    page.locator('form[action="/sign-in/code"] button').click()
    page.locator('button[name="way"][value="password"]').click()
    for refused in ("short", "password1"):
        page.locator('input[name="password"]').fill(refused)
        refused_by(page, "/sign-in/new-password")
    enter_password(page, "three wet bicycles")
    other = phone().new_page()
    open_card(other, site, "Samina")
    # A used code opens nothing: the card now asks for the password.
    expect(other.locator('input[name="code"]')).to_have_count(0)
    other.locator('input[name="password"]').fill(samina["setup_code"])
    other.locator('form[action="/sign-in/password"] button').click()
    assert alert(other)


def test_an_empty_answer_keeps_the_page_and_says_why(site: Site, phone: Open) -> None:
    page = phone().new_page()
    # A megabyte takes a slow machine a while to lay out.
    page.set_default_timeout(150_000)
    open_card(page, site, "Jordan")
    enter_password(page, site.person("Jordan")["password"])
    page.locator('.tabs a[href="/plan"]').click()
    page.locator('form[action="/plan/answers"] button').click()
    assert alert(page)
    expect(page.locator("#plan-text")).to_be_visible()


def test_a_megabyte_is_refused_kindly_and_stays_in_the_box(site: Site, phone: Open) -> None:
    page = phone().new_page()
    # A megabyte takes a slow machine a while to lay out.
    page.set_default_timeout(A_WHILE)
    open_card(page, site, "Jordan")
    enter_password(page, site.person("Jordan")["password"])
    page.locator('.tabs a[href="/plan"]').click()
    page.locator('form[action="/plan/answers"] textarea[name="words"]').evaluate(
        "(box, words) => { box.value = words; }", LONG
    )
    page.locator('form[action="/plan/answers"] button').click()
    assert alert(page, within=A_WHILE)
    assert page.locator('#your-answer textarea[name="words"]').input_value().strip() == LONG.strip()


def test_two_lengths_in_one_request_are_refused(site: Site) -> None:
    """One message, one end: what a proxy and the server could cut differently is refused (ASVS 4.2.1)."""
    host, port = site.url.removeprefix("http://").split(":")
    head = f"POST /look HTTP/1.1\r\nHost: {host}:{port}\r\nConnection: close\r\n"
    ends = (
        "Content-Length: 5\r\nContent-Length: 50\r\n",
        "Content-Length: 5\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n",
        "Content-Length: five\r\n",
    )
    for end in ends:
        with socket.create_connection((host, int(port)), timeout=10) as raw:
            raw.sendall(f"{head}{end}\r\nhello".encode())
            assert b" 400 " in raw.recv(4096).split(b"\r\n")[0], end
