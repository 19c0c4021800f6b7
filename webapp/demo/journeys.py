"""Where each child is, in their worker's words; and how families reach each worker."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import partial
from typing import Any

from webapp import plans
from webapp.core import ids
from webapp.demo.stage import Cast, Event, content

WRITE_HOUR = 16


def events(cast: Cast) -> Iterator[Event]:
    """Every stop on the day it was written: its own, or a later one."""
    for one in content("people")["staff"]:
        if one["role"] == "worker":
            yield Event(-300, WRITE_HOUR, partial(_say_reach, cast, one))
    for story in content("journeys")["journeys"]:
        for stop in story["stops"]:
            yield Event(stop.get("written_day", stop["day"]), WRITE_HOUR, partial(_write, cast, story, stop))


def _say_reach(cast: Cast, one: dict[str, Any]) -> None:
    plans.say_how_to_reach(person_id=cast.ids[one["key"]], words=one["phone"])


def _write(cast: Cast, story: dict[str, Any], stop: dict[str, Any]) -> None:
    words = {
        (audience, code): plans.JourneyTexts(**texts)
        for audience in ("adult", "child")
        for code, texts in stop[audience].items()
    }
    on: date | None = None if stop["day"] is None else cast.on(stop["day"])
    plans.save_journey_entry(
        child_id=cast.ids[story["child"]],
        entry_id=ids.new(),
        stage=stop["stage"],
        on=on,
        happened=stop["happened"],
        words=words,
        actor_id=cast.ids[story["worker"]],
    )
