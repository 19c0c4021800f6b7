"""Asking for an advocate, complaints, and the numbers of those who help. Codes in clear; words sealed."""

from __future__ import annotations

import uuid
from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from webapp.core.database import Base


class HelpLine(Base):
    """A number that the administrator keeps for everyone. kind: rules.LINES. Public, so in clear."""

    __tablename__ = "help_lines"
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(16), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    phone: Mapped[str] = mapped_column(String(40))
    hours: Mapped[str] = mapped_column(String(120))
    # How many working days the service has to get in touch; None: rules.CONTACT_WITHIN.
    days: Mapped[int | None]


class SupportRequest(Base):
    """Someone asked for an advocate, or complains. kind: advocacy, complaint; stage: rules.STAGES.

    `about_id` is the member of staff it is about; they are never shown it, whatever they are.
    """

    __tablename__ = "support_requests"
    __table_args__ = (Index("ix_support_requests_person_id", "person_id"),)
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(16))
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"))
    # The session it was made in: on a shared phone nothing of it shows in another.
    session_id: Mapped[uuid.UUID]
    about_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("people.id"))
    wants_help_writing: Mapped[bool] = mapped_column(default=False)
    words_sealed: Mapped[bytes | None]
    reach_sealed: Mapped[bytes | None]
    made_at: Mapped[datetime]
    stage: Mapped[str] = mapped_column(String(16))
    # None: the clock of this stage stopped, by an answer or because it ended.
    due_on: Mapped[date | None]
    is_longer: Mapped[bool] = mapped_column(default=False)


class SupportStep(Base):
    """What the service did, oldest first. code: see rules.steps_open; the words reach the person."""

    __tablename__ = "support_steps"
    __table_args__ = (Index("ix_support_steps_request_id", "request_id"),)
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    request_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("support_requests.id"))
    code: Mapped[str] = mapped_column(String(16))
    at: Mapped[datetime]
    actor_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"))
    words_sealed: Mapped[bytes | None]
