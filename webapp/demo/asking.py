"""What Northbridge asks of its own, whom it offers what, a young person's day and a mother's lists."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from webapp import houses
from webapp.core import clock
from webapp.demo.stage import Cast, Event, content, demo_id

SWITCHED_ON, MADE_HOUR = -40, 17
REST = {
    "name": "",
    "paper": "",
    "strokes": [],
    "things": [],
    "voice": [],
    "files": [],
    "said": "",
    "band": "teen",
}


def events(cast: Cast) -> Iterator[Event]:
    """The office first, then what was made."""
    made = content("asking")
    yield Event(SWITCHED_ON, MADE_HOUR, partial(_offer, cast, made))
    for number, entry in enumerate(made["day"]["entries"]):
        yield Event(made["day"]["day"], MADE_HOUR + number / 10, partial(_receive, cast, made["day"], entry))
    yield Event(made["lists"]["day"], MADE_HOUR, partial(_send, cast, made["lists"]))


def _offer(cast: Cast, made: dict[str, Any]) -> None:
    one = made["template"]
    parts = [
        houses.Part(part["key"], part["sign"], {"mid": part["name"]}, {"mid": part["question"]})
        for part in one["parts"]
    ]
    wanted = houses.Template(one["key"], 0, one["name"], tuple(parts))
    houses.keep_template(wanted=wanted, actor_id=cast.ids["priya"])
    for key, audiences in made["offered"].items():
        houses.offer_template(key=key, audiences=audiences, actor_id=cast.ids["priya"])


def _receive(cast: Cast, day: dict[str, Any], entry: dict[str, Any]) -> None:
    asked = {"v": 2, "template": "my_day", "house": entry["house"], "prompt": entry["prompt"]}
    said = {"words": entry["words"], "with": "alone", "language": "en", "typed_by": "", "own_words": True}
    houses.receive(
        child_id=cast.ids[day["child"]],
        content=REST | asked | said | {"read_back": True, "share": {"level": "worker", "people": []}},
        entry_id=demo_id(entry["id"]),
        made_at=clock.now(),
        received_at=clock.now(),
        set_id=demo_id(day["set"]),
    )


def _send(cast: Cast, lists: dict[str, Any]) -> None:
    houses.send_lists(
        lists_id=demo_id(lists["id"]),
        person_id=cast.ids[lists["person"]],
        child_id=cast.ids[lists["child"]],
        template="three_lists",
        said=[houses.Said(**one) for one in lists["said"]],
        level="worker",
        language="en",
        at=clock.now(),
    )
