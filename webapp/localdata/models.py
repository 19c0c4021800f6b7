"""What local data keeps of its own: no person's words, and no answer."""

from __future__ import annotations

import uuid
from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from webapp.core.database import Base

# Learning: what was heard and changed, and what other authorities publish.


class LedgerLine(Base):
    """ "You said, we did": what was heard in a period, in our own words, and what we changed. Public.

    No verbatim words, no name: staff write it, families and everyone read it, so in clear.
    """

    __tablename__ = "local_data_ledger"
    __table_args__ = (Index("ix_local_data_ledger_period", "period"),)
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    # As Period.named reads it: 2026-27 or 2026-27-Q1.
    period: Mapped[str] = mapped_column(String(12))
    # Of the instrument; '' when it is about a theme.
    question_code: Mapped[str] = mapped_column(String(32), default="")
    theme: Mapped[str] = mapped_column(String(120), default="")
    heard: Mapped[str] = mapped_column(Text)
    changed: Mapped[str] = mapped_column(Text)
    changed_on: Mapped[date]
    by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"))
    made_at: Mapped[datetime]
    taken_back_at: Mapped[datetime | None]
    taken_back_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("people.id"))


class OtherAuthority(Base):
    """What another authority published, checked as strangers' data; `rows`: JSON of those we compare.

    Counts that were published already, so in clear. One file an authority; a newer one takes its place.
    """

    __tablename__ = "local_data_other_authorities"
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    la_name: Mapped[str] = mapped_column(String(120), unique=True)
    sha256: Mapped[str] = mapped_column(String(64))
    rows: Mapped[str] = mapped_column(Text)
    by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"))
    added_at: Mapped[datetime]


# The data desk: what the data officer asked for, and what came of it.


class Run(Base):
    """An extract, or a caseload that is brought in: asked for in the browser or found in the nightly folder.

    `kind`: extract, caseload, nightly. `doing`: extract, preview, apply. `state`: waiting, running, done,
    failed, gone (its files are deleted). `done_rows` of `all_rows` is how far an extract has come. `size`: of
    the zip in bytes. `counts`: JSON, numbers by name; no id and no word of anybody.
    """

    __tablename__ = "local_data_runs"
    __table_args__ = (Index("ix_local_data_runs_kind_asked_at", "kind", "asked_at"),)
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(10))
    doing: Mapped[str] = mapped_column(String(10))
    state: Mapped[str] = mapped_column(String(10), index=True)
    asked_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("people.id"))
    asked_at: Mapped[datetime]
    started_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    gone_at: Mapped[datetime | None]
    from_on: Mapped[date | None]
    to_on: Mapped[date | None]
    done_rows: Mapped[int] = mapped_column(default=0)
    all_rows: Mapped[int] = mapped_column(default=0)
    # How often it was begun: what stops the whole process each time is not begun for ever.
    tries: Mapped[int] = mapped_column(default=0)
    size: Mapped[int] = mapped_column(default=0)
    trouble: Mapped[str] = mapped_column(String(16), default="")
    counts: Mapped[str] = mapped_column(Text, default="{}")
    # Of the nightly folder: the hash of its files, and the last day on which it was looked at.
    fingerprint: Mapped[str] = mapped_column(String(64), default="")
    looked_on: Mapped[date | None]


class Finding(Base):
    """A row of a caseload that was not used, or is left for a person: file, line, column, reason (JSON).

    `sort`: problem, conflict, note. A reason may name a council's own id, so it is sealed (staff).
    """

    __tablename__ = "local_data_findings"
    __table_args__ = (Index("ix_local_data_findings_run_id_position", "run_id", "position", unique=True),)
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    run_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("local_data_runs.id"))
    position: Mapped[int]
    sort: Mapped[str] = mapped_column(String(8))
    about_sealed: Mapped[bytes]


# Publication: every edition is kept.


class Edition(Base):
    """What was published at one moment: all files as one zip, public and so in clear. Never changed.

    number counts from 1, so that two people cannot publish after the same edition. correction: the note of
    a correction, '' for a new period. by_id: None when it was made by command.
    """

    __tablename__ = "local_data_editions"
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(unique=True)
    # As Period.named reads it.
    period: Mapped[str] = mapped_column(String(12))
    correction: Mapped[str] = mapped_column(Text, default="", server_default="")
    made_at: Mapped[datetime]
    by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("people.id"))
    files: Mapped[bytes] = mapped_column(LargeBinary)
    sha256: Mapped[str] = mapped_column(String(64))
