"""Whatever anybody typed, everywhere it is shown, is shown as what they typed (safety T10; ASVS 1.2)."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from flask import Flask

from tests.conftest import Browser, Open, SignInAs
from tests.whole.personas import Cast
from tests.whole.poison import EVALUATED, PAYLOADS, poison
from tests.whole.story import Story
from tests.whole.walk import LAST_PAGES, address, method, rules

# Tags that none of our own pages has, but for the one video in which the phone shows what its camera sees.
STRANGE_TAGS = {"base", "iframe", "object", "embed", "math", "video", "style"}


class Strangers(HTMLParser):
    """Collects what a browser would run or fetch that is not ours."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        source = dict(attrs).get("src") or ""
        is_camera = tag == "video" and "data-photo-view" in dict(attrs) and not source
        if (tag in STRANGE_TAGS and not is_camera) or (tag == "script" and not source.startswith("/static/")):
            self.found.append(self.get_starttag_text() or tag)
        for name, value in attrs:
            acts = name.startswith(("on", "hx-on", "data-hx-"))
            if acts or (value or "").strip().startswith("javascript:"):
                self.found.append(f"{tag} {name}={value}")


def test_there_are_two_hundred_ways_and_the_search_would_find_them() -> None:
    assert len(set(PAYLOADS)) == 200
    # Most are markup by themselves; the rest only act inside an attribute or a template.
    raw = [payload for payload in PAYLOADS if strangers(payload)]
    assert len(raw) > 130
    for shape in ('<p title="{}">', "<p title='{}'>"):
        assert any(strangers(shape.format(payload)) for payload in PAYLOADS if "onmouseover" in payload)


def strangers(html: str) -> list[str]:
    parser = Strangers()
    parser.feed(html)
    parser.close()
    return parser.found


# What a browser makes tags of.
TAGGED = ("text/html", "image/svg+xml")
# Those who are shown most of what others typed; how a text is escaped does not depend on who reads it.
SHOWN = ("child", "mother", "worker of the family", "manager", "advocacy service", "partner")


@pytest.mark.one_engine
def test_nothing_typed_becomes_a_tag(app: Flask, story: Story, sign_in: SignInAs, browser: Open) -> None:
    assert poison() > 200
    cast = Cast(story.town, sign_in, browser, story.others)
    shown = 0
    for persona in SHOWN:
        for place, body in everything_read(app, cast.open(persona), story).items():
            html = body.decode()
            assert strangers(html) == [], place
            assert EVALUATED not in html, place
            shown += "&lt;script&gt;window.hit=1" in html
    assert shown >= 20


def everything_read(app: Flask, browser: Browser, story: Story) -> dict[str, bytes]:
    """Every page; what is sent as data alone is no page, and a browser makes no tag of it (nosniff)."""
    found = [rule for rule in rules(app) if method(rule) == "GET" and rule.endpoint not in LAST_PAGES]
    answers = {rule.endpoint: browser.get(address(rule, story)) for rule in found}
    assert all(one.headers["X-Content-Type-Options"] == "nosniff" for one in answers.values())
    return {place: one.data for place, one in answers.items() if one.mimetype in TAGGED}
