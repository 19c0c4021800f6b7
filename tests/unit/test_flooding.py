"""The brake on floods: each address in its own window, and no more of them than a process can hold."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine

from webapp.core import flooding
from webapp.core.flooding import Counts


def test_each_address_is_counted_in_a_window_of_its_own() -> None:
    counts = Counts()
    with time_machine.travel("2030-03-04 10:00Z", tick=False) as clock:
        assert [counts.incr("one", 60), counts.incr("one", 60), counts.incr("two", 60)] == [1, 2, 1]
        clock.shift(timedelta(seconds=59))
        assert counts.incr("one", 60) == 3
        clock.shift(timedelta(seconds=1))
        assert counts.get("one") == 0
        assert counts.incr("one", 60) == 1


def test_a_flood_from_many_addresses_fills_no_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(flooding, "MOST", 5)
    counts = Counts()
    for number in range(50):
        counts.incr(f"address {number}", 60)
    assert counts.reset() <= 5


def test_ended_windows_make_room_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(flooding, "MOST", 3)
    counts = Counts()
    with time_machine.travel("2030-03-04 10:00Z", tick=False) as clock:
        for address in ("one", "two"):
            counts.incr(address, 10)
        counts.incr("busy", 60)
        clock.shift(timedelta(seconds=20))
        counts.incr("new", 60)
        assert counts.incr("busy", 60) == 2


def test_what_is_cleared_begins_anew() -> None:
    counts = Counts()
    counts.incr("one", 60)
    counts.clear("one")
    assert (counts.get("one"), counts.check()) == (0, True)
