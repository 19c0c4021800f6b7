"""A two-page Word plan brought in, published and read as each reader, and every action on the way counted."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from tests.browser.site import ROOT, today

EXAMPLE = ROOT / "docs" / "example-plan.docx"
GOAL = 40


@dataclass
class Hand:
    """What a worker does: a click or a field is one action, however long the words are."""

    done: list[str] = field(default_factory=list)

    def click(self, what: Locator) -> None:
        self.done.append(f"click {what.inner_text().strip().splitlines()[0]}")
        what.click()

    def tick(self, what: Locator) -> None:
        self.done.append("tick")
        what.check(force=True)

    def choose(self, what: Locator, value: str) -> None:
        self.done.append(f"choose {value}")
        what.select_option(value)

    def write(self, what: Locator, words: str) -> None:
        self.done.append(f"write {words[:20]}")
        what.fill(words)

    def take(self, what: Locator, file: Path) -> None:
        self.done.append(f"choose the file {file.name}")
        what.set_input_files(file)


def bring_in(page: Page, hand: Hand) -> None:
    """From the worker's first page to the draft."""
    hand.click(page.locator('nav a[href="/families"]:visible'))
    hand.click(page.locator('main a:has-text("Family M")').first)
    zara = page.locator("section.box", has=page.locator("h2", has_text="Zara"))
    hand.click(zara.locator('a[href$="/plan"]'))
    hand.click(page.locator('a[href$="/plan/bring"]'))
    hand.take(page.locator("#file"), EXAMPLE)
    hand.click(page.get_by_role("button", name="Read this file"))
    expect(page.locator("h1")).to_contain_text("check what we read")


def check(page: Page, hand: Hand) -> None:
    """What the file left open: one heading nobody knew, one short form, one day. Then the draft."""
    pets = page.locator(".card", has=page.get_by_text("Zara has a rabbit called Biscuit."))
    hand.choose(pets.get_by_label("Where this goes"), "going_well")
    team = page.locator(".card", has=page.get_by_text("SENCO is not explained."))
    field = team.get_by_label("The words")
    hand.write(field, field.input_value().replace("the SENCO", "the special needs teacher"))
    meet = page.locator(".card", has=page.get_by_text("The file says: every second Tuesday"))
    hand.write(meet.get_by_label("By when"), "2027-01-12")
    hand.click(page.get_by_role("button", name="Make the draft"))
    expect(page.locator("h1")).to_contain_text("draft")


def read_and_publish(page: Page, hand: Hand) -> int:
    """Read as each reader, say who was asked, publish. How many readers there are."""
    hand.click(page.get_by_role("link", name="Read as… and publish"))
    readers = page.locator("#readers li a")
    how_many = readers.count()
    for number in range(how_many):
        hand.click(readers.nth(number))
        hand.tick(page.locator('input[name="safe"]'))
        hand.click(page.get_by_role("button", name=re.compile("^I have read it as")))
    asked = page.locator("#asked details[open] form")
    while asked.count():
        hand.tick(asked.first.locator('input[value="asked"]'))
        hand.write(asked.first.locator('input[name="asked_on"]'), today().isoformat())
        hand.click(asked.first.get_by_role("button"))
    hand.click(page.get_by_role("button", name="Publish"))
    expect(page.locator("#met")).to_be_visible()
    return how_many
