"""What is kept of the houses. Content is sealed under the child's own key."""

from __future__ import annotations

import uuid
from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from webapp.core.database import Base


class ThreeHouses(Base):
    """The three houses made at one time. The id comes from the phone; its row is the lock of its entries."""

    __tablename__ = "three_houses"
    __table_args__ = (Index("ix_three_houses_child_id", "child_id"),)
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    child_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"))
    begun_at: Mapped[datetime]


class Entry(Base):
    """What a child sent. It never changes; only its answer's two columns and the share choice are set."""

    __tablename__ = "entries"
    __table_args__ = (
        Index("ix_entries_child_id_received_at", "child_id", "received_at"),
        Index("ix_entries_answered_at_received_at", "answered_at", "received_at"),
    )
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    set_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("three_houses.id"))
    child_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"))
    # Which template it was made with, and in which part of it.
    template: Mapped[str] = mapped_column(String(24), server_default="three_houses")
    house: Mapped[str] = mapped_column(String(24))
    share_level: Mapped[str] = mapped_column(String(16))
    rev: Mapped[int]
    # HMAC of the phone's ciphertext: the same again is the same answer, another is refused.
    body_mac: Mapped[bytes] = mapped_column(LargeBinary(32))
    # Which opening of the page wrote it: another page that did not see this does not write over it.
    page_id: Mapped[uuid.UUID | None]
    content_sealed: Mapped[bytes]
    # The session it was sent in: on a shared phone its state shows in that session alone.
    session_id: Mapped[uuid.UUID | None]
    made_at: Mapped[datetime]
    received_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    # Answered after the limit: the manager who could read it because it was late still can.
    answered_late: Mapped[bool] = mapped_column(default=False)
    # Sent on a worker's own device, which the worker handed over for a while.
    handed_over: Mapped[bool] = mapped_column(default=False, server_default=false())


class ToldEntry(Base):
    """A worker wrote this entry down for the child. there: beside (the child was) or later.

    denied_at: the child says "That is not what I said"; both stay.
    """

    __tablename__ = "told_entries"
    entry_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("entries.id"), primary_key=True)
    by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"))
    there: Mapped[str] = mapped_column(String(8))
    denied_at: Mapped[datetime | None]


class EntryReader(Base):
    """A person the child let see an entry. from_at None: since it was sent."""

    __tablename__ = "entry_readers"
    __table_args__ = (Index("ix_entry_readers_person_id", "person_id"),)
    entry_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("entries.id"), primary_key=True)
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"), primary_key=True)
    from_at: Mapped[datetime | None]


class PastReader(Base):
    """A person who could see an entry, until the choice was changed. from_at None: since it was sent."""

    __tablename__ = "entry_past_readers"
    __table_args__ = (Index("ix_entry_past_readers_entry_id", "entry_id"),)
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    entry_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("entries.id"))
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"))
    from_at: Mapped[datetime | None]
    until_at: Mapped[datetime]


class ShareChange(Base):
    """Who changed a share choice: the child, or a manager with a reason (safety §4.5).

    reason is for staff. words are what the child is told; untold and look_again_on: why not yet, and the
    day on which a manager looks at that again.
    """

    __tablename__ = "share_changes"
    __table_args__ = (Index("ix_share_changes_entry_id", "entry_id"),)
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    entry_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("entries.id"))
    by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"))
    changed_at: Mapped[datetime]
    level: Mapped[str] = mapped_column(String(16))
    reason_sealed: Mapped[bytes | None]
    words_sealed: Mapped[bytes | None]
    untold_sealed: Mapped[bytes | None]
    look_again_on: Mapped[date | None]


class Draft(Base):
    """An unsent entry. Opened for the child alone; put away means out of sight until she asks for it."""

    __tablename__ = "drafts"
    __table_args__ = (Index("ix_drafts_child_id_received_at", "child_id", "received_at"),)
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    set_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("three_houses.id"))
    child_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"))
    rev: Mapped[int]
    body_mac: Mapped[bytes] = mapped_column(LargeBinary(32))
    page_id: Mapped[uuid.UUID | None]
    content_sealed: Mapped[bytes]
    signed_in: Mapped[bool]
    made_at: Mapped[datetime]
    received_at: Mapped[datetime]
    put_away_at: Mapped[datetime | None]
    # Sent, and on its way: it becomes an entry when the last photo or voice note it names is there.
    share_sealed: Mapped[bytes | None]
    session_id: Mapped[uuid.UUID | None]
    handed_over: Mapped[bool] = mapped_column(default=False, server_default=false())


class Start(Base):
    """The child was asked, and this is what they chose. No reason is asked (practice §5).

    choice: start, not_today, rather_talk, do_not_want. answered_at: when somebody talked, for rather_talk.
    """

    __tablename__ = "house_starts"
    __table_args__ = (Index("ix_house_starts_child_id_asked_at", "child_id", "asked_at"),)
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    child_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"))
    choice: Mapped[str] = mapped_column(String(16))
    with_whom: Mapped[str | None] = mapped_column(String(8))
    asked_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]


class TemplateVersion(Base):
    """What an authority made of a template: its parts in order. A version never changes: entries name it.

    parts: JSON, [{"key", "sign", "aside"}]. Public, so in clear.
    """

    __tablename__ = "house_templates"
    __table_args__ = (UniqueConstraint("key", "version"),)
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(24))
    version: Mapped[int]
    parts: Mapped[str] = mapped_column(Text)
    made_at: Mapped[datetime]
    made_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"))


class TemplateWords(Base):
    """The words of a version in one language: the name, and each part's name and questions by band.

    words: JSON, {"name", "parts": {key: {"names": {band: words}, "questions": {…}}}}. state: english_only, or
    of a translation machine, checked; `out_of_date`: it was made for the version before.
    """

    __tablename__ = "house_template_words"
    version_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("house_templates.id"), primary_key=True)
    language: Mapped[str] = mapped_column(String(8), primary_key=True)
    words: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(16))
    out_of_date: Mapped[bool] = mapped_column(default=False, server_default=false())


class TemplateSwitch(Base):
    """To whom the authority offers a template: audiences, with spaces between. No row: as we offer it."""

    __tablename__ = "house_template_switches"
    key: Mapped[str] = mapped_column(String(24), primary_key=True)
    audiences: Mapped[str] = mapped_column(String(40))


class OwnLook(Base):
    """The band a child chose for the houses' pages: how big, how many words. Not from the birthday alone."""

    __tablename__ = "house_looks"
    child_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"), primary_key=True)
    band: Mapped[str] = mapped_column(String(8))


class SeenNote(Base):
    """What somebody saw or heard of a child who cannot use the houses; never the child's words (practice §5).

    how: self, told or read. words: JSON, see houses.seen.rules; under the family's key.
    """

    __tablename__ = "seen_notes"
    __table_args__ = (Index("ix_seen_notes_child_id", "child_id"),)
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    child_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"))
    by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"))
    by_role: Mapped[str] = mapped_column(String(16))
    seen_on: Mapped[date]
    how: Mapped[str] = mapped_column(String(8))
    words_sealed: Mapped[bytes]
    noted_at: Mapped[datetime]


class Telling(Base):
    """How a child tells people things; the newest row counts. words: JSON, under the child's key."""

    __tablename__ = "ways_of_telling"
    __table_args__ = (Index("ix_ways_of_telling_child_id", "child_id"),)
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    child_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"))
    by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"))
    by_role: Mapped[str] = mapped_column(String(16))
    words_sealed: Mapped[bytes]
    noted_at: Mapped[datetime]


class Attachment(Base):
    """A photo or voice note. Its id comes from the phone; made again, it is the piece of that id in media.

    made_at None: parts of it are still to come. hash_mac: HMAC of the SHA-256 of the phone's bytes.
    unnamed_at: since then no draft and no entry names it; an hour later it is destroyed.
    """

    __tablename__ = "attachments"
    __table_args__ = (
        Index("ix_attachments_child_id", "child_id"),
        Index("ix_attachments_entry_id", "entry_id"),
        Index("ix_attachments_unnamed_at", "unnamed_at"),
    )
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    child_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"))
    # The draft it was made in. The phone may send it before the draft, so there may be no row yet.
    entry_id: Mapped[uuid.UUID]
    kind: Mapped[str] = mapped_column(String(8))
    size: Mapped[int]
    hash_mac: Mapped[bytes] = mapped_column(LargeBinary(32))
    begun_at: Mapped[datetime]
    made_at: Mapped[datetime | None]
    # Of what was made of it: bytes, and how long it plays (a photo: 0).
    made_size: Mapped[int] = mapped_column(default=0)
    seconds: Mapped[int] = mapped_column(default=0)
    unnamed_at: Mapped[datetime | None]


class AttachmentPart(Base):
    """A part of an attachment on its way, sealed; gone as soon as the whole is made."""

    __tablename__ = "attachment_parts"
    __table_args__ = (UniqueConstraint("attachment_id", "number"),)
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    attachment_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("attachments.id"))
    number: Mapped[int]
    data_mac: Mapped[bytes] = mapped_column(LargeBinary(32))
    data_sealed: Mapped[bytes]


class EntryFile(Base):
    """What a draft or an entry names, whether or not it came. hash_mac: as the child's page counted it."""

    __tablename__ = "entry_files"
    __table_args__ = (Index("ix_entry_files_attachment_id", "attachment_id"),)
    entry_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    attachment_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    child_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"))
    hash_mac: Mapped[bytes] = mapped_column(LargeBinary(32))


class Transcript(Base):
    """What a voice note says, as a member of staff heard it; stands beside it, the newest row counts."""

    __tablename__ = "transcripts"
    __table_args__ = (Index("ix_transcripts_attachment_id", "attachment_id"),)
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    attachment_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("attachments.id"))
    entry_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("entries.id"))
    by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"))
    typed_at: Mapped[datetime]
    words_sealed: Mapped[bytes]


class CareMark(Base):
    """A picture that needs care: locked away since then, until a manager says why it may show again."""

    __tablename__ = "entry_care_marks"
    __table_args__ = (Index("ix_entry_care_marks_entry_id", "entry_id"),)
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    entry_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("entries.id"))
    by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"))
    marked_at: Mapped[datetime]
    why_sealed: Mapped[bytes | None]
    lifted_at: Mapped[datetime | None]
    lifted_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("people.id"))
    lifted_why_sealed: Mapped[bytes | None]


class AdultLists(Base):
    """A parent's or carer's own lists about one child, sent once. Sealed under the family's key.

    said: JSON, [{"part", "prompt", "words"}]. level: worker (the child's worker and the manager) or manager.
    """

    __tablename__ = "adult_lists"
    __table_args__ = (
        Index("ix_adult_lists_child_id_received_at", "child_id", "received_at"),
        Index("ix_adult_lists_person_id", "person_id"),
    )
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"))
    child_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"))
    template: Mapped[str] = mapped_column(String(24))
    level: Mapped[str] = mapped_column(String(16))
    language: Mapped[str] = mapped_column(String(8))
    said_sealed: Mapped[bytes]
    received_at: Mapped[datetime]


class HousesRecord(Base):
    """A copy of some of a child's entries in the council's record: of one set, or what is for the meeting.

    series: what its files are called before the copy's number. content_hash: an HMAC of the words under the
    child's key, to tell whether anything changed.
    """

    __tablename__ = "house_records"
    __table_args__ = (
        UniqueConstraint("child_id", "series", "number"),
        Index("ix_house_records_child_id_written_at", "child_id", "written_at"),
    )
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    child_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"))
    # None: for the meeting. No foreign key: the receipt outlives the set.
    set_id: Mapped[uuid.UUID | None]
    series: Mapped[str] = mapped_column(String(40))
    number: Mapped[int]
    content_hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    manifest_hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    has_pdf: Mapped[bool]
    written_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"))
    written_at: Mapped[datetime]


class RecordedEntry(Base):
    """An entry that a copy in the council's record holds. It outlives the entry: no foreign key to it."""

    __tablename__ = "house_record_entries"
    __table_args__ = (Index("ix_house_record_entries_entry_id", "entry_id"),)
    record_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("house_records.id"), primary_key=True)
    entry_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
