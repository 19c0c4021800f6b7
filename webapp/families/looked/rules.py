"""Pure decisions about the list of who has looked."""

from __future__ import annotations

from datetime import date, datetime, timedelta

# Longer ago is not kept here: the council's own system is the record (safety §4.8).
KEPT = timedelta(days=396)
WITHHELD_DAYS = 14
# What a family member may be told of, by act: the kind of thing that was looked at.
FAMILY_ACTS = {
    "plan.read": "plan_version",
    "entry.read": "entry",
    "answer.read": "plan_answer",
    "lists.read": "lists",
}
# Looks at the reader's own record that are of no single item.
OWN_ACTS = {"contact.read": "person"}
STAFF_ACTS = FAMILY_ACTS | OWN_ACTS | {"note.read": "note", "alert.read": "alert"}
MANAGER_ACTS = STAFF_ACTS | {"feedback.read": "child", "reply.read": "reply"}
ADULT_IS_TOLD_OF = frozenset({"worker", "manager"})
# A child chose these people too; other family members' looks are never told to anyone in the family.
CHILD_IS_TOLD_OF = ADULT_IS_TOLD_OF | {"advocate", "plan_checker"}
EMERGENCY = "emergency"


def part_of_day(moment: datetime) -> str:
    """The list tells the part of the day, not the minute. `moment` is on the authority's clocks."""
    return "morning" if moment.hour < 12 else "afternoon" if moment.hour < 18 else "evening"


def may_withhold_until(day: date | None, today: date) -> bool:
    """A review day after today, at most 14 days away."""
    return day is not None and today < day <= today + timedelta(days=WITHHELD_DAYS)


def is_withheld(review_on: date, today: date) -> bool:
    """Not told yet; from the review day on it is."""
    return today < review_on
