"""Who may open and answer a plan as a family member."""

from __future__ import annotations

from webapp.core.access import Reader, policy


@policy("A child, or an adult granted a child's plan: each their own copy.", act="plan.read")
def may_read_own_plan(reader: Reader, **_view: object) -> bool:
    """Family members only; grants and what was composed for them decide which plan and which copy."""
    return reader.kind in ("child", "adult")


@policy("A child, or an adult granted a child's plan, about the copy composed for them.")
def may_answer_own_plan(reader: Reader, **_view: object) -> bool:
    """The copy itself is looked up for this reader alone."""
    return reader.kind in ("child", "adult")


@policy("An adult granted a child's plan, or a child of 13 or more, about the copy composed for them.")
def may_say_position(reader: Reader, **_view: object) -> bool:
    """The copy itself is looked up for this reader alone."""
    return reader.kind in ("child", "adult") and says_position(reader)


def says_position(reader: Reader) -> bool:
    """Whether this reader is asked if they agree: an adult of the family, or a child of 13 or more."""
    return reader.band in ("adult", "teen") and reader.role != "partner"
