"""Nobody is sent what is not theirs beside the pages: fragments, forms sent back, limits, errors, print."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from flask import Flask
from werkzeug.test import TestResponse

from tests import kept
from tests.conftest import Browser, Open, SignInAs
from tests.whole.edges import BEFORE, BOOSTED, CODES, Reading
from tests.whole.personas import PERSONAS, Cast
from tests.whole.story import Story
from tests.whole.table import ROUTES, WHO
from tests.whole.test_other_personas import OTHERS, may
from tests.whole.test_twins import CSRF
from webapp import accounts
from webapp.accounts import limits
from webapp.core import clock
from webapp.core.database import unit_of_work

ROOT = Path(__file__).resolve().parents[2]
# In both languages; everybody else in English.
BOTH = ("child", "mother")
Readings = dict[tuple[str, str], Reading]
LIKE = {one: OTHERS[one].like if one in OTHERS else one for one in (*PERSONAS, *OTHERS)}
STAFF = tuple(one for one, like in LIKE.items() if like in WHO["any_staff"])
FAMILY = tuple(one for one in LIKE if one not in STAFF)
HX = re.compile(r'hx-(?:get|post|put|patch|delete)="([^"]+)"')


@pytest.fixture
def cast(story: Story, sign_in: SignInAs, browser: Open) -> Cast:
    return Cast(story.town, sign_in, browser, story.others)


def readings(app: Flask, cast: Cast, story: Story, personas: Iterable[str]) -> Readings:
    """A session a persona and language; the database as it then is can be put back."""
    found = {}
    for persona in personas:
        for code in ("en", "ur") if persona in BOTH else ("en",):
            browser = cast.open(persona)
            found[persona, code] = Reading(app, browser, story, _theirs(app, persona), code)
    kept.keep(BEFORE)
    return found


def _theirs(app: Flask, persona: str) -> set[str]:
    """Endpoints this persona may open; those that end the session aside."""
    policies = app.extensions["heard_policies"]
    return {
        endpoint
        for endpoint, name in ROUTES.items()
        if endpoint not in ("accounts.show_locked", "home.show_cover")
        and (persona in WHO[name] if persona in PERSONAS else may(persona, policies[endpoint], "GET"))
    }


def leaks(story: Story, found: Readings) -> list[tuple[str, str, str]]:
    """Every token somebody was sent that is not theirs: whose, which, where."""
    bad = []
    for (persona, _code), reading in found.items():
        mine = {persona, OTHERS[persona].sent} if persona in OTHERS else {persona}
        never = [token for token, allowed in story.allowed.items() if not mine & allowed]
        bad += [
            (persona, token, one.endpoint)
            for one in reading.sent
            for token in never
            if token.encode() in one.words
        ]
    return bad


def statuses(found: Readings) -> Counter[int]:
    return Counter(one.status for reading in found.values() for one in reading.sent)


@pytest.mark.one_engine
@pytest.mark.parametrize("personas", [FAMILY, STAFF], ids=["family", "staff"])
def test_pages_by_htmx_and_forms_sent_back_leak_nothing(
    app: Flask, story: Story, cast: Cast, capfd: pytest.CaptureFixture[str], personas: tuple[str, ...]
) -> None:
    found = readings(app, cast, story, personas)
    capfd.readouterr()
    for reading in found.values():
        reading.refused_forms(reading.pages())
    assert leaks(story, found) == []
    logged = "".join(capfd.readouterr())
    assert not [token for token in story.tokens if token in logged]
    seen = statuses(found)
    assert not [status for status in seen if status >= 500]
    assert seen[422] > 40
    with capfd.disabled():
        print(f"\n{len(found)} readers, {sum(seen.values())} answers by htmx: {dict(seen)}")


@pytest.mark.one_engine
def test_fragments_of_the_plan_leak_nothing(
    app: Flask, story: Story, cast: Cast, capfd: pytest.CaptureFixture[str]
) -> None:
    found = readings(app, cast, story, FAMILY)
    for reading in found.values():
        reading.fragments()
    assert leaks(story, found) == []
    pieces = [one for reading in found.values() for one in reading.sent if one.status in (200, 422)]
    assert len(pieces) > 100
    # These three are whole pages, of which htmx takes what it needs.
    whole = {"idea", "step", "words"}
    assert not [one.endpoint for one in pieces if b"<html" in one.answer.data and one.endpoint not in whole]
    # The mother's fragments quote her own plan: an empty piece cannot pass for a safe one.
    hers = next(token for token in story.tokens if token.startswith("hers"))
    assert any(hers.encode() in one.words for one in found["mother", "en"].sent)
    with capfd.disabled():
        print(f"\n{len(pieces)} fragments for {len(found)} readers")


def test_the_templates_ask_for_no_other_fragment() -> None:
    """What `Reading.fragments` asks is all there is; a new one has to be asked there too."""
    found = {
        address for file in (ROOT / "templates").rglob("*.html") for address in HX.findall(file.read_text())
    }
    # `post_to` is the address that checks the words of a draft.
    plan = {f"/plan/{one}" for one in ("ask", "sentences", "step", "idea", "part")}
    # How far an extract has come is asked by the data officer alone: tests/capability/test_data_desk.py.
    desk = "{{ url_for('localdata.show_run', run_id=run.id) }}"
    assert found == plan | {"{{ post_to }}", desk}


@pytest.mark.one_engine
@pytest.mark.parametrize("persona", BOTH)
def test_a_page_by_htmx_is_the_page(app: Flask, story: Story, cast: Cast, persona: str) -> None:
    """Byte for byte, so whatever the walk says of a page it says of a boosted one.

    The clock stands: /phones says at what minute it was asked for.
    """
    with time_machine.travel(clock.now(), tick=False):
        browser = cast.open(persona)
        pages = Reading(app, browser, story, _theirs(app, persona), "en").pages()
        assert len(pages) > 10
        for rule in app.url_map.iter_rules():
            if rule.endpoint in pages and not rule.arguments:
                plain, boosted = browser.get(rule.rule), browser.get(rule.rule, headers=BOOSTED)
                assert CSRF.sub(b"", plain.data) == CSRF.sub(b"", boosted.data), rule.endpoint


@pytest.mark.one_engine
def test_error_pages_leak_nothing(
    app: Flask, story: Story, cast: Cast, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    found = readings(app, cast, story, LIKE)
    capfd.readouterr()
    for reading in found.values():
        with monkeypatch.context() as patch:
            reading.errors(patch)
    assert leaks(story, found) == []
    seen = statuses(found)
    assert set(seen) == {*CODES}
    assert seen[422] == seen[429] == len(found)
    logged = "".join(capfd.readouterr())
    assert not [token for token in story.tokens if token in logged]
    with capfd.disabled():
        print(f"\n{sum(seen.values())} error pages for {len(found)} readers")


@pytest.mark.one_engine
@pytest.mark.parametrize("until", [True, False], ids=["wait", "locked"])
def test_a_card_that_must_wait_tells_nothing(
    app: Flask, story: Story, browser: Open, monkeypatch: pytest.MonkeyPatch, until: bool
) -> None:
    """The 429 of somebody's card and of a member of staff: nobody is signed in there, so no token at all."""
    later = clock.now() + timedelta(minutes=5) if until else None
    monkeypatch.setattr(limits, "take_try", lambda **_who: limits.Refusal(later))
    answers = [
        refused_card(story, browser(), name, code) for name in ("zara", "samina") for code in ("en", "ur")
    ]
    typed = {"email": "beth@northbridge.example", "password": "no", "code": "000000"}
    answers.append(browser().post("/staff", typed, page="/staff"))
    for answer in answers:
        assert answer.status_code == 429
        assert not [token for token in story.tokens if token in answer.text]
        assert "Zara" not in answer.text
        assert "Samina" not in answer.text


def refused_card(story: Story, phone: Browser, name: str, code: str) -> TestResponse:
    """Open a card and try what it asks for."""
    phone.client.set_cookie("heard-language", code)
    with unit_of_work():
        card = accounts.issue_card(person_id=getattr(story.town, name), issued_by=story.town.beth)
    phone.get(f"/card/{card.secret}")
    return phone.post("/sign-in/code", {"code": "000000"})


def test_print_is_the_page_itself(app: Flask) -> None:
    """No address is for print, and no style sheet writes words: what the walk read is all that is printed."""
    assert not [rule.rule for rule in app.url_map.iter_rules() if "print" in rule.rule or "pdf" in rule.rule]
    styles = "".join(file.read_text() for file in (ROOT / "static" / "src" / "css").glob("*.css"))
    assert "@media print" in styles
    # Nothing but the number of a picture that was picked.
    assert set(re.findall(r"(?<![-\w])content:\s*([^;}]+)", styles)) == {'""', "attr(data-n)"}
