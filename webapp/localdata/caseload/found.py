"""What a load would do, as a list of things to do and of things to decide. Pure."""

from __future__ import annotations

import uuid
from collections import defaultdict
from dataclasses import dataclass, field

from webapp.families import ChildDetails, EndedAllocation, NewAllocation, NewFamily, NewMember, NewTeam
from webapp.localdata.caseload.rows import Problem


@dataclass(frozen=True, slots=True)
class NewPlan:
    """A plan that is not here yet: an empty draft of this kind, for the child's worker to write."""

    child_id: str
    kind: str
    worker_id: uuid.UUID


@dataclass
class Changes:
    """Everything that a load would do, in the order in which it is done; `conflicts`: what it would not.

    `linked`: children added by hand with this id, who stay as they are; `left_out`: counts, by reason.
    """

    teams: list[NewTeam] = field(default_factory=list)
    families: list[NewFamily] = field(default_factory=list)
    children: list[ChildDetails] = field(default_factory=list)
    linked: list[ChildDetails] = field(default_factory=list)
    updated: list[ChildDetails] = field(default_factory=list)
    members: list[NewMember] = field(default_factory=list)
    allocations: list[NewAllocation] = field(default_factory=list)
    ended: list[EndedAllocation] = field(default_factory=list)
    plans: list[NewPlan] = field(default_factory=list)
    conflicts: list[Problem] = field(default_factory=list)
    left_out: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    def counts(self) -> dict[str, int]:
        """How many of each, for the preview."""
        lists = (
            "teams",
            "families",
            "children",
            "linked",
            "updated",
            "members",
            "allocations",
            "ended",
            "plans",
        )
        return {name: len(getattr(self, name)) for name in (*lists, "conflicts")}

    def changes_nothing(self) -> bool:
        """Whether applying it would write no row."""
        return not any(number for name, number in self.counts().items() if name != "conflicts")
