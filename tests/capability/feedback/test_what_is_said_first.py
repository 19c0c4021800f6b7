"""What is said before anyone is asked, and the shape of a question (issue 6, experience §5)."""

from __future__ import annotations

import re

from flask import Flask

from tests.capability.feedback.makers import answer, begin, question
from tests.capability.feedback.test_asking import publish
from tests.conftest import SignInAs
from tests.makers import Town
from webapp import feedback

FIRST = "Your answers are counted with other people's. These five go in your record with your name."


def test_before_asking_a_child_is_told_word_for_word_and_can_hear_it(
    app: Flask, town: Town, ready: None, sign_in: SignInAs
) -> None:
    publish(town, talked_through=True)
    feedback.connect_drawings(app, lambda _child_id: True)
    shown = sign_in(town.zara).get("/questions").text
    told = shown[shown.index('id="about"') : shown.index('id="start"')]
    words = " ".join(re.sub(r"<[^>]+>", " ", told).replace("&#39;", "'").split())
    assert FIRST in words
    # The button that reads aloud reads the whole of it.
    assert 'data-speak="#about"' in told


def test_safer_has_already_safe_no_default_and_equal_ways_out(
    town: Town, ready: None, sign_in: SignInAs
) -> None:
    phone = sign_in(town.zara)
    begin(phone)
    while question(phone) != "SAFER":
        answer(phone, 9)
    shown = phone.get("/questions").text
    assert "I was already safe" in shown
    radios = re.findall(r'<input type="radio" name="answer" value="(\d)"[^>]*>', shown)
    assert sorted(radios) == ["1", "2", "3", "4", "8", "9"]
    assert not re.search(r'<input type="radio" name="answer"[^>]*\bchecked', shown)
    pair = shown.split('<div class="pair">', 1)[1].split("</div>", 1)[0]
    # "Not sure" and "Skip" stand side by side in the same class, which is their size.
    assert re.findall(r'<label class="([^"]+)"><input type="radio" name="answer" value="(\d)"', pair) == [
        ("ans", "8"),
        ("ans", "9"),
    ]
    assert set(re.findall(r'<label class="([^"]+)"><input type="radio" name="answer"', shown)) == {"ans"}


def test_any_answer_may_have_words_and_a_child_may_draw_instead(
    town: Town, ready: None, sign_in: SignInAs
) -> None:
    phone = sign_in(town.zara)
    begin(phone)
    seen = set()
    while code := question(phone):
        shown = phone.get("/questions").text
        assert 'name="words"' in shown
        assert 'href="/houses"' in shown
        seen.add(code)
        answer(phone, 9)
    assert {"LISTEN", "SAFER", "OPEN_CHANGE"} <= seen


def test_an_adult_is_offered_no_drawing(town: Town, sign_in: SignInAs) -> None:
    phone = sign_in(town.imran)
    begin(phone)
    shown = phone.get("/questions").text
    assert 'name="words"' in shown
    assert 'href="/houses"' not in shown
