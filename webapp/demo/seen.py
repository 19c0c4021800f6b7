"""What workers saw of a baby, how she tells people things, and what a boy told his worker (practice §5)."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from webapp import houses
from webapp.demo.stage import Cast, Event, content, demo_id

HOUR = 15


def events(cast: Cast) -> Iterator[Event]:
    """Each note on its own day."""
    for one in content("seen")["seen"]:
        yield Event(one["day"], HOUR, partial(_note, cast, one))
    for one in content("seen")["told"]:
        yield Event(one["day"], HOUR, partial(_write_down, cast, one))
    for one in content("seen")["telling"]:
        yield Event(one["day"], HOUR, partial(_say, cast, one))


def _note(cast: Cast, one: dict[str, Any]) -> None:
    houses.note_seen(
        note_id=demo_id(one["id"]),
        child_id=cast.ids[one["child"]],
        by_id=cast.ids[one["by"]],
        by_role="worker",
        seen_on=cast.on(one["day"]),
        how=one["how"],
        words={name: one[name] for name in ("saw", "how_words", "like")},
    )


def _write_down(cast: Cast, one: dict[str, Any]) -> None:
    houses.write_down(
        entry_id=demo_id(one["id"]),
        child_id=cast.ids[one["child"]],
        by_id=cast.ids[one["by"]],
        template="three_houses",
        told_on=cast.on(one["day"]),
        language="en",
        **{name: one[name] for name in ("house", "words", "there", "own_words", "read_back")},
    )


def _say(cast: Cast, one: dict[str, Any]) -> None:
    houses.say_how(
        child_id=cast.ids[one["child"]],
        by_id=cast.ids[one["by"]],
        by_role="worker",
        words=one["words"],
        before=None,
    )
