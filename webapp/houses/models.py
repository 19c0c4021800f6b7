"""What is kept of the houses. Content is sealed under the child's own key."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from webapp.core.database import Base


class ThreeHouses(Base):
    """The three houses made at one time. The id comes from the phone; its row is the lock of its entries."""

    __tablename__ = "three_houses"
    __table_args__ = (Index("ix_three_houses_child_id", "child_id"),)
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    child_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"))
    begun_at: Mapped[datetime]


class Entry(Base):
    """What a child sent. It never changes; only the answer's two columns are set."""

    __tablename__ = "entries"
    __table_args__ = (
        Index("ix_entries_child_id_received_at", "child_id", "received_at"),
        Index("ix_entries_answered_at_received_at", "answered_at", "received_at"),
    )
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    set_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("three_houses.id"))
    child_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"))
    house: Mapped[str] = mapped_column(String(8))
    share_level: Mapped[str] = mapped_column(String(16))
    rev: Mapped[int]
    # HMAC of the phone's ciphertext: the same again is the same answer, another is refused.
    body_mac: Mapped[bytes] = mapped_column(LargeBinary(32))
    content_sealed: Mapped[bytes]
    # The session it was sent in: on a shared phone its state shows in that session alone.
    session_id: Mapped[uuid.UUID | None]
    made_at: Mapped[datetime]
    received_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    # Answered after the limit: the manager who could read it because it was late still can.
    answered_late: Mapped[bool] = mapped_column(default=False)


class EntryReader(Base):
    """A person the child let see an entry."""

    __tablename__ = "entry_readers"
    __table_args__ = (Index("ix_entry_readers_person_id", "person_id"),)
    entry_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("entries.id"), primary_key=True)
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"), primary_key=True)


class Draft(Base):
    """An unsent entry. Opened for the child alone; put away means out of sight until she asks for it."""

    __tablename__ = "drafts"
    __table_args__ = (Index("ix_drafts_child_id_received_at", "child_id", "received_at"),)
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    set_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("three_houses.id"))
    child_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"))
    rev: Mapped[int]
    body_mac: Mapped[bytes] = mapped_column(LargeBinary(32))
    content_sealed: Mapped[bytes]
    signed_in: Mapped[bool]
    made_at: Mapped[datetime]
    received_at: Mapped[datetime]
    put_away_at: Mapped[datetime | None]


class Start(Base):
    """The child was asked, and this is what they chose. No reason is asked (practice §5).

    choice: start, not_today, rather_talk, do_not_want. answered_at: when somebody talked, for rather_talk.
    """

    __tablename__ = "house_starts"
    __table_args__ = (Index("ix_house_starts_child_id_asked_at", "child_id", "asked_at"),)
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    child_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"))
    choice: Mapped[str] = mapped_column(String(16))
    with_whom: Mapped[str | None] = mapped_column(String(8))
    asked_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
