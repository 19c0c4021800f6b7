"""Reading families. `visible_children` is the one place that says which children a reader may know of."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date

from flask import g
from sqlalchemy import Select, or_, select

from webapp import accounts
from webapp.core import clock, sealing
from webapp.core.access import Reader
from webapp.core.database import session
from webapp.families.models import (
    Allocation,
    ChildFacts,
    Contact,
    ContactSafeFor,
    Family,
    Grant,
    Member,
    Post,
    SafeWay,
    Team,
)


@dataclass(frozen=True)
class MemberView:
    """A person in a family, with the name opened."""

    person_id: uuid.UUID
    name: str
    relation: str
    role: str
    kind: str
    band: str
    language: str


@dataclass(frozen=True)
class ContactView:
    """One contact, opened: kind is address, phone, school or contact_time."""

    person_id: uuid.UUID
    kind: str
    value: str


def allocations_now() -> Select[Allocation]:
    """Allocations that hold at this moment."""
    now = clock.now()
    return select(Allocation).where(
        Allocation.from_at <= now, or_(Allocation.until_at.is_(None), Allocation.until_at > now)
    )


def worker_ids(child_id: uuid.UUID) -> list[uuid.UUID]:
    """The workers of a child now, the latest first."""
    query = allocations_now().where(Allocation.child_id == child_id)
    rows = session().scalars(query.order_by(Allocation.from_at.desc(), Allocation.id))
    return [row.worker_id for row in rows]


def manager_ids(child_id: uuid.UUID) -> list[uuid.UUID]:
    """The managers of the child's team."""
    query = (
        select(Post.person_id)
        .join(Family, Family.team_id == Post.team_id)
        .join(Member, Member.family_id == Family.id)
        .where(Member.person_id == child_id)
        .order_by(Post.id)
    )
    people = accounts.people(list(session().scalars(query)))
    return [person.id for person in people.values() if person.role == "manager"]


def visible_children(reader: Reader) -> list[uuid.UUID]:
    """Children whose records the reader may know of, by allocation, team or grant; oldest record first.

    A worker: allocated children. A manager: the team's. An adult: granted. A child: themselves.
    Looked up once in a request that only reads: a page asks for each thing it shows.
    """
    kept: dict[uuid.UUID, list[uuid.UUID]] = session().info.setdefault("heard_visible_children", {})
    if g.get("heard_may_write") or reader.person_id not in kept:
        kept[reader.person_id] = _visible_children(reader)
    return kept[reader.person_id]


def _visible_children(reader: Reader) -> list[uuid.UUID]:
    if reader.kind == "child":
        return [reader.person_id]
    if reader.kind == "adult":
        return granted_children(reader.person_id, "plan")
    if reader.role == "worker":
        query = allocations_now().where(Allocation.worker_id == reader.person_id)
        return sorted({row.child_id for row in session().scalars(query)})
    if reader.role == "manager":
        return _team_children(reader.person_id)
    return []


def _team_children(manager_id: uuid.UUID) -> list[uuid.UUID]:
    query = (
        select(Member.person_id)
        .join(Family, Family.id == Member.family_id)
        .join(Post, Post.team_id == Family.team_id)
        .where(Post.person_id == manager_id, Member.relation == "child")
        .order_by(Member.person_id)
    )
    return list(session().scalars(query))


def granted_children(person_id: uuid.UUID, kind: str) -> list[uuid.UUID]:
    """Children about whom this person was granted this kind of thing, now."""
    now = clock.now()
    query = (
        select(Grant.child_id)
        .where(Grant.person_id == person_id, Grant.kind == kind, Grant.from_at <= now)
        .where(or_(Grant.until_at.is_(None), Grant.until_at > now))
        .order_by(Grant.child_id)
    )
    return list(session().scalars(query))


def granted_people(child_id: uuid.UUID, kind: str) -> list[uuid.UUID]:
    """Adults who hold a grant about this child now, in the order they were granted."""
    now = clock.now()
    query = (
        select(Grant.person_id)
        .where(Grant.child_id == child_id, Grant.kind == kind, Grant.from_at <= now)
        .where(or_(Grant.until_at.is_(None), Grant.until_at > now))
        .order_by(Grant.from_at, Grant.id)
    )
    return list(session().scalars(query))


def works_with(reader: Reader, child_id: uuid.UUID) -> bool:
    """Whether this reader is the child's worker or the manager of the child's team."""
    return reader.kind == "staff" and child_id in visible_children(reader)


def works_with_family(reader: Reader, family_id: uuid.UUID) -> bool:
    """Whether this reader works with any child of the family."""
    return family_id in {family.id for family in visible_families(reader)}


def visible_families(reader: Reader) -> list[Family]:
    """Families with a child the reader works with."""
    if reader.kind != "staff":
        return []
    query = (
        select(Family)
        .join(Member, Member.family_id == Family.id)
        .where(Member.person_id.in_(visible_children(reader)))
        .distinct()
        .order_by(Family.id)
    )
    return list(session().scalars(query))


def family_of(child_id: uuid.UUID) -> Family:
    """The child's family. LookupError when there is none."""
    query = select(Family).join(Member, Member.family_id == Family.id).where(Member.person_id == child_id)
    found = session().scalars(query.order_by(Family.id)).first()
    if found is None:
        raise LookupError("a child without a family")
    return found


def family_name(family: Family) -> str:
    """The caseload's name for a family."""
    return sealing.family_box(family.id).text(family, "name")


def members(family_id: uuid.UUID) -> list[MemberView]:
    """Everyone in a family: children first, then adults, each in the order they were added."""
    query = select(Member).where(Member.family_id == family_id).order_by(Member.id)
    rows = list(session().scalars(query))
    people = accounts.people([row.person_id for row in rows])
    views = [_member_view(row, people[row.person_id]) for row in rows if row.person_id in people]
    return sorted(views, key=lambda view: view.kind != "child")


def _member_view(row: Member, person: accounts.PersonView) -> MemberView:
    return MemberView(
        person.id, person.name, row.relation, person.role, person.kind, person.band, person.language
    )


def relation(person_id: uuid.UUID, child_id: uuid.UUID) -> str:
    """What the person is in the child's family (mother, father, …); '' when not in it."""
    query = select(Member.relation).where(
        Member.person_id == person_id, Member.family_id == family_of(child_id).id
    )
    return session().scalar(query) or ""


def born_on(child_id: uuid.UUID) -> date | None:
    """A child's day of birth, for those who may."""
    facts = session().get(ChildFacts, child_id)
    words = sealing.child_box(child_id).text(facts, "born_on") if facts else ""
    return date.fromisoformat(words) if words else None


def authority_id(child_id: uuid.UUID) -> str:
    """The council's own id for the child; '' when the council gave none."""
    facts = session().get(ChildFacts, child_id)
    return sealing.child_box(child_id).text(facts, "authority_id") if facts else ""


def visible_contacts(reader: Reader, person_id: uuid.UUID, child_id: uuid.UUID) -> list[ContactView]:
    """Addresses, phones, school, times: one's own, all for the workers, else what is marked safe."""
    query = select(Contact).where(Contact.person_id == person_id).order_by(Contact.kind, Contact.id)
    if not works_with(reader, child_id) and reader.person_id != person_id:
        safe = select(ContactSafeFor.contact_id).where(ContactSafeFor.person_id == reader.person_id)
        query = query.where(Contact.id.in_(safe))
    person = accounts.people([person_id]).get(person_id)
    if person is None:
        return []
    box = sealing.box_for((person.box_kind, person.box_id))
    return [ContactView(person_id, row.kind, box.text(row, "value")) for row in session().scalars(query)]


def safe_way(person_id: uuid.UUID) -> str:
    """How it is safe to reach this person, in words; '' when nobody asked yet. For duty and their workers."""
    row = session().get(SafeWay, person_id)
    person = accounts.people([person_id]).get(person_id) if row else None
    return sealing.box_for((person.box_kind, person.box_id)).text(row, "words") if person else ""


def team_ids(person_id: uuid.UUID) -> list[uuid.UUID]:
    """The teams a member of staff is in."""
    return list(session().scalars(select(Post.team_id).where(Post.person_id == person_id).order_by(Post.id)))


def team_name(team_id: uuid.UUID) -> str:
    """A team's name; '' when there is no such team."""
    row = session().get(Team, team_id)
    return sealing.staff_box().text(row, "name") if row else ""


def worker_change(child_id: uuid.UUID) -> str:
    """Why the child's worker changed, in plain words; '' when it did not (R25)."""
    query = allocations_now().where(Allocation.child_id == child_id).order_by(Allocation.from_at.desc())
    row = session().scalars(query).first()
    return sealing.child_box(child_id).text(row, "reason") if row else ""
