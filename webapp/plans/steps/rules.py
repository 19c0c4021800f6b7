"""What may be said about a step, what may come back, and what is due. Pure."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, timedelta

# What comes back to one who said how a step is going; the first moves the step.
ON_STEP = ("confirmed", "not_yet")
# What comes back to an idea; the first puts it into the draft.
ON_IDEA = ("taken", "not_taken")
# These two bring a reply alone, as for everything a family says.
REPLY_ALONE = ("will_do", "talk")
# A look at the plan shows in the list of what is due from this many days before.
REVIEW_SOON = timedelta(days=14)


@dataclass(frozen=True)
class Due:
    """One line of what is due. kind: step, review, talk. `what`: a step's words; `people`: names."""

    on: date
    kind: str
    child_id: uuid.UUID
    child_name: str
    what: str = ""
    by_whom: str = ""
    people: tuple[str, ...] = ()


def outcomes(kind: str) -> tuple[str, ...]:
    """What may come back to what was said about a step, or to an idea for one."""
    return (*(ON_STEP if kind == "step_said" else ON_IDEA), *REPLY_ALONE)


def is_open(state: str, outcome: str, standing: str) -> bool:
    """Whether what was said about a step still tells its reader something that the step itself does not."""
    if outcome in ("", "sent"):
        return state != standing
    return outcome != "confirmed" or state == standing


def in_order(found: list[Due]) -> list[Due]:
    """By date alone, then by name: nobody is ranked."""
    return sorted(found, key=lambda one: (one.on, one.child_name.casefold(), one.kind, one.what))
