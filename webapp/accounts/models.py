"""People who sign in, and the ways in."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, String, UniqueConstraint
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
    """What a person proves after the card. kind: password or pictures; hash: argon2id."""

    __tablename__ = "ways_in"
    __table_args__ = (UniqueConstraint("person_id", "kind"),)
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"))
    kind: Mapped[str] = mapped_column(String(16))
    secret_hash: Mapped[str] = mapped_column(String(200))
    set_at: Mapped[datetime]


class SignIn(Base):
    """A session. The cookie carries a random token; here only its hash (ASVS 7.2)."""

    __tablename__ = "sign_ins"
    __table_args__ = (Index("ix_sign_ins_person_id", "person_id"),)
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"))
    token_hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    card_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("cards.id"))
    shared_phone: Mapped[bool]
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    chosen_id: Mapped[uuid.UUID | None]


class Attempt(Base):
    """A refused try, counted under hashed keys: the card, the phone, the address, everyone."""

    __tablename__ = "attempts"
    __table_args__ = (Index("ix_attempts_key_hash_at", "key_hash", "at"),)
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    key_hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    at: Mapped[datetime]
