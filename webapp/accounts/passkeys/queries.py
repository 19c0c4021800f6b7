"""Reading passkeys."""

from __future__ import annotations

import uuid

from flask import current_app
from sqlalchemy import select

from webapp.accounts.models import Passkey, PasskeyChallenge
from webapp.accounts.passkeys import rules
from webapp.core.database import session


def are_possible() -> bool:
    """Whether this site's address can have passkeys: a name can, an IP address cannot."""
    return bool(rules.relying_party(current_app.extensions["heard_settings"].base_url))


def passkeys_of(person_id: uuid.UUID) -> list[Passkey]:
    """A person's passkeys that still work, the first made first."""
    query = select(Passkey).where(Passkey.person_id == person_id, Passkey.removed_at.is_(None))
    return list(session().scalars(query.order_by(Passkey.created_at, Passkey.id)))


def count(person_id: uuid.UUID) -> int:
    """How many passkeys of this person work."""
    return len(passkeys_of(person_id))


def passkey_of(person_id: uuid.UUID, credential_id: bytes) -> Passkey | None:
    """This person's working passkey with this id; nobody else's."""
    mine = (row for row in passkeys_of(person_id) if row.credential_id == credential_id)
    return next(mine, None)


def challenge_of(person_id: uuid.UUID, purpose: str, challenge: bytes) -> PasskeyChallenge | None:
    """The challenge that was made for this person and purpose, not yet answered."""
    query = select(PasskeyChallenge).where(
        PasskeyChallenge.person_id == person_id,
        PasskeyChallenge.purpose == purpose,
        PasskeyChallenge.challenge == challenge,
    )
    return session().scalar(query)
