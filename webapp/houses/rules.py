"""Pure decisions about the houses: when an entry is late, which copy of it counts, what a choice does."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from webapp.core import clock
from webapp.core.parcels import Refused
from webapp.houses.content import (
    HOUSES,
    LEVELS,
    WITH,
    Content,
    Share,
    check_content,
    kept_content,
    read_content,
)

# What an entry holds is one of the rules, in a file of its own.
__all__ = [
    "HOUSES",
    "LEVELS",
    "WITH",
    "Content",
    "Share",
    "check_content",
    "kept_content",
    "read_content",
]

CHOICES = ("start", "not_today", "rather_talk", "do_not_want")
REV_AT_MOST = 2**31 - 1
# The authority's limit for an answer, in working days (practice §1).
ANSWER_DAYS = 5

# What is kept from the child is looked at again within so many days (safety §4.5).
UNTOLD_DAYS = 14
REASON_AT_LEAST = 20

SENT, DRAFT = "send", "draft"


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
    # Which opening of the page made it, and the revision we had given that page. An old app says neither.
    page: uuid.UUID | None = None
    saw: int = 0

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


def goes_beside(*, kept_page: uuid.UUID | None, kept_rev: int, page: uuid.UUID | None, saw: int) -> bool:
    """Whether another page, on another phone or in another app, wrote on it since this page was given it.

    Then what this page made is kept as a thing of its own: neither writes over the other (safety R11).
    """
    return page != kept_page and saw != kept_rev


def beside(entry_id: uuid.UUID, page: uuid.UUID | None) -> uuid.UUID:
    """The id of that thing of its own: the same for every revision of that page."""
    return uuid.uuid5(entry_id, f"beside|{page or ''}")


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
