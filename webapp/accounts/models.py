"""People who sign in, and the ways in."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from webapp.core.database import Base


class Person(Base):
    """Anyone with a name here. `box_kind` and `box_id` say whose key seals the name.

    kind: child, adult, staff. role: child, parent, carer, network;
    worker, manager, data_officer, administrator.
    """

    __tablename__ = "people"
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(16))
    role: Mapped[str] = mapped_column(String(24))
    box_kind: Mapped[str] = mapped_column(String(16))
    box_id: Mapped[uuid.UUID]
    name_sealed: Mapped[bytes]
    language: Mapped[str] = mapped_column(String(8), default="en")
    band: Mapped[str] = mapped_column(String(8), default="adult")
    # What a phone knows a child by: random, no name, no database id.
    pseudonym: Mapped[uuid.UUID] = mapped_column(unique=True)
    created_at: Mapped[datetime]


class StaffLogin(Base):
    """E-mail, password and one-time code of a member of staff."""

    __tablename__ = "staff_logins"
    id: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"), primary_key=True)
    email_hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    email_sealed: Mapped[bytes]
    password_hash: Mapped[str] = mapped_column(String(200))
    totp_sealed: Mapped[bytes]
    # The last time step whose code was used: a code works once (RFC 6238 §5.2).
    totp_step: Mapped[int] = mapped_column(default=0)
    # A new one-time code's secret, until a code made from it was typed.
    totp_new_sealed: Mapped[bytes | None]
    # The set-up link, kept hashed; gone once the person is set up. No link, no set-up.
    link_hash: Mapped[bytes | None] = mapped_column(LargeBinary(32), unique=True)
    link_until: Mapped[datetime | None]
    # Who the person is at the single sign-on provider, bound at first use.
    subject_hash: Mapped[bytes | None] = mapped_column(LargeBinary(32), unique=True)
    disabled_at: Mapped[datetime | None]
    # When and by whom the ways in were last taken back; the person's manager sees it.
    reset_at: Mapped[datetime | None]
    reset_by: Mapped[uuid.UUID | None]


class Card(Base):
    """Names a person; alone it opens nothing. The secret on it is kept only as a hash."""

    __tablename__ = "cards"
    __table_args__ = (Index("ix_cards_person_id", "person_id"),)
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"))
    secret_hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    shared_phone: Mapped[bool] = mapped_column(default=True)
    issued_at: Mapped[datetime]
    issued_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"))
    revoked_at: Mapped[datetime | None]
    code_hash: Mapped[str | None] = mapped_column(String(200))
    code_until: Mapped[datetime | None]
    code_tries: Mapped[int] = mapped_column(default=0)
    code_used_at: Mapped[datetime | None]


class WayIn(Base):
    """What a person proves after the card. kind: password, pictures or words; hash: argon2id."""

    __tablename__ = "ways_in"
    __table_args__ = (UniqueConstraint("person_id", "kind"),)
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"))
    kind: Mapped[str] = mapped_column(String(16))
    secret_hash: Mapped[str] = mapped_column(String(200))
    set_at: Mapped[datetime]
    # How many pictures were chosen: as many are asked for, also when the child grew older since.
    pictures: Mapped[int | None]
    # When the child was asked once whether they want the number for their age.
    more_asked_at: Mapped[datetime | None]


class Passkey(Base):
    """A key made by a phone or a security key (WebAuthn). Only its public half is here."""

    __tablename__ = "passkeys"
    __table_args__ = (Index("ix_passkeys_person_id", "person_id"),)
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"))
    credential_id: Mapped[bytes] = mapped_column(LargeBinary(1023), unique=True)
    public_key: Mapped[bytes]
    sign_count: Mapped[int] = mapped_column(BigInteger, default=0)
    created_at: Mapped[datetime]
    last_used_at: Mapped[datetime | None]
    removed_at: Mapped[datetime | None]


class PasskeyChallenge(Base):
    """What a passkey must sign: for one person and one purpose (new or use), once, for five minutes."""

    __tablename__ = "passkey_challenges"
    __table_args__ = (Index("ix_passkey_challenges_person_id", "person_id"),)
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"))
    purpose: Mapped[str] = mapped_column(String(8))
    challenge: Mapped[bytes] = mapped_column(LargeBinary(64), unique=True)
    made_at: Mapped[datetime]


class Device(Base):
    """A phone on which a person used their card. The ticket on it adds sealed things and opens nothing.

    `sign`: the animal the person picked there; '' until the phone keeps a ticket. `phone_hash`: the phone's
    random name. `checked_at`: when a worker said that this use was right.
    """

    __tablename__ = "devices"
    __table_args__ = (Index("ix_devices_person_id", "person_id"),)
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"))
    phone_hash: Mapped[bytes | None] = mapped_column(LargeBinary(32))
    ticket_hash: Mapped[bytes | None] = mapped_column(LargeBinary(32), unique=True)
    sign: Mapped[str] = mapped_column(String(16), default="")
    shared: Mapped[bool] = mapped_column(default=True)
    enrolled_at: Mapped[datetime]
    last_used_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    checked_at: Mapped[datetime | None]
    checked_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("people.id"))


class SignIn(Base):
    """A session. The cookie carries a random token; here only its hash (ASVS 7.2)."""

    __tablename__ = "sign_ins"
    __table_args__ = (Index("ix_sign_ins_person_id", "person_id"),)
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"))
    token_hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    card_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("cards.id"))
    shared_phone: Mapped[bool]
    # Which phone it was, by its random name hashed: a phone known to the person has tries of its own.
    phone_hash: Mapped[bytes | None] = mapped_column(LargeBinary(32))
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    chosen_id: Mapped[uuid.UUID | None]
    device_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("devices.id"))
    # A worker handed this device to a child: the session opens nothing until the worker signs in again.
    locked_at: Mapped[datetime | None]
    # The locked session this one was begun from, and when it ends whatever happens.
    handed_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("sign_ins.id"))
    until_at: Mapped[datetime | None]
    # When the person last showed in this session that it is them (ASVS 7.5.1).
    proved_at: Mapped[datetime | None]


class KeptWords(Base):
    """What a person was writing in one form when they left it. `words_sealed` is gone once it was sent."""

    __tablename__ = "kept_words"
    __table_args__ = (UniqueConstraint("person_id", "form"),)
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"))
    form: Mapped[str] = mapped_column(String(100))
    # One filling-in of the form: a save that comes late must not bring back what was sent.
    draft_id: Mapped[uuid.UUID]
    words_sealed: Mapped[bytes | None]
    kept_at: Mapped[datetime]


class Attempt(Base):
    """A refused try, counted under hashed keys: the card, the phone, the address, everyone."""

    __tablename__ = "attempts"
    __table_args__ = (Index("ix_attempts_key_hash_at", "key_hash", "at"),)
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    key_hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    at: Mapped[datetime]
