"""A town in which things can have waited."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import pytest
import time_machine
from flask import Flask

from tests import kept
from tests.makers import Town
from webapp.core import clock


@pytest.fixture
def town(app: Flask) -> Town:
    """A town made three weeks ago, so that things can have waited."""
    three_weeks_ago = datetime.combine(clock.today() - timedelta(days=21), time(9), UTC)
    with time_machine.travel(three_weeks_ago, tick=False):
        return kept.town()
