"""Who was invited from outside. For the child's workers, and for the invited person about themselves."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Select, select

from webapp import accounts
from webapp.core import clock, sealing
from webapp.core.access import Reader
from webapp.core.database import session
from webapp.families import barred, grants, queries, rules
from webapp.families.models import Invitation
from webapp.families.queries import MemberView


@dataclass(frozen=True)
class InvitedView:
    """One person from outside. `shown_name`: an interpreter's reference, but to whom they worked with."""

    person: MemberView
    shown_name: str
    child_name: str
    organisation: str
    purpose: str
    last_on: date


@dataclass(frozen=True)
class OwnInvitation:
    """What an invited person was asked to do. `worker`: the first name of who asked.

    `reference`: an interpreter's, as the agency gave it.
    """

    child_id: uuid.UUID
    child_name: str
    purpose: str
    last_on: date
    worker: str
    reference: str = ""


@dataclass(frozen=True)
class Interpreter:
    """An interpreter invited for a child: `shown_name` is the reference, but to whom they worked with."""

    person_id: uuid.UUID
    shown_name: str
    reference: str
    language: str
    last_on: date
    until_at: datetime


def _now() -> Select[Invitation]:
    return select(Invitation).where(Invitation.ended_at.is_(None), Invitation.until_at > clock.now())


def row_of(reader: Reader, family_id: uuid.UUID, person_id: uuid.UUID) -> Invitation | None:
    """An invitation that holds, about a child the reader works with."""
    query = _now().where(Invitation.id == person_id, Invitation.family_id == family_id)
    return session().scalar(query.where(Invitation.child_id.in_(queries.own_children(reader))))


def invited_person(reader: Reader, family_id: uuid.UUID, person_id: uuid.UUID) -> MemberView | None:
    """The invited person, for giving a card or ending it."""
    row = row_of(reader, family_id, person_id)
    return _member(accounts.people([person_id])[person_id]) if row else None


def invited_to(reader: Reader, family_id: uuid.UUID) -> list[InvitedView]:
    """Everyone from outside for the reader's children in this family, the first to end first."""
    query = _now().where(Invitation.family_id == family_id)
    query = query.where(Invitation.child_id.in_(queries.own_children(reader)))
    rows = list(session().scalars(query.order_by(Invitation.until_at, Invitation.id)))
    people = accounts.people([one for row in rows for one in (row.id, row.child_id)])
    return [_view(reader, row, people) for row in rows]


def _view(reader: Reader, row: Invitation, people: dict[uuid.UUID, accounts.PersonView]) -> InvitedView:
    box, person = sealing.family_box(row.family_id), people[row.id]
    by_reference = person.role == "interpreter" and row.invited_by != reader.person_id
    return InvitedView(
        person=_member(person),
        shown_name=box.text(row, "reference") if by_reference else person.name,
        child_name=people[row.child_id].name,
        organisation=box.text(row, "organisation"),
        purpose=box.text(row, "purpose"),
        last_on=_last_day(row),
    )


def _last_day(row: Invitation) -> date:
    """The last day; it ends at the midnight after it."""
    return clock.local(row.until_at - timedelta(seconds=1)).date()


def _member(person: accounts.PersonView) -> MemberView:
    return MemberView.of(person, person.role)


def own_invitation(reader: Reader) -> OwnInvitation | None:
    """What this person was invited to; None when it has ended, or a floor keeps the child from them."""
    row = session().scalar(_now().where(Invitation.id == reader.person_id))
    kind = rules.INVITED.get(reader.role, "")
    if row is None or row.child_id not in grants.granted_children(reader.person_id, kind):
        return None
    names = accounts.names([row.child_id, row.invited_by])
    return OwnInvitation(
        child_id=row.child_id,
        child_name=names.get(row.child_id, "").split(" ")[0],
        purpose=sealing.family_box(row.family_id).text(row, "purpose"),
        last_on=_last_day(row),
        worker=names.get(row.invited_by, "").split(" ")[0],
        reference=sealing.family_box(row.family_id).text(row, "reference"),
    )


def interpreters(reader: Reader, child_id: uuid.UUID) -> list[Interpreter]:
    """Interpreters invited for this child now, for whoever works with the child; the first to end first."""
    allowed = grants.granted_people(child_id, "interpret")
    query = _now().where(Invitation.child_id == child_id, Invitation.id.in_(allowed))
    rows = list(session().scalars(query.order_by(Invitation.until_at, Invitation.id)))
    people = accounts.people([row.id for row in rows])
    return [
        Interpreter(
            person_id=row.id,
            shown_name=_view(reader, row, people | accounts.people([child_id])).shown_name,
            reference=sealing.family_box(row.family_id).text(row, "reference"),
            language=people[row.id].language,
            last_on=_last_day(row),
            until_at=row.until_at,
        )
        for row in rows
    ]


def helpers(child_id: uuid.UUID) -> list[accounts.PersonView]:
    """Staff sign-ins from outside the team who may be this child's advocate or check the plan."""
    kept_from = barred.barred_people(child_id)
    found = accounts.active_staff(("advocate", "plan_checker"))
    return [one for one in found if one.id not in kept_from]


def helpers_of(child_id: uuid.UUID) -> list[accounts.PersonView]:
    """Those of them who are this child's now."""
    granted = grants.granted_people(child_id, "advocate") + grants.granted_people(child_id, "checker")
    people = accounts.people(granted)
    return [people[one] for one in dict.fromkeys(granted) if one in people and people[one].kind == "staff"]
