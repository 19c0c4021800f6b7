"""Which child's letterbox is on, and what was left there. Words are sealed under the child's key."""

from __future__ import annotations

import uuid
from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from webapp.core.database import Base


class Letterbox(Base):
    """Off until the worker switches it on with the child. id is the child's person id."""

    __tablename__ = "letterboxes"
    id: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"), primary_key=True)
    on_at: Mapped[datetime]
    on_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"))
    off_at: Mapped[datetime | None]


class Note(Base):
    """A note written without signing in: it names nobody, and only the last three columns ever change.

    `child_id` is whose phone it was, not who wrote it. `unsafe`: "I do not feel safe" was ticked.
    """

    __tablename__ = "notes"
    __table_args__ = (
        Index("ix_notes_child_id_received_at", "child_id", "received_at"),
        Index("ix_notes_team_id", "team_id"),
    )
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    device_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("devices.id"))
    child_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"))
    team_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("teams.id"))
    # HMAC of the phone's ciphertext: the same again is the same answer, another is refused.
    body_mac: Mapped[bytes] = mapped_column(LargeBinary(32))
    words_sealed: Mapped[bytes]
    unsafe: Mapped[bool]
    made_at: Mapped[datetime]
    received_at: Mapped[datetime]
    asked_on: Mapped[date | None]
    asked_at: Mapped[datetime | None]
    asked_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("people.id"))
