"""One table: what is kept of a photo or a voice, and where its sealed bytes are."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from webapp.core.database import Base


class Blob(Base):
    """A piece. Its bytes are in the store under `place`, sealed under the owner's key.

    `owner_kind`, `owner_id`: whose key (see core.sealing). `size`: of the piece as we made it, in bytes.
    `given_mac`: a keyed hash of the file as it was sent, to know it again.
    """

    __tablename__ = "blobs"
    __table_args__ = (Index("ix_blobs_owner", "owner_kind", "owner_id"),)
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    owner_kind: Mapped[str] = mapped_column(String(16))
    owner_id: Mapped[uuid.UUID]
    kind: Mapped[str] = mapped_column(String(8))
    mime: Mapped[str] = mapped_column(String(32))
    place: Mapped[str] = mapped_column(String(32), unique=True)
    size: Mapped[int]
    width: Mapped[int | None]
    height: Mapped[int | None]
    seconds: Mapped[int | None]
    given_mac: Mapped[bytes]
    kept_at: Mapped[datetime]
    released_at: Mapped[datetime | None] = mapped_column(index=True)
