"""What nearly every test of a capability begins with: a small town, a clock that stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
import time_machine
from flask import Flask

from tests import kept
from tests.makers import Town
from webapp.record import pdf


@pytest.fixture
def town(app: Flask) -> Town:
    return kept.town()


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    """Stands at a Monday morning until a test moves it."""
    with time_machine.travel(datetime(2030, 3, 4, 10, tzinfo=UTC), tick=False) as traveller:
        yield traveller


@pytest.fixture
def record_folder(app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The council's folder is there, and the setting names it; its PDFs are made up."""
    monkeypatch.setattr(pdf, "_render", lambda *_given: b"%PDF-made-up")
    made = tmp_path / "record"
    made.mkdir()
    settings = replace(app.extensions["heard_settings"], record_folder=made)
    monkeypatch.setitem(app.extensions, "heard_settings", settings)
    return made
