"""What waits to be checked again. A card or phone that was stopped elsewhere waits no more."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from webapp import accounts
from webapp.core.access import Reader
from webapp.core.database import session
from webapp.families import queries
from webapp.families.checking import rules
from webapp.families.models import ChangeAtHome, Family, SafetyCheck, SafeWay
from webapp.families.phones.queries import people_in
from webapp.families.queries import MemberView


@dataclass(frozen=True)
class CheckView:
    """One thing to look at: whose, what, which sort of contact, and the words that say which one."""

    id: uuid.UUID
    person: MemberView
    kind: str
    thing_id: uuid.UUID
    sort: str
    words: str
    since: datetime


@dataclass(frozen=True)
class FamilyToCheck:
    """A family in which something changed and not everything was looked at again."""

    family_id: uuid.UUID
    family_name: str
    changes: list[str]
    since: datetime
    left: int


def waiting(reader: Reader, family_id: uuid.UUID) -> list[CheckView]:
    """What is left to check in a family, people in their order; one line for each thing."""
    found = []
    for person in people_in(reader, family_id):
        found += _of_person(person, family_id)
    return found


def _of_person(person: MemberView, family_id: uuid.UUID) -> list[CheckView]:
    query = (
        select(SafetyCheck, ChangeAtHome.at)
        .join(ChangeAtHome, ChangeAtHome.id == SafetyCheck.change_id)
        .where(SafetyCheck.person_id == person.person_id, SafetyCheck.outcome.is_(None))
        .where(ChangeAtHome.family_id == family_id)
        .order_by(ChangeAtHome.at, SafetyCheck.id)
    )
    there = things_of(person.person_id)
    by_thing: dict[tuple[str, uuid.UUID], CheckView] = {}
    for row, at in session().execute(query):
        key = (row.kind, row.thing_id)
        if key in there:
            by_thing.setdefault(key, CheckView(row.id, person, row.kind, row.thing_id, *there[key], at))
    return sorted(by_thing.values(), key=lambda view: rules.KINDS.index(view.kind))


def things_of(person_id: uuid.UUID) -> dict[tuple[str, uuid.UUID], tuple[str, str]]:
    """Every live card, phone, safe way and contact of a person: its sort and words, to tell it by."""
    box = accounts.box_of(person_id)
    found = {(rules.CARD, card.id): ("", "") for card in accounts.cards_of(person_id)}
    found |= {(rules.PHONE, one.id): ("", "") for one in accounts.devices_of(person_id) if not one.revoked_at}
    if (way := session().get(SafeWay, person_id)) is not None:
        found[rules.SAFE_WAY, person_id] = ("", box.text(way, "words"))
    contacts = session().scalars(queries.contacts_query(person_id))
    return found | {(rules.CONTACT, row.id): (row.kind, box.text(row, "value")) for row in contacts}


def check_in(reader: Reader, family_id: uuid.UUID, check_id: uuid.UUID | None) -> CheckView | None:
    """One thing that waits in this family."""
    return next((view for view in waiting(reader, family_id) if view.id == check_id), None)


def open_checks(person_id: uuid.UUID, kind: str, thing_id: uuid.UUID) -> list[SafetyCheck]:
    """The rows that one look answers: the same thing may wait since several changes."""
    query = select(SafetyCheck).where(
        SafetyCheck.person_id == person_id, SafetyCheck.kind == kind, SafetyCheck.thing_id == thing_id
    )
    return list(session().scalars(query.where(SafetyCheck.outcome.is_(None)).order_by(SafetyCheck.id)))


def card_waits(person_id: uuid.UUID) -> bool:
    """Whether it waits to be said that this person's card is still safe."""
    query = select(SafetyCheck.thing_id).where(
        SafetyCheck.person_id == person_id,
        SafetyCheck.kind == rules.CARD,
        SafetyCheck.outcome.is_(None),
    )
    live = {card.id for card in accounts.cards_of(person_id)}
    return not live.isdisjoint(session().scalars(query))


def changes_open(family_id: uuid.UUID) -> list[ChangeAtHome]:
    """The changes since which something still waits, the first one first."""
    query = select(ChangeAtHome).join(SafetyCheck, SafetyCheck.change_id == ChangeAtHome.id)
    query = query.where(ChangeAtHome.family_id == family_id, SafetyCheck.outcome.is_(None)).distinct()
    return list(session().scalars(query.order_by(ChangeAtHome.at, ChangeAtHome.id)))


def family_to_check(reader: Reader, family_id: uuid.UUID) -> FamilyToCheck | None:
    """What waits in this family; None when nothing does."""
    left = waiting(reader, family_id)
    if not left:
        return None
    family = next(one for one in queries.visible_families(reader) if one.id == family_id)
    changes = list(dict.fromkeys(change.kind for change in changes_open(family_id)))
    since = min(view.since for view in left)
    return FamilyToCheck(family_id, queries.family_name(family), changes, since, len(left))


def checks_waiting(reader: Reader) -> list[FamilyToCheck]:
    """For the inbox: the reader's own families in which something waits, the longest wait first."""
    if reader.kind != "staff":
        return []
    found = [family_to_check(reader, family.id) for family in _families_with_changes(reader)]
    return sorted((one for one in found if one), key=lambda one: one.since)


def _families_with_changes(reader: Reader) -> list[Family]:
    query = (
        select(ChangeAtHome.family_id)
        .join(SafetyCheck, SafetyCheck.change_id == ChangeAtHome.id)
        .where(SafetyCheck.outcome.is_(None))
        .distinct()
    )
    changed = set(session().scalars(query))
    theirs = queries.visible_families(reader) if changed else []
    return [family for family in theirs if family.id in changed]
