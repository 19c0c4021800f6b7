"""What a broken or hostile phone posts: a clear, kind answer, never a 5xx (issue, Bad input)."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from flask import Flask

from tests.makers import Town
from tests.phone import Phone, base64url, content, phone_of, share
from webapp.core import ids
from webapp.core.database import session


@pytest.fixture
def zara(town: Town, sign_in: Any) -> Phone:
    return phone_of(sign_in(town.zara))


@pytest.mark.parametrize(
    "changes",
    [
        {"id": "x"},
        {"rev": 0},
        {"rev": "1"},
        {"rev": True},
        {"rev": 2**31},
        {"kind": "publish"},
        {"owner": None},
        {"set_id": 7},
        {"key_id": str(ids.new())},
        {"enc": "***"},
        {"enc": base64url(b"short")},
        {"enc": base64url(b"\x04" + bytes(64))},
        {"ct": "é"},
        {"ct": None},
        {"ct": base64url(b"not a box at all")},
        {"signed_in": "yes"},
    ],
)
def test_a_wrong_part_is_refused_kindly(zara: Phone, changes: dict[str, Any]) -> None:
    answer = zara.post(zara.parcel(content(share=share()), id=ids.new()) | changes)
    assert answer.status_code == 422
    assert answer.get_json()["error"]
    assert answer.get_json()["message"].endswith(".")


@pytest.mark.parametrize(
    ("plain", "code"),
    [
        (b"[]", "shape"),
        (b"[" * 100_000, "shape"),
        (b"\xff\xfe", "shape"),
        (content(share=None), "share"),
        (content(words=" ", strokes=[], share=share()), "empty"),
        (content(words="a" * 1_000_000, share=share()), "words"),
        (content(strokes=[{"c": "ink", "w": 6, "p": [1, 2] * 60_001}], share=share()), "full"),
        (content(share=share("people")), "share"),
    ],
)
def test_a_wrong_inside_is_refused_kindly(zara: Phone, plain: Any, code: str) -> None:
    answer = zara.post(zara.parcel(plain))
    assert (answer.status_code, answer.get_json()["error"]) == (422, code)


def test_a_box_for_another_revision_does_not_open(zara: Phone) -> None:
    body = zara.parcel(content(share=share()))
    assert zara.post(body | {"rev": 2}).get_json()["error"] == "seal"
    assert zara.post(body | {"id": str(ids.new())}).get_json()["error"] == "seal"


def test_nothing_refused_leaves_a_trace(zara: Phone) -> None:
    from webapp.houses.models import Draft, Entry, Start, ThreeHouses

    zara.post(zara.parcel(b"[]"))
    for kind in (Draft, Entry, Start, ThreeHouses):
        assert session().query(kind).count() == 0


def test_a_draft_may_be_empty(zara: Phone) -> None:
    assert zara.post(zara.parcel(content(words="", strokes=[]), kind="draft")).status_code == 200


@pytest.mark.parametrize("raw", ["[]", "", "null", "[" * 100_000, '{"a":' * 5000])
def test_a_body_that_is_no_object(zara: Phone, raw: str) -> None:
    token = zara.browser.token("/houses")
    headers = {"X-CSRFToken": token, "Content-Type": "application/json"}
    answer = zara.browser.client.post("/houses/entries", data=raw, headers=headers)
    assert answer.status_code == 400
    assert answer.get_json()["message"]


def test_too_big_is_said(zara: Phone) -> None:
    answer = zara.post(zara.parcel(content()) | {"ct": "A" * 2_200_000})
    assert answer.status_code == 413


def test_twenty_thousand_points_and_a_hundred_thousand_letters_arrive(zara: Phone) -> None:
    stroke = {"c": "fern", "w": 6, "p": [999, 1199] * 20_000}
    zara.send(content(strokes=[stroke], share=share()))
    zara.send(content(words="ب" * 100_000, share=share()))


def test_odd_letters_are_kept_or_repaired(town: Town, zara: Phone) -> None:
    zara.post(zara.parcel(content(words="a\x00\ud800\u202eb"), kind="draft"))
    assert zara.browser.get("/houses/drafts").get_json()["drafts"][0]["content"]["words"] == "a\ufffd\u202eb"


def test_without_a_token_nothing_is_taken(zara: Phone) -> None:
    answer = zara.browser.client.post("/houses/entries", json=zara.parcel(content(share=share())))
    assert answer.status_code == 400


def test_one_entry_posted_by_many_at_once_is_one_entry(
    app: Flask, town: Town, zara: Phone, sign_in: Any
) -> None:
    """Safety R8: every answer names the same id, and it counts once."""
    session().rollback()
    body = zara.parcel(content(share=share()))
    phones = [phone_of(sign_in(town.zara)) for _each in range(6)]

    def post(phone: Phone) -> tuple[int, str]:
        with app.app_context():
            answer = phone.post(body)
            return answer.status_code, answer.get_json().get("id", "")

    with ThreadPoolExecutor(6) as pool:
        answers = set(pool.map(post, phones))
    assert answers == {(200, body["id"])}
    from webapp.houses.models import Entry, Start

    assert (session().query(Entry).count(), session().query(Start).count()) == (1, 1)
