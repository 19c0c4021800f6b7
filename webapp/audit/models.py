"""The log's tables. Ids and codes only: no names, no words."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from webapp.core.database import Base


class AuditRow(Base):
    """One act. `hash` covers this row and the hash before it, so a change shows."""

    __tablename__ = "audit_rows"
    __table_args__ = (
        UniqueConstraint("chain", "number"),
        Index("ix_audit_rows_item", "item_kind", "item_id"),
        Index("ix_audit_rows_subject_id", "subject_id"),
    )
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    chain: Mapped[str] = mapped_column(String(64))
    number: Mapped[int]
    at: Mapped[datetime]
    actor_id: Mapped[uuid.UUID | None]
    act: Mapped[str] = mapped_column(String(64))
    subject_id: Mapped[uuid.UUID | None]
    item_kind: Mapped[str] = mapped_column(String(32))
    item_id: Mapped[uuid.UUID | None]
    previous: Mapped[bytes] = mapped_column(LargeBinary(32))
    hash: Mapped[bytes] = mapped_column(LargeBinary(32))


class AuditHead(Base):
    """The end of each chain; its row is the lock that keeps a chain one line."""

    __tablename__ = "audit_heads"
    chain: Mapped[str] = mapped_column(String(64), primary_key=True)
    number: Mapped[int]
    hash: Mapped[bytes] = mapped_column(LargeBinary(32))
