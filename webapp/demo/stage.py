"""What the parts of the demo share: the content, who is who, and the days on which things happened."""

from __future__ import annotations

import json
import uuid
from base64 import urlsafe_b64encode
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from webapp import accounts
from webapp.core import access, clock, sealing

CONTENT = Path(__file__).parent / "content"
NO_SESSION = uuid.UUID(int=0)
NAMESPACE = uuid.UUID("0b0b7a52-5d0e-5c53-9a39-6f2f6b3c9d11")


@dataclass(frozen=True)
class Event:
    """One thing that happened: on which day counted from the day of loading, at which hour, and what."""

    day: int
    hour: float
    do: Callable[[], object]


@dataclass
class Cast:
    """Everyone by the key of the content, and the day of loading."""

    today: date
    ids: dict[str, uuid.UUID] = field(default_factory=dict)
    teams: dict[str, uuid.UUID] = field(default_factory=dict)
    # Loaded paragraphs and steps, for what people said about one of them.
    items: dict[str, uuid.UUID] = field(default_factory=dict)

    def on(self, day: int) -> date:
        """The date so many days from the day of loading."""
        return self.today + timedelta(days=day)

    def at(self, day: int, hour: float) -> datetime:
        """The moment at this hour of that day, on the authority's clocks."""
        return datetime.combine(self.on(day), time(), clock.local(clock.now()).tzinfo) + timedelta(hours=hour)


@dataclass
class Actor:
    """A member of staff as a reader, for the front doors that ask who looks."""

    person_id: uuid.UUID
    role: str
    session_id: uuid.UUID = NO_SESSION
    kind: str = "staff"
    band: str = "adult"
    language: str = "en"
    shared_phone: bool = False
    chosen_id: uuid.UUID | None = None
    handed: access.Handed | None = None
    name: str = ""


@cache
def content(name: str) -> Any:
    """One file of webapp/demo/content, read once."""
    return json.loads((CONTENT / f"{name}.json").read_text(encoding="utf-8"))


def everyone() -> Iterator[dict[str, Any]]:
    """Staff and the advocate, then the people of the families, as the content has them."""
    people = content("people")
    yield from people["staff"]
    yield people["advocate"] | {"name": people["advocate"]["person"]}
    yield from people["people"]


def invited() -> Iterator[dict[str, Any]]:
    """Those invited from outside, in the shape of a family's people."""
    card = {"card": True, "set_up": True, "band": "adult", "pictures": None, "authority_person_id": None}
    for one in content("people")["invited"]:
        yield card | one | {"role_in_family": one["role"]}


def known_as(key: str) -> str:
    """What the family calls a person; words that name nobody of the content stay as they are."""
    for person in everyone():
        if person["key"] == key:
            return str(person.get("preferred_name") or person["name"])
    return key


def demo_id(key: str) -> uuid.UUID:
    """An id for something that a phone would have named, the same for the same key here."""
    return uuid.uuid5(NAMESPACE, sealing.lookup_hash("demo-id", key).hex())


def card_secret(key: str) -> str:
    """What stands on a demo person's card: the same at every printing, another on every machine."""
    return urlsafe_b64encode(sealing.lookup_hash("demo-card", key)[:16]).decode().rstrip("=")


def play(cast: Cast, events: Iterable[Event]) -> None:
    """Do everything in the order in which it happened, each at its own moment."""
    for event in sorted(events, key=lambda one: (one.day, one.hour)):
        with clock.as_of(cast.at(event.day, event.hour)):
            event.do()


def is_loaded() -> bool:
    """Whether demo staff are here: the mark by which production knows them too."""
    return any(accounts.staff_by_email(one["email"]) for one in content("people")["staff"])
