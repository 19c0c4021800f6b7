"""Families, who is in them, who works with them, and what each person may see."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from webapp.core.database import Base


class Team(Base):
    """A team of the authority."""

    __tablename__ = "teams"
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    name_sealed: Mapped[bytes]


class Post(Base):
    """A member of staff in a team."""

    __tablename__ = "posts"
    __table_args__ = (UniqueConstraint("person_id", "team_id"),)
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"))
    team_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("teams.id"))


class Family(Base):
    """Groups a caseload; grants nothing by itself."""

    __tablename__ = "families"
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    team_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("teams.id"))
    name_sealed: Mapped[bytes]


class Member(Base):
    """A person in a family. relation: child, mother, father, grandmother, …"""

    __tablename__ = "members"
    __table_args__ = (UniqueConstraint("family_id", "person_id"), Index("ix_members_person_id", "person_id"))
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    family_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("families.id"))
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"))
    relation: Mapped[str] = mapped_column(String(32))


class ChildFacts(Base):
    """What the council knows a child by. id is the child's person id."""

    __tablename__ = "child_facts"
    id: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"), primary_key=True)
    born_on_sealed: Mapped[bytes | None]
    # Sealed, and hashed for the one search across the authority (design §3).
    authority_id_sealed: Mapped[bytes | None]
    authority_id_hash: Mapped[bytes | None] = mapped_column(LargeBinary(32), unique=True)


class Allocation(Base):
    """A worker works with a child, from, until; the reason for a change is told to the family (R25)."""

    __tablename__ = "allocations"
    __table_args__ = (
        Index("ix_allocations_worker_id", "worker_id"),
        Index("ix_allocations_child_id", "child_id"),
    )
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    child_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"))
    worker_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"))
    from_at: Mapped[datetime]
    until_at: Mapped[datetime | None]
    reason_sealed: Mapped[bytes | None]


class Grant(Base):
    """A person may see a kind of thing about a child, from, until, by whom. kind: plan."""

    __tablename__ = "grants"
    __table_args__ = (Index("ix_grants_person_id", "person_id"), Index("ix_grants_child_id", "child_id"))
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"))
    child_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"))
    kind: Mapped[str] = mapped_column(String(16))
    granted_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"))
    from_at: Mapped[datetime]
    until_at: Mapped[datetime | None]


class Contact(Base):
    """An address, phone, school or contact time of a person; seen only where marked safe."""

    __tablename__ = "contacts"
    __table_args__ = (Index("ix_contacts_person_id", "person_id"),)
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"))
    kind: Mapped[str] = mapped_column(String(16))
    value_sealed: Mapped[bytes]


class ContactSafeFor(Base):
    """This person may see this contact."""

    __tablename__ = "contact_safe_for"
    contact_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("contacts.id"), primary_key=True)
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"), primary_key=True)


class SafeWay(Base):
    """The safe way to reach a person, set with the worker, shown to duty first (practice §1)."""

    __tablename__ = "safe_ways"
    id: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"), primary_key=True)
    words_sealed: Mapped[bytes]


class CardAnswers(Base):
    """What the worker answered before a card was given (practice §3): who could find it, …"""

    __tablename__ = "card_answers"
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"))
    card_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("cards.id"))
    answers_sealed: Mapped[bytes]
