"""Plans, their versions, who each paragraph is for, and what families answered. Words are sealed."""

from __future__ import annotations

import uuid
from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from webapp.core.database import Base


class Plan(Base):
    """A child's plan: one per child (R93). `current_id` is the newest published version."""

    __tablename__ = "plans"
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    child_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"), unique=True)
    family_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("families.id"))
    # No foreign key: the version names the plan, and two tables cannot each wait for the other.
    current_id: Mapped[uuid.UUID | None]


class PlanVersion(Base):
    """state: draft, published. A published version's words never change. `revision` counts saved changes."""

    __tablename__ = "plan_versions"
    __table_args__ = (UniqueConstraint("plan_id", "number"),)
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    plan_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("plans.id"))
    number: Mapped[int]
    kind: Mapped[str] = mapped_column(String(24))
    state: Mapped[str] = mapped_column(String(16), default="draft")
    revision: Mapped[int] = mapped_column(default=0)
    review_on: Mapped[date | None]
    changed_at: Mapped[datetime]
    changed_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"))
    published_at: Mapped[datetime | None]
    published_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("people.id"))


class Paragraph(Base):
    """One paragraph of a part; `reader_id` None means everyone who may read the plan."""

    __tablename__ = "plan_paragraphs"
    __table_args__ = (Index("ix_plan_paragraphs_version_id", "version_id"),)
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    version_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("plan_versions.id"))
    part: Mapped[str] = mapped_column(String(16))
    position: Mapped[int]
    reader_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("people.id"))
    source_sealed: Mapped[bytes | None]


class SourceSafeFor(Base):
    """This person may see where the paragraph came from (practice §4)."""

    __tablename__ = "plan_sources_safe_for"
    paragraph_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("plan_paragraphs.id"), primary_key=True)
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"), primary_key=True)


class Wording(Base):
    """A paragraph's text for one audience (adult, child) in one language.

    state: english_only, machine, checked, talked_through; `out_of_date` when its English changed since.
    """

    __tablename__ = "plan_wordings"
    __table_args__ = (UniqueConstraint("paragraph_id", "audience", "language"),)
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    paragraph_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("plan_paragraphs.id"))
    audience: Mapped[str] = mapped_column(String(8))
    language: Mapped[str] = mapped_column(String(8))
    text_sealed: Mapped[bytes]
    state: Mapped[str] = mapped_column(String(16))
    checked_by_sealed: Mapped[bytes | None]
    checked_on: Mapped[date | None]
    out_of_date: Mapped[bool] = mapped_column(default=False)


class Step(Base):
    """What will be done, by whom, by when. `state` may move after publishing; the words do not."""

    __tablename__ = "plan_steps"
    __table_args__ = (Index("ix_plan_steps_version_id", "version_id"),)
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    version_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("plan_versions.id"))
    position: Mapped[int]
    reader_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("people.id"))
    by_whom_sealed: Mapped[bytes | None]
    by_on: Mapped[date | None]
    state: Mapped[str] = mapped_column(String(16), default="not_started")
    state_on: Mapped[date | None]


class StepWording(Base):
    """A step's words for one audience in one language; states as for a Wording."""

    __tablename__ = "plan_step_wordings"
    __table_args__ = (UniqueConstraint("step_id", "audience", "language"),)
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    step_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("plan_steps.id"))
    audience: Mapped[str] = mapped_column(String(8))
    language: Mapped[str] = mapped_column(String(8))
    what_sealed: Mapped[bytes]
    why_sealed: Mapped[bytes | None]
    state: Mapped[str] = mapped_column(String(16))
    checked_by_sealed: Mapped[bytes | None]
    checked_on: Mapped[date | None]
    out_of_date: Mapped[bool] = mapped_column(default=False)


class ReadAs(Base):
    """A worker read the draft as this reader and ticked that it gives nobody away; for one revision."""

    __tablename__ = "plan_read_as"
    __table_args__ = (UniqueConstraint("version_id", "reader_id"),)
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    version_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("plan_versions.id"))
    reader_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"))
    revision: Mapped[int]
    ticked_at: Mapped[datetime]
    ticked_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"))


class AskedBefore(Base):
    """Whether a parent or carer was asked for their view first. The reason is shown to neither parent."""

    __tablename__ = "plan_asked_before"
    __table_args__ = (UniqueConstraint("version_id", "person_id"),)
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    version_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("plan_versions.id"))
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"))
    outcome: Mapped[str] = mapped_column(String(16))
    asked_on: Mapped[date | None]
    reason_sealed: Mapped[bytes | None]
    noted_at: Mapped[datetime]
    noted_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"))


class Composed(Base):
    """What one reader gets of a published version in one language: made once, at publishing.

    `shown_at`: a worker let a person who came later see this version from before.
    """

    __tablename__ = "plan_composed"
    __table_args__ = (UniqueConstraint("version_id", "reader_id", "language"),)
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    version_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("plan_versions.id"))
    reader_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"))
    language: Mapped[str] = mapped_column(String(8))
    audience: Mapped[str] = mapped_column(String(8))
    name_sealed: Mapped[bytes]
    page_sealed: Mapped[bytes]
    shown_at: Mapped[datetime | None]


class Answer(Base):
    """What a family member said about a version.

    kind: position, not_right, not_clear, worry, ideas, own_words. `part`: a position on one part; None for
    the whole plan. A child's own are sealed under the child's key, an adult's under the family's.
    """

    __tablename__ = "plan_answers"
    __table_args__ = (
        Index("ix_plan_answers_version_id_person_id", "version_id", "person_id"),
        Index("ix_plan_answers_child_id", "child_id"),
    )
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    version_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("plan_versions.id"))
    child_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"))
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"))
    kind: Mapped[str] = mapped_column(String(16))
    position: Mapped[str | None] = mapped_column(String(16))
    part: Mapped[str | None] = mapped_column(String(16))
    # The paragraph or step, which of its sentences, and an HMAC of the words as they were read.
    item_id: Mapped[uuid.UUID | None]
    sentence_number: Mapped[int | None]
    sentence_hash: Mapped[bytes | None] = mapped_column(LargeBinary(32))
    sentence_sealed: Mapped[bytes | None]
    words_sealed: Mapped[bytes | None]
    language: Mapped[str] = mapped_column(String(8))
    received_at: Mapped[datetime]


class SentenceReply(Base):
    """What a worker answered about a marked sentence. outcome: reworded, corrected, kept (practice §4).

    `words`: the sentence in its new wording, or why it stays; sealed in the answer's box. `reply_id` is the
    reply of the inbox it came with. `wanted_in_draft` without `draft_id`: the old sentence was not there.
    """

    __tablename__ = "plan_sentence_replies"
    __table_args__ = (Index("ix_plan_sentence_replies_answer_id", "answer_id"),)
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    answer_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("plan_answers.id"))
    reply_id: Mapped[uuid.UUID] = mapped_column(unique=True)
    author_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"))
    outcome: Mapped[str] = mapped_column(String(16))
    words_sealed: Mapped[bytes]
    # As for the reply: set only when it may show on a child's shared phone (practice §3).
    shared_agreed_on: Mapped[date | None]
    wanted_in_draft: Mapped[bool] = mapped_column(default=False)
    draft_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("plan_versions.id"))
    created_at: Mapped[datetime]


class TalkedThrough(Base):
    """Whether someone talked the version through with a person: who, when, with an interpreter; or no."""

    __tablename__ = "plan_talked_through"
    __table_args__ = (Index("ix_plan_talked_through_version_id_person_id", "version_id", "person_id"),)
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    version_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("plan_versions.id"))
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"))
    happened: Mapped[bool]
    by_whom_sealed: Mapped[bytes | None]
    talked_on: Mapped[date | None]
    interpreter: Mapped[bool] = mapped_column(default=False)
    noted_at: Mapped[datetime]
    noted_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"))


class BroughtIn(Base):
    """What was read of a plan that is already written, until its writer makes a draft of it; a day at most.

    `read`: the pieces as JSON, sealed with the family's key. The file itself is never kept.
    """

    __tablename__ = "plan_brought_in"
    __table_args__ = (
        UniqueConstraint("child_id", "writer_id"),
        Index("ix_plan_brought_in_read_at", "read_at"),
    )
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    child_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"))
    family_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("families.id"))
    writer_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"))
    read_at: Mapped[datetime]
    read_sealed: Mapped[bytes]
