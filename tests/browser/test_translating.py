"""An interpreter translates a line with the keyboard, JavaScript off; the worker sees whose check it is."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.audit import audit, expect_fine
from tests.browser.conftest import Open
from tests.browser.leaving import sign_in_quietly
from tests.browser.site import Site, sign_in_worker

LAW = "کونسل کو اُن بچوں کی مدد کرنی ہے جنہیں زیادہ مدد چاہیے۔"


def test_an_interpreter_checks_a_line_and_sees_no_name(site: Site, phone: Open, desk: Open) -> None:
    context = phone()
    context.add_cookies([{"name": "heard-language", "value": "en", "url": site.url}])
    page = context.new_page()
    sign_in_quietly(context, site, "Rabia")
    context.add_cookies([{"name": "heard-language", "value": "en", "url": site.url}])
    page.goto("/")
    page.get_by_role("link", name="A text to translate").click()
    found = audit(page, "before the text")
    page.locator('input[value="not_known"]').check()
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_text(re.compile(r"^0 of \d+ lines are checked"))).to_be_visible()
    expect_fine(found + audit(page, "the text"))
    assert "Idris" not in page.content()

    plain = phone(java_script_enabled=False)
    sign_in_quietly(plain, site, "Rabia")
    plain.add_cookies([{"name": "heard-language", "value": "en", "url": site.url}])
    page = plain.new_page()
    page.goto("/translating")
    line = page.locator("main section.card", has_text="The law says the council must help")
    line.locator("textarea").fill(LAW)
    line.locator("textarea").press("Tab")
    page.keyboard.press("Space")
    page.locator('button[value="save"]').first.press("Enter")
    expect(page.get_by_text(re.compile(r"^1 of \d+ lines are checked"))).to_be_visible()

    worker = desk().new_page()
    sign_in_worker(worker, site, "Grace")
    worker.goto("/families")
    worker.locator("main a", has_text="Family Q").first.click()
    worker.locator(".box", has_text="Idris").get_by_role("link", name="Plan").first.click()
    worker.get_by_role("link", name="Languages").first.click()
    worker.get_by_role("link", name="اردو").click()
    row = worker.locator("tr", has_text=LAW)
    expect(row).to_contain_text("NB-I-311")
    expect_fine(audit(worker, "the worker's page of a language"))
