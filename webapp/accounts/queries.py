"""Reading people and their ways in."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask import current_app
from sqlalchemy import Row, Select, and_, bindparam, select
from sqlalchemy.orm import Session

from webapp.accounts import rules
from webapp.accounts.models import Attempt, Card, Passkey, Person, SignIn, StaffLogin, WayIn
from webapp.core import sealing
from webapp.core.database import once, read, session
from webapp.core.sealing import RecordKey


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


_IS_KEY = and_(RecordKey.owner_kind == Person.box_kind, RecordKey.owner_id == Person.box_id)
# Of a person, with the key to the name.
_PERSON = (
    Person.kind,
    Person.role,
    Person.box_kind,
    Person.box_id,
    Person.name_sealed,
    Person.language,
    Person.band,
    Person.pseudonym,
    *sealing.KEY_COLUMNS,
)
# Asked by nearly every page, so it is prepared once: people, each with the key to the name.
PEOPLE = (
    select(Person.id, *_PERSON)
    .outerjoin(RecordKey, _IS_KEY)
    .where(Person.id.in_(bindparam("ids", expanding=True)))
    .order_by(Person.id)
)


def people(person_ids: list[uuid.UUID]) -> dict[uuid.UUID, PersonView]:
    """These people, names opened, by id and in that order; unknown ids are left out."""
    kept: dict[uuid.UUID, PersonView] = once("heard_people")
    missing = {one for one in person_ids if one not in kept}
    if missing:
        for row in read(PEOPLE, {"ids": sorted(missing)}):
            _keep_key(row)
            kept[row.id] = _view(row)
    return {one: kept[one] for one in sorted(set(person_ids) & kept.keys())}


@dataclass(frozen=True)
class Kind:
    """What a person is here, without the name."""

    kind: str
    role: str
    band: str


def kinds(person_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, Kind]:
    """What these people are, by id and in that order; no name is opened."""
    query = select(Person.id, Person.kind, Person.role, Person.band).where(Person.id.in_(person_ids))
    rows = session().execute(query.order_by(Person.id))
    return {row.id: Kind(row.kind, row.role, row.band) for row in rows}


def box_of(person_id: uuid.UUID) -> sealing.Box:
    """The box of what this person says about themselves: a child's own, for an adult the family's."""
    row = session().get_one(Person, person_id)
    return sealing.box_for((row.box_kind, row.box_id))


def names(person_ids: list[uuid.UUID]) -> dict[uuid.UUID, str]:
    """These people's names by id."""
    return {person.id: person.name for person in people(person_ids).values()}


def staff() -> list[PersonView]:
    """All staff, in the order they were added."""
    rows = session().scalars(
        select(Person).where(Person.kind == "staff").order_by(Person.created_at, Person.id)
    )
    return [_view(row) for row in rows]


def able_staff(person_ids: list[uuid.UUID]) -> set[uuid.UUID]:
    """Which of these staff can sign in today as a worker or manager: set up, and not disabled."""
    query = select(Person.id).join(StaffLogin, StaffLogin.id == Person.id)
    query = query.where(StaffLogin.disabled_at.is_(None), StaffLogin.link_hash.is_(None))
    return set(
        session().scalars(query.where(Person.id.in_(person_ids), Person.role.in_(("worker", "manager"))))
    )


def active_staff(roles: tuple[str, ...]) -> list[PersonView]:
    """Staff with one of these roles who can sign in today, in the order they were added."""
    query = select(Person).join(StaffLogin, StaffLogin.id == Person.id)
    query = query.where(
        Person.role.in_(roles), StaffLogin.disabled_at.is_(None), StaffLogin.link_hash.is_(None)
    )
    return [_view(row) for row in session().scalars(query.order_by(Person.created_at, Person.id))]


def _keep_key(row: Row[Any]) -> None:
    if row.key_id is not None:
        sealing.keep_key((row.box_kind, row.box_id), row.key_id, row.wrapped, row.wrapped_by)


def _view(row: Person | Row[Any]) -> PersonView:
    name = open_name((row.box_kind, row.box_id), row.id, row.name_sealed)
    return PersonView(row.id, row.kind, row.role, name, row.language, row.band, row.pseudonym)


def open_name(owner: sealing.Owner, person_id: uuid.UUID, sealed: bytes) -> str:
    """The name that stands in a person's row."""
    return sealing.box_for(owner).column(Person, person_id, "name", sealed).decode()


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


def pictures_of(person_id: uuid.UUID, band: str) -> int:
    """How many pictures this person signs in with: as many as they chose; before that, as their age asks."""
    way = way_in(person_id, "pictures")
    return way.pictures if way and way.pictures else rules.picture_count(band)


def may_be_asked_for_more(person_id: uuid.UUID, band: str) -> bool:
    """Whether the person has fewer pictures than their age now asks for, and was not asked yet."""
    way = way_in(person_id, "pictures")
    return bool(
        way and way.more_asked_at is None and pictures_of(person_id, band) < rules.picture_count(band)
    )


def is_set_up(person_id: uuid.UUID) -> bool:
    """Whether the person has a way in after the card."""
    return bool(ways_of(person_id)) or has_passkey(person_id)


def has_passkey(person_id: uuid.UUID) -> bool:
    """Whether a passkey of this person works."""
    query = select(Passkey.id).where(Passkey.person_id == person_id, Passkey.removed_at.is_(None))
    return session().scalar(query.limit(1)) is not None


def ways_to_sign_in(person: PersonView) -> list[str]:
    """The ways in this family member has, in the order in which they are offered."""
    has = [*ways_of(person.id), *(["passkey"] if has_passkey(person.id) else [])]
    return [kind for kind in rules.WAYS[person.kind] if kind in has]


def email_hash(email: str) -> bytes:
    """What a login is found by: the e-mail in any case and with any space around it."""
    return sealing.lookup_hash("email", email.strip().lower())


def staff_login(email: str) -> StaffLogin | None:
    """The login with this e-mail, locked: a code works once, and who is disabled meanwhile stays out."""
    return session().scalar(_by_email(email).with_for_update())


def _by_email(email: str) -> Select[StaffLogin]:
    return select(StaffLogin).where(StaffLogin.email_hash == email_hash(email))


def staff_by_email(email: str) -> uuid.UUID | None:
    """The member of staff with this e-mail."""
    login = session().scalar(_by_email(email))
    return login.id if login else None


def totp_secret(person_id: uuid.UUID) -> str:
    """For the demo's sheet alone: what one-time codes are made from. RuntimeError in production."""
    if not current_app.extensions["heard_settings"].is_demo:
        raise RuntimeError("one-time secrets are never read back in production")
    return sealing.staff_box().text(session().get_one(StaffLogin, person_id), "totp")


# Asked at every request, so it is prepared once: the session, its person, and the key to the person's name.
LIVE = (
    select(
        SignIn.id.label("session_id"),
        SignIn.person_id,
        SignIn.shared_phone,
        SignIn.created_at,
        SignIn.seen_at,
        SignIn.chosen_id,
        SignIn.handed_by,
        SignIn.until_at,
        *_PERSON,
    )
    .join(Person, Person.id == SignIn.person_id)
    .outerjoin(RecordKey, _IS_KEY)
    .where(
        SignIn.token_hash == bindparam("token_hash"), SignIn.ended_at.is_(None), SignIn.locked_at.is_(None)
    )
)


def sign_in_by_token(token: str) -> Row[Any] | None:
    """The live session with this token and its person: the columns of `LIVE`."""
    row = read(LIVE, {"token_hash": sealing.lookup_hash("session", token)}).first()
    if row is not None:
        _keep_key(row)
    return row


def was_here(person_id: uuid.UUID, phone_hash: bytes | None) -> bool:
    """Whether the person has signed in on this phone before."""
    query = select(SignIn.id).where(SignIn.person_id == person_id, SignIn.phone_hash == phone_hash)
    return phone_hash is not None and session().scalar(query.limit(1)) is not None


def proved_at(session_id: uuid.UUID) -> datetime | None:
    """When the person last showed in this session that it is them."""
    return session().scalar(select(SignIn.proved_at).where(SignIn.id == session_id))


def ways_of(person_id: uuid.UUID) -> list[str]:
    """The kinds of way in the person has set after the card, in a fixed order."""
    return list(
        session().scalars(select(WayIn.kind).where(WayIn.person_id == person_id).order_by(WayIn.kind))
    )


def has_password_and_code(person_id: uuid.UUID) -> bool:
    """Whether a member of staff can prove it is them in a form; by passkey or single sign-on only anew."""
    login = login_of(person_id)
    return bool(login and login.password_hash and sealing.staff_box().text(login, "totp"))


def login_of(person_id: uuid.UUID) -> StaffLogin | None:
    """A member of staff's e-mail, password and one-time code."""
    return session().get(StaffLogin, person_id)


def failures(key: bytes, since: datetime, db: Session | None = None) -> list[datetime]:
    """When tries under this key were refused, oldest first."""
    query = select(Attempt.at).where(Attempt.key_hash == key, Attempt.at > since).order_by(Attempt.at)
    return list((db or session()).scalars(query))


def phones_of(person_id: uuid.UUID) -> list[bytes]:
    """The phones on which this person signed in, each by the hash of its random name."""
    query = select(SignIn.phone_hash).where(SignIn.person_id == person_id, SignIn.phone_hash.is_not(None))
    return [found for found in session().scalars(query.distinct().order_by(SignIn.phone_hash)) if found]


def phones_used(person_id: uuid.UUID, since: timedelta, now: datetime) -> int:
    """How many times the person signed in lately, for the worker's page."""
    query = select(SignIn.id).where(SignIn.person_id == person_id, SignIn.created_at > now - since)
    return len(list(session().scalars(query)))
