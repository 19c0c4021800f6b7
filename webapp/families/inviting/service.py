"""Inviting and ending. Keyword-only; flush, never commit."""

from __future__ import annotations

import uuid
from datetime import datetime

from webapp import accounts, audit
from webapp.core import clock, ids, sealing
from webapp.core.database import session
from webapp.families import grants, queries, rules
from webapp.families.granting import service as granting
from webapp.families.models import Grant, Invitation


def invite(
    *,
    child_id: uuid.UUID,
    role: str,
    name: str,
    organisation: str,
    reference: str,
    purpose: str,
    until: datetime,
    invited_by: uuid.UUID,
    language: str = "en",
) -> uuid.UUID:
    """A person from outside, with what the role may see of one child until then. The card comes after.

    BarredError when the child's records are kept from whoever asks (families.rules).
    """
    family_id, person_id = queries.family_of(child_id).id, ids.new()
    accounts.add_person(
        person_id=person_id, kind="adult", role=role, box=("family", family_id), name=name, language=language
    )
    row = Invitation(
        id=person_id,
        family_id=family_id,
        child_id=child_id,
        invited_by=invited_by,
        made_at=clock.now(),
        until_at=until,
    )
    sealing.family_box(family_id).put(
        row, organisation=organisation, reference=reference or None, purpose=purpose
    )
    session().add(row)
    session().flush()
    granting.grant(
        person_id=person_id,
        child_id=child_id,
        kind=rules.INVITED[role],
        granted_by=invited_by,
        until=until,
        why=purpose,
    )
    _record(invited_by, "invite", row)
    return person_id


def end_invitation(*, row: Invitation, actor_id: uuid.UUID) -> None:
    """At once: the grant ends, the card stops, an open session too."""
    row.ended_at, row.ended_by = clock.now(), actor_id
    _end_grants(row.id, row.child_id, actor_id)
    accounts.revoke_cards(person_id=row.id, revoked_by=actor_id)
    session().flush()
    _record(actor_id, "invite.end", row)


def add_helper(
    *, person: accounts.PersonView, child_id: uuid.UUID, actor_id: uuid.UUID, until: datetime
) -> None:
    """This advocate, or the person who checks the plan, is the child's; the child may show them things."""
    kind = "advocate" if person.role == "advocate" else "checker"
    granting.grant(person_id=person.id, child_id=child_id, kind=kind, granted_by=actor_id, until=until)


def end_helper(*, person_id: uuid.UUID, child_id: uuid.UUID, actor_id: uuid.UUID) -> None:
    """They are this child's no more."""
    _end_grants(person_id, child_id, actor_id)


def _end_grants(person_id: uuid.UUID, child_id: uuid.UUID, actor_id: uuid.UUID) -> None:
    mine = (Grant.person_id == person_id, Grant.child_id == child_id)
    for grant in session().scalars(grants.grants_now().where(*mine).order_by(Grant.id)):
        granting.end_grant(row=grant, actor_id=actor_id)


def _record(actor_id: uuid.UUID, act: str, row: Invitation) -> None:
    audit.record(
        actor_id=actor_id,
        act=act,
        family_id=row.family_id,
        subject_id=row.child_id,
        item_kind="person",
        item_id=row.id,
    )
