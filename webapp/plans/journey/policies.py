"""Who may read a child's journey, and who may ask beside the plan."""

from __future__ import annotations

from webapp import families
from webapp.core.access import Reader, policy
from webapp.plans.journey import queries


@policy(
    "A child, their own; an adult of the family, of children whose plan they were granted.", act="plan.read"
)
def may_read_journey(reader: Reader, **_view: object) -> bool:
    """Nobody invited from outside; grants decide whose journey it is."""
    return reader.kind == "child" or (reader.kind == "adult" and reader.role not in families.INVITED)


@policy("A child about their own plan, or an adult of the family granted it.")
def may_ask_beside_plan(reader: Reader, **_view: object) -> bool:
    """The child named in the form is looked up among those granted to this reader."""
    return bool(queries.children(reader))
