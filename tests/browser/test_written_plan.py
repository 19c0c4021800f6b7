"""The first way to write a plan is the plan that is already written; without JavaScript too."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from scripts import example_plan
from tests.browser import written_plan
from tests.browser.conftest import DESK, Open
from tests.browser.site import Site, running_site, sign_in_worker


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Its own: it publishes a plan."""
    with running_site(tmp_path_factory.mktemp("written"), host="localhost") as running:
        yield running


def test_a_word_plan_is_published_and_read_in_few_actions(
    site: Site, opened: Open, capsys: pytest.CaptureFixture[str]
) -> None:
    page = opened(**DESK, java_script_enabled=False).new_page()
    sign_in_worker(page, site, "Beth")
    hand = written_plan.Hand()
    written_plan.bring_in(page, hand)
    written_plan.check(page, hand)
    readers = written_plan.read_and_publish(page, hand)
    with capsys.disabled():
        print(f"\n  a two-page Word plan, published and read as {readers} readers: {len(hand.done)} actions")
    assert len(hand.done) <= written_plan.GOAL, hand.done
    page.goto(f"{site.url}{page.locator('td a[href*=read-as]').first.get_attribute('href')}")
    expect(page.locator("main")).to_contain_text("You like school when you get there in time.")


def test_the_example_in_docs_is_the_one_the_script_makes() -> None:
    assert example_plan.FILE.read_bytes() == example_plan.make()
    assert len(example_plan.make()) < 20_000
