"""Everyone here, for scripts: ids, roles, teams and workers; names only where asked for."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import Any

from sqlalchemy import select

from webapp import accounts, audit
from webapp.core.database import session
from webapp.families import queries
from webapp.families.models import Family, Post


def everyone(*, names: bool, actor_id: uuid.UUID | None) -> dict[str, Any]:
    """Teams, staff and families with their members, ids as text; a list with names is in the log."""
    if names:
        audit.record(actor_id=actor_id, act="people.list")
    teams = queries.all_teams()
    families = session().scalars(select(Family).order_by(Family.id))
    return {
        "teams": [{"id": str(one)} | ({"name": name} if names else {}) for one, name in teams],
        "staff": [_staff(row, names=names) for row in accounts.staff_rows()],
        "families": [_family(row, names=names) for row in families],
    }


def _staff(row: accounts.StaffRow, *, names: bool) -> dict[str, Any]:
    query = select(Post.team_id).where(Post.person_id == row.id).order_by(Post.id)
    teams = [str(team_id) for team_id in session().scalars(query)]
    found = {"id": str(row.id), "role": row.role, "state": row.state, "teams": teams}
    return found | ({"name": row.name, "email": row.email} if names else {})


def _family(row: Family, *, names: bool) -> dict[str, Any]:
    members = [_member(one, names=names) for one in queries.members(row.id)]
    found = {"id": str(row.id), "team": str(row.team_id), "members": members}
    return found | ({"name": queries.family_name(row)} if names else {})


def _member(person: queries.MemberView, *, names: bool) -> dict[str, Any]:
    found: dict[str, Any] = {
        "id": str(person.person_id),
        "role": person.role,
        "relation": person.relation,
    }
    if person.kind == "child":
        found["workers"] = [str(worker) for worker in queries.worker_ids(person.person_id)]
    if names:
        found["name"] = person.name
    if names and person.kind == "child":
        found["council_id"] = queries.authority_id(person.person_id)
    return found


def lines(found: dict[str, Any]) -> Iterator[str]:
    """A line a person: role, id, state or family, and the name where there is one."""
    for one in found["staff"]:
        yield " ".join(filter(None, (one["role"], one["id"], one["state"], one.get("name", ""))))
    for family in found["families"]:
        for one in family["members"]:
            yield " ".join(filter(None, (one["role"], one["id"], family["id"], one.get("name", ""))))


def is_family(family_id: uuid.UUID) -> bool:
    """Whether there is a family with this id."""
    return session().get(Family, family_id) is not None
