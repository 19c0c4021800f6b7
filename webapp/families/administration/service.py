"""Changing families and who is in them. Keyword-only; flush, never commit; every act is in the log."""

from __future__ import annotations

import uuid
from datetime import date, datetime, time, timedelta

from sqlalchemy import delete, select, update

from webapp import accounts, audit
from webapp.core import clock, sealing
from webapp.core import ids as new_ids
from webapp.core.database import session
from webapp.families import barred, service
from webapp.families import queries as base
from webapp.families.administration import queries
from webapp.families.checking import service as checking
from webapp.families.models import ChildFacts, Contact, ContactSafeFor, Family, Grant, Member


class IdTaken(Exception):
    """Another child has this id of the council's."""


def add_family(*, name: str, team_id: uuid.UUID, actor_id: uuid.UUID | None) -> uuid.UUID:
    """A family of a team."""
    family_id = service.add_family(name=name, team_id=team_id)
    audit.record(
        actor_id=actor_id, act="family.add", family_id=family_id, item_kind="family", item_id=family_id
    )
    return family_id


def change_family(*, family_id: uuid.UUID, name: str, team_id: uuid.UUID, actor_id: uuid.UUID | None) -> None:
    """Another name on the caseload, or another team: its manager sees the family from now on."""
    row = session().get_one(Family, family_id)
    sealing.family_box(family_id).put(row, name=name)
    row.team_id = team_id
    session().flush()
    audit.record(
        actor_id=actor_id, act="family.change", family_id=family_id, item_kind="family", item_id=family_id
    )


def add_child(
    *,
    family_id: uuid.UUID,
    name: str,
    band: str,
    language: str,
    born_on: date | None,
    authority_id: str,
    actor_id: uuid.UUID | None,
) -> uuid.UUID:
    """A child in a family; nobody works with them yet. IdTaken when the council's id is another child's."""
    _refuse_taken(authority_id, None)
    child_id = service.add_child(
        family_id=family_id,
        name=name,
        band=band,
        language=language,
        born_on=born_on,
        authority_id=authority_id,
    )
    _log("member.add", actor_id, family_id, child_id)
    return child_id


def add_adult(
    *,
    family_id: uuid.UUID,
    name: str,
    relation: str,
    role: str,
    language: str,
    actor_id: uuid.UUID | None,
    lives_here: bool = False,
) -> uuid.UUID:
    """An adult in a family. This grants nothing: they cannot see anything yet.

    A new adult at home asks for every card, phone and safe way to be checked again (practice §3).
    """
    adult_id = service.add_adult(
        family_id=family_id, name=name, relation=relation, role=role, language=language
    )
    _log("member.add", actor_id, family_id, adult_id)
    if lives_here and actor_id is not None:
        checking.say_changed(family_id=family_id, kind="new_adult", actor_id=actor_id)
    return adult_id


def change_child(
    *,
    family_id: uuid.UUID,
    child_id: uuid.UUID,
    name: str,
    band: str,
    language: str,
    born_on: date | None,
    authority_id: str,
    actor_id: uuid.UUID | None,
) -> None:
    """What the council knows a child by. IdTaken when the council's id is another child's."""
    _refuse_taken(authority_id, child_id)
    accounts.change_person(person_id=child_id, name=name, language=language, band=band)
    facts = session().get_one(ChildFacts, child_id)
    sealing.child_box(child_id).put(
        facts, born_on=born_on.isoformat() if born_on else None, authority_id=authority_id or None
    )
    facts.authority_id_hash = barred.authority_id_hash(authority_id) if authority_id else None
    session().flush()
    _log("member.change", actor_id, family_id, child_id)


def change_adult(
    *,
    family_id: uuid.UUID,
    adult_id: uuid.UUID,
    name: str,
    relation: str,
    role: str,
    language: str,
    actor_id: uuid.UUID | None,
) -> None:
    """An adult's name, language, and what they are in this family."""
    accounts.change_person(person_id=adult_id, name=name, language=language, role=role)
    _member(family_id, adult_id).relation = relation
    session().flush()
    _log("member.change", actor_id, family_id, adult_id)


def _refuse_taken(authority_id: str, child_id: uuid.UUID | None) -> None:
    found = base.child_by_authority_id(authority_id) if authority_id else None
    if found not in (None, child_id):
        raise IdTaken


def leave_family(*, family_id: uuid.UUID, person_id: uuid.UUID, on: date, actor_id: uuid.UUID) -> None:
    """The person is in the family no more, since a day not later than today; their access ends now.

    Who is then in no family at all keeps no card, no session and no worker.
    """
    row = _member(family_id, person_id)
    children = _children_lost(family_id, person_id)
    row.until_at = _end_of(on)
    session().flush()
    _end_grants(person_id, children)
    _unmark_contacts(family_id, person_id)
    if not queries.families_of(person_id):
        accounts.revoke_cards(person_id=person_id, revoked_by=actor_id)
        accounts.stop_devices(person_id=person_id, by=actor_id)
        for worker_id in base.worker_ids(person_id):
            service.end_allocation(child_id=person_id, worker_id=worker_id)
    _log("member.left", actor_id, family_id, person_id)


def join_family(*, family_id: uuid.UUID, person_id: uuid.UUID, actor_id: uuid.UUID | None) -> None:
    """Put a person who is known already into this family (too). This grants nothing."""
    row = session().scalar(select(Member).where(Member.family_id == family_id, Member.person_id == person_id))
    if row is None:
        row = Member(
            id=new_ids.new(), family_id=family_id, person_id=person_id, relation=_relation(person_id)
        )
        session().add(row)
    row.until_at = None
    session().flush()
    _log("member.add", actor_id, family_id, person_id)


def _relation(person_id: uuid.UUID) -> str:
    query = select(Member.relation).where(Member.person_id == person_id).order_by(Member.id)
    return session().scalars(query).first() or "network"


def _member(family_id: uuid.UUID, person_id: uuid.UUID) -> Member:
    query = select(Member).where(Member.family_id == family_id, Member.person_id == person_id)
    return session().scalars(query.where(barred.is_member_now())).one()


def _children_lost(family_id: uuid.UUID, person_id: uuid.UUID) -> set[uuid.UUID]:
    """Children of this family who are in no other family of the person."""
    others = [one for one in queries.families_of(person_id) if one != family_id]
    kept = {member.person_id for other in others for member in base.members(other)}
    return {one.person_id for one in base.members(family_id) if one.kind == "child"} - kept


def _end_grants(person_id: uuid.UUID, children: set[uuid.UUID]) -> None:
    now = clock.now()
    ended = update(Grant).where(Grant.person_id == person_id, Grant.child_id.in_(children))
    session().execute(ended.where(Grant.until_at.is_(None) | (Grant.until_at > now)).values(until_at=now))


def _unmark_contacts(family_id: uuid.UUID, person_id: uuid.UUID) -> None:
    others = [one.person_id for one in base.members(family_id) if one.person_id != person_id]
    theirs = select(Contact.id).where(Contact.person_id.in_(others))
    session().execute(
        delete(ContactSafeFor).where(
            ContactSafeFor.person_id == person_id, ContactSafeFor.contact_id.in_(theirs)
        )
    )


def _end_of(day: date) -> datetime:
    midnight = datetime.combine(day + timedelta(days=1), time(), clock.local(clock.now()).tzinfo)
    return min(midnight, clock.now())


def _log(act: str, actor_id: uuid.UUID | None, family_id: uuid.UUID, person_id: uuid.UUID) -> None:
    audit.record(
        actor_id=actor_id,
        act=act,
        family_id=family_id,
        subject_id=person_id,
        item_kind="person",
        item_id=person_id,
    )
