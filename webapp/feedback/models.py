"""What was asked and answered. Codes and dates in clear; own words sealed."""

from __future__ import annotations

import uuid
from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint, text
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
    # With whose help, and where; '' when that was not said.
    helper: Mapped[str] = mapped_column(String(16), default="", server_default="")
    place: Mapped[str] = mapped_column(String(16), default="", server_default="")
    worker_present: Mapped[bool]
    shown_to_worker: Mapped[bool] = mapped_column(default=False)
    mode: Mapped[str] = mapped_column(String(8), default="tap")
    trigger: Mapped[str] = mapped_column(String(16), default="any_time")
    invitation_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("feedback_invitations.id"))
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
    # Which version of an authority's own question; None: ours, in the version of the submission.
    own_version: Mapped[int | None]
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


class OwnQuestion(Base):
    """A question that this authority added. A changed word is a new row; the old one ends and stays.

    codes: JSON, the option codes in order. wordings: JSON, [{language, text, options, state}], English first.
    Nothing here is about a person, so in clear.
    """

    __tablename__ = "feedback_own_questions"
    __table_args__ = (UniqueConstraint("audience", "code", "version"),)
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    audience: Mapped[str] = mapped_column(String(16))
    code: Mapped[str] = mapped_column(String(32))
    version: Mapped[int]
    codes: Mapped[str] = mapped_column(Text)
    wordings: Mapped[str] = mapped_column(Text)
    source: Mapped[str] = mapped_column(String(200))
    from_at: Mapped[datetime]
    until_at: Mapped[datetime | None]


class Moment(Base):
    """Something happened after which people are asked. trigger: asking.rules.TRIGGERS.

    `cause_id` is the row it comes from, so that the same thing is noted once.
    """

    __tablename__ = "feedback_moments"
    __table_args__ = (
        UniqueConstraint("child_id", "trigger", "cause_id"),
        Index("ix_feedback_moments_on", "on"),
    )
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    child_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"))
    trigger: Mapped[str] = mapped_column(String(16))
    cause_id: Mapped[uuid.UUID]
    on: Mapped[date]
    noted_at: Mapped[datetime]


class Invitation(Base):
    """A person was asked about a child after a moment, or was not and why (`reason`, asking.rules.HOLDS).

    A row that says why not is counted too: nobody is left out in silence.
    """

    __tablename__ = "feedback_invitations"
    __table_args__ = (
        UniqueConstraint("moment_id", "person_id"),
        Index("ix_feedback_invitations_person_id", "person_id", "child_id"),
        Index("ix_feedback_invitations_made_on", "made_on"),
    )
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    moment_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("feedback_moments.id"))
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"))
    child_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"))
    trigger: Mapped[str] = mapped_column(String(16))
    # As they stood that day, so that who was asked is counted with who answered ('' when not known).
    band: Mapped[str] = mapped_column(String(8), default="", server_default="")
    plan_type: Mapped[str] = mapped_column(String(16), default="", server_default="")
    reason: Mapped[str] = mapped_column(String(16), default="")
    made_on: Mapped[date]
    closes_on: Mapped[date]
    # "Not now": their home page says nothing more of it; the questions stay open.
    put_off_at: Mapped[datetime | None]


class Hold(Base):
    """Someone is not asked for a time, and why. It ends by itself; whoever knows better ends it sooner.

    what: all, or ssd (the five of the standard: worker and child think that they cannot be followed).
    """

    __tablename__ = "feedback_holds"
    __table_args__ = (Index("ix_feedback_holds_person_id", "person_id", "child_id"),)
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"))
    child_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"))
    what: Mapped[str] = mapped_column(String(8))
    reason: Mapped[str] = mapped_column(String(16))
    by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"))
    made_at: Mapped[datetime]
    until_on: Mapped[date]
    ended_at: Mapped[datetime | None]


class OutsideBatch(Base):
    """Links made at one time for staff or partners. `child_id` when they are about one child."""

    __tablename__ = "feedback_outside_batches"
    __table_args__ = (Index("ix_feedback_outside_batches_made_on", "made_on"),)
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    audience: Mapped[str] = mapped_column(String(16))
    child_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("people.id"))
    made_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"))
    made_on: Mapped[date]
    closes_on: Mapped[date]
    number: Mapped[int]


class OutsideLink(Base):
    """A link that one person answers by, once. Nothing leads from it to the answers.

    `answered_in`: the first day of the quarter in which it was used; no nearer, so that nobody can match it.
    """

    __tablename__ = "feedback_outside_links"
    __table_args__ = (
        UniqueConstraint("secret_hash"),
        Index("ix_feedback_outside_links_batch_id", "batch_id"),
    )
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    batch_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("feedback_outside_batches.id"))
    secret_hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    answered_in: Mapped[date | None]


class OutsideSubmission(Base):
    """What one member of staff or partner answered: not who, nor about whom. The id is random, without time.

    `week_on`: the Monday, or the first day of the quarter when that is later.
    """

    __tablename__ = "feedback_outside_submissions"
    __table_args__ = (Index("ix_feedback_outside_submissions_week_on", "week_on", "audience", "id"),)
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    audience: Mapped[str] = mapped_column(String(16))
    week_on: Mapped[date]
    instrument_version: Mapped[str] = mapped_column(String(8))
    language: Mapped[str] = mapped_column(String(8))
    wording_state: Mapped[str] = mapped_column(String(16))


class OutsideAnswer(Base):
    """One question of theirs. answer_code as in Answer; words are sealed and read without the codes."""

    __tablename__ = "feedback_outside_answers"
    __table_args__ = (UniqueConstraint("submission_id", "question_code"),)
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    submission_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("feedback_outside_submissions.id"))
    question_code: Mapped[str] = mapped_column(String(32))
    own_version: Mapped[int | None]
    answer_code: Mapped[int | None]
    words_sealed: Mapped[bytes | None]


class Sheet(Base):
    """A paper sheet printed for one person about one child; the code on it says which, and no name does.

    laid_out: JSON, [[question code, own version or null, why not asked or ""], …] in order.
    worker_types: the person agreed that their worker types it in, and so sees the answers.
    """

    __tablename__ = "feedback_sheets"
    __table_args__ = (
        UniqueConstraint("code_hash"),
        UniqueConstraint("submission_id"),
        Index("ix_feedback_sheets_child_id", "child_id"),
    )
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    code_hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"))
    child_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"))
    band: Mapped[str] = mapped_column(String(8))
    instrument_version: Mapped[str] = mapped_column(String(8))
    language: Mapped[str] = mapped_column(String(8))
    laid_out: Mapped[str] = mapped_column(Text)
    worker_types: Mapped[bool]
    made_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"))
    made_on: Mapped[date]
    closes_on: Mapped[date]
    submission_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("feedback_submissions.id"))
