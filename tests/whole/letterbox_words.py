"""A phone with the letterbox on, and a note in it, sealed as a phone seals it."""

from __future__ import annotations

import json
import uuid

from cryptography.hazmat.primitives.asymmetric import ec

from tests.whole.more_words import Teller
from webapp import accounts, letterbox
from webapp.accounts import service as accounts_service
from webapp.accounts.devices import service as devices
from webapp.accounts.queries import sign_in_by_token
from webapp.core import ids, sealing
from webapp.letterbox.rules import Parcel
from webapp.letterbox.service import take_in

STAFF_OF_THE_CHILD = ("worker of the family", "manager")


def add_note(teller: Teller) -> tuple[uuid.UUID, str]:
    """Somebody wrote on Zara's phone without signing in: the note, and the phone's ticket."""
    town = teller.town
    letterbox.switch(child_id=town.zara, on=True, by=town.beth)
    card = accounts.cards_of(town.zara)[0]
    token = accounts_service.begin_session(person_id=town.zara, card=card)
    found = sign_in_by_token(token)
    assert found is not None
    devices.note_phone(session_id=found.session_id, card=card, phone_hash=None)
    ticket, _sign = devices.enrol(session_id=found.session_id, ticket="", sign="fox")
    device = accounts.device_by_ticket(ticket)
    assert device is not None
    words = json.dumps(
        {"v": 1, "words": teller.token("note", "duty cover", *STAFF_OF_THE_CHILD), "unsafe": False}
    )
    return letterbox_note(device, words), ticket


def letterbox_note(device: accounts.DeviceView, plain: str) -> uuid.UUID:
    """Seal a note as a phone does, and take it in."""
    key, note_id = sealing.current_phone_key(), ids.new()
    assert key is not None
    public = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), key.public)
    bound = f"heard/note/v1|{device.pseudonym}|{note_id}|1"
    sealed = sealing.SUITE.encrypt(plain.encode(), public, info=bound.encode())
    parcel = Parcel(note_id, str(device.pseudonym), key.id, sealed[:65], sealed[65:], None)
    take_in(device=device, parcel=parcel)
    return note_id
