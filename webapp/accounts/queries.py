"""Reading people and their ways in."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import current_app
from sqlalchemy import select

from webapp.accounts.models import Attempt, Card, Person, SignIn, StaffLogin, WayIn
from webapp.core import sealing
from webapp.core.database import session


@dataclass(frozen=True)
class PersonView:
    """A person with the name opened."""

    id: uuid.UUID
    kind: str
    role: str
    name: str
    language: str
    band: str
    pseudonym: uuid.UUID
    box_kind: str
    box_id: uuid.UUID


def people(person_ids: list[uuid.UUID]) -> dict[uuid.UUID, PersonView]:
    """These people, names opened, by id; unknown ids are left out."""
    rows = session().scalars(select(Person).where(Person.id.in_(person_ids)).order_by(Person.id))
    return {row.id: _view(row) for row in rows}


def names(person_ids: list[uuid.UUID]) -> dict[uuid.UUID, str]:
    """These people's names by id."""
    return {person.id: person.name for person in people(person_ids).values()}


def staff() -> list[PersonView]:
    """All staff, in the order they were added."""
    rows = session().scalars(
        select(Person).where(Person.kind == "staff").order_by(Person.created_at, Person.id)
    )
    return [_view(row) for row in rows]


def _view(row: Person) -> PersonView:
    name = sealing.box_for((row.box_kind, row.box_id)).text(row, "name")
    return PersonView(
        row.id, row.kind, row.role, name, row.language, row.band, row.pseudonym, row.box_kind, row.box_id
    )


def card_by_secret(secret: str) -> Card | None:
    """The live card with this secret on it."""
    wanted = sealing.lookup_hash("card", secret)
    return session().scalar(select(Card).where(Card.secret_hash == wanted, Card.revoked_at.is_(None)))


def live_card(card_id: uuid.UUID | None) -> Card | None:
    """A card that was not revoked."""
    row = session().get(Card, card_id) if card_id else None
    return row if row and row.revoked_at is None else None


def cards_of(person_id: uuid.UUID) -> list[Card]:
    """A person's live cards, newest first."""
    query = select(Card).where(Card.person_id == person_id, Card.revoked_at.is_(None))
    return list(session().scalars(query.order_by(Card.issued_at.desc(), Card.id.desc())))


def way_in(person_id: uuid.UUID, kind: str) -> WayIn | None:
    """The person's password or pictures, hashed; None before they set it."""
    return session().scalar(select(WayIn).where(WayIn.person_id == person_id, WayIn.kind == kind))


def is_set_up(person_id: uuid.UUID) -> bool:
    """Whether the person has a way in after the card."""
    return session().scalar(select(WayIn.id).where(WayIn.person_id == person_id).limit(1)) is not None


def staff_login(email: str) -> StaffLogin | None:
    """The login with this e-mail, in any case and with any space around it."""
    wanted = sealing.lookup_hash("email", email.strip().lower())
    return session().scalar(select(StaffLogin).where(StaffLogin.email_hash == wanted))


def staff_by_email(email: str) -> uuid.UUID | None:
    """The member of staff with this e-mail."""
    login = staff_login(email)
    return login.id if login else None


def totp_secret(person_id: uuid.UUID) -> str:
    """For the demo's sheet alone: what one-time codes are made from. RuntimeError in production."""
    if not current_app.extensions["heard_settings"].is_demo:
        raise RuntimeError("one-time secrets are never read back in production")
    return sealing.staff_box().text(session().get_one(StaffLogin, person_id), "totp")


def sign_in_by_token(token: str) -> tuple[SignIn, Person] | None:
    """The live session with this token, and its person."""
    wanted = sealing.lookup_hash("session", token)
    row = (
        session()
        .execute(
            select(SignIn, Person)
            .join(Person, Person.id == SignIn.person_id)
            .where(SignIn.token_hash == wanted, SignIn.ended_at.is_(None))
        )
        .first()
    )
    return (row[0], row[1]) if row else None


def failures(key: bytes, since: datetime) -> list[datetime]:
    """When tries under this key were refused, oldest first."""
    query = select(Attempt.at).where(Attempt.key_hash == key, Attempt.at > since).order_by(Attempt.at)
    return list(session().scalars(query))


def phones_used(person_id: uuid.UUID, since: timedelta, now: datetime) -> int:
    """How many times the person signed in lately, for the worker's page."""
    query = select(SignIn.id).where(SignIn.person_id == person_id, SignIn.created_at > now - since)
    return len(list(session().scalars(query)))
