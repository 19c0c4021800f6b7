"""Making and using passkeys (WebAuthn level 2). Flush, never commit.

The answer of `begin_…` goes to the phone as JSON; what the phone gives back goes to `finish_…` as text.
Each challenge is a row: for one person, one purpose, once, for five minutes, whatever the outcome.
"""

from __future__ import annotations

import json
import uuid
from typing import Any

import webauthn
from flask import current_app
from flask_babel import gettext as _
from sqlalchemy import Delete, delete
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from webauthn.helpers import base64url_to_bytes, options_to_json_dict
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from webapp import audit
from webapp.accounts import queries as account_queries
from webapp.accounts.models import Passkey, PasskeyChallenge
from webapp.accounts.passkeys import queries, rules
from webapp.accounts.queries import PersonView
from webapp.core import access, clock, ids, sealing
from webapp.core.database import session

NEW, USE = "new", "use"
# What the library raises for anything a stranger may send; json and base64 raise ValueError.
BAD = (WebAuthnException, ValueError, KeyError, TypeError, AttributeError)


class Refused(Exception):
    """The passkey was not taken; nothing was kept of it."""


def begin_registration(person: PersonView) -> dict[str, Any]:
    """What the phone needs to make a passkey for this person: no name and no e-mail is told to it."""
    _forget_old(person.id)
    options = webauthn.generate_registration_options(
        rp_id=_relying_party(),
        rp_name=_("Home"),
        user_name=_("Home"),
        user_id=person.pseudonym.bytes,
        exclude_credentials=_descriptors(person.id),
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.DISCOURAGED,
            user_verification=_verification(person.kind),
        ),
    )
    _keep_challenge(person.id, NEW, options.challenge)
    return options_to_json_dict(options)


def finish_registration(person: PersonView, answer: str) -> None:
    """Keep the new passkey's public half. Refused when it was not made here, for them, just now."""
    challenge = _take_challenge(person.id, NEW, answer)
    if challenge is None or queries.count(person.id) >= rules.MOST:
        raise Refused
    try:
        made = webauthn.verify_registration_response(
            credential=answer,
            expected_challenge=challenge,
            expected_rp_id=_relying_party(),
            expected_origin=_origin(),
            require_user_verification=person.kind == "staff",
        )
    except BAD as error:
        raise Refused from error
    row = Passkey(id=ids.new(), person_id=person.id, created_at=clock.now(), sign_count=made.sign_count)
    row.credential_id, row.public_key = made.credential_id, made.credential_public_key
    try:
        with session().begin_nested():
            session().add(row)
    except IntegrityError as error:
        raise Refused from error
    audit.record(
        actor_id=person.id, act="passkey.new", subject_id=person.id, item_kind="passkey", item_id=row.id
    )


def begin_proof(person_id: uuid.UUID | None, *, decoy: str = "") -> dict[str, Any]:
    """What the phone must sign. Nobody by that name gets an answer of the same shape, made from `decoy`."""
    person = account_queries.people([person_id]).get(person_id) if person_id else None
    allowed = _descriptors(person.id) if person else []
    options = webauthn.generate_authentication_options(
        rp_id=_relying_party(),
        allow_credentials=allowed or [_decoy(decoy or str(person_id))],
        user_verification=_verification(person.kind if person else "staff"),
    )
    if person:
        _forget_old(person.id)
        _keep_challenge(person.id, USE, options.challenge)
    return options_to_json_dict(options)


def finish_proof(person_id: uuid.UUID | None, answer: str) -> bool:
    """Whether this person's own passkey signed the challenge made for them a moment ago, here."""
    person = account_queries.people([person_id]).get(person_id) if person_id else None
    challenge = _take_challenge(person.id, USE, answer) if person else None
    if person is None or challenge is None:
        return False
    try:
        row = queries.passkey_of(person.id, base64url_to_bytes(json.loads(answer)["id"]))
        if row is None:
            return False
        proved = webauthn.verify_authentication_response(
            credential=answer,
            expected_challenge=challenge,
            expected_rp_id=_relying_party(),
            expected_origin=_origin(),
            credential_public_key=row.public_key,
            credential_current_sign_count=row.sign_count,
            require_user_verification=person.kind == "staff",
        )
    except BAD:
        return False
    row.sign_count, row.last_used_at = proved.new_sign_count, clock.now()
    session().flush()
    return True


def remove_all(*, person_id: uuid.UUID, actor_id: uuid.UUID | None) -> None:
    """None of the person's passkeys opens anything from now on."""
    for row in queries.passkeys_of(person_id):
        row.removed_at = clock.now()
        audit.record(
            actor_id=actor_id,
            act="passkey.remove",
            subject_id=person_id,
            item_kind="passkey",
            item_id=row.id,
        )
    session().flush()


def _relying_party() -> str:
    found = rules.relying_party(_origin())
    if not found:
        raise Refused
    return found


def _origin() -> str:
    base_url: str = current_app.extensions["heard_settings"].base_url
    return base_url


def _verification(kind: str) -> UserVerificationRequirement:
    return UserVerificationRequirement.REQUIRED if kind == "staff" else UserVerificationRequirement.PREFERRED


def _descriptors(person_id: uuid.UUID) -> list[PublicKeyCredentialDescriptor]:
    return [PublicKeyCredentialDescriptor(id=row.credential_id) for row in queries.passkeys_of(person_id)]


def _decoy(name: str) -> PublicKeyCredentialDescriptor:
    # The same at each asking, as a real one would be.
    return PublicKeyCredentialDescriptor(id=sealing.lookup_hash("passkey-decoy", name))


def _keep_challenge(person_id: uuid.UUID, purpose: str, challenge: bytes) -> None:
    session().add(
        PasskeyChallenge(
            id=ids.new(), person_id=person_id, purpose=purpose, challenge=challenge, made_at=clock.now()
        )
    )
    session().flush()


def _forget_old(person_id: uuid.UUID) -> None:
    old = clock.now() - rules.CHALLENGE_LIFE
    session().execute(
        delete(PasskeyChallenge).where(
            PasskeyChallenge.person_id == person_id, PasskeyChallenge.made_at < old
        )
    )


def _take_challenge(person_id: uuid.UUID, purpose: str, answer: str) -> bytes | None:
    """The challenge in this answer if it was made for them and still lives; it never works again."""
    row = queries.challenge_of(person_id, purpose, _challenge_in(answer))
    if row is None:
        return None
    challenge, made_at = row.challenge, row.made_at
    gone = delete(PasskeyChallenge).where(PasskeyChallenge.id == row.id)
    # Deleted here, so that two at once cannot both have it, and again afterwards if this is rolled back.
    taken = session().execute(gone.returning(PasskeyChallenge.id)).all()
    access.keep(lambda db: _execute(db, gone))
    return challenge if taken and rules.is_alive(clock.now(), made_at) else None


def _execute(db: Session, statement: Delete) -> None:
    db.execute(statement)


def _challenge_in(answer: str) -> bytes:
    """The challenge that the phone says it signed; b'' for anything else that was sent."""
    try:
        client = json.loads(base64url_to_bytes(json.loads(answer)["response"]["clientDataJSON"]))
        return base64url_to_bytes(client["challenge"])
    except (*BAD, RecursionError):
        return b""
