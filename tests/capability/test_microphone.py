"""On which pages a browser may ask for the microphone: the houses, and a child's way to them. No other."""

from __future__ import annotations

from typing import Any

from flask import Flask

from tests.makers import Town

MAY = "microphone=(self)"


def policy(browser: Any, place: str) -> str:
    return str(browser.get(place).headers["Permissions-Policy"])


def test_only_the_houses_and_a_childs_first_page_may_record(
    app: Flask, town: Town, browser: Any, sign_in: Any
) -> None:
    child = sign_in(town.zara)
    for place in ("/houses", "/", "/offline/houses/en", "/offline/houses/ur"):
        assert MAY in policy(child, place), place
    for place in (
        "/plan",
        "/answers",
        "/questions",
        "/help",
        "/houses/thanks",
        "/nowhere",
        "/offline/letterbox/en",
    ):
        assert "microphone=()" in policy(child, place), place
    for person in (town.samina, town.beth, town.farah, town.owen, town.priya):
        for place in ("/", "/help"):
            assert "microphone=()" in policy(sign_in(person), place), place
    assert "microphone=()" in policy(browser(), "/")


def test_nothing_else_is_let_with_it(town: Town, sign_in: Any) -> None:
    found = policy(sign_in(town.zara), "/houses")
    assert found == "geolocation=(), camera=(), microphone=(self), payment=(), interest-cohort=()"
