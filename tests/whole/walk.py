"""One walk a persona and engine: everything they are ever sent, kept for all the tests that look at it."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property

from flask import Flask
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import text
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from tests.conftest import Browser
from tests.whole.personas import Cast
from tests.whole.story import Story
from webapp.core import security
from webapp.core.database import Base, database

# The four records that never ride on a request's own transaction (design §3).
KEPT_APART = {"audit_rows", "audit_heads", "attempts", "sign_ins"}
# They end or lock the session that asks, or end what the walk is about, so they come last.
LAST_PAGES = ("accounts.show_locked", "home.show_cover")
LAST_ACTS = ("families.end_break_glass", "duty.mark_alert_seen")
RAW_TOKEN = "c5" * 20


@dataclass(frozen=True)
class Sent:
    """One answer; `of_other`: asked with the ids of the other family, not of this one."""

    endpoint: str
    verb: str
    answer: TestResponse
    of_other: bool = False

    @property
    def status(self) -> int:
        return self.answer.status_code

    @cached_property
    def words(self) -> bytes:
        """Body and headers: a token in an address or a cookie is a leak too."""
        body: bytes = self.answer.data
        return body + str(self.answer.headers).encode()


@dataclass
class Walk:
    """What one persona was sent in one story, what was logged, and which tables a GET changed."""

    story: Story
    sent: list[Sent] = field(default_factory=list)
    logged: str = ""
    changed_by_reading: list[str] = field(default_factory=list)

    @property
    def own(self) -> list[Sent]:
        """Answers about this story's own family."""
        return [one for one in self.sent if not one.of_other]

    @property
    def pages(self) -> list[Sent]:
        return [one for one in self.own if one.verb == "GET"]

    def holds(self, token: str) -> list[str]:
        """Where this token was sent."""
        return [one.endpoint for one in self.sent if token.encode() in one.words]


def rules(app: Flask) -> list[Rule]:
    return sorted(app.url_map.iter_rules(), key=lambda rule: (rule.endpoint, rule.rule))


def method(rule: Rule) -> str:
    return "GET" if "GET" in (rule.methods or set()) else "POST"


def address(rule: Rule, story: Story) -> str:
    """The route's path with the story's own ids in it."""

    def fill(match: re.Match[str]) -> str:
        return str((story.ids | story.of_draft.get(rule.endpoint, {}))[match[1]])

    return re.sub(r"<(?:\w+(?:\([^)]*\))?:)?(\w+)>", fill, rule.rule)


def token_for(app: Flask, browser: Browser) -> str:
    """A token of this browser's session as a page's form would hold it, without asking for a page first."""
    with browser.client.session_transaction() as kept:
        kept["csrf_token"] = RAW_TOKEN
    signed = URLSafeTimedSerializer(str(app.secret_key), salt="wtf-csrf-token").dumps(RAW_TOKEN)
    return security.mask(str(signed))


def with_token(app: Flask, browser: Browser) -> Callable[..., TestResponse]:
    """Post as a page's own form would."""
    token = token_for(app, browser)

    def post(path: str, body: dict[str, str], headers: dict[str, str] | None = None) -> TestResponse:
        return browser.client.post(path, data={"csrf_token": token} | body, headers=headers)

    return post


def walk(app: Flask, cast: Cast, story: Story, persona: str) -> Walk:
    """Every GET in one session, then every POST, each in a session of its own; then the other family's."""
    found = Walk(story)
    reading = [rule for rule in rules(app) if method(rule) == "GET"]
    before = snapshot()
    found.sent += _read(cast.open(persona), _in_order(reading, LAST_PAGES), story)
    found.changed_by_reading = [name for name, rows in snapshot().items() if rows != before[name]]
    found.sent += _read_as(cast.open(persona), story)
    found.sent += _read(
        cast.open(persona), reading, replace(story, ids=story.other_ids, of_draft={}), of_other=True
    )
    for rule in _in_order([one for one in rules(app) if method(one) == "POST"], LAST_ACTS):
        post = with_token(app, cast.open(persona))
        answer = post(address(rule, story), story.bodies.get(rule.endpoint, {}))
        found.sent.append(Sent(rule.endpoint, "POST", answer))
    return found


def _in_order(found: Iterable[Rule], last: tuple[str, ...]) -> list[Rule]:
    return sorted(found, key=lambda rule: rule.endpoint in last)


def _read(browser: Browser, found: list[Rule], story: Story, *, of_other: bool = False) -> list[Sent]:
    asked = [rule for rule in found if not of_other or _takes_an_id(rule, story)]
    return [Sent(rule.endpoint, "GET", browser.get(address(rule, story)), of_other) for rule in asked]


def _takes_an_id(rule: Rule, story: Story) -> bool:
    return any(isinstance(story.ids[name], uuid.UUID) for name in rule.arguments)


def _read_as(browser: Browser, story: Story) -> list[Sent]:
    """What a worker sees as each reader, and what a reader hears of the plan."""
    readers = (story.town.imran, story.town.zara)
    paths = [f"/plans/{story.ids['version_id']}/read-as/{reader}" for reader in readers]
    found = [Sent(f"plans.read_as {path[-4:]}", "GET", browser.get(path)) for path in paths]
    sounds = [f"/plan/sound?n={place}&wording=en" for place in range(6)]
    photos = [path.replace("sound", "photo") for path in sounds]
    found += [Sent(f"plans.see_photo {path[-12:]}", "GET", browser.get(path)) for path in photos]
    return found + [Sent(f"plans.hear_part {path[-12:]}", "GET", browser.get(path)) for path in sounds]


def snapshot() -> dict[str, list[tuple[object, ...]]]:
    with database().engine.connect() as connection:
        return {
            table.name: [
                tuple(row) for row in connection.execute(text(f'SELECT * FROM "{table.name}" ORDER BY 1'))
            ]
            for table in Base.metadata.sorted_tables
            if table.name not in KEPT_APART
        }
