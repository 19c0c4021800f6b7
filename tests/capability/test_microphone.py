"""Where a browser may ask for microphone and camera: the houses, and a child's way there. No other."""

from __future__ import annotations

from typing import Any

from flask import Flask

from tests.makers import Town

MAY, MAY_NOT = "camera=(self), microphone=(self)", "camera=(), microphone=()"


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
        assert MAY_NOT in policy(child, place), place
    for person in (town.samina, town.beth, town.farah, town.owen, town.priya):
        for place in ("/", "/help"):
            assert MAY_NOT in policy(sign_in(person), place), place
    assert MAY_NOT in policy(browser(), "/")


def test_nothing_else_is_let_with_it(town: Town, sign_in: Any) -> None:
    found = policy(sign_in(town.zara), "/houses")
    assert found == "geolocation=(), camera=(self), microphone=(self), payment=(), interest-cohort=()"
