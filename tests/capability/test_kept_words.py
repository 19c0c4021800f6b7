"""What was being written: kept sealed for its writer, given back to nobody else, gone once it was sent."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from sqlalchemy import select

from tests.conftest import Browser, SignInAs
from tests.makers import Town
from tests.whole.story import Story
from webapp.accounts.models import KeptWords
from webapp.core import clock
from webapp.core.database import session, unit_of_work

DRAFT = "018f0000-0000-7000-8000-000000000001"
WORDS = {"words": ["I am not sure about Tuesday"], "position": ["partly"]}


def keep(browser: Browser, draft: str = DRAFT, words: dict[str, Any] = WORDS, form: str = "a-form") -> int:
    body = {"form": form, "draft": draft, "words": words}
    return browser.post("/kept", json=body, page="/help").status_code


def found(browser: Browser, form: str = "a-form") -> Any:
    return browser.post("/kept/open", json={"form": form}, page="/help").get_json()["words"]


def test_the_writer_gets_it_back_in_another_session_and_nobody_else_does(
    town: Town, sign_in: SignInAs
) -> None:
    assert keep(sign_in(town.samina)) == 204
    assert found(sign_in(town.samina)) == WORDS
    for other in (town.imran, town.zara, town.beth):
        assert found(sign_in(other)) == {}


def test_it_lies_sealed(town: Town, sign_in: SignInAs) -> None:
    keep(sign_in(town.samina))
    with unit_of_work():
        row = session().scalars(select(KeptWords)).one()
        assert row.words_sealed
        assert b"Tuesday" not in row.words_sealed


def test_what_was_sent_is_gone_and_a_late_save_does_not_bring_it_back(town: Town, sign_in: SignInAs) -> None:
    browser = sign_in(town.samina)
    keep(browser, form="plan-answer")
    sent = {"kept_form": "plan-answer", "kept_draft": DRAFT, "language": "en"}
    assert browser.post("/language", sent).status_code == 303
    assert found(browser, "plan-answer") == {}
    assert keep(browser, form="plan-answer") == 204
    assert found(browser, "plan-answer") == {}
    again = str(uuid.uuid4())
    keep(browser, draft=again, form="plan-answer")
    assert found(browser, "plan-answer") == WORDS


def test_what_was_refused_stays(town: Town, sign_in: SignInAs) -> None:
    browser = sign_in(town.samina)
    keep(browser)
    refused = browser.post("/sessions/end", {"kept_form": "a-form", "kept_draft": DRAFT}, page="/phones")
    assert refused.status_code == 422
    assert found(browser) == WORDS


def test_thrown_away(town: Town, sign_in: SignInAs) -> None:
    browser = sign_in(town.samina)
    keep(browser)
    assert browser.post("/kept/throw-away", json={"form": "a-form"}, page="/help").status_code == 204
    assert found(browser) == {}


def test_after_thirty_days_it_is_gone(town: Town, sign_in: SignInAs) -> None:
    keep(sign_in(town.samina))
    with time_machine.travel(clock.now() + timedelta(days=31), tick=False):
        later = sign_in(town.samina)
        assert found(later) == {}
        keep(later, form="another")
        with unit_of_work():
            assert session().scalars(select(KeptWords.form)).all() == ["another"]


def test_words_sent_while_leaving_still_count(town: Town, sign_in: SignInAs) -> None:
    """The page sends its words and goes to /bye in the same moment; either may arrive first."""
    browser = sign_in(town.samina)
    token = browser.token("/help")
    with browser.client.session_transaction() as cookie:
        old = dict(cookie)
    browser.get("/bye")
    assert browser.post("/kept/open", json={"form": "a-form"}, page="/help").status_code == 401
    with browser.client.session_transaction() as cookie:
        cookie.update(old)
    body = {"form": "a-form", "draft": DRAFT, "words": WORDS}
    headers = {"X-CSRFToken": token}
    assert browser.client.post("/kept", json=body, headers=headers).status_code == 204
    assert browser.client.post("/kept/open", json=body, headers=headers).status_code == 401
    assert found(sign_in(town.samina)) == WORDS
    with time_machine.travel(clock.now() + timedelta(seconds=30), tick=False):
        assert browser.client.post("/kept", json=body, headers=headers).status_code == 401


@pytest.mark.parametrize(
    "body",
    [
        {"form": "A Form", "draft": DRAFT, "words": {}},
        {"form": "x", "draft": "1", "words": {}},
        {"form": "x", "draft": DRAFT, "words": []},
        {"form": "x", "draft": DRAFT, "words": {"a": "b"}},
        {"form": "x", "draft": DRAFT, "words": {"a": [1]}},
        {"form": None, "draft": DRAFT, "words": {}},
    ],
)
def test_what_our_script_would_not_send_is_refused(town: Town, sign_in: SignInAs, body: Any) -> None:
    assert sign_in(town.samina).post("/kept", json=body, page="/help").status_code == 400


def test_too_much_is_refused_and_odd_letters_are_repaired(town: Town, sign_in: SignInAs) -> None:
    browser = sign_in(town.samina)
    assert keep(browser, words={"words": ["x" * 60_001]}) == 413
    assert keep(browser, words={"words": ["a\x00b \ud83d"]}) == 204
    assert found(browser) == {"words": ["ab \ufffd"]}


def test_the_form_offers_it(story: Story, sign_in: SignInAs) -> None:
    browser = sign_in(story.town.samina)
    browser.post("/plan/choose", {"child": str(story.town.zara)})
    assert b"data-kept-offer" not in browser.get("/plan").data
    keep(browser, form=f"plan-answer-{story.ids['version_id']}")
    shown = browser.get("/plan").data
    assert b"data-kept-offer hidden" in shown
    assert b"Tuesday" not in shown
