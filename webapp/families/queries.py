"""Reading families. `visible_children` is the one place that says which children a reader may know of."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from flask import g
from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    bindparam,
    literal,
    or_,
    select,
)

from webapp import accounts
from webapp.core import sealing
from webapp.core.access import Reader
from webapp.core.database import NOW, once, read, session
from webapp.families import barred, grants
from webapp.families.models import (
    Allocation,
    BrokenGlass,
    ChildFacts,
    Contact,
    ContactSafeFor,
    Family,
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

    @classmethod
    def of(cls, person: accounts.PersonView, relation: str) -> MemberView:
        """This person, as `relation` in the family: a role for someone from outside."""
        return cls(person.id, person.name, relation, person.role, person.kind, person.band, person.language)


@dataclass(frozen=True)
class ContactView:
    """One contact, opened: kind is address, phone, school or contact_time."""

    person_id: uuid.UUID
    kind: str
    value: str


def allocations_now() -> Select[Allocation]:
    """Allocations that hold at this moment."""
    return ALLOCATIONS_NOW


ALLOCATIONS_NOW = select(Allocation).where(
    Allocation.from_at <= NOW, or_(Allocation.until_at.is_(None), Allocation.until_at > NOW)
)


def worker_ids(child_id: uuid.UUID) -> list[uuid.UUID]:
    """The workers of a child now, the latest first; none who knows the family."""
    return list(read(WORKERS, {"child_id": child_id}).scalars())


WORKERS = (
    ALLOCATIONS_NOW.with_only_columns(Allocation.worker_id)
    .where(Allocation.child_id == bindparam("child_id"))
    .where(~barred.in_conflict(Allocation.worker_id, bindparam("child_id")))
    .order_by(Allocation.from_at.desc(), Allocation.id)
)


def manager_ids(child_id: uuid.UUID) -> list[uuid.UUID]:
    """The managers of the child's team; none who knows the family."""
    query = (
        select(Post.person_id)
        .join(Family, Family.team_id == Post.team_id)
        .join(Member, Member.family_id == Family.id)
        .where(Member.person_id == child_id, ~barred.in_conflict(Post.person_id, child_id))
        .where(barred.is_member_now())
        .order_by(Post.id)
    )
    people = accounts.people(list(session().scalars(query)))
    return [person.id for person in people.values() if person.role == "manager"]


@dataclass(frozen=True)
class Seen:
    """Children a reader may know of. `opened`: by breaking the glass, and not otherwise."""

    own: list[uuid.UUID]
    opened: list[uuid.UUID]


def visible_children(reader: Reader) -> list[uuid.UUID]:
    """Children whose records the reader may know of, by allocation, team or grant; oldest record first.

    A worker: allocated children. A manager: the team's. An adult: granted. A child: themselves.
    Staff also, reading only, those of a family opened in an emergency. No floor, no conflict is passed.
    """
    found = seen(reader)
    return [*found.own, *found.opened]


def own_children(reader: Reader) -> list[uuid.UUID]:
    """The same without what was opened in an emergency."""
    return seen(reader).own


def opened_children(reader: Reader) -> list[uuid.UUID]:
    """Children the reader may see for an hour as a worker would, having opened the family in an emergency."""
    return seen(reader).opened


def seen(reader: Reader) -> Seen:
    """Looked up once in a request that only reads: a page asks for each thing it shows."""
    kept: dict[uuid.UUID, Seen] = once("heard_visible_children")
    if reader.person_id not in kept:
        kept[reader.person_id] = _seen(reader)
    return kept[reader.person_id]


def _seen(reader: Reader) -> Seen:
    if reader.kind == "child":
        return Seen([reader.person_id], [])
    if reader.kind == "adult":
        return Seen(grants.granted_children(reader.person_id, "plan"), [])
    if reader.role not in OWN:
        return Seen([], [])
    # (child, whether by allocation or team); what was opened is for reading alone.
    query = OWN[reader.role] if g.get("heard_may_write") else OWN_AND_OPENED[reader.role]
    rows = read(query, {"staff_id": reader.person_id}).all()
    mine = sorted({child_id for child_id, is_own in rows if is_own})
    return Seen(mine, sorted({child_id for child_id, is_own in rows if not is_own} - set(mine)))


# Asked by every page of staff, so they are prepared once.
_ALLOCATED = (
    ALLOCATIONS_NOW.with_only_columns(Allocation.child_id)
    .where(Allocation.worker_id == bindparam("staff_id"))
    .where(~barred.in_conflict(Allocation.worker_id, Allocation.child_id))
)
_OF_TEAM = (
    select(Member.person_id)
    .join(Family, Family.id == Member.family_id)
    .join(Post, Post.team_id == Family.team_id)
    .where(Post.person_id == bindparam("staff_id"), Member.relation == "child", barred.is_member_now())
    .where(~barred.in_conflict(Post.person_id, Member.person_id))
)
_OPENED = barred.opened_children(bindparam("staff_id")).add_columns(literal(False))
OWN = {"worker": _ALLOCATED.add_columns(literal(True)), "manager": _OF_TEAM.add_columns(literal(True))}
OWN_AND_OPENED = {role: own.union_all(_OPENED) for role, own in OWN.items()}


def works_with(reader: Reader, child_id: uuid.UUID) -> bool:
    """Whether this reader is the child's worker or the manager of the child's team."""
    return reader.kind == "staff" and child_id in visible_children(reader)


def works_with_family(reader: Reader, family_id: uuid.UUID) -> bool:
    """Whether this reader works with any child of the family."""
    return family_id in {family.id for family in visible_families(reader)}


def visible_families(reader: Reader) -> list[Family]:
    """Families with a child the reader works with, and the one opened in an emergency."""
    if reader.kind != "staff":
        return []
    found = seen(reader)
    query = select(Family).join(Member, Member.family_id == Family.id).where(barred.is_member_now())
    query = query.distinct().order_by(Family.id)
    theirs: ColumnElement[bool] = Member.person_id.in_(found.own)
    if found.opened:
        theirs = or_(theirs, and_(Member.person_id.in_(found.opened), Family.id.in_(_opened_family(reader))))
    return list(session().scalars(query.where(theirs)))


def _opened_family(reader: Reader) -> Select[uuid.UUID]:
    return select(BrokenGlass.family_id).where(BrokenGlass.staff_id == reader.person_id, barred.is_open_now())


def family_of(child_id: uuid.UUID) -> Family:
    """The child's family, or the last one. LookupError when there never was one."""
    found = families_of([child_id])
    if child_id not in found:
        raise LookupError("a child without a family")
    return found[child_id]


def families_of(child_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, Family]:
    """The same for several, in one statement; those who never were in a family are left out."""
    kept: dict[uuid.UUID, Family] = once("heard_families")
    missing = {one for one in child_ids if one not in kept}
    if missing:
        for child_id, family in session().execute(FAMILIES_OF, {"child_ids": sorted(missing)}):
            kept.setdefault(child_id, family)
    return {one: kept[one] for one in child_ids if one in kept}


FAMILIES_OF = (
    select(Member.person_id, Family)
    .join(Family, Family.id == Member.family_id)
    .where(Member.person_id.in_(bindparam("child_ids", expanding=True)))
    .order_by(Member.until_at.is_not(None), Family.id)
)


def family_name(family: Family) -> str:
    """The caseload's name for a family."""
    return sealing.family_box(family.id).text(family, "name")


def members(family_id: uuid.UUID) -> list[MemberView]:
    """Everyone in a family: children first, then adults, each in the order they were added."""
    return members_of([family_id])[family_id]


def members_of(family_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, list[MemberView]]:
    """The same for several families."""
    query = select(Member).where(Member.family_id.in_(family_ids), barred.is_member_now()).order_by(Member.id)
    rows = list(session().scalars(query))
    people = accounts.people([row.person_id for row in rows])
    found: dict[uuid.UUID, list[MemberView]] = {family_id: [] for family_id in family_ids}
    for row in rows:
        if row.person_id in people:
            found[row.family_id].append(MemberView.of(people[row.person_id], row.relation))
    return {family_id: sorted(those, key=_adults_last) for family_id, those in found.items()}


def _adults_last(member: MemberView) -> bool:
    return member.kind != "child"


def known_members(family_id: uuid.UUID, mine: Collection[uuid.UUID]) -> list[MemberView]:
    """Members, for whoever works with the children `mine`: every adult, and of the children these alone."""
    return known_members_of([family_id], mine)[family_id]


def known_members_of(
    family_ids: Collection[uuid.UUID], mine: Collection[uuid.UUID]
) -> dict[uuid.UUID, list[MemberView]]:
    """The same for several families."""
    return {
        family_id: [one for one in those if one.kind == "adult" or one.person_id in mine]
        for family_id, those in members_of(family_ids).items()
    }


def member_of(family_id: uuid.UUID, person_id: uuid.UUID, mine: Collection[uuid.UUID]) -> MemberView | None:
    """One of them."""
    return next((one for one in known_members(family_id, mine) if one.person_id == person_id), None)


def children_in(family_id: uuid.UUID, mine: Collection[uuid.UUID]) -> list[MemberView]:
    """Those of the children `mine` who are in this family."""
    return [one for one in members(family_id) if one.person_id in mine]


def relation(person_id: uuid.UUID, child_id: uuid.UUID) -> str:
    """What the person is in the child's family (mother, father, …); '' when not in it."""
    return relations([(person_id, child_id)])[person_id, child_id]


def relations(
    pairs: Collection[tuple[uuid.UUID, uuid.UUID]],
) -> dict[tuple[uuid.UUID, uuid.UUID], str]:
    """The same for several (person, child). LookupError when a child never was in a family."""
    families = families_of({child_id for _person_id, child_id in pairs})
    wanted = {(person_id, child_id): _family_in(families, child_id) for person_id, child_id in pairs}
    query = select(Member.person_id, Member.family_id, Member.relation).where(
        Member.person_id.in_({person_id for person_id, _child_id in pairs}),
        Member.family_id.in_(set(wanted.values())),
    )
    rows = session().execute(query.order_by(Member.id)) if pairs else ()
    found = {(row.person_id, row.family_id): row.relation for row in rows}
    return {pair: found.get((pair[0], family_id), "") for pair, family_id in wanted.items()}


def _family_in(families: dict[uuid.UUID, Family], child_id: uuid.UUID) -> uuid.UUID:
    if child_id not in families:
        raise LookupError("a child without a family")
    return families[child_id].id


def born_on(child_id: uuid.UUID) -> date | None:
    """A child's day of birth, for those who may."""
    return days_of_birth([child_id]).get(child_id)


def days_of_birth(child_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, date]:
    """The same for several; those whose day is not known here are left out."""
    query = select(ChildFacts).where(ChildFacts.id.in_(child_ids)).order_by(ChildFacts.id)
    rows = list(session().scalars(query)) if child_ids else []
    sealing.open_boxes(("child", row.id) for row in rows)
    days = {row.id: sealing.child_box(row.id).text(row, "born_on") for row in rows}
    return {child_id: date.fromisoformat(words) for child_id, words in days.items() if words}


def authority_id(child_id: uuid.UUID) -> str:
    """The council's own id for the child; '' when the council gave none."""
    facts = session().get(ChildFacts, child_id)
    return sealing.child_box(child_id).text(facts, "authority_id") if facts else ""


def visible_contacts(reader: Reader, person_id: uuid.UUID, child_id: uuid.UUID) -> list[ContactView]:
    """Addresses, phones, school, times: one's own, all for the workers, else what is marked safe."""
    query = contacts_query(person_id)
    if not works_with(reader, child_id) and reader.person_id != person_id:
        safe = select(ContactSafeFor.contact_id).where(ContactSafeFor.person_id == reader.person_id)
        query = query.where(Contact.id.in_(safe))
        query = query.where(~barred.lives_with_floored(reader.person_id, Contact.person_id))
    return _contact_views(person_id, query)


def contacts_for_duty(person_id: uuid.UUID) -> list[ContactView]:
    """Every contact of a person about whom an alert waits, for whoever answers it today (practice §1)."""
    return _contact_views(person_id, contacts_query(person_id))


def contacts_query(person_id: uuid.UUID) -> Select[Contact]:
    """A person's contacts, in the order in which they are shown."""
    return select(Contact).where(Contact.person_id == person_id).order_by(Contact.kind, Contact.id)


def _contact_views(person_id: uuid.UUID, query: Select[Contact]) -> list[ContactView]:
    rows = session().scalars(query).all()
    if not rows:
        return []
    box = accounts.box_of(person_id)
    return [ContactView(person_id, row.kind, box.text(row, "value")) for row in rows]


def safe_way(person_id: uuid.UUID) -> str:
    """How it is safe to reach this person, in words; '' when nobody asked yet. For duty and their workers."""
    row = session().get(SafeWay, person_id)
    return accounts.box_of(person_id).text(row, "words") if row else ""


def team_ids(person_id: uuid.UUID) -> list[uuid.UUID]:
    """The teams a member of staff is in."""
    return list(session().scalars(select(Post.team_id).where(Post.person_id == person_id).order_by(Post.id)))


def all_teams() -> list[tuple[uuid.UUID, str]]:
    """Every team of the authority, by name."""
    rows = session().scalars(select(Team).order_by(Team.id))
    found = [(row.id, sealing.staff_box().text(row, "name")) for row in rows]
    return sorted(found, key=lambda team: team[1].casefold())


def team_name(team_id: uuid.UUID) -> str:
    """A team's name; '' when there is no such team."""
    row = session().get(Team, team_id)
    return sealing.staff_box().text(row, "name") if row else ""


def child_by_authority_id(typed: str) -> uuid.UUID | None:
    """The child with this id of the council's: the one search across the authority (design §3)."""
    wanted = barred.authority_id_hash(typed)
    return session().scalar(select(ChildFacts.id).where(ChildFacts.authority_id_hash == wanted))
