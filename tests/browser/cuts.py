"""The network goes and comes back, and cuts before, during and after a post: each entry arrives once (safety R9)."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass
from functools import partial
from typing import Any

from playwright.sync_api import BrowserContext, Page

from tests.browser import steps
from tests.browser.phones import CUTS, ENTRIES, Home, until, waiting

FLIPS_EACH = 5


@dataclass
class Figures:
    """What a run saw."""

    made: int
    flips: int
    cuts: Counter[str]
    arrived: list[tuple[str, str]]

    def __str__(self) -> str:
        kinds = ", ".join(f"{count} {kind}" for kind, count in sorted(self.cuts.items()))
        lost, twice = self.made - len(set(self.arrived)), len(self.arrived) - len(set(self.arrived))
        return (
            f"{self.flips} offline/online flips, {sum(self.cuts.values())} posts cut ({kinds}): "
            f"{self.made} entries made, {len(self.arrived)} arrived, {lost} lost, {twice} twice"
        )


def run(home: Home, context: BrowserContext, flips: int, seed: int = 5) -> Figures:
    """Entry after entry, each with FLIPS_EACH flips of the network while it tries to go."""
    chance = random.Random(seed)
    home.sign_in(context, home.town.zara)
    page = context.new_page()
    page.goto("/houses")
    steps.begin(page)
    made = flips // FLIPS_EACH
    for number in range(made):
        _one(home, page, chance, f"Entry {number}.")
    arrived = sorted(home.entries(home.town.zara), key=lambda one: one[1])
    return Figures(made, made * FLIPS_EACH, Counter(home.network.cuts), arrived)


def _one(home: Home, page: Page, chance: random.Random, words: str) -> None:
    steps.enter(page, chance.choice(("good", "worry", "wish")))
    steps.write(page, words)
    home.network.plan = lambda path, _body: chance.choice(CUTS) if path == ENTRIES else ""
    steps.to_share(page)
    page.context.set_offline(True)
    steps.choose_and_send(page, "worker")
    for _flip in range(FLIPS_EACH):
        before = home.network.posts
        page.context.set_offline(False)
        until(page, partial(_was_tried, home, page, before), "a try")
        page.wait_for_timeout(chance.uniform(0, 40))
        page.context.set_offline(True)
    home.network.plan = _all_well
    page.context.set_offline(False)
    until(page, lambda: not waiting(page), "an empty queue")
    steps.expect_state(page, "sent", "arrived")
    steps.another(page)


def _was_tried(home: Home, page: Page, posts: int) -> bool:
    return home.network.posts > posts or not waiting(page)


def _all_well(_path: str, _body: dict[str, Any]) -> str:
    return ""


def expect_each_once(found: Figures) -> None:
    """Nothing lost, nothing twice."""
    assert sorted(words for _id, words in found.arrived) == sorted(f"Entry {n}." for n in range(found.made))
    assert len({entry_id for entry_id, _words in found.arrived}) == found.made
