"""The data officer with the keyboard: a caseload shown and brought in, an extract made and taken."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

from playwright.sync_api import FilePayload, Page, expect

from tests.browser.audit import audit, expect_fine
from tests.browser.conftest import Open
from tests.browser.site import Site, sign_in_worker
from tests.capability.desk_files import small, with_bad_rows, zipped

READY = 40_000


def press(page: Page, name: str) -> None:
    """By keyboard alone."""
    button = page.get_by_role("button", name=name)
    button.focus()
    expect(button).to_be_focused()
    page.keyboard.press("Enter")


def send(page: Page, files: list[tuple[bytes, str]]) -> None:
    page.goto("/local-data/caseload")
    page.locator("#files").set_input_files(
        [FilePayload(name=name, mimeType="application/octet-stream", buffer=data) for data, name in files]
    )
    press(page, "Show what would change")


def test_an_extract_is_asked_for_waited_for_and_taken(site: Site, desk: Open) -> None:
    page = desk().new_page()
    sign_in_worker(page, site, "Owen")
    page.goto("/local-data")
    found = audit(page, "local data")
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Extract").first.click()
    found += audit(page, "extract")
    press(page, "Make the extract")
    expect(page).to_have_url(re.compile("/local-data/runs/"))
    found += audit(page, "an extract that waits")
    # Nobody presses anything: the page asks by itself until it is done.
    link = page.get_by_role("link", name="Take the zip")
    expect(link).to_be_visible(timeout=READY)
    found += audit(page, "an extract that is ready")
    with page.expect_download() as taken:
        link.focus()
        page.keyboard.press("Enter")
    path = taken.value.path()
    assert taken.value.suggested_filename.startswith("heard-local-data-")
    names = zipfile.ZipFile(io.BytesIO(Path(path).read_bytes())).namelist()
    assert "heard-local-data/ssd_voice_of_child.csv" in names
    expect_fine(found)


def test_a_caseload_is_shown_and_brought_in(site: Site, desk: Open) -> None:
    page = desk().new_page()
    sign_in_worker(page, site, "Owen")
    send(page, [(b"a,b\n", "other.csv")])
    expect(page.locator("#files-error")).to_contain_text("This is not one of the tables")
    found = audit(page, "a wrong file")
    send(page, with_bad_rows(120))
    expect(page.get_by_role("heading", name="Rows to look at")).to_be_visible(timeout=READY)
    expect(page.get_by_role("cell", name="pers_dob").first).to_be_visible()
    page.get_by_role("link", name="Later rows").click()
    expect(page.get_by_text("Page 2 of")).to_be_visible()
    found += audit(page, "bad rows")
    send(page, [(zipped(small()), "caseload.zip")])
    expect(page.get_by_role("button", name="Bring this in")).to_be_visible(timeout=READY)
    found += audit(page, "a preview")
    press(page, "Bring this in")
    expect(page.get_by_text("Brought in", exact=True)).to_be_visible(timeout=READY)
    expect_fine(found + audit(page, "brought in"))


def test_without_javascript_a_link_looks_again(site: Site, desk: Open) -> None:
    page = desk(java_script_enabled=False).new_page()
    sign_in_worker(page, site, "Owen")
    page.goto("/local-data/extract")
    page.locator("#from").fill("2026-01-01")
    page.locator("#to").fill("2026-01-31")
    press(page, "Make the extract")
    for _time in range(40):
        if page.get_by_role("link", name="Take the zip").count():
            break
        page.get_by_role("link", name="Look again").click()
        page.wait_for_timeout(1000)
    expect(page.get_by_role("link", name="Take the zip")).to_be_visible()
