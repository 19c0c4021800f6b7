"""What the children put in their houses, who read it and what was said back."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from webapp import audit, families, houses, review
from webapp.core import clock
from webapp.demo.plans import outcome
from webapp.demo.stage import Actor, Cast, Event, content, demo_id

MADE_HOUR, READ_HOUR, REPLY_HOUR, LINK_HOUR = 16, 17, 18, 18.5


def events(cast: Cast) -> Iterator[Event]:
    """Every entry: sent, opened, answered, and its answer linked to a step."""
    for group in content("houses")["sets"]:
        for number, entry in enumerate(group["entries"]):
            yield Event(group["received_day"], MADE_HOUR + number / 10, partial(_receive, cast, group, entry))
            yield from _answer_events(cast, group, entry)


def _answer_events(cast: Cast, group: dict[str, Any], entry: dict[str, Any]) -> Iterator[Event]:
    if entry["state"] == "read":
        yield Event(entry["read_day"], READ_HOUR, partial(_read, cast, group, entry))
    reply = entry.get("reply", {})
    if reply:
        yield Event(reply["day"], REPLY_HOUR, partial(_reply, cast, group, entry))
    if "step" in reply:
        # A step can be named from the day the plan that has it is published.
        day = max(reply["day"], content(f"plans/{group['child']}")["published_day"])
        yield Event(day, LINK_HOUR, partial(_link, cast, entry))


def _receive(cast: Cast, group: dict[str, Any], entry: dict[str, Any]) -> None:
    people = [str(cast.ids[key]) for key in entry["share"]["people"]]
    made = {key: entry[key] for key in ("house", "words", "strokes", "prompt", "with", "read_back")}
    houses.receive(
        child_id=cast.ids[group["child"]],
        content=made | {"v": 1, "share": {"level": entry["share"]["level"], "people": people}},
        entry_id=demo_id(entry["id"]),
        made_at=clock.now(),
        received_at=clock.now(),
        set_id=demo_id(group["id"]),
    )


def _read(cast: Cast, group: dict[str, Any], entry: dict[str, Any]) -> None:
    """The row that the guard writes when a person opens the page: "Read by NAME"."""
    child_id = cast.ids[group["child"]]
    audit.record(
        actor_id=cast.ids[entry["read_by"]],
        act="entry.read",
        family_id=families.family_of(child_id).id,
        subject_id=child_id,
        item_kind="entry",
        item_id=demo_id(entry["id"]),
    )


def _reply(cast: Cast, group: dict[str, Any], entry: dict[str, Any]) -> None:
    child_id = cast.ids[group["child"]]
    review.reply(
        reply_id=demo_id(f"{entry['id']}-reply"),
        author_id=cast.ids[entry["reply"]["by"]],
        child_id=child_id,
        to_id=child_id,
        answers=[("entry", demo_id(entry["id"]))],
        outcome=outcome(cast, entry["reply"]),
    )


def _link(cast: Cast, entry: dict[str, Any]) -> None:
    """The worker asked the child first (practice §4)."""
    worker_id, asked = cast.ids[entry["reply"]["by"]], entry["reply"]["link_asked"]
    row = review.staff_reply(Actor(worker_id, "worker"), demo_id(f"{entry['id']}-reply"))
    if row is None:
        raise LookupError(entry["id"])
    review.link_step(
        row=row,
        step_id=cast.items[entry["reply"]["step"]],
        basis="agreed",
        agreed_on=cast.on(asked["day"]),
        actor_id=worker_id,
    )
