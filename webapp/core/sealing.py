"""Sealing at rest: one data key per child and per family, wrapped by a key outside the database.

AES-256-GCM, bound to table, row and column, so that two boxes swapped in the database do not open.
From the phone: HPKE (RFC 9180), DHKEM(P-256), HKDF-SHA256, AES-256-GCM. design §3.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
import uuid
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from flask import current_app
from sqlalchemy import String, UniqueConstraint, select, tuple_
from sqlalchemy.orm import Mapped, Session, mapped_column

from webapp.core import clock, ids
from webapp.core.database import Base, add_rows, session
from webapp.core.parcels import Parcel, Refused

NONCE = 12
SUITE = Suite(KEM.P256, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
STAFF = ("staff", uuid.UUID(int=0))
Owner = tuple[str, uuid.UUID]


class SealError(Exception):
    """A box that does not open: another row's, changed, or its key is gone. Never shown as words."""


class RecordKey(Base):
    """One data key: `owner_kind` is child, family or staff; the key itself is wrapped."""

    __tablename__ = "record_keys"
    __table_args__ = (UniqueConstraint("owner_kind", "owner_id"),)
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    owner_kind: Mapped[str] = mapped_column(String(16))
    owner_id: Mapped[uuid.UUID]
    wrapped: Mapped[bytes]
    wrapped_by: Mapped[str] = mapped_column(String(32))


class PhoneKey(Base):
    """A key pair phones seal to. The private half is wrapped; kept at least 400 days after rotation."""

    __tablename__ = "phone_keys"
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    public: Mapped[bytes]
    private_wrapped: Mapped[bytes]
    wrapped_by: Mapped[str] = mapped_column(String(32))
    created_at: Mapped[datetime]


class Box:
    """Seals and opens the `…_sealed` columns of rows that belong to one child, family or the staff."""

    def __init__(self, key: bytes) -> None:
        self._aead = AESGCM(key)
        self._mac_key = hashlib.sha256(b"heard/mac" + key).digest()

    def put(self, row: Any, **values: str | bytes | None) -> None:
        """Set `<name>_sealed` on the row for each value; the row must have its id."""
        for name, value in values.items():
            plain = value.encode() if isinstance(value, str) else value
            setattr(row, f"{name}_sealed", None if plain is None else self._seal(_binding(row, name), plain))

    def sealed(self, row: Any, name: str, plain: bytes) -> bytes:
        """A box of this row that is kept outside the database; `column` opens it."""
        return self._seal(_binding(row, name), plain)

    def text(self, row: Any, name: str) -> str:
        """The words in `<name>_sealed`; '' when there are none. SealError when it does not open."""
        return self.data(row, name).decode()

    def data(self, row: Any, name: str) -> bytes:
        """The bytes in `<name>_sealed`; b'' when there are none. SealError when it does not open."""
        sealed: bytes | None = getattr(row, f"{name}_sealed")
        return b"" if sealed is None else self._open(_binding(row, name), sealed)

    def column(self, table: type[Base], row_id: uuid.UUID, name: str, sealed: bytes | None) -> bytes:
        """The same where columns were read, not whole rows: `sealed` is what stands in `<name>_sealed`."""
        binding = f"{table.__tablename__}|{row_id}|{name}".encode()
        return b"" if sealed is None else self._open(binding, sealed)

    def mac(self, data: bytes) -> bytes:
        """A keyed hash (HMAC-SHA256) that tells two bodies apart and nothing else."""
        return hmac.new(self._mac_key, data, "sha256").digest()

    def _seal(self, binding: bytes, plain: bytes) -> bytes:
        nonce = os.urandom(NONCE)
        return nonce + self._aead.encrypt(nonce, plain, binding)

    def _open(self, binding: bytes, sealed: bytes) -> bytes:
        try:
            return self._aead.decrypt(sealed[:NONCE], sealed[NONCE:], binding)
        except InvalidTag as error:
            raise SealError(binding.decode()) from error


def _binding(row: Any, column: str) -> bytes:
    if row.id is None:
        raise ValueError("a row needs its id before it is sealed")
    return f"{row.__tablename__}|{row.id}|{column}".encode()


def box_for(owner: Owner, db: Session | None = None) -> Box:
    """The owner's box; its key is made at first use. Opened keys live as long as the session."""
    opened = db or session()
    boxes: dict[Owner, Box] = opened.info.setdefault("heard_boxes", {})
    if owner not in boxes:
        boxes[owner] = Box(_data_key(opened, owner))
    return boxes[owner]


def open_boxes(owners: Iterable[Owner]) -> None:
    """Read the keys of several owners in one statement, before rows of theirs are opened one by one."""
    boxes: dict[Owner, Box] = session().info.setdefault("heard_boxes", {})
    wanted = {owner for owner in owners if owner not in boxes}
    if len(wanted) < 2:
        return
    owned_by = tuple_(RecordKey.owner_kind, RecordKey.owner_id)
    for row in session().scalars(select(RecordKey).where(owned_by.in_(sorted(wanted)))):
        keep_key((row.owner_kind, row.owner_id), row.id, row.wrapped, row.wrapped_by)


def make_boxes(owners: Iterable[Owner]) -> None:
    """Keys for several owners who have none yet, in one statement."""
    rows = []
    for kind, owner_id in owners:
        row, key = RecordKey(id=ids.new(), owner_kind=kind, owner_id=owner_id), AESGCM.generate_key(256)
        row.wrapped_by, row.wrapped = _wrap(key, str(row.id))
        rows.append(row)
        session().info.setdefault("heard_boxes", {})[kind, owner_id] = Box(key)
    add_rows(rows)


# For a statement that reads a key with its owner's own row.
KEY_COLUMNS = (RecordKey.id.label("key_id"), RecordKey.wrapped, RecordKey.wrapped_by)


def keep_key(owner: Owner, key_id: uuid.UUID, wrapped: bytes, wrapped_by: str) -> None:
    """A key that was read with its owner's own row: it opens boxes as long as the session lives."""
    boxes: dict[Owner, Box] = session().info.setdefault("heard_boxes", {})
    if owner not in boxes:
        boxes[owner] = Box(_unwrap(wrapped_by, wrapped, str(key_id)))


def unkept_box(key_id: uuid.UUID, wrapped: bytes, wrapped_by: str) -> Box:
    """The same without keeping it: for a walk through more owners than memory should hold."""
    return Box(_unwrap(wrapped_by, wrapped, str(key_id)))


def child_box(child_id: uuid.UUID) -> Box:
    """The box of what a child made or said."""
    return box_for(("child", child_id))


def family_box(family_id: uuid.UUID) -> Box:
    """The box of plans, shared sections, adults' words and contacts."""
    return box_for(("family", family_id))


def staff_box() -> Box:
    """The box of staff names, addresses and settings."""
    return box_for(STAFF)


def lookup_hash(purpose: str, value: str) -> bytes:
    """HMAC under the deployment's secret, to find a card or an e-mail without keeping it."""
    secret = current_app.extensions["heard_settings"].secret
    return hmac.new(f"heard/{purpose}|{secret}".encode(), value.encode(), "sha256").digest()


def _data_key(db: Session, owner: Owner) -> bytes:
    kind, owner_id = owner
    row = db.scalar(select(RecordKey).where(RecordKey.owner_kind == kind, RecordKey.owner_id == owner_id))
    if row is not None:
        return _unwrap(row.wrapped_by, row.wrapped, str(row.id))
    row = RecordKey(id=ids.new(), owner_kind=kind, owner_id=owner_id)
    key = AESGCM.generate_key(256)
    row.wrapped_by, row.wrapped = _wrap(key, str(row.id))
    db.add(row)
    db.flush()
    return key


def _wrap(plain: bytes, binding: str) -> tuple[str, bytes]:
    keys = current_app.extensions["heard_settings"].keys
    name = next(iter(keys))
    nonce = os.urandom(NONCE)
    return name, nonce + AESGCM(keys[name]).encrypt(nonce, plain, binding.encode())


def _unwrap(name: str, wrapped: bytes, binding: str) -> bytes:
    keys = current_app.extensions["heard_settings"].keys
    if name not in keys:
        raise SealError(f"HEARD_KEYS has no key {name}")
    try:
        return AESGCM(keys[name]).decrypt(wrapped[:NONCE], wrapped[NONCE:], binding.encode())
    except InvalidTag as error:
        raise SealError("a wrapped key does not open") from error


def current_phone_key() -> PhoneKey | None:
    """The newest key pair for phones, or None before `heard migrate` made one."""
    return session().scalar(
        select(PhoneKey).order_by(PhoneKey.created_at.desc(), PhoneKey.id.desc()).limit(1)
    )


def ensure_phone_key() -> PhoneKey:
    """Make the first key pair; a rotation adds another and keeps the old."""
    found = current_phone_key()
    return found or rotate_phone_key()


def rotate_phone_key() -> PhoneKey:
    """A new key pair; what was sealed to earlier ones still opens."""
    private = ec.generate_private_key(ec.SECP256R1())
    row = PhoneKey(id=ids.new(), created_at=clock.now())
    row.public = private.public_key().public_bytes(
        serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
    )
    plain = private.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    row.wrapped_by, row.private_wrapped = _wrap(plain, str(row.id))
    session().add(row)
    session().flush()
    return row


def phone_key_context() -> dict[str, str]:
    """What a page hands its script to seal with: `key_id` and `public_key` (base64url); '' without a key."""
    key = current_phone_key()
    if key is None:
        return {"key_id": "", "public_key": ""}
    public = base64.urlsafe_b64encode(key.public).decode().rstrip("=")
    return {"key_id": str(key.id), "public_key": public}


def open_parcel(parcel: Parcel) -> bytes:
    """The bytes that a phone sealed. Refused("seal") when they are not ours to open."""
    try:
        return open_from_phone(parcel.key_id, parcel.enc, parcel.ct, parcel.binding)
    except SealError as error:
        raise Refused("seal") from error


def open_from_phone(key_id: uuid.UUID, enc: bytes, ciphertext: bytes, info: str) -> bytes:
    """What a phone sealed with HPKE; SealError when the key is unknown or the box was changed."""
    row = session().get(PhoneKey, key_id)
    if row is None:
        raise SealError("unknown phone key")
    private = serialization.load_der_private_key(
        _unwrap(row.wrapped_by, row.private_wrapped, str(row.id)), password=None
    )
    assert isinstance(private, ec.EllipticCurvePrivateKey)
    try:
        return SUITE.decrypt(enc + ciphertext, private, info=info.encode())
    except (InvalidTag, ValueError) as error:
        raise SealError("a phone's box does not open") from error
