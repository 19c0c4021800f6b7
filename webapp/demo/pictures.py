"""Workers' photos of themselves, and the photo of a home: drawings of ours, so that nobody real is shown."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from functools import partial
from typing import Any

from webapp import media, plans
from webapp.demo.stage import CONTENT, Cast, Event, content

PUT_HOUR = 16.5


def events(cast: Cast) -> Iterator[Event]:
    """Who has one put it in on the day they said how to reach them; the others' initials stand in."""
    for one in content("people")["staff"]:
        if one.get("picture"):
            yield Event(-300, PUT_HOUR, partial(_put_in, cast, one))


def _put_in(cast: Cast, one: dict[str, Any]) -> None:
    plans.put_worker_photo(person_id=cast.ids[one["key"]], made=_made(one["picture"]))


def _made(name: str) -> media.Made:
    return media.make_photo(data=(CONTENT / "pictures" / f"{name}.png").read_bytes())


def show(cast: Cast, version_id: uuid.UUID, photos: list[dict[str, Any]], actor_id: uuid.UUID) -> None:
    """The photos of a home with the words that say what they show, put into a draft."""
    for one in photos:
        plans.add_photo(
            version_id=version_id,
            made=_made(one["picture"]),
            words={(audience, "en"): one[audience] for audience in ("adult", "child")},
            reader_id=cast.ids.get(one["for"]),
            actor_id=actor_id,
        )
