"""What is kept of the houses. Content is sealed under the child's own key."""

from __future__ import annotations

import uuid
from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, String, false
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
    """What a child sent. It never changes; only its answer's two columns and the share choice are set."""

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
    # Sent on a worker's own device, which the worker handed over for a while.
    handed_over: Mapped[bool] = mapped_column(default=False, server_default=false())


class EntryReader(Base):
    """A person the child let see an entry. from_at None: since it was sent."""

    __tablename__ = "entry_readers"
    __table_args__ = (Index("ix_entry_readers_person_id", "person_id"),)
    entry_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("entries.id"), primary_key=True)
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"), primary_key=True)
    from_at: Mapped[datetime | None]


class PastReader(Base):
    """A person who could see an entry, until the choice was changed. from_at None: since it was sent."""

    __tablename__ = "entry_past_readers"
    __table_args__ = (Index("ix_entry_past_readers_entry_id", "entry_id"),)
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    entry_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("entries.id"))
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"))
    from_at: Mapped[datetime | None]
    until_at: Mapped[datetime]


class ShareChange(Base):
    """Who changed a share choice: the child, or a manager with a reason (safety §4.5).

    reason is for staff. words are what the child is told; untold and look_again_on: why not yet, and the
    day on which a manager looks at that again.
    """

    __tablename__ = "share_changes"
    __table_args__ = (Index("ix_share_changes_entry_id", "entry_id"),)
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    entry_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("entries.id"))
    by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"))
    changed_at: Mapped[datetime]
    level: Mapped[str] = mapped_column(String(16))
    reason_sealed: Mapped[bytes | None]
    words_sealed: Mapped[bytes | None]
    untold_sealed: Mapped[bytes | None]
    look_again_on: Mapped[date | None]


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
