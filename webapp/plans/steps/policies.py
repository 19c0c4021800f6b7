"""Who may say how a step is going, propose one, and see what is due."""

from __future__ import annotations

from webapp.core.access import Reader, policy


@policy("The reader of a plan whose step it is, about the copy composed for them.")
def may_say_step(reader: Reader, **_view: object) -> bool:
    """The copy and the step are looked up for this reader alone."""
    return reader.kind in ("child", "adult")


@policy("A child, or an adult of the family granted a child's plan, about the copy composed for them.")
def may_propose_step(reader: Reader, **_view: object) -> bool:
    """The copy itself is looked up for this reader alone."""
    return proposes_steps(reader)


def proposes_steps(reader: Reader) -> bool:
    """Whether this reader is asked for ideas: someone of the family, not one who was invited from outside."""
    return reader.kind in ("child", "adult") and reader.role not in ("partner", "interpreter")


@policy("A worker or a manager: what is due for the children they work with.", act="inbox.read")
def may_see_what_is_due(reader: Reader, **_view: object) -> bool:
    """The list is filtered to the reader's own children."""
    return reader.kind == "staff" and reader.role in ("worker", "manager")
