"""People who differ from one of the eleven in a few things: what each may, and is sent, in one walk."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from flask import Flask

from tests.conftest import Browser
from tests.whole.story import Story, tell_story
from tests.whole.table import WHO
from tests.whole.test_routes import REFUSED, address, method, rules
from webapp.core.access import Policy


@dataclass(frozen=True)
class Other:
    """`like`: one of the eleven; `also` and `never`: policies in which they differ; `also_at`: an endpoint.

    `sent`: whose tokens they may be sent.

    `sees`: tokens that must come, so that an empty page cannot pass for a safe one.
    """

    like: str
    sent: str
    also: set[str] = field(default_factory=set)
    never: set[str] = field(default_factory=set)
    also_at: str = ""
    sees: set[str] = field(default_factory=set)


OTHERS = {
    # Under a court order, though once given everything: as someone who was never given anything.
    "floored father": Other(like="stranger", sent="stranger", never={"may_see_who_looked"}),
    # May read a plan that is published from now on; nothing from before.
    "network member added today": Other(
        like="stranger",
        sent="stranger",
        also={"may_need_someone"},
        never={"may_see_who_looked"},
        also_at="plans.choose_child",
    ),
    # Opened the family for an hour: reads as its worker, changes nothing.
    "worker in an emergency": Other(
        like="worker of another team",
        sent="worker of the family",
        never={"may_keep_contacts", "may_keep_members", "may_see_all_looks"},
        sees={"everyone", "hers", "told-worker", "mothers-answer", "reply"},
    ),
}
# What whoever opened a family in an emergency may read besides.
READS_AS_WORKER = "worker in an emergency"


@pytest.fixture
def story(app: Flask) -> Story:
    return tell_story()


def may(persona: str, policy: Policy, verb: str) -> bool:
    other = OTHERS[persona]
    as_worker = persona == READS_AS_WORKER and verb == "GET" and "worker of the family" in WHO[policy.name]
    listed = other.like in WHO[policy.name] or policy.name in other.also or as_worker
    return listed and policy.name not in other.never


@pytest.mark.parametrize("persona", OTHERS)
def test_each_may_and_is_sent_just_what_is_theirs(
    app: Flask, story: Story, sign_in: Callable[..., Browser], persona: str
) -> None:
    policies: dict[str, Policy] = app.extensions["heard_policies"]
    wrong, sent = [], {}
    for rule in rules(app):
        if rule.endpoint == "families.end_break_glass":
            continue  # it would end what this walk is about
        browser, policy, verb = sign_in(story.others[persona]), policies[rule.endpoint], method(rule)
        body = story.bodies.get(rule.endpoint, {})
        path = address(rule, story)
        answer = browser.get(path) if verb == "GET" else browser.post(path, body, page="/help")
        assert answer.status_code < 500, rule.endpoint
        if may(persona, policy, verb) or rule.endpoint == OTHERS[persona].also_at:
            fine = answer.status_code not in REFUSED or rule.endpoint in story.may_be_gone
        else:
            fine = answer.status_code == 404
        if not fine:
            wrong.append((verb, rule.endpoint, policy.name, answer.status_code))
        sent[rule.endpoint] = answer.data
    assert not wrong, wrong
    other = OTHERS[persona]
    leaks = [
        (token, place)
        for token, allowed in story.allowed.items()
        for place, data in sent.items()
        if not {other.sent, persona} & allowed and token.encode() in data
    ]
    assert leaks == []
    seen = {token[:-10] for token in story.tokens if any(token.encode() in data for data in sent.values())}
    assert other.sees <= seen
