"""The person signed in, from the cookie's token; Flask-Login over the session table."""

from __future__ import annotations

import uuid
from datetime import timedelta

from flask import Flask, g, request
from flask import session as cookie
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user

from webapp.accounts import queries, rules, service
from webapp.accounts.models import Card, Person, SignIn
from webapp.core import clock, sealing
from webapp.core.access import Reader

SEEN_EVERY = timedelta(minutes=1)
CARD = "card"


class SignedIn(UserMixin):  # type: ignore[misc]
    """One live session and its person. Satisfies core.access.Reader."""

    def __init__(self, token: str, row: SignIn, person: Person) -> None:
        self._token = token
        self.person_id = person.id
        self.session_id = row.id
        self.kind = person.kind
        self.role = person.role
        self.band = person.band
        self.language = person.language
        self.shared_phone = row.shared_phone
        self.pseudonym = person.pseudonym
        self.chosen_id: uuid.UUID | None = row.chosen_id
        box = sealing.box_for((person.box_kind, person.box_id))
        self.name = box.text(person, "name")

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
    found = queries.sign_in_by_token(token)
    if found is None:
        return None
    row, person = found
    now = clock.now()
    if rules.has_lapsed(now, person.kind, row.created_at, row.seen_at):
        return None
    if now - row.seen_at > SEEN_EVERY:
        service.keep_seen(row.id)
    return SignedIn(token, row, person)


def reader() -> Reader | None:
    """The person signed in, looked up once a request."""
    if "heard_reader" not in g:
        g.heard_reader = current_user._get_current_object() if current_user.is_authenticated else None
    found: Reader | None = g.heard_reader
    return found


def start(person_id: uuid.UUID, card: Card | None) -> None:
    """Sign in here. Whoever was signed in on this phone before is signed out (design §3)."""
    stop()
    token = service.begin_session(person_id=person_id, card=card)
    found = load(token)
    assert found is not None
    login_user(found)
    g.heard_reader = found


def stop() -> None:
    """End the session on this phone and forget everything its cookie carried."""
    before = reader()
    if before is not None:
        service.keep_ended(before.session_id)
        logout_user()
    cookie.clear()
    g.pop("csrf_token", None)
    g.heard_reader = None


def hold_card(card: Card) -> None:
    """Remember which card was opened, until its pictures or password are given."""
    stop()
    cookie[CARD] = str(card.id)


def held_card() -> Card | None:
    """The card opened on this phone, if it still works."""
    value = cookie.get(CARD)
    return queries.live_card(uuid.UUID(value)) if value else None


def address() -> str:
    """Where a try comes from, cut to the network (/24, /64) before it is hashed."""
    found = request.remote_addr or ""
    return found.rsplit(".", 1)[0] if "." in found else ":".join(found.split(":")[:4])
