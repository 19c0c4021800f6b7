"""What a child sends, what is said about a plan, and a worker's answer to it."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

from tests.conftest import Browser
from tests.makers import Town
from webapp import houses, plans
from webapp.core import clock, ids
from webapp.core.database import unit_of_work

MORNINGS = "Mornings are too much. I make Yusuf ready and then I am late."


def send_entry(
    town: Town,
    words: str = MORNINGS,
    *,
    child: uuid.UUID | None = None,
    ago: timedelta = timedelta(),
    share: dict[str, Any] | None = None,
    house: str = "worry",
    strokes: list[dict[str, Any]] | None = None,
    set_id: uuid.UUID | None = None,
) -> uuid.UUID:
    entry_id = ids.new()
    content = {
        "v": 1,
        "house": house,
        "words": words,
        "strokes": strokes or [],
        "prompt": "WORRY_1",
        "with": "alone",
        "share": share or {"level": "worker", "people": []},
        "read_back": True,
    }
    at = clock.now() - ago
    with unit_of_work():
        houses.receive(
            child_id=child or town.zara,
            content=content,
            entry_id=entry_id,
            made_at=at,
            received_at=at,
            set_id=set_id,
        )
    return entry_id


def publish_plan(town: Town) -> uuid.UUID:
    """A small published plan of Zara's with one step; returns the version."""
    with unit_of_work():
        version = plans.start_plan(child_id=town.zara, kind="child_in_need", actor_id=town.beth)
        plans.save_paragraph(
            version_id=version,
            part="worried",
            adult={"en": "Her school says she is often late."},
            child={"en": "You are often late. You are tired. We want to help."},
            actor_id=town.beth,
        )
        plans.save_step(
            version_id=version,
            what={"en": "Yusuf goes to breakfast club."},
            by_whom="Beth",
            by_on=clock.today() + timedelta(days=9),
            actor_id=town.beth,
        )
        for reader in plans.readers(town.zara):
            plans.tick_read_as(version_id=version, reader_id=reader.person_id, actor_id=town.beth)
        for person in (town.samina, town.imran):
            plans.record_asked(
                version_id=version,
                person_id=person,
                outcome="asked",
                asked_on=clock.today(),
                actor_id=town.beth,
            )
        plans.publish(version_id=version, actor_id=town.beth, review_on=clock.today() + timedelta(days=60))
    return version


def say_about_plan(town: Town, version: uuid.UUID, person: uuid.UUID, words: str) -> uuid.UUID:
    with unit_of_work():
        return plans.add_answer(version_id=version, person_id=person, kind="own_words", words=words)


def send(browser: Browser, child: uuid.UUID, items: list[str], page: str = "/inbox", **fields: Any) -> Any:
    values = {
        "reply_id": str(ids.new()),
        "item": items,
        "outcome": "done",
        "words": "Yusuf has breakfast club.",
    }
    return browser.post(f"/inbox/children/{child}/reply", values | fields, page=page)


def in_order(text: str, *parts: str) -> bool:
    places = [text.find(part) for part in parts]
    return -1 not in places and places == sorted(places)
