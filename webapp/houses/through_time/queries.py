"""The houses a reader may open, by the time at which they were made."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from webapp.core.access import Reader
from webapp.houses import queries
from webapp.houses.queries import EntryView


@dataclass(frozen=True)
class Time:
    """One set of houses: when it was begun, and its entries in the order in which they came."""

    set_id: uuid.UUID
    made_at: datetime
    entries: list[EntryView]

    @property
    def houses(self) -> list[str]:
        """Which houses have something in them, in the order in which they were first filled."""
        return list(dict.fromkeys(entry.house for entry in self.entries))

    def of(self, house: str) -> list[EntryView]:
        """What is in this house."""
        return [entry for entry in self.entries if entry.house == house]


def times_of(reader: Reader, child_id: uuid.UUID) -> list[Time]:
    """The child's sets that this reader may open, the oldest first; none is told that is out of sight."""
    sets: dict[uuid.UUID, list[EntryView]] = {}
    for entry in queries.entries_of(reader, child_id):
        sets.setdefault(entry.set_id, []).append(entry)
    times = [Time(set_id, min(one.made_at for one in entries), entries) for set_id, entries in sets.items()]
    return sorted(times, key=lambda one: (one.made_at, one.set_id))
