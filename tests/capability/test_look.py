"""How pages look on this phone: light or dark, the size of the words, the space around them."""

from __future__ import annotations

import re

import pytest

from tests.conftest import Browser, Open, SignInAs
from tests.makers import Town


def html_of(browser: Browser) -> str:
    found = re.search(r"<html[^>]*>", browser.get("/help").text)
    assert found
    return found[0]


def choose(browser: Browser, name: str, value: str) -> None:
    assert browser.post("/look", {name: value, "next": "/help"}, page="/help").location == "/help"


@pytest.fixture
def phone(browser: Open) -> Browser:
    return browser()


def test_each_choice_leaves_the_others_as_they_are(phone: Browser) -> None:
    for name, value in (("theme", "dark"), ("size", "large"), ("space", "wide"), ("size", "largest")):
        choose(phone, name, value)
    assert 'data-theme="dark" data-size="largest" data-space="wide"' in html_of(phone)
    choose(phone, "theme", "usual")
    choose(phone, "space", "usual")
    html = html_of(phone)
    assert 'data-size="largest"' in html
    assert "data-theme" not in html
    assert "data-space" not in html


@pytest.mark.parametrize("kept", ["", "dark.dark", "largest.large.wide.light", '"><script>', "." * 500])
def test_whatever_stands_in_the_cookie_only_our_own_words_are_used(phone: Browser, kept: str) -> None:
    phone.client.set_cookie("heard-look", kept)
    found = re.findall(r' data-(?:theme|size|space)="(\w*)"', html_of(phone))
    assert set(found) <= {"light", "dark", "large", "largest", "wide"}
    assert re.match(r'<html lang="\w+" dir="\w+"( data-\w+="\w+")*>', html_of(phone))


def test_what_is_not_a_choice_changes_nothing(phone: Browser) -> None:
    choose(phone, "size", "largest")
    choose(phone, "size", "huge")
    choose(phone, "colour", "red")
    assert 'data-size="largest"' in html_of(phone)


def test_the_choices_stand_on_every_family_page_and_say_what_is_chosen(town: Town, sign_in: SignInAs) -> None:
    father = sign_in(town.imran)
    choose(father, "size", "large")
    for path in ("/", "/plan", "/looked", "/someone"):
        page = father.get(path).text
        assert 'data-size="large"' in page
        assert re.search(r'name="size" value="large" aria-pressed="true"', page)
        assert re.search(r'name="space" value="usual" aria-pressed="true"', page)
