"""Families, who is in them, who works with them, and what each person may see."""

from __future__ import annotations

import uuid
from datetime import date, datetime

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
    # When the person left the family; what came with being in it ended then.
    until_at: Mapped[datetime | None]


class ChildFacts(Base):
    """What the council knows a child by. id is the child's person id."""

    __tablename__ = "child_facts"
    id: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"), primary_key=True)
    born_on_sealed: Mapped[bytes | None]
    # Sealed, and hashed for the one search across the authority (design §3).
    authority_id_sealed: Mapped[bytes | None]
    authority_id_hash: Mapped[bytes | None] = mapped_column(LargeBinary(32), unique=True)


class CouncilId(Base):
    """What the council's case system calls a row of ours. kind: team, family, child, staff, allocation.

    `seen`: of a child, a keyed fingerprint of what the council last said; `code`: of an allocation, why the
    worker changed (CHCHAN the child asked, PCCHAN a parent or carer). The family never reads the code.
    """

    __tablename__ = "council_ids"
    __table_args__ = (UniqueConstraint("kind", "id_hash"), Index("ix_council_ids_row_id", "row_id"))
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(16))
    id_hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    # No foreign key: it may be of five tables.
    row_id: Mapped[uuid.UUID]
    seen: Mapped[bytes | None] = mapped_column(LargeBinary(32))
    code: Mapped[str | None] = mapped_column(String(8))


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
    # For the office alone; the family never reads it.
    note_sealed: Mapped[bytes | None]
    # The worker this one came instead of, if any.
    instead_of: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("people.id"))


class WorkerNewsSeen(Base):
    """This person has read that the child's worker changed (R25)."""

    __tablename__ = "worker_news_seen"
    allocation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("allocations.id"), primary_key=True)
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"), primary_key=True)
    at: Mapped[datetime]


class Grant(Base):
    """A person may see a kind of thing about a child, from, until, by whom. kind: rules.KINDS.

    Nothing from before `sees_from` is shown; None: no such limit (people who were there from the start).
    """

    __tablename__ = "grants"
    __table_args__ = (Index("ix_grants_person_id", "person_id"), Index("ix_grants_child_id", "child_id"))
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"))
    child_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"))
    kind: Mapped[str] = mapped_column(String(16))
    granted_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"))
    from_at: Mapped[datetime]
    until_at: Mapped[datetime | None]
    sees_from: Mapped[datetime | None]
    why_sealed: Mapped[bytes | None]


class Floor(Base):
    """A court order, or no contact: nothing of this child reaches this person, whatever else was given.

    kind: court_order, no_contact. It holds until it is lifted; `review_on` only reminds.
    """

    __tablename__ = "floors"
    __table_args__ = (Index("ix_floors_person_id", "person_id"), Index("ix_floors_child_id", "child_id"))
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"))
    child_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"))
    kind: Mapped[str] = mapped_column(String(16))
    from_at: Mapped[datetime]
    review_on: Mapped[date]
    reason_sealed: Mapped[bytes]
    set_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"))
    asked_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("people.id"))
    asked_reason_sealed: Mapped[bytes | None]
    lifted_at: Mapped[datetime | None]
    lifted_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("people.id"))
    lifted_reason_sealed: Mapped[bytes | None]


class Conflict(Base):
    """A member of staff knows or is related to a child: they see nothing of that child's families.

    Named by the council's person id (hashed: it may be nobody's here, or come later) or by the family.
    """

    __tablename__ = "conflicts"
    __table_args__ = (Index("ix_conflicts_staff_id", "staff_id"),)
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    staff_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"))
    authority_id_hash: Mapped[bytes | None] = mapped_column(LargeBinary(32))
    # The id as it was typed, for the list of those who may see it.
    authority_id_sealed: Mapped[bytes | None]
    family_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("families.id"))
    declared_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"))
    declared_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("people.id"))
    ended_reason_sealed: Mapped[bytes | None]


class BrokenGlass(Base):
    """A member of staff opened one family in an emergency, for 60 minutes. code: rules.GLASS_CODES.

    Shown to the family unless withheld, with a reason, until a day at most 14 days away.
    """

    __tablename__ = "broken_glass"
    __table_args__ = (
        Index("ix_broken_glass_staff_id", "staff_id"),
        Index("ix_broken_glass_family_id", "family_id"),
    )
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    staff_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"))
    family_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("families.id"))
    code: Mapped[str] = mapped_column(String(24))
    reason_sealed: Mapped[bytes]
    opened_at: Mapped[datetime]
    until_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    withheld_until: Mapped[date | None]
    withheld_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("people.id"))
    withheld_reason_sealed: Mapped[bytes | None]
    signed_off_at: Mapped[datetime | None]
    signed_off_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("people.id"))


class Invitation(Base):
    """Someone from outside, invited for one child and a stated time; the role is the person's.

    What they may see is a grant that ends at the same moment. Interpreters show by the agency's reference.
    """

    __tablename__ = "invitations"
    __table_args__ = (Index("ix_invitations_family_id", "family_id"),)
    id: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"), primary_key=True)
    family_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("families.id"))
    child_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"))
    organisation_sealed: Mapped[bytes]
    reference_sealed: Mapped[bytes | None]
    purpose_sealed: Mapped[bytes]
    invited_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"))
    made_at: Mapped[datetime]
    until_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("people.id"))


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


class ContactChange(Base):
    """A change to a contact or a safe way that waits for a second member of staff (T12).

    action: add, change, safe, way. state: asked, confirmed, refused, withdrawn, lapsed. contact_id names
    what stands now; when that is gone, the change can no longer be made.
    """

    __tablename__ = "contact_changes"
    __table_args__ = (
        Index("ix_contact_changes_person_id", "person_id"),
        Index("ix_contact_changes_family_id", "family_id"),
    )
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    family_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("families.id"))
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"))
    action: Mapped[str] = mapped_column(String(8))
    kind: Mapped[str] = mapped_column(String(16))
    contact_id: Mapped[uuid.UUID | None]
    safe_for_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("people.id"))
    value_sealed: Mapped[bytes | None]
    why_sealed: Mapped[bytes]
    state: Mapped[str] = mapped_column(String(16))
    asked_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"))
    asked_at: Mapped[datetime]
    decided_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("people.id"))
    decided_at: Mapped[datetime | None]


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


class ChangeAtHome(Base):
    """Something changed for a family, so every card, phone and safe contact is checked again (practice §3).

    kind: rules.CHANGES.
    """

    __tablename__ = "changes_at_home"
    __table_args__ = (Index("ix_changes_at_home_family_id", "family_id"),)
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    family_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("families.id"))
    kind: Mapped[str] = mapped_column(String(24))
    said_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"))
    at: Mapped[datetime]


class SafetyCheck(Base):
    """One thing to look at again. kind: card, phone, safe_way, contact; outcome: safe, stopped, changed."""

    __tablename__ = "safety_checks"
    __table_args__ = (
        Index("ix_safety_checks_change_id", "change_id"),
        Index("ix_safety_checks_person_id", "person_id"),
    )
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    change_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("changes_at_home.id"))
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"))
    kind: Mapped[str] = mapped_column(String(16))
    # The card, phone or contact; for a safe way, the person.
    thing_id: Mapped[uuid.UUID]
    outcome: Mapped[str | None] = mapped_column(String(16))
    done_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("people.id"))
    done_at: Mapped[datetime | None]


class WithheldLook(Base):
    """What a member of staff looked at on a day is told to the family from review_on, not before."""

    __tablename__ = "withheld_looks"
    __table_args__ = (Index("ix_withheld_looks_child_id", "child_id"),)
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    child_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"))
    staff_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"))
    looked_on: Mapped[date]
    review_on: Mapped[date]
    reason_sealed: Mapped[bytes]
    withheld_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"))
    withheld_at: Mapped[datetime]
