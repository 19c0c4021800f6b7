"""What was asked and answered. Codes and dates in clear; own words sealed."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from webapp.core.database import Base


class Submission(Base):
    """One person's answers about one child. Unfinished until `answered_at`; then it never changes.

    `at` is the position of the question shown; `floor` the first one that this sign-in may go back to.
    """

    __tablename__ = "feedback_submissions"
    __table_args__ = (
        Index(
            "uq_feedback_submissions_unfinished",
            "person_id",
            "child_id",
            unique=True,
            sqlite_where=text("answered_at IS NULL"),
            postgresql_where=text("answered_at IS NULL"),
        ),
        Index("ix_feedback_submissions_child_id", "child_id"),
        Index("ix_feedback_submissions_received_at_id", "received_at", "id"),
    )
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"))
    child_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"))
    band: Mapped[str] = mapped_column(String(8))
    instrument_id: Mapped[str] = mapped_column(String(16))
    instrument_version: Mapped[str] = mapped_column(String(8))
    answered_by: Mapped[str] = mapped_column(String(24))
    worker_present: Mapped[bool]
    shown_to_worker: Mapped[bool] = mapped_column(default=False)
    mode: Mapped[str] = mapped_column(String(8), default="tap")
    trigger: Mapped[str] = mapped_column(String(16), default="any_time")
    language: Mapped[str] = mapped_column(String(8))
    wording_state: Mapped[str] = mapped_column(String(16))
    plan_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("plans.id"))
    plan_type: Mapped[str] = mapped_column(String(16), default="")
    sign_in_id: Mapped[uuid.UUID | None]
    at: Mapped[int] = mapped_column(default=0)
    floor: Mapped[int] = mapped_column(default=0)
    started_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    received_at: Mapped[datetime | None]


class Answer(Base):
    """One question of a submission.

    answer_code: 1–4; 8 don't know; 9 skipped; 0 does not apply, or not asked (then `reason` says why);
    None while it waits, and for an answer in own words only.
    """

    __tablename__ = "feedback_answers"
    __table_args__ = (UniqueConstraint("submission_id", "question_code"),)
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    submission_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("feedback_submissions.id"))
    question_code: Mapped[str] = mapped_column(String(32))
    position: Mapped[int]
    answer_code: Mapped[int | None]
    reason: Mapped[str] = mapped_column(String(24), default="")
    words_sealed: Mapped[bytes | None]
    # Which line of ours stood above an item of the standard (local-data §3).
    lines_shown: Mapped[str] = mapped_column(String(32), default="")
    given_at: Mapped[datetime | None]


class NeedSomeone(Base):
    """ "I need someone today" was pressed. The alert itself is duty's."""

    __tablename__ = "need_someone"
    __table_args__ = (Index("ix_need_someone_person_id", "person_id"),)
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"))
    child_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"))
    sign_in_id: Mapped[uuid.UUID]
    asked_at: Mapped[datetime]
