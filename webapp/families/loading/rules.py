"""What a load may change, and what is here. Pure; the council's ids are folded: capitals, no spaces."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import date

# Kept with an allocation, and shown in the reader's language (allocating.queries). Never who asked for the
# change: a child who asked must not be found out.
WORKER_CHANGED = "Your worker has changed. You can ask us why."


@dataclass(frozen=True, slots=True)
class NewTeam:
    """A team that is not here yet."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class NewFamily:
    """A family that is not here yet, in a team by the council's id."""

    id: str
    name: str
    team_id: str


@dataclass(frozen=True, slots=True)
class ChildDetails:
    """What the council knows a child by. `written`: its id as the council writes it."""

    id: str
    written: str
    name: str
    born_on: date | None
    band: str


@dataclass(frozen=True, slots=True)
class NewMember:
    """A child in a family, both by the council's id."""

    family_id: str
    child_id: str


@dataclass(frozen=True, slots=True)
class NewAllocation:
    """A worker of a child. `reason` is read by the family; `code`: why the worker changed, '' for none."""

    id: str
    child_id: str
    worker_id: uuid.UUID
    from_on: date
    until_on: date | None
    instead_of: uuid.UUID | None
    reason: str
    code: str


@dataclass(frozen=True, slots=True)
class EndedAllocation:
    """The council says that this allocation ended."""

    id: str
    until_on: date


@dataclass(frozen=True, slots=True)
class ChildHere:
    """A child who is here. `families`: the council's ids of those they are in now.

    `seen`: a fingerprint of what the council said at the last load; b'' when the child was added by hand.
    """

    row_id: uuid.UUID
    families: frozenset[str]
    seen: bytes
    born_on: date | None = None


@dataclass(frozen=True, slots=True)
class AllocationHere:
    """An allocation that was loaded before."""

    row_id: uuid.UUID
    until_on: date | None


@dataclass
class Here:
    """What is here of the things that a folder names, by the council's id.

    `workers`: professionals whose account is known and able. `working`: (child, worker) of allocations
    that hold and were made by hand. `declared`: ("child" or "family", the council's id, worker) where the
    worker said that they know that child or someone of that family.
    """

    teams: dict[str, uuid.UUID] = field(default_factory=dict)
    families: dict[str, uuid.UUID] = field(default_factory=dict)
    children: dict[str, ChildHere] = field(default_factory=dict)
    allocations: dict[str, AllocationHere] = field(default_factory=dict)
    workers: dict[str, uuid.UUID] = field(default_factory=dict)
    working: set[tuple[str, uuid.UUID]] = field(default_factory=set)
    declared: set[tuple[str, str, uuid.UUID]] = field(default_factory=set)
