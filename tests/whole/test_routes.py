"""Every route as every persona, with real requests: who may, and what each request may leave behind."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy.exc import OperationalError
from werkzeug.routing import Rule

from tests.conftest import Browser, Open, SignInAs
from tests.whole.personas import PERSONAS, Cast
from tests.whole.story import Story
from tests.whole.table import PUBLIC, ROUTES, WHO
from tests.whole.walk import Walk, address, method, rules, snapshot, with_token
from webapp.core.access import Policy

REFUSED = {401, 403, 404}
# Kept on a phone, one a language: the language is their one parameter.
SHELLS = {"houses.show_offline", "letterbox.show_offline_letterbox"}
# Addresses that carry random bits by nature: a card, a new member of staff's link, a paper sheet's code.
LINKS = {"accounts.open_card", "accounts.open_set_up", "feedback.open_link", "feedback.find_sheet"}


@pytest.fixture
def cast(story: Story, sign_in: SignInAs, browser: Open) -> Cast:
    return Cast(story.town, sign_in, browser, story.others)


def ask(browser: Browser, rule: Rule, story: Story) -> int:
    path = address(rule, story)
    if method(rule) == "GET":
        return browser.get(path).status_code
    return browser.post(path, story.bodies.get(rule.endpoint, {}), page="/help").status_code


def test_the_table_is_the_url_map_both_ways(app: Flask) -> None:
    policies: dict[str, Policy] = app.extensions["heard_policies"]
    found = {rule.endpoint: policies[rule.endpoint].name for rule in app.url_map.iter_rules()}
    assert found == ROUTES


def test_paths_are_kebab_case_and_parameters_are_typed(app: Flask) -> None:
    for rule in app.url_map.iter_rules():
        fixed = re.sub(r"<[^>]+>", "", rule.rule)
        assert re.fullmatch(r"[a-z0-9./-]*", fixed), rule.rule
        for name in rule.arguments:
            typed = f":{name}>" in rule.rule
            assert typed or rule.endpoint in {*LINKS, *SHELLS}, rule.rule


def test_a_familys_get_addresses_carry_no_ids(app: Flask) -> None:
    """What a family member's browser may show in its history is a short fixed list (design §3)."""
    policies: dict[str, Policy] = app.extensions["heard_policies"]
    for rule in app.url_map.iter_rules():
        readers = WHO[policies[rule.endpoint].name]
        if method(rule) == "GET" and readers & {"child", "mother"} and rule.endpoint not in LINKS:
            assert not rule.arguments or rule.endpoint in SHELLS, rule.rule


@pytest.mark.parametrize("persona", PERSONAS)
def test_each_persona_gets_just_what_the_table_says(
    app: Flask, walked: Callable[[str], Walk], persona: str
) -> None:
    policies: dict[str, Policy] = app.extensions["heard_policies"]
    walk, wrong = walked(persona), []
    own = {(one.endpoint, one.verb): one.status for one in walk.own}
    for rule in rules(app):
        policy, status = policies[rule.endpoint], own[rule.endpoint, method(rule)]
        assert status < 500, (rule.endpoint, status)
        if persona == "nobody" and policy.name not in PUBLIC:
            fine = status in (303, 401)
        elif persona in WHO[policy.name]:
            fine = status not in REFUSED or rule.endpoint in walk.story.may_be_gone
        else:
            fine = status == 404
        if not fine:
            wrong.append((persona, method(rule), rule.endpoint, policy.name, status))
    assert wrong == []


@pytest.mark.one_engine
@pytest.mark.parametrize("persona", ["nobody", "worker of the family"])
def test_a_wrong_method_is_405_and_other_methods_do_nothing(
    app: Flask, cast: Cast, story: Story, persona: str
) -> None:
    browser = cast.open(persona)
    for rule in rules(app):
        path = address(rule, story)
        others = {"PUT", "PATCH", "DELETE"} | ({"POST"} if method(rule) == "GET" else set())
        served = {one for other in rules(app) if address(other, story) == path for one in other.methods or ()}
        for name in others - served:
            assert browser.client.open(path, method=name).status_code in (400, 404, 405), (name, path)


@pytest.mark.parametrize("persona", PERSONAS)
def test_a_get_changes_no_table(walked: Callable[[str], Walk], persona: str) -> None:
    assert walked(persona).changed_by_reading == []


@pytest.mark.one_engine
def test_a_post_without_a_token_is_refused_and_changes_nothing(app: Flask, cast: Cast, story: Story) -> None:
    policies: dict[str, Policy] = app.extensions["heard_policies"]
    for persona in ("mother", "worker of the family"):
        browser = cast.open(persona)
        before = snapshot()
        for rule in rules(app):
            if method(rule) == "POST" and policies[rule.endpoint].token:
                answer = browser.client.post(address(rule, story), data={})
                assert answer.status_code == 400, rule.endpoint
        assert snapshot() == before


@pytest.mark.one_engine
def test_a_post_from_another_site_is_refused(app: Flask, cast: Cast, story: Story) -> None:
    post = with_token(app, cast.open("worker of the family"))
    for rule in rules(app):
        if method(rule) == "POST":
            for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://elsewhere.example"}):
                assert post(address(rule, story), {}, headers).status_code == 400, rule.endpoint


@pytest.mark.one_engine
def test_a_sensitive_page_never_leaves_before_its_audit_row(
    app: Flask, cast: Cast, story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Break the insert: 503, and not one of the family's words in the body."""

    def broken(*_arguments: object) -> None:
        raise OperationalError("INSERT", {}, Exception("broken"))

    monkeypatch.setitem(app.extensions, "heard_record_reads", broken)
    policies: dict[str, Policy] = app.extensions["heard_policies"]
    tried = 0
    for rule in rules(app):
        policy = policies[rule.endpoint]
        if method(rule) != "GET" or policy.act is None or rule.endpoint in story.may_be_gone:
            continue
        for persona in sorted(WHO[policy.name])[:2]:
            answer = cast.open(persona).get(address(rule, story))
            if answer.status_code in (303, 404):
                continue
            tried += 1
            assert answer.status_code == 503, (rule.endpoint, persona)
            assert not any(token.encode() in answer.data for token in story.tokens), rule.endpoint
    assert tried > 10


@pytest.mark.parametrize("persona", PERSONAS)
def test_every_personal_answer_is_kept_in_no_cache(walked: Callable[[str], Walk], persona: str) -> None:
    for one in walked(persona).sent:
        if one.endpoint not in ("home.show_manifest", "home.show_service_worker"):
            assert "no-store" in one.answer.headers["Cache-Control"], one.endpoint


@pytest.mark.parametrize("persona", PERSONAS)
def test_what_is_of_another_family_is_not_there(walked: Callable[[str], Walk], persona: str) -> None:
    """The second family's ids, asked for by those of the first: 404, or the way to sign in."""
    may_open = {"worker of another team", "administrator", "manager"}
    found = [(one.endpoint, one.status) for one in walked(persona).sent if one.of_other]
    assert found
    if persona not in may_open:
        assert [one for one in found if one[1] not in (303, 401, 404)] == []


@pytest.mark.one_engine
def test_another_familys_ids_open_nothing(app: Flask, cast: Cast, story: Story) -> None:
    """A right persona with ids that do not exist: 404, never 500."""
    nowhere = {
        name: uuid.uuid4() if isinstance(value, uuid.UUID) else value for name, value in story.ids.items()
    }
    lost = replace(story, ids=nowhere, of_draft={})
    for persona in ("worker of the family",):
        for rule in rules(app):
            if any(isinstance(nowhere[name], uuid.UUID) for name in rule.arguments):
                assert ask(cast.open(persona), rule, lost) in (303, 404), rule.endpoint
