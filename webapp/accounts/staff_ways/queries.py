"""Staff, and how far each is set up."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

import pyotp
from sqlalchemy import select

from webapp.accounts import queries
from webapp.accounts.models import Person, StaffLogin
from webapp.core import clock, sealing
from webapp.core.database import session

# What the code app calls this account on a worker's own phone.
ISSUER = "Heard"


@dataclass(frozen=True)
class StaffRow:
    """A line of the list of staff. state: invited (until the link was used), active or disabled."""

    id: uuid.UUID
    name: str
    email: str
    role: str
    state: str
    link_until: datetime | None
    reset_at: datetime | None
    reset_by: uuid.UUID | None


def staff_rows() -> list[StaffRow]:
    """All staff by name, names and e-mails opened."""
    rows = session().execute(
        select(Person, StaffLogin).join(StaffLogin, StaffLogin.id == Person.id).order_by(Person.id)
    )
    return sorted((_row(person, login) for person, login in rows), key=lambda row: row.name.casefold())


def _row(person: Person, login: StaffLogin) -> StaffRow:
    box = sealing.staff_box()
    return StaffRow(
        person.id,
        box.text(person, "name"),
        box.text(login, "email"),
        person.role,
        state(login),
        login.link_until,
        login.reset_at,
        login.reset_by,
    )


def state(login: StaffLogin) -> str:
    """invited, active or disabled."""
    if login.disabled_at is not None:
        return "disabled"
    return "active" if login.link_hash is None else "invited"


def staff_row(person_id: uuid.UUID) -> StaffRow:
    """One member of staff."""
    return _row(session().get_one(Person, person_id), session().get_one(StaffLogin, person_id))


def totp_offer(login: StaffLogin) -> tuple[str, str]:
    """What a code app scans and what can be typed instead, of the secret on offer; '' when there is none."""
    box = sealing.staff_box()
    key = box.text(login, "totp_new")
    if not key:
        return "", ""
    return pyotp.TOTP(key).provisioning_uri(name=box.text(login, "email"), issuer_name=ISSUER), key


def has_totp(login: StaffLogin) -> bool:
    """Whether one-time codes work for this login."""
    return bool(sealing.staff_box().text(login, "totp"))


def may_sign_in(email: str) -> uuid.UUID | None:
    """Whose e-mail this is, if the person is set up and not disabled; the row is locked until the end."""
    login = queries.staff_login(email)
    return login.id if login is not None and state(login) == "active" else None


def login_by_link(link_hash: bytes) -> StaffLogin | None:
    """Whose set-up link this is, while it lasts."""
    return session().scalar(
        select(StaffLogin).where(
            StaffLogin.link_hash == link_hash,
            StaffLogin.link_until > clock.now(),
            StaffLogin.disabled_at.is_(None),
        )
    )


def login_by_subject(subject_hash: bytes) -> StaffLogin | None:
    """Who is bound to this person of the single sign-on provider; disabled staff too."""
    return session().scalar(
        select(StaffLogin).where(StaffLogin.subject_hash == subject_hash).with_for_update()
    )
