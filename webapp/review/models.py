"""Replies, what they answer, links to steps, and acknowledgements. Every word is sealed."""

from __future__ import annotations

import uuid
from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from webapp.core.database import Base


class Reply(Base):
    """What a worker says back. outcome: done, will_do, cannot, talk; about a sentence of the plan also
    reworded, corrected (`sentence`: the new one), kept; about a step confirmed, not_yet; about an idea for
    one taken (`sentence`: the step), not_taken. `happened`: yes or no, by the person.

    Sealed under the child's key when it is to the child, else under the family's (design §3).
    """

    __tablename__ = "replies"
    __table_args__ = (Index("ix_replies_child_id", "child_id"), Index("ix_replies_to_id", "to_id"))
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    child_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"))
    to_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"))
    author_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"))
    outcome: Mapped[str] = mapped_column(String(16))
    words_sealed: Mapped[bytes]
    reason_sealed: Mapped[bytes | None]
    sentence_sealed: Mapped[bytes | None]
    meet_when_sealed: Mapped[bytes | None]
    meet_where_sealed: Mapped[bytes | None]
    by_on: Mapped[date | None]
    # Set only when child and worker agreed that this reply may show on a shared phone (practice §3).
    shared_agreed_on: Mapped[date | None]
    created_at: Mapped[datetime]
    happened: Mapped[str | None] = mapped_column(String(8))
    happened_at: Mapped[datetime | None]


class ReplyTo(Base):
    """One reply may answer several things.

    item_kind: entry, talk, plan_answer, request, lists, submission.
    """

    __tablename__ = "reply_to"
    __table_args__ = (
        UniqueConstraint("reply_id", "item_id"),
        Index("ix_reply_to_item_id", "item_id"),
    )
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    reply_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("replies.id"))
    item_kind: Mapped[str] = mapped_column(String(16))
    item_id: Mapped[uuid.UUID]


class StepLink(Base):
    """A reply is about this step of the plan. basis: agreed (they said yes, on a day) or cannot_guess (why).

    Shown in no one else's view (practice §4).
    """

    __tablename__ = "step_links"
    __table_args__ = (UniqueConstraint("reply_id", "step_id"),)
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    reply_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("replies.id"))
    step_id: Mapped[uuid.UUID]
    basis: Mapped[str] = mapped_column(String(16))
    agreed_on: Mapped[date | None]
    reason_sealed: Mapped[bytes | None]
    made_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"))
    made_at: Mapped[datetime]


class Acknowledgement(Base):
    """A worker has seen it and will answer. It never stops the answer clock (practice §1)."""

    __tablename__ = "acknowledgements"
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    item_kind: Mapped[str] = mapped_column(String(16))
    item_id: Mapped[uuid.UUID] = mapped_column(unique=True)
    made_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"))
    made_at: Mapped[datetime]
