"""A Monday on which nobody has drawn yet, and a team that is ready for an alert."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time

import pytest
import time_machine
from flask import Flask

from tests import kept
from tests.capability.feedback.makers import MONDAY
from tests.makers import Town
from webapp import duty, feedback
from webapp.core.database import unit_of_work
from webapp.duty.rules import Hours


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(MONDAY, tick=False) as traveller:
        yield traveller


@pytest.fixture
def town(app: Flask, clock: time_machine.Traveller) -> Iterator[Town]:
    found = kept.town()
    feedback.connect_drawings(app, lambda _child_id: False)
    yield found
    app.extensions.pop("heard_has_drawn", None)


@pytest.fixture
def ready(town: Town) -> None:
    """Farah is on duty and the other hours are told."""
    with unit_of_work():
        days = {"from_on": date(2026, 1, 1), "until_on": date(2026, 12, 31)}
        duty.set_rota(team_id=town.team, owner_id=town.farah, cover_id=town.beth, actor_id=town.farah, **days)
        hours = Hours(time(9), time(17))
        duty.set_out_of_hours(team_id=town.team, words="Ring 01632 960001.", hours=hours, actor_id=town.farah)
