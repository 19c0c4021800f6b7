"""Changing contacts. What shows something new waits for a second person; what takes away holds at once.

Keyword-only; flush, never commit. The log gets the act, never the value.
"""

from __future__ import annotations

import uuid

from sqlalchemy import delete, select

from webapp import accounts, audit
from webapp.core import clock, ids
from webapp.core.database import session
from webapp.families import service as families_service
from webapp.families.contacts import queries, rules
from webapp.families.models import Contact, ContactChange, ContactSafeFor
from webapp.families.rules import BarredError


def ask(
    *,
    family_id: uuid.UUID,
    person_id: uuid.UUID,
    action: str,
    kind: str,
    asked_by: uuid.UUID,
    why: str,
    value: str = "",
    contact_id: uuid.UUID | None = None,
    safe_for_id: uuid.UUID | None = None,
) -> uuid.UUID:
    """Ask for a change; nothing changes until another member of staff confirms it.

    BarredError("floor") when it would show something to a person whom an order keeps away.
    """
    _refuse_floor(person_id, safe_for_id)
    row = ContactChange(
        id=ids.new(),
        family_id=family_id,
        person_id=person_id,
        action=action,
        kind=kind,
        contact_id=contact_id,
        safe_for_id=safe_for_id,
        asked_by=asked_by,
        asked_at=clock.now(),
        state=rules.ASKED,
    )
    accounts.box_of(person_id).put(row, value=value or None, why=why)
    session().add(row)
    session().flush()
    _record(row.family_id, person_id, "contact.ask", asked_by, row.id)
    return row.id


def decide(*, change_id: uuid.UUID, event: str, by: uuid.UUID) -> None:
    """Confirm, refuse or withdraw. NotNowError when it no longer waits, or the second person is the first."""
    row = (
        session().scalars(select(ContactChange).where(ContactChange.id == change_id).with_for_update()).one()
    )
    row.state = rules.next_state(
        state=row.state,
        event=event,
        same_person=row.asked_by == by,
        asked_at=row.asked_at,
        now=clock.now(),
    )
    row.decided_by, row.decided_at = by, clock.now()
    if event == "confirm":
        _apply(row)
    session().flush()
    _record(row.family_id, row.person_id, f"contact.{event}", by, row.id)


def _apply(row: ContactChange) -> None:
    box = accounts.box_of(row.person_id)
    if row.action == "way":
        families_service.set_safe_way(person_id=row.person_id, words=box.text(row, "value"))
    elif row.action == "add":
        families_service.add_contact(person_id=row.person_id, kind=row.kind, value=box.text(row, "value"))
    else:
        _apply_to(row, queries.contact(row.person_id, row.contact_id))


def _apply_to(row: ContactChange, old: Contact | None) -> None:
    """A new value is a new contact: who could see the old one does not see the new one by itself."""
    if old is None:
        raise rules.NotNowError("over")
    if row.action == "change":
        value = accounts.box_of(row.person_id).text(row, "value")
        _remove(old)
        families_service.add_contact(person_id=row.person_id, kind=row.kind, value=value)
        return
    assert row.safe_for_id is not None
    _refuse_floor(row.person_id, row.safe_for_id)
    if session().get(ContactSafeFor, (old.id, row.safe_for_id)) is None:
        session().add(ContactSafeFor(contact_id=old.id, person_id=row.safe_for_id))


def _refuse_floor(person_id: uuid.UUID, safe_for_id: uuid.UUID | None) -> None:
    if safe_for_id is not None and queries.is_kept_away(safe_for_id, person_id):
        raise BarredError("floor")


def remove(*, family_id: uuid.UUID, contact: Contact, by: uuid.UUID) -> None:
    """A contact that no longer holds is gone at once, for everyone."""
    _remove(contact)
    _record(family_id, contact.person_id, "contact.remove", by, contact.id)


def _remove(contact: Contact) -> None:
    session().execute(delete(ContactSafeFor).where(ContactSafeFor.contact_id == contact.id))
    session().delete(contact)
    session().flush()


def mark_unsafe(*, family_id: uuid.UUID, contact: Contact, reader_id: uuid.UUID, by: uuid.UUID) -> None:
    """This person no longer sees the contact, from now."""
    row = session().get(ContactSafeFor, (contact.id, reader_id))
    if row is not None:
        session().delete(row)
        session().flush()
        _record(family_id, contact.person_id, "contact.unsafe", by, contact.id)


def narrow_way(*, family_id: uuid.UUID, person_id: uuid.UUID, words: str, by: uuid.UUID) -> None:
    """A safe way that only closes doors holds at once; what was asked before and still waits falls away."""
    families_service.set_safe_way(person_id=person_id, words=words)
    waiting = select(ContactChange).where(
        ContactChange.person_id == person_id,
        ContactChange.action == "way",
        ContactChange.state == rules.ASKED,
    )
    for row in session().scalars(waiting.order_by(ContactChange.id)):
        row.state = rules.LAPSED
    session().flush()
    _record(family_id, person_id, "contact.narrow_way", by, person_id)


def _record(family_id: uuid.UUID, person_id: uuid.UUID, act: str, by: uuid.UUID, item_id: uuid.UUID) -> None:
    audit.record(
        actor_id=by, act=act, family_id=family_id, subject_id=person_id, item_kind="contact", item_id=item_id
    )
