"""The worker's side of the story: writing and publishing a plan, the inbox, the reply."""

from __future__ import annotations

import re
from datetime import timedelta

from playwright.sync_api import Locator, Page, expect

from tests.browser.site import Site, sign_in_worker, today

FIRST = "Zara has a quiet place to read after school on Tuesdays."
ADDED = "Mrs Khan next door can walk with the children on Friday mornings."
STEP = "Find a lift to school for wet days."


def go(page: Page, control: Locator) -> None:
    """Tap what opens another page, and wait until all of it is there."""
    with page.expect_navigation():
        control.click()


def open_plan(page: Page, site: Site) -> None:
    """Step 2: sign in with a one-time code and open the family's child."""
    sign_in_worker(page, site, "Beth")
    go(page, page.get_by_role("navigation").get_by_role("link", name="Families").first)
    go(page, page.get_by_role("link", name=site.person("Zara")["family"]))
    zara = page.locator("section.box", has=page.get_by_role("heading", name=re.compile("^Zara")))
    go(page, zara.get_by_role("link", name="Plan"))
    go(page, page.get_by_role("button", name="New version from this one"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("draft")


def _save(page: Page) -> None:
    go(page, page.get_by_role("button", name="Save draft").first)
    expect(page.get_by_role("alert")).to_have_count(0)


def _card(page: Page, part: str, button: str) -> Locator:
    """Add a paragraph or a step to a part; the new card."""
    section = page.locator(f"#part-{part}")
    before = section.locator(".card").count()
    go(page, section.get_by_role("button", name=button))
    expect(section.locator(".card")).to_have_count(before + 1)
    kind = "s" if button == "Add a step" else "p"
    return section.locator(f'.card:has(input[name="{kind}"])').last


def write_draft(page: Page) -> None:
    """Change a paragraph, add one in English alone, add a step; save each time."""
    first = page.locator('#part-going_well textarea[name^="adult-en-"]').first
    first.fill(f"{first.input_value()} {FIRST}")
    _save(page)
    expect(page.locator('#part-going_well textarea[name^="adult-en-"]').first).to_have_value(
        re.compile(re.escape(FIRST))
    )
    added = _card(page, "who_helps", "Add a paragraph")
    added.locator('textarea[name^="adult-en-"]').fill(ADDED)
    added.locator('textarea[name^="child-en-"]').fill(ADDED)
    step = _card(page, "steps", "Add a step")
    step.locator('textarea[name^="what-adult-en-"]').fill(STEP)
    step.locator('textarea[name^="what-child-en-"]').fill(STEP)
    _save(page)


def expect_missing_step_is_named(page: Page) -> None:
    """A step without a person and a date is refused at publishing, with words that say so."""
    go(page, page.get_by_role("link", name="Read as… and publish"))
    go(page, page.get_by_role("button", name="Publish"))
    todo = page.locator("section.errors")
    expect(todo).to_contain_text("This step has no person. Who will do it?")
    expect(todo).to_contain_text("This step has no date. By when?")
    go(page, todo.get_by_role("link", name="This step has no person"))
    step = page.locator('#part-steps .card:has(input[name="s"])').last
    step.locator('input[name^="whom-"]').fill("Mr Osei, school")
    step.locator('input[name^="when-"]').fill((today() + timedelta(days=9)).isoformat())
    _save(page)


def read_as_everyone(page: Page) -> list[str]:
    """Open the plan as each reader gets it and tick; the readers' names."""
    go(page, page.get_by_role("link", name="Read as… and publish"))
    names = page.locator("#readers a").all_inner_texts()
    for name in names:
        go(page, page.locator("#readers a", has_text=name))
        expect(page.get_by_role("heading", level=1)).to_contain_text("gets it")
        go(page, page.get_by_role("button", name=re.compile("^I have read it as")))
        expect(page.locator(".error").first).to_be_visible()
        page.locator('input[name="safe"]').check()
        go(page, page.get_by_role("button", name=re.compile("^I have read it as")))
        row = page.locator("#readers li", has_text=name)
        expect(row).to_contain_text("Read and ticked")
    return [name.strip().removeprefix("Read as ") for name in names]


def note_asked(page: Page) -> None:
    """Say of every parent and carer whether they were asked first."""
    for number in range(page.locator("#asked details").count()):
        one = page.locator("#asked details").nth(number)
        if one.locator("input[name=outcome]:checked").count():
            continue
        if one.get_attribute("open") is None:
            one.locator("summary").click()
        one.locator('.seg label:has(input[value="asked"])').click()
        one.locator('input[name="asked_on"]').fill(today().isoformat())
        go(page, one.get_by_role("button", name="Keep this"))
        expect(one.locator("input[name=outcome]:checked")).to_have_count(1)


def publish(page: Page) -> None:
    """The last button; ends on the list of versions."""
    go(page, page.get_by_role("button", name="Publish"))
    expect(page.locator("table.list").first).to_contain_text("Published")


def open_inbox(page: Page) -> None:
    page.goto("/inbox")
    expect(page.get_by_role("heading", name="What people said")).to_be_visible()


def waits(page: Page) -> list[int]:
    """Working days each row of the inbox waits, from the top."""
    words = page.locator(".mail .when").all_inner_texts()
    return [int(found[1]) if (found := re.match(r"(\d+) working day", text)) else 0 for text in words]


def open_houses(page: Page, name: str) -> None:
    """The child's newest houses, from the inbox."""
    open_inbox(page)
    go(page, page.locator(".mail a.cover", has_text=name).filter(has_not_text="Samina").first)
    expect(page.get_by_role("heading", level=1)).to_contain_text("houses")


def all_words(page: Page) -> list[str]:
    """The words of every entry of the child, exactly, from the houses of every day."""
    days = page.locator("main nav.row a")
    found: list[str] = []
    for number in range(max(1, days.count())):
        if days.count():
            go(page, days.nth(number))
        found += page.locator("p.kept q").evaluate_all("(all) => all.map((one) => one.textContent)")
    return found


def entry(page: Page, words: str) -> Locator:
    """The entry with these words; goes to the houses of the day on which it was made."""
    text = re.compile(r"^\s*" + r"\s+".join(map(re.escape, words.split())) + r"\s*$")
    found = page.locator("article.entry").filter(has=page.locator("p.kept q", has_text=text))
    days = page.locator("main nav.row a")
    for number in range(days.count()):
        if found.count():
            break
        go(page, days.nth(number))
    return found


def reply(page: Page, to: str, words: str, *, shared: bool) -> None:
    """Answer the entry with these words: "will do by"; ends on the page after sending."""
    asked = entry(page, to).locator('input[name="item"][type="checkbox"]')
    for ticked in page.locator('input[name="item"]:checked').all():
        ticked.uncheck()
    asked.check()
    page.locator('.seg label:has(input[value="will_do"])').click()
    page.locator('form#answer textarea[name="words"]').fill(words)
    page.locator('form#answer input[name="by_on"]').fill((today() + timedelta(days=3)).isoformat())
    if shared:
        page.locator('input[name="shared"]').check()
        page.locator('form#answer input[name="agreed_on"]').fill(today().isoformat())
    go(page, page.get_by_role("button", name=re.compile("^Send to ")))
    expect(page.get_by_role("heading", level=1)).to_contain_text("Answer to Zara")


def link_to_step(page: Page) -> None:
    """The question comes first: without an answer nothing is linked."""
    form = page.locator('form[action$="/link"]')
    form.locator('select[name="step"]').select_option(index=1)
    go(page, form.get_by_role("button", name="Save"))
    expect(page.get_by_role("alert")).to_be_visible()
    form.locator('input[name="basis"][value="agreed"]').check()
    form.locator('input[name="agreed_on"]').fill(today().isoformat())
    go(page, form.get_by_role("button", name="Save"))
    expect(page.get_by_text("Linked to:")).to_be_visible()


def copied_note(page: Page) -> str:
    """One tap, and the case-note text is on the clipboard."""
    page.get_by_role("button", name="Copy for the case notes").click()
    expect(page.get_by_text("Copied", exact=True)).to_be_visible()
    text: str = page.evaluate("navigator.clipboard.readText()")
    return text
