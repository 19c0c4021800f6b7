"""The rota, the opening hours, and alerts. Codes and dates in clear; the team's words sealed."""

from __future__ import annotations

import uuid
from datetime import date, datetime, time

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from webapp.core.database import Base


class Rota(Base):
    """Who answers "not safe" for a team on these days, both included; who covers. The latest row wins."""

    __tablename__ = "duty_rota"
    __table_args__ = (Index("ix_duty_rota_team_id", "team_id"),)
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    team_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("teams.id"))
    from_on: Mapped[date]
    until_on: Mapped[date]
    owner_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"))
    cover_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"))


class OutOfHours(Base):
    """When a team reads, and its own words for the other hours. `weekdays`: "01234" is Monday to Friday."""

    __tablename__ = "duty_out_of_hours"
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    team_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("teams.id"), unique=True)
    words_sealed: Mapped[bytes]
    opens_at: Mapped[time]
    closes_at: Mapped[time]
    weekdays: Mapped[str] = mapped_column(String(7))
    # Days as 2026-12-25, with a space between: bank holidays and the like.
    closed_days: Mapped[str] = mapped_column(Text, default="")


class Alert(Base):
    """Someone may not be safe. `source` is a code (question or button), never an answer."""

    __tablename__ = "alerts"
    __table_args__ = (Index("ix_alerts_child_id", "child_id"), Index("ix_alerts_team_id", "team_id"))
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"))
    child_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"))
    team_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("teams.id"))
    source: Mapped[str] = mapped_column(String(32))
    item_id: Mapped[uuid.UUID] = mapped_column(unique=True)
    raised_at: Mapped[datetime]
    seen_at: Mapped[datetime | None]
    seen_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("people.id"))
