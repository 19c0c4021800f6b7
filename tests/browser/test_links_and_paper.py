"""A link answered by someone without an account, and a sheet typed in: by axe, and without JavaScript."""

from __future__ import annotations

import re

from playwright.sync_api import expect
from pypdf import PdfReader

from tests.browser.audit import audit, expect_fine
from tests.browser.conftest import Open
from tests.browser.site import Site, sign_in_worker

LINK = re.compile(r"/by-link/[\w-]{22}")
CODE = re.compile(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}")


def test_a_partner_answers_by_a_link(site: Site, desk: Open, phone: Open) -> None:
    page = desk().new_page()
    sign_in_worker(page, site, "Owen")
    page.goto("/local-data/asking")
    found = audit(page, "asking staff and partners")
    page.locator('label.opt:has(input[value="partner"])').click()
    page.get_by_label("How many links?").fill("2")
    page.get_by_role("button", name="Make a sheet to print").click()
    found += audit(page, "links to give out")
    link = LINK.search(page.content())
    assert link
    for script in (True, False):
        theirs = phone(java_script_enabled=script).new_page()
        theirs.goto(link[0])
        if script:
            expect(theirs.get_by_role("heading", level=1)).to_have_text("How is the work going?")
            found += audit(theirs, "the questions of a link")
            continue
        group = theirs.get_by_role("group", name="I know my part in the plan.")
        group.get_by_label("Partly").check()
        theirs.get_by_role("button", name="Send my answers").click()
        expect(theirs.get_by_role("heading", level=1)).to_have_text("Thank you")
    again = phone().new_page()
    again.goto(link[0])
    expect(again.get_by_role("heading", level=1)).to_have_text("This link was used")
    found += audit(again, "a link that was used")
    expect_fine(found)


def test_a_sheet_is_printed_and_typed_in(site: Site, desk: Open) -> None:
    page = desk().new_page()
    sign_in_worker(page, site, "Farah")
    page.goto("/families")
    page.locator('main a:has-text("Family M")').click()
    page.get_by_role("link", name="Questions on paper").first.click()
    found = audit(page, "questions on paper")
    page.locator('input[name="person"]').first.check(force=True)
    page.locator('input[name="who_types"][value="manager"]').check(force=True)
    with page.expect_download() as taken:
        page.get_by_role("button", name="Make the sheet (PDF)").click()
    text = "".join(one.extract_text() for one in PdfReader(taken.value.path()).pages)
    code = CODE.search(text)
    assert code
    page.goto("/feedback/paper")
    found += audit(page, "the code of a sheet")
    page.get_by_label("The code at the top of the sheet").fill(code[0])
    page.keyboard.press("Enter")
    expect(page.get_by_label("Which day did they answer?")).to_be_visible()
    found += audit(page, "a sheet to type in")
    expect_fine(found)
