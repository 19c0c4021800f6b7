"""Staff: invited, set up, reset, disabled. Keyword-only; flush, never commit."""

from __future__ import annotations

import secrets
import uuid
from dataclasses import dataclass

import pyotp
from flask import current_app
from sqlalchemy import delete

from webapp import audit
from webapp.accounts import hashing, limits, passkeys, queries, rules, service
from webapp.accounts.models import Attempt, Person, StaffLogin
from webapp.core import clock, ids, sealing
from webapp.core.database import session

# Where the link leads; a command, too, prints it.
SET_UP = "/staff/set-up"


class EmailTaken(Exception):
    """Another member of staff has this e-mail."""


@dataclass(frozen=True)
class Invitation:
    """Shown once: the address at which a member of staff sets up (128 random bits, kept hashed, 72 hours)."""

    person_id: uuid.UUID
    secret: str
    link: str


def link_hash(secret: str) -> bytes:
    """What is kept of a set-up link."""
    return sealing.lookup_hash("staff-link", secret)


def invite_staff(*, name: str, email: str, role: str, invited_by: uuid.UUID | None) -> Invitation:
    """A new member of staff, who cannot sign in before the link was used. `invited_by` None: a command.

    Raises EmailTaken, and ValueError for a role that is not in rules.ROLES.
    """
    if role not in rules.ROLES:
        raise ValueError(role)
    if queries.staff_login(email) is not None:
        raise EmailTaken
    login = StaffLogin(id=ids.new(), password_hash="")
    service.add_person(person_id=login.id, kind="staff", role=role, box=sealing.STAFF, name=name)
    login.email_hash = queries.email_hash(email)
    sealing.staff_box().put(login, email=email.strip(), totp="")
    session().add(login)
    audit.record(actor_id=invited_by, act="staff.invite", subject_id=login.id)
    return _new_link(login)


def reset_staff(*, person_id: uuid.UUID, by: uuid.UUID | None) -> Invitation:
    """Take back every way in and every session, and make a new link; an earlier link stops working."""
    login = session().get_one(StaffLogin, person_id, with_for_update=True)
    if login.link_hash is None:
        login.reset_at, login.reset_by = clock.now(), by
    login.password_hash, login.subject_hash = "", None
    sealing.staff_box().put(login, totp="", totp_new=None)
    session().flush()
    passkeys.remove_all(person_id=person_id, actor_id=by)
    service.end_sessions(person_id=person_id)
    _unlock(login)
    audit.record(actor_id=by, act="staff.reset", subject_id=person_id)
    return _new_link(login)


def _unlock(login: StaffLogin) -> None:
    who = sealing.staff_box().text(login, "email").lower()
    counted = limits.counts_of(who, login.id)
    session().execute(delete(Attempt).where(Attempt.key_hash.in_(counted)))


def _new_link(login: StaffLogin) -> Invitation:
    secret = secrets.token_urlsafe(16)
    login.link_hash, login.link_until = link_hash(secret), clock.now() + rules.LINK_LIFE
    session().flush()
    base = current_app.extensions["heard_settings"].base_url
    return Invitation(login.id, secret, f"{base}{SET_UP}/{secret}")


def disable_staff(*, person_id: uuid.UUID, by: uuid.UUID | None) -> None:
    """Signed out everywhere at once; no way in works until enabled."""
    login = session().get_one(StaffLogin, person_id, with_for_update=True)
    login.disabled_at = clock.now()
    session().flush()
    service.end_sessions(person_id=person_id)
    audit.record(actor_id=by, act="staff.disable", subject_id=person_id)


def enable_staff(*, person_id: uuid.UUID, by: uuid.UUID | None) -> None:
    """The ways in work again as they were."""
    session().get_one(StaffLogin, person_id).disabled_at = None
    session().flush()
    audit.record(actor_id=by, act="staff.enable", subject_id=person_id)


def change_role(*, person_id: uuid.UUID, role: str, by: uuid.UUID | None) -> None:
    """Another role from now on; open sessions end, so that no page of the old role stays open."""
    if role not in rules.ROLES:
        raise ValueError(role)
    session().get_one(Person, person_id).role = role
    session().flush()
    service.end_sessions(person_id=person_id)
    audit.record(actor_id=by, act="staff.role", subject_id=person_id)


def set_password(*, login: StaffLogin, password: str) -> None:
    """A new password; forms.password_problem() was asked before."""
    login.password_hash = hashing.hash_secret(password)
    session().flush()
    audit.record(actor_id=login.id, act="way_in.password", subject_id=login.id)


def offer_totp(*, login: StaffLogin) -> None:
    """Make a new secret for one-time codes; the old one works until a code of the new one was typed."""
    sealing.staff_box().put(login, totp_new=pyotp.random_base32())
    session().flush()


def accept_totp(*, login: StaffLogin, code: str) -> bool:
    """Whether this is a code of the secret on offer; from then on it is the one that counts."""
    box = sealing.staff_box()
    offered = box.text(login, "totp_new")
    step = service.totp_step(offered, code)
    if step is None:
        return False
    box.put(login, totp=offered, totp_new=None)
    login.totp_step = step
    session().flush()
    audit.record(actor_id=login.id, act="way_in.totp", subject_id=login.id)
    return True


def finish_set_up(*, login: StaffLogin) -> None:
    """The link is used up, and so is a code app that was offered and not taken."""
    login.link_hash = login.link_until = None
    sealing.staff_box().put(login, totp_new=None)
    session().flush()


def bind_subject(*, login: StaffLogin, subject_hash: bytes) -> None:
    """From now on this person of the provider signs in as this member of staff, whatever the e-mail says."""
    login.subject_hash = subject_hash
    finish_set_up(login=login)
    audit.record(actor_id=login.id, act="way_in.single_sign_on", subject_id=login.id)
