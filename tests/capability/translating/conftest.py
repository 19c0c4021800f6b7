"""A draft to translate, its worker, and an interpreter who was asked."""

from __future__ import annotations

import uuid

import pytest

from tests.capability.plan_makers import draft
from tests.capability.translating.makers import (
    ask,
    begin,
    invited,
)
from tests.conftest import Browser, SignInAs
from tests.makers import Town
from webapp.core.database import unit_of_work


@pytest.fixture
def version(town: Town) -> uuid.UUID:
    with unit_of_work():
        return draft(town)


@pytest.fixture
def beth(town: Town, sign_in: SignInAs) -> Browser:
    return sign_in(town.beth)


@pytest.fixture
def sadia(town: Town, version: uuid.UUID, beth: Browser, sign_in: SignInAs) -> Browser:
    """An interpreter who was asked and said that she does not know the family."""
    with unit_of_work():
        person = invited(town)
    assert ask(beth, version, person).status_code == 303
    browser = sign_in(person)
    begin(browser)
    return browser
