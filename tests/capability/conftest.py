"""What nearly every test of a capability begins with: a small town, a clock that stands."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import time_machine
from flask import Flask

from tests import kept
from tests.makers import Town


@pytest.fixture
def town(app: Flask) -> Town:
    return kept.town()


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    """Stands at a Monday morning until a test moves it."""
    with time_machine.travel(datetime(2030, 3, 4, 10, tzinfo=UTC), tick=False) as traveller:
        yield traveller
