"""The issue's list of bad input to every address: a clear, kind answer, and nothing is a 5xx."""

from __future__ import annotations

import time
from functools import cache
from typing import Any
from urllib.parse import quote_plus, urlencode

import pytest
from flask import Flask, Request
from werkzeug.routing import Rule

from tests.conftest import Open, SignInAs
from tests.phone import content, phone_of, share
from tests.whole.personas import Cast
from tests.whole.story import Story
from tests.whole.table import PUBLIC, WHO
from tests.whole.walk import address, method, rules, token_for

MEGABYTE = b"Because it matters. " * 52_500
ODD = {
    "lone surrogate": b"\xed\xa0\x80 half a letter",
    "NUL": b"before\x00after",
    "right to left": "name\u202egpj.exe\u2066 \u200f".encode(),
    "zero width": "\ufeff\u200b\u200d".encode(),
    "1 MB": MEGABYTE,
    "not UTF-8": b"\xff\xfe\xfd",
    "empty": b"",
}
BODIES = {
    "[]": b"[]",
    "100,000 brackets": b"[" * 100_000,
    "null": b"null",
    "a number": b"1e999",
    "deep": b'{"a":' * 50_000,
    "lone surrogate": b'{"words":"\\ud800","id":"\\udfff"}',
    "NUL": b'{"words":"a\\u0000b","id":"\\u0000"}',
    "not UTF-8": b'{"words":"\xff"}',
    "twice": b'{"id":1,"id":[2]}',
    "empty": b"",
}
# Who looks at a body of JSON.
READ_JSON = {
    "accounts.keep_words",
    "accounts.open_kept",
    "accounts.throw_kept_away",
    "houses.receive_entry",
    "houses.receive_part",
    "letterbox.receive_note",
}
# Fields that some form has; every odd value goes into all of them at once.
FIELDS = [
    "words",
    "child",
    "version",
    "answer",
    "place",
    "kind",
    "position",
    "happened",
    "by_whom",
    "talked_on",
    "code",
    "password",
    "email",
    "pictures",
    "picture",
    "answered_by",
    "worker_present",
    "question",
    "item",
    "outcome",
    "by_on",
    "reason",
    "meet_when",
    "meet_where",
    "shared",
    "agreed_on",
    "reply_id",
    "set",
    "step",
    "basis",
    "owner",
    "cover",
    "from_on",
    "until_on",
    "opens",
    "closes",
    "weekdays",
    "closed_days",
    "team",
    "language",
    "theme",
    "size",
    "space",
    "next",
    "with",
    "key",
    "safe",
    "revision",
    "review_on",
    "do",
    "p",
    "s",
    "state",
    "person",
    "asked_on",
    "find",
    "who_uses",
    "trouble",
    "live",
    "wants",
    "phone",
]


@pytest.fixture
def cast(story: Story, sign_in: SignInAs, browser: Open) -> Cast:
    return Cast(story.town, sign_in, browser)


def posts(app: Flask) -> list[Rule]:
    return [rule for rule in rules(app) if method(rule) == "POST"]


def personas(app: Flask, rule: Rule) -> list[str]:
    """One whom the table lets in; and nobody, where nobody is not sent away before a word is read."""
    policy = app.extensions["heard_policies"][rule.endpoint].name
    let_in = ("child", "mother", "worker of the family", "manager")
    signed_out = ["nobody"] if policy in {*PUBLIC, "may_keep_words"} else []
    return signed_out + [one for one in let_in if one in WHO[policy]][:1]


def expect_kind(answer: Any, where: tuple[str, ...]) -> None:
    """No 5xx; a page with a heading, or JSON with a message a person can read."""
    assert answer.status_code < 500, where
    assert "Traceback" not in answer.text
    if answer.status_code in (301, 302, 303, 401, 409):
        return
    if answer.is_json:
        body = answer.get_json()
        if answer.status_code >= 400:
            assert body["message"].rstrip().endswith((".", "!", "۔")), where
    elif answer.status_code >= 400:
        assert "<h1" in answer.text or 'role="alert"' in answer.text, where


@pytest.mark.one_engine
@pytest.mark.parametrize("kind", ODD)
def test_odd_text_in_every_form(app: Flask, cast: Cast, story: Story, kind: str) -> None:
    few = FIELDS if kind != "1 MB" else ["words"]
    body = b"".join(b"&" + name.encode() + b"=" + quoted(ODD[kind]) for name in few)
    for rule in posts(app):
        for persona in personas(app, rule):
            browser = cast.open(persona)
            token = token_for(app, browser).encode()
            began = time.process_time()
            answer = browser.client.post(
                address(rule, story),
                data=b"csrf_token=" + token + body,
                content_type="application/x-www-form-urlencoded",
            )
            expect_kind(answer, (persona, rule.rule, kind))
            assert time.process_time() - began < 2, (persona, rule.rule, kind)


@cache
def quoted(data: bytes) -> bytes:
    """As a browser writes it in a form."""
    return quote_plus(data).encode()


@pytest.mark.one_engine
def test_a_megabyte_of_percent_signs_is_read_in_good_time(app: Flask, browser: Open) -> None:
    """Each letter as three: the dearest form to read, and read before it is known which route it is for."""
    stranger = browser()
    form = {"csrf_token": token_for(app, stranger), "email": ""}
    body = urlencode(form).encode() + b"".join(b"%%%02X" % one for one in MEGABYTE[: 1024 * 512])
    began = time.process_time()
    answer = stranger.client.post("/staff", data=body, content_type="application/x-www-form-urlencoded")
    expect_kind(answer, ("nobody", "/staff", "percent signs"))
    assert time.process_time() - began < 2


@pytest.mark.one_engine
def test_odd_json_to_every_address(
    app: Flask, cast: Cast, story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every address is sent a list; each that looks at its body is sent every other kind as well.

    Whoever never looked at the first cannot answer the next otherwise: until a body is looked at, nothing
    depends on what is in it. Ten kinds to 180 addresses, of which four look, took a minute of every run.
    """
    looked = note_who_looks(app, monkeypatch)
    for rule in posts(app):
        for persona in personas(app, rule):
            browser = cast.open(persona)
            headers = {"X-CSRFToken": token_for(app, browser), "X-Ticket": story.ticket}
            for kind, body in BODIES.items():
                answer = browser.client.post(
                    address(rule, story), data=body, content_type="application/json", headers=headers
                )
                expect_kind(answer, (persona, rule.rule, kind))
                if rule.endpoint not in looked:
                    break
    assert looked == READ_JSON


def note_who_looks(app: Flask, monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """The endpoints whose requests' bodies are read from now on, as JSON or as bytes; it grows."""
    looked: set[str] = set()
    get_data = app.request_class.get_data

    def note(request: Request, *arguments: Any, **options: Any) -> Any:
        looked.add(str(request.endpoint))
        return get_data(request, *arguments, **options)

    monkeypatch.setattr(app.request_class, "get_data", note)
    return looked


@pytest.mark.one_engine
def test_a_body_over_the_cap_is_refused_kindly(app: Flask, cast: Cast, story: Story) -> None:
    for path in ("/plan/answers", "/questions", "/houses/entries"):
        browser = cast.open("mother" if path == "/plan/answers" else "child")
        headers = {"X-CSRFToken": token_for(app, browser)}
        answer = browser.client.post(path, data=b"words=" + b"a" * (2 * 1024 * 1024 + 1), headers=headers)
        assert answer.status_code in (400, 413), path
        assert "<h1" in answer.text or answer.is_json


@pytest.mark.one_engine
@pytest.mark.parametrize(
    ("strokes", "status"),
    [
        ([], 422),
        ([{"c": "damson", "w": 12, "p": []}], 422),
        ([{"c": "damson", "w": 12, "p": [5, 6] * 20_000}], 200),
    ],
)
def test_a_drawing_of_no_points_and_of_twenty_thousand(cast: Cast, strokes: list[Any], status: int) -> None:
    phone = phone_of(cast.open("child"))
    answer = phone.post(phone.parcel(content(words="", strokes=strokes, share=share())))
    assert answer.status_code == status
    assert status == 200 or answer.get_json()["message"].endswith(".")


@pytest.mark.one_engine
@pytest.mark.parametrize(
    "words", ["\x00a\x00", "left\u202eright", "👨‍👩‍👧 " * 500, "{{7*7}} =cmd|' /C calc'!A0 <script>"]
)
def test_what_a_child_typed_is_kept_whatever_its_letters(cast: Cast, words: str) -> None:
    browser = cast.open("child")
    phone = phone_of(browser)
    phone.post(phone.parcel(content(words=words), kind="draft"))
    kept = [one["content"]["words"] for one in browser.get("/houses/drafts").get_json()["drafts"]]
    assert words.replace("\x00", "") in kept
