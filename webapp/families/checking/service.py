"""Saying that something changed, and what was found when looking again. Keyword-only; flush, never commit."""

from __future__ import annotations

import uuid

from sqlalchemy import delete

from webapp import accounts, audit
from webapp.core import clock, ids
from webapp.core.database import session
from webapp.families.checking import queries, rules
from webapp.families.checking.queries import CheckView
from webapp.families.models import ChangeAtHome, ContactSafeFor, SafetyCheck, SafeWay
from webapp.families.queries import members


def say_changed(*, family_id: uuid.UUID, kind: str, actor_id: uuid.UUID) -> int:
    """Put every live card, phone, safe way and contact of the family on the list. Returns how many."""
    change = ChangeAtHome(id=ids.new(), family_id=family_id, kind=kind, said_by=actor_id, at=clock.now())
    session().add(change)
    session().flush()
    number = 0
    for person in members(family_id):
        for thing, thing_id in queries.things_of(person.person_id):
            row = SafetyCheck(id=ids.new(), change_id=change.id, person_id=person.person_id)
            row.kind, row.thing_id = thing, thing_id
            session().add(row)
            number += 1
    session().flush()
    audit.record(
        actor_id=actor_id,
        act=f"change.{kind}",
        family_id=family_id,
        item_kind="change",
        item_id=change.id,
    )
    return number


def say_safe(*, view: CheckView, family_id: uuid.UUID, actor_id: uuid.UUID) -> None:
    """Looked at: still safe."""
    _end(view, rules.SAFE, family_id, actor_id)


def stop(*, view: CheckView, family_id: uuid.UUID, actor_id: uuid.UUID) -> None:
    """Not safe: a card opens nothing, a phone adds nothing, a way is forgotten, a contact shows to nobody."""
    if view.kind == rules.CARD:
        accounts.revoke_cards(person_id=view.person.person_id, revoked_by=actor_id)
    elif view.kind == rules.PHONE:
        accounts.stop_device(device_id=view.thing_id, by=actor_id)
    elif view.kind == rules.SAFE_WAY:
        session().delete(session().get_one(SafeWay, view.thing_id))
    else:
        _hide_contact(view.thing_id)
    _end(view, rules.STOPPED, family_id, actor_id)


def stop_all_cards(*, family_id: uuid.UUID, person_ids: list[uuid.UUID], actor_id: uuid.UUID) -> None:
    """One button: no card of these people opens anything from now on."""
    for person_id in person_ids:
        for card in accounts.cards_of(person_id):
            _end_rows(person_id, rules.CARD, card.id, rules.STOPPED, actor_id)
        accounts.revoke_cards(person_id=person_id, revoked_by=actor_id)
    audit.record(actor_id=actor_id, act="card.stop_all", family_id=family_id)


def card_was_asked_anew(*, person_id: uuid.UUID, actor_id: uuid.UUID) -> None:
    """The five questions were answered again: what waited about this person's cards is answered by that."""
    for card in accounts.cards_of(person_id):
        _end_rows(person_id, rules.CARD, card.id, rules.CHANGED, actor_id)


def _hide_contact(contact_id: uuid.UUID) -> None:
    session().execute(delete(ContactSafeFor).where(ContactSafeFor.contact_id == contact_id))


def _end(view: CheckView, outcome: str, family_id: uuid.UUID, actor_id: uuid.UUID) -> None:
    _end_rows(view.person.person_id, view.kind, view.thing_id, outcome, actor_id)
    audit.record(
        actor_id=actor_id,
        act=f"check.{outcome}",
        family_id=family_id,
        subject_id=view.person.person_id,
        item_kind=view.kind,
        item_id=view.thing_id,
    )


def _end_rows(
    person_id: uuid.UUID, kind: str, thing_id: uuid.UUID, outcome: str, actor_id: uuid.UUID
) -> None:
    for row in queries.open_checks(person_id, kind, thing_id):
        row.outcome, row.done_by, row.done_at = outcome, actor_id, clock.now()
    session().flush()
