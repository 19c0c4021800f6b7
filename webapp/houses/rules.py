"""Pure decisions about the houses: what an entry may hold, when it is late, which copy of it counts."""

from __future__ import annotations

import re
import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from webapp.core import clock, ids, parcels, text
from webapp.core.parcels import Refused

HOUSES = ("good", "worry", "wish")
WITH = ("alone", "worker", "parent", "carer", "other")
LEVELS = ("worker", "advocate", "people", "meeting", "other")
CHOICES = ("start", "not_today", "rather_talk", "do_not_want")
COLOURS = ("damson", "rust", "gorse", "fern", "night", "rain", "bark", "ink")
WIDTHS = (6, 12, 24)
WIDE, HIGH = 1000, 1200
POINTS_AT_MOST = 60_000
WORDS_AT_MOST = 100_000
PEOPLE_AT_MOST = 50
PROMPT = re.compile(r"[A-Z0-9_]{1,40}")
REV_AT_MOST = 2**31 - 1
# The authority's limit for an answer, in working days (practice §1).
ANSWER_DAYS = 5

# What is kept from the child is looked at again within so many days (safety §4.5).
UNTOLD_DAYS = 14
REASON_AT_LEAST = 20

SENT, DRAFT = "send", "draft"


@dataclass(frozen=True)
class Share:
    """Who the child lets see it: a level and, for some levels, the people picked."""

    level: str
    people: tuple[uuid.UUID, ...] = ()


@dataclass(frozen=True)
class Content:
    """One entry, opened and checked. A stroke: {"c" colour, "w" width, "p" [x, y, …]}, sheet 1000 × 1200."""

    house: str
    words: str
    strokes: list[dict[str, Any]]
    prompt: str
    with_whom: str
    share: Share | None
    read_back: bool

    @property
    def is_empty(self) -> bool:
        return not self.words.strip() and not self.strokes

    def as_json(self) -> dict[str, Any]:
        """The phone's own form of a draft, without a share choice: she chooses when she sends."""
        return {
            "v": 1,
            "house": self.house,
            "words": self.words,
            "strokes": self.strokes,
            "prompt": self.prompt,
            "with": self.with_whom,
            "share": None,
            "read_back": self.read_back,
        }


@dataclass(frozen=True)
class Parcel:
    """What a phone sends: one sealed revision of one entry, and what is known about it in clear."""

    id: uuid.UUID
    rev: int
    kind: str
    owner: str
    set_id: uuid.UUID
    key_id: uuid.UUID
    enc: bytes
    ct: bytes
    made_at: datetime | None
    signed_in: bool

    @property
    def binding(self) -> str:
        """HPKE info: the box opens for this owner, entry and revision alone."""
        return f"heard/entry/v1|{self.owner}|{self.id}|{self.rev}"

    @property
    def body(self) -> bytes:
        """What makes two sends of one revision the same."""
        return b"|".join((self.kind.encode(), self.enc, self.ct))

    @property
    def is_sent(self) -> bool:
        """Made with nobody signed in, it waits as a draft: she looks at it again before it goes."""
        return self.kind == SENT and self.signed_in


def read_content(plain: bytes) -> Content:
    """The opened bytes as an entry. Refused when it is not what our page makes."""
    return check_content(parcels.as_json(plain))


def check_content(raw: object) -> Content:
    """Refused unless every part is of the kind and size that our page makes."""
    if not isinstance(raw, dict) or raw.get("v") != 1 or not isinstance(raw.get("read_back"), bool):
        raise Refused("shape")
    if raw.get("house") not in HOUSES or raw.get("with") not in WITH:
        raise Refused("shape")
    return Content(
        house=raw["house"],
        words=_words(raw.get("words")),
        strokes=_strokes(raw.get("strokes")),
        prompt=_prompt(raw.get("prompt")),
        with_whom=raw["with"],
        share=_share(raw.get("share")),
        read_back=raw["read_back"],
    )


def _words(raw: object) -> str:
    if not isinstance(raw, str):
        raise Refused("shape")
    words = text.repair(raw)
    if len(words) > WORDS_AT_MOST:
        raise Refused("words")
    return words


def _prompt(raw: object) -> str:
    if not isinstance(raw, str) or not PROMPT.fullmatch(raw):
        raise Refused("shape")
    return raw


def _strokes(raw: object) -> list[dict[str, Any]]:
    if not isinstance(raw, list):
        raise Refused("drawing")
    strokes = [_stroke(one) for one in raw]
    if sum(len(stroke["p"]) for stroke in strokes) > 2 * POINTS_AT_MOST:
        raise Refused("full")
    return strokes


def _stroke(raw: object) -> dict[str, Any]:
    if not isinstance(raw, dict) or raw.get("c") not in COLOURS or raw.get("w") not in WIDTHS:
        raise Refused("drawing")
    points = raw.get("p")
    if not isinstance(points, list) or not points or len(points) % 2:
        raise Refused("drawing")
    if not _on_sheet(points[::2], WIDE) or not _on_sheet(points[1::2], HIGH):
        raise Refused("drawing")
    return {"c": raw["c"], "w": int(raw["w"]), "p": points}


def _on_sheet(values: list[object], top: int) -> bool:
    return all(type(value) is int and 0 <= value <= top for value in values)


def _share(raw: object) -> Share | None:
    if raw is None:
        return None
    if not isinstance(raw, dict) or raw.get("level") not in LEVELS:
        raise Refused("share")
    people = raw.get("people")
    if not isinstance(people, list) or len(people) > PEOPLE_AT_MOST:
        raise Refused("share")
    found = [ids.parse(person) for person in people]
    return Share(raw["level"], tuple(person for person in found if person is not None))


@dataclass(frozen=True)
class ShareStep:
    """What a new choice does: who can see it who could not before, and whether to ask once more."""

    added: tuple[uuid.UUID, ...]
    widens: bool


def share_step(
    before: list[uuid.UUID], after: list[uuid.UUID], level_before: str, level_after: str
) -> ShareStep:
    """Narrowing works at once; one more person, or a meeting, is asked about again (safety §4.5)."""
    added = tuple(person for person in after if person not in before)
    to_meeting = level_after == "meeting" and level_before != "meeting"
    return ShareStep(
        added=added,
        widens=bool(added) or to_meeting,
    )


def level_of(workers: list[uuid.UUID], chosen: list[uuid.UUID]) -> str:
    """The level of a manager's choice for the child: without the worker it is hidden from workers."""
    if not set(workers) & set(chosen):
        return "other"
    return "people" if set(chosen) - set(workers) else "worker"


def may_look_again_on(day: date | None, today: date) -> bool:
    """What is kept from the child is looked at again within 14 days (safety §4.5)."""
    return day is not None and today <= day <= last_day(today)


def last_day(today: date) -> date:
    """The last day on which what is kept from the child has to be looked at again."""
    return today + timedelta(days=UNTOLD_DAYS)


def is_new(*, kept_rev: int, kept_body: bytes, kept_sent: bool, rev: int, body: bytes) -> bool:
    """Whether to keep this revision. Refused when it would change what was sent, or what has this number."""
    if rev == kept_rev and body != kept_body:
        raise Refused("changed")
    if rev > kept_rev and kept_sent:
        raise Refused("sent")
    return rev > kept_rev


def late_before(today: date, closed: Collection[date] = ()) -> date:
    """What was received on a day before this one has waited longer than ANSWER_DAYS working days."""
    first = today
    while clock.add_working_days(first - timedelta(days=1), ANSWER_DAYS, closed) >= today:
        first -= timedelta(days=1)
    return first
