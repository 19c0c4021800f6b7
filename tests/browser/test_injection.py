"""Two hundred ways to smuggle a script, in every text of a family, opened in a real browser (safety T10)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Dialog, Page

from tests.browser.conftest import PHONE
from tests.browser.story_site import StorySite, running_story_site
from tests.browser.watch import Watch
from tests.whole.poison import poison
from tests.whole.story import Story, tell_story

STRANGE = """() => [...document.querySelectorAll("*")].flatMap((element) => {
  const acts = [...element.attributes].filter((one) => /^(on|hx-on|data-hx-)/.test(one.name) ||
    /^\\s*javascript:/i.test(one.value)).map((one) => element.localName + " " + one.name);
  const foreign = element.localName === "script" && !element.src.startsWith(location.origin + "/static/");
  const never = ["base", "iframe", "object", "embed", "math"].includes(element.localName);
  return foreign || never ? [...acts, element.localName] : acts;
})"""
FAMILY = ("/", "/plan", "/answers", "/questions", "/houses", "/shown", "/help")
PEOPLE = ("zara", "samina", "imran", "beth", "farah")


def places(story: Story, name: str) -> list[str]:
    town = story.town
    if name not in ("beth", "farah"):
        return list(FAMILY)
    staff = ["/inbox", "/inbox/answered", "/families", f"/families/{town.family}", "/duty"]
    about = [f"/children/{town.zara}/{what}" for what in ("plans", "houses", "feedback")]
    return [*staff, *about, f"/plans/{story.ids['version_id']}/edit"]


def check(page: Page, place: str) -> None:
    assert page.evaluate("window.hit") is None, place
    assert page.evaluate(STRANGE) == [], place
    assert page.title() != "hit", place


@pytest.mark.parametrize("name", PEOPLE)
def test_nothing_typed_runs(
    poisoned: tuple[StorySite, Story], chromium: Browser, watch: Watch, name: str
) -> None:
    site, story = poisoned
    context = watch.follow(chromium.new_context(**PHONE), site.url)
    site.sign_in(context, getattr(story.town, name))
    page = context.new_page()
    dialogs: list[str] = []

    def refuse(dialog: Dialog) -> None:
        dialogs.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", refuse)
    shown = 0
    for place in places(story, name):
        if page.goto(f"{site.url}{place}").ok:  # type: ignore[union-attr]
            shown += "window.hit=1" in page.inner_text("body")
            check(page, place)
    context.close()
    assert dialogs == []
    assert shown or name == "zara"


@pytest.fixture(scope="module")
def poisoned(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[StorySite, Story]]:
    folder: Path = tmp_path_factory.mktemp("poisoned")
    with running_story_site(folder) as site:
        with site.app.app_context():
            story = tell_story()
            assert poison() > 30
        yield site, story
