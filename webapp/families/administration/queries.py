"""Which teams, families and children a reader keeps. `families_kept` is the one place that says so."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Select, exists, select
from sqlalchemy.orm import aliased

from webapp import accounts
from webapp.core import clock
from webapp.core.access import Reader
from webapp.core.database import session
from webapp.families import barred, queries
from webapp.families.models import Allocation, Family, Member

ADMINISTRATOR, MANAGER = "administrator", "manager"


@dataclass(frozen=True)
class FamilyRow:
    """A family in the list, by its caseload name."""

    id: uuid.UUID
    name: str


@dataclass(frozen=True)
class ChildRow:
    """A child without a worker."""

    id: uuid.UUID
    name: str
    family_id: uuid.UUID
    family_name: str


@dataclass(frozen=True)
class LeftRow:
    """Someone who was in the family."""

    id: uuid.UUID
    name: str
    on: date


def keeps(reader: Reader) -> bool:
    """Whether the reader keeps names and allocation: an administrator all, a manager the own team's."""
    return reader.kind == "staff" and reader.role in (ADMINISTRATOR, MANAGER)


def teams_kept(reader: Reader) -> list[tuple[uuid.UUID, str]]:
    """Teams the reader keeps, by name."""
    if not keeps(reader):
        return []
    own = queries.team_ids(reader.person_id)
    return [team for team in queries.all_teams() if reader.role == ADMINISTRATOR or team[0] in own]


def families_kept(reader: Reader) -> Select[Family]:
    """Families the reader keeps; none in which the reader knows someone."""
    inside = aliased(Member)
    knows = exists().where(
        inside.family_id == Family.id, barred.in_conflict(reader.person_id, inside.person_id)
    )
    team_ids = [team_id for team_id, _name in teams_kept(reader)]
    return select(Family).where(Family.team_id.in_(team_ids), ~knows.correlate(Family)).order_by(Family.id)


def family_kept(reader: Reader, family_id: uuid.UUID) -> Family | None:
    """The family, if the reader keeps it."""
    return session().scalar(families_kept(reader).where(Family.id == family_id)) if keeps(reader) else None


def may_keep_members(reader: Reader, family_id: uuid.UUID) -> bool:
    """Who keeps the family, or a worker of a child in it; not one who opened it in an emergency."""
    if keeps(reader):
        return family_kept(reader, family_id) is not None
    return reader.role == "worker" and family_id in _own_families(reader)


def _own_families(reader: Reader) -> set[uuid.UUID]:
    own = queries.own_children(reader)
    query = select(Member.family_id).where(Member.person_id.in_(own), barred.is_member_now())
    return set(session().scalars(query.order_by(Member.family_id)))


def people_known(reader: Reader, family_id: uuid.UUID) -> list[queries.MemberView]:
    """Members by hand: all for whoever keeps the family, else the adults and the reader's own children."""
    if family_kept(reader, family_id) is not None:
        return queries.members(family_id)
    return queries.known_members(family_id, queries.own_children(reader))


def child_kept(reader: Reader, child_id: uuid.UUID) -> Family | None:
    """The family through which the reader keeps this child."""
    if not keeps(reader):
        return None
    query = families_kept(reader).join(Member, Member.family_id == Family.id)
    mine = query.where(Member.person_id == child_id, Member.relation == "child", barred.is_member_now())
    return session().scalars(mine).first()


def family(family_id: uuid.UUID) -> Family:
    """A family by id."""
    return session().get_one(Family, family_id)


def family_rows(reader: Reader, team_id: uuid.UUID) -> list[FamilyRow]:
    """A team's families by name; opened and sorted here, for names are sealed."""
    rows = session().scalars(families_kept(reader).where(Family.team_id == team_id))
    found = [FamilyRow(row.id, queries.family_name(row)) for row in rows]
    return sorted(found, key=lambda row: row.name.casefold())


def without_worker(reader: Reader) -> list[ChildRow]:
    """Every child the reader keeps with whom nobody works now who can sign in, by name."""
    gone = [row.id for row in accounts.staff_rows() if row.state == "disabled"]
    held = queries.allocations_now().with_only_columns(Allocation.child_id)
    held = held.where(Allocation.worker_id.not_in(gone))
    query = families_kept(reader).add_columns(Member.person_id).join(Member, Member.family_id == Family.id)
    query = query.where(Member.relation == "child", barred.is_member_now(), Member.person_id.not_in(held))
    rows = session().execute(query).all()
    names = accounts.names([row[1] for row in rows])
    found = [ChildRow(row[1], names[row[1]], row[0].id, queries.family_name(row[0])) for row in rows]
    return sorted(found, key=lambda row: row.name.casefold())


def left(family_id: uuid.UUID) -> list[LeftRow]:
    """Who was in the family and left, by name."""
    query = select(Member).where(Member.family_id == family_id, ~barred.is_member_now())
    rows = list(session().scalars(query.order_by(Member.id)))
    names = accounts.names([row.person_id for row in rows])
    found = [LeftRow(row.person_id, names[row.person_id], _day(row.until_at)) for row in rows]
    return sorted(found, key=lambda row: row.name.casefold())


def _day(moment: datetime | None) -> date:
    return clock.local(moment or clock.now()).date()


def families_of(person_id: uuid.UUID) -> list[uuid.UUID]:
    """Every family the person is in now, the first one first."""
    query = select(Member.family_id).where(Member.person_id == person_id, barred.is_member_now())
    return list(session().scalars(query.order_by(Member.id)))
