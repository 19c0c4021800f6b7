"""Who keeps names, teams and allocation. Never content: no plan, entry, reply, feedback or contact."""

from __future__ import annotations

import uuid

from webapp.core.access import Reader, policy
from webapp.families.administration import queries


@policy("An administrator, or a manager about their own team.")
def may_keep_people(reader: Reader, **_view: object) -> bool:
    """Lists, each filtered to what the reader keeps."""
    return queries.keeps(reader)


@policy("An administrator.")
def an_administrator(reader: Reader, **_view: object) -> bool:
    """What changes the authority as a whole."""
    return reader.kind == "staff" and reader.role == queries.ADMINISTRATOR


@policy(
    "An administrator, the manager of the family's team, or the worker of a child in it; "
    "none of them who knows the family.",
    act="people.read",
)
def may_keep_members(reader: Reader, family_id: uuid.UUID, **_view: object) -> bool:
    """Who is in a family, by hand."""
    return reader.kind == "staff" and queries.may_keep_members(reader, family_id)


@policy(
    "An administrator, or the manager of the family's team, who do not know the family.", act="people.read"
)
def may_keep_family(reader: Reader, family_id: uuid.UUID, **_view: object) -> bool:
    """The family's name and team."""
    return queries.family_kept(reader, family_id) is not None


@policy(
    "An administrator, or the manager of the child's team, who do not know the family.", act="people.read"
)
def may_place_child(reader: Reader, child_id: uuid.UUID, **_view: object) -> bool:
    """Who works with a child."""
    return queries.child_kept(reader, child_id) is not None
