"""One drawing open on two phones, or in an old app and a new one: none writes over the other (safety R11)."""

from __future__ import annotations

import uuid
from typing import Any

import pytest

from tests.makers import Town
from tests.phone import Phone, content, phone_of, share, with_files
from webapp.core import ids
from webapp.core.database import session
from webapp.houses.models import Entry

ONE, TWO = str(uuid.uuid4()), str(uuid.uuid4())


@pytest.fixture
def zara(town: Town, sign_in: Any) -> Phone:
    return phone_of(sign_in(town.zara))


def save(
    phone: Phone, entry_id: str, words: str, *, rev: int, page: str = "", saw: int = 0, **more: Any
) -> dict[str, Any]:
    """Post one revision twice, as the page that was given revision `saw` by us; "" for an older app."""
    plain = with_files(words=words, share=more.pop("share", None)) if page else content(words=words)
    told: dict[str, Any] = {"page": page, "saw": saw} if page else {}
    body = phone.parcel(plain, id=entry_id, rev=rev, **({"kind": "draft"} | more | told))
    for _again in range(2):
        answer = phone.post(body)
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.get_json()
        assert (found["id"], found["rev"]) == (entry_id, rev)
    return found


def words_of(phone: Phone) -> list[str]:
    found = phone.browser.get("/houses/drafts").get_json()["drafts"]
    return sorted(one["content"]["words"] for one in found)


@pytest.mark.parametrize("late", [2, 3, 4, 9])
def test_a_phone_that_was_away_does_not_write_over_the_other(zara: Phone, late: int) -> None:
    made = str(ids.new())
    save(zara, made, "Begun.", rev=1, page=ONE)
    save(zara, made, "Begun. Two.", rev=2, page=TWO, saw=1)
    save(zara, made, "Begun. Two. Three.", rev=3, page=TWO, saw=1)
    save(zara, made, "Begun. Away.", rev=late, page=ONE)
    save(zara, made, "Begun. Away. On.", rev=late + 1, page=ONE)
    save(zara, made, "Begun. Two. Four.", rev=4, page=TWO, saw=1)
    assert words_of(zara) == ["Begun. Away. On.", "Begun. Two. Four."]


def test_what_was_seen_is_gone_on_with(zara: Phone) -> None:
    made = str(ids.new())
    save(zara, made, "a", rev=1, page=ONE)
    save(zara, made, "ab", rev=2, page=TWO, saw=1)
    save(zara, made, "abc", rev=3, page=ONE, saw=2)
    save(zara, made, "abcd", rev=5, page=ONE, saw=2)
    assert words_of(zara) == ["abcd"]


def test_an_answer_that_was_lost_makes_no_second_copy(zara: Phone) -> None:
    made = str(ids.new())
    save(zara, made, "a", rev=1, page=ONE)
    save(zara, made, "ab", rev=2, page=ONE)
    save(zara, made, "abc", rev=3, page=ONE)
    assert words_of(zara) == ["abc"]


def test_an_old_app_with_the_page_open_keeps_its_own_copy(zara: Phone) -> None:
    """It was opened before the update and knows nothing of stickers: what it saves never takes them away."""
    made = str(ids.new())
    save(zara, made, "Begun.", rev=1)
    save(zara, made, "Begun. New app.", rev=2, page=TWO, saw=1)
    save(zara, made, "Begun. Old app.", rev=7)
    save(zara, made, "Begun. Old app. On.", rev=8)
    assert words_of(zara) == ["Begun. New app.", "Begun. Old app. On."]


@pytest.mark.parametrize("late", [2, 3, 4])
def test_what_the_other_phone_sent_stays_and_mine_is_kept_too(zara: Phone, town: Town, late: int) -> None:
    made = str(ids.new())
    save(zara, made, "Begun.", rev=1, page=ONE)
    sent = save(zara, made, "Sent.", rev=3, page=TWO, saw=1, kind="send", share=share())
    assert sent["state"] == "arrived"
    assert save(zara, made, "Mine.", rev=late, page=ONE)["state"] == "draft"
    assert words_of(zara) == ["Mine."]
    both = save(zara, made, "Mine.", rev=late + 1, page=ONE, kind="send", share=share())
    assert both["state"] == "arrived"
    assert words_of(zara) == []
    assert session().query(Entry).filter_by(child_id=town.zara).count() == 2


@pytest.mark.parametrize("wrong", [{"page": "x"}, {"page": ONE, "saw": -1}, {"page": ONE, "saw": "1"}])
def test_nonsense_is_refused(zara: Phone, wrong: dict[str, Any]) -> None:
    assert zara.post(zara.parcel(content(), kind="draft", **wrong)).status_code == 422
