"""The person signed in, from the cookie's token; Flask-Login over the session table."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

from flask import Flask, g, request
from flask import session as cookie
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user

from webapp.accounts import handing_over, phones, queries, rules, service
from webapp.accounts.devices import service as devices
from webapp.accounts.models import Card
from webapp.core import clock
from webapp.core.access import Reader

SEEN_EVERY = timedelta(minutes=1)
CARD = "card"
# Set until the page about Leave was read: at the first sign-in of a person on a phone.
FIRST_HERE = "first-here"


class SignedIn(UserMixin):  # type: ignore[misc]
    """One live session and its person. Satisfies core.access.Reader."""

    def __init__(self, token: str, row: Any) -> None:
        """`row`: as `queries.sign_in_by_token` finds it."""
        self._token = token
        self.person_id: uuid.UUID = row.person_id
        self.session_id: uuid.UUID = row.session_id
        self.kind: str = row.kind
        self.role: str = row.role
        self.band: str = row.band
        self.language: str = row.language
        self.shared_phone: bool = row.shared_phone
        self.pseudonym: uuid.UUID = row.pseudonym
        self.chosen_id: uuid.UUID | None = row.chosen_id
        # Set on a worker's own device alone: whose it is, and when this ends whatever happens.
        self.handed = handing_over.handed(row.handed_by, row.until_at)
        self.name = queries.open_name((row.box_kind, row.box_id), row.person_id, row.name_sealed)

    def get_id(self) -> str:
        """What the cookie carries: the random token, not who it is."""
        return self._token


def init_app(app: Flask) -> None:
    """Teach Flask-Login to find the session, and core.access to find the reader."""
    manager = LoginManager()
    # The token is checked at every request; an address that changes is normal on a phone.
    manager.session_protection = None
    manager.init_app(app)
    manager.user_loader(load)
    app.extensions["heard_load_reader"] = reader


def load(token: str) -> SignedIn | None:
    """The person of a live session, else None."""
    row = queries.sign_in_by_token(token)
    if row is None:
        return None
    now = clock.now()
    if rules.has_lapsed(now, row.kind, row.created_at, row.seen_at):
        return None
    if handing_over.is_over(row.handed_by, row.until_at, now):
        return None
    if now - row.seen_at > SEEN_EVERY:
        service.keep_seen(row.session_id)
    return SignedIn(token, row)


def reader() -> Reader | None:
    """The person signed in, looked up once a request."""
    if "heard_reader" not in g:
        g.heard_reader = current_user._get_current_object() if current_user.is_authenticated else None
    found: Reader | None = g.heard_reader
    return found


def start(person_id: uuid.UUID, card: Card | None) -> None:
    """Sign in here. Whoever was signed in on this phone before is signed out (design §3)."""
    before = reader()
    stop()
    phone = phones.hashed()
    is_first = card is not None and not queries.was_here(person_id, phone)
    token = service.begin_session(person_id=person_id, card=card, phone_hash=phone)
    _carry(token)
    if is_first:
        cookie[FIRST_HERE] = True
    if card is not None:
        devices.note_phone(session_id=_here().session_id, card=card, phone_hash=phone)
    handed = before.handed if before else None
    handing_over.end_locked(person_id=person_id, here=handed.session_id if handed else None)


def hand_over(child_id: uuid.UUID) -> bool:
    """The worker's session here is locked and the child's begins; False when that was done a moment ago."""
    worker = _here()
    token = handing_over.lock_and_begin(
        worker_session=worker.session_id, worker_id=worker.person_id, child_id=child_id
    )
    if not token:
        return False
    logout_user()
    cookie.clear()
    g.pop("csrf_token", None)
    _carry(token)
    return True


def _carry(token: str) -> None:
    """From now on this phone's cookie carries this session."""
    found = load(token)
    assert found is not None
    login_user(found)
    g.heard_reader = found


def _here() -> Reader:
    found = reader()
    assert found is not None
    return found


def is_first_here() -> bool:
    """Whether this person is new on this phone and has not gone past the page about Leave."""
    return FIRST_HERE in cookie


def read_about_leaving() -> None:
    """The page about Leave was read or skipped."""
    cookie.pop(FIRST_HERE, None)


def stop() -> None:
    """End the session on this phone and forget everything its cookie carried."""
    before = reader()
    if before is not None:
        service.keep_ended(before.session_id)
        logout_user()
    cookie.clear()
    g.pop("csrf_token", None)
    g.heard_reader = None


def nobody_here() -> None:
    """The database is away: for this answer nobody is signed in, and the cookie goes."""
    cookie.clear()
    g.heard_reader = None


def hold_card(card: Card) -> None:
    """Remember which card was opened, until its pictures or password are given."""
    stop()
    cookie[CARD] = str(card.id)


def is_childs_phone() -> bool:
    """Whether a child is signed in here, or holds their card and is about to."""
    found = reader()
    if found is not None:
        return found.kind == "child"
    card = held_card()
    return card is not None and queries.people([card.person_id])[card.person_id].kind == "child"


def held_card() -> Card | None:
    """The card opened on this phone, if it still works."""
    value = cookie.get(CARD)
    return queries.live_card(uuid.UUID(value)) if value else None


def address() -> str:
    """Where a try comes from, cut to the network (/24, /64) before it is hashed."""
    found = request.remote_addr or ""
    return found.rsplit(".", 1)[0] if "." in found else ":".join(found.split(":")[:4])
