"""Changing teams and staff. Keyword-only; flush, never commit. The ways in themselves: accounts."""

from __future__ import annotations

import uuid

from sqlalchemy import delete

from webapp import accounts, audit
from webapp.core import sealing
from webapp.core.database import session
from webapp.families import queries as base
from webapp.families import service
from webapp.families.administration.queries import ADMINISTRATOR
from webapp.families.models import Post, Team
from webapp.families.staffing import queries


class LastAdministrator(Exception):
    """Then nobody could keep staff any more."""


def add_team(*, name: str, actor_id: uuid.UUID | None) -> uuid.UUID:
    """A team of the authority."""
    team_id = service.add_team(name=name)
    audit.record(actor_id=actor_id, act="team.add", item_kind="team", item_id=team_id)
    return team_id


def rename_team(*, team_id: uuid.UUID, name: str, actor_id: uuid.UUID | None) -> None:
    """Another name for a team."""
    sealing.staff_box().put(session().get_one(Team, team_id), name=name)
    session().flush()
    audit.record(actor_id=actor_id, act="team.rename", item_kind="team", item_id=team_id)


def join_team(*, team_id: uuid.UUID, person_id: uuid.UUID, actor_id: uuid.UUID | None) -> None:
    """Put a member of staff in a team; twice is once."""
    if team_id in base.team_ids(person_id):
        return
    service.add_to_team(person_id=person_id, team_id=team_id)
    _log("team.join", actor_id, team_id, person_id)


def leave_team(*, team_id: uuid.UUID, person_id: uuid.UUID, actor_id: uuid.UUID | None) -> None:
    """Take a member of staff out of a team; what a manager saw through it ends at once."""
    session().execute(delete(Post).where(Post.team_id == team_id, Post.person_id == person_id))
    session().flush()
    _log("team.leave", actor_id, team_id, person_id)


def invite(
    *, name: str, email: str, role: str, team_id: uuid.UUID | None, actor_id: uuid.UUID | None
) -> accounts.Invitation:
    """A new member of staff, in a team or none, and the link to set up with. accounts.EmailTaken."""
    invitation = accounts.invite_staff(name=name, email=email, role=role, invited_by=actor_id)
    if team_id is not None:
        join_team(team_id=team_id, person_id=invitation.person_id, actor_id=actor_id)
    return invitation


def disable(*, person_id: uuid.UUID, actor_id: uuid.UUID | None) -> None:
    """Signed out at once, and no way in works. LastAdministrator when nobody else could keep staff."""
    if queries.is_last_administrator(person_id):
        raise LastAdministrator
    accounts.disable_staff(person_id=person_id, by=actor_id)


def change_role(*, person_id: uuid.UUID, role: str, actor_id: uuid.UUID | None) -> None:
    """Another role. LastAdministrator when nobody else could keep staff."""
    if queries.is_last_administrator(person_id) and role != ADMINISTRATOR:
        raise LastAdministrator
    accounts.change_role(person_id=person_id, role=role, by=actor_id)


def _log(act: str, actor_id: uuid.UUID | None, team_id: uuid.UUID, person_id: uuid.UUID) -> None:
    audit.record(actor_id=actor_id, act=act, subject_id=person_id, item_kind="team", item_id=team_id)
