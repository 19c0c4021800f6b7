"""Plans, their versions, who each paragraph is for, and what families answered. Words are sealed."""

from __future__ import annotations

import uuid
from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, String, UniqueConstraint, false
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
    # JSON: the placeholders that stand for names and addresses in what a translator gets.
    placeholders_sealed: Mapped[bytes | None]


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
    # The worker says that the child is moving: the plan then has the parts of R28–R31.
    is_moving: Mapped[bool] = mapped_column(server_default=false(), default=False)
    changed_at: Mapped[datetime]
    changed_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"))
    published_at: Mapped[datetime | None]
    published_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("people.id"))
    # It counts as shared only when it was talked through or can be heard whole (practice §4).
    to_be_heard: Mapped[bool] = mapped_column(default=False, server_default=false())


class Paragraph(Base):
    """One paragraph of a part; `reader_id` None means everyone who may read the plan.

    `version_id` None: it stands in the open drafts of several children, who are in SharedWith. A published
    version has its own copy; `shared_id` says of which.
    """

    __tablename__ = "plan_paragraphs"
    __table_args__ = (Index("ix_plan_paragraphs_version_id", "version_id"),)
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    version_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("plan_versions.id"))
    part: Mapped[str] = mapped_column(String(16))
    position: Mapped[int]
    reader_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("people.id"))
    source_sealed: Mapped[bytes | None]
    # No foreign key: what it was copied from may be gone.
    shared_id: Mapped[uuid.UUID | None]
    # A photo, whose words say what it shows; its size in pixels, so that the page keeps its place.
    photo_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("blobs.id"), index=True)
    photo_width: Mapped[int | None]
    photo_height: Mapped[int | None]


class SharedWith(Base):
    """A child in whose plan a shared paragraph stands; of a published copy: stood on that day.

    `reads`: whether the child reads it in their own plan.
    """

    __tablename__ = "plan_shared_with"
    __table_args__ = (Index("ix_plan_shared_with_child_id", "child_id"),)
    paragraph_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("plan_paragraphs.id"), primary_key=True)
    child_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"), primary_key=True)
    reads: Mapped[bool]


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
    # Whose step it is: a reader of the plan, who may say how far it has come.
    owner_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("people.id"))
    # The step of the first version that this one is a copy of: the same step through all versions.
    first_id: Mapped[uuid.UUID | None]


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
    how_sealed: Mapped[bytes | None]
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
    __table_args__ = (
        UniqueConstraint("version_id", "reader_id", "language"),
        Index("ix_plan_composed_reader_id", "reader_id"),
    )
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

    kind: position, not_right, not_clear, worry, ideas, own_words, step_said, step_idea. `part`: a position on
    one part; None for the whole plan. A child's own are sealed under the child's key, an adult's under the
    family's. step_said: `item_id` is the step as it was first written, `step_state` done, doing or stuck;
    step_idea: `whom`, and `by_on`.
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
    step_state: Mapped[str | None] = mapped_column(String(16))
    whom_sealed: Mapped[bytes | None]
    by_on: Mapped[date | None]
    words_sealed: Mapped[bytes | None]
    language: Mapped[str] = mapped_column(String(8))
    received_at: Mapped[datetime]


class SentenceReply(Base):
    """What came back to a place of the plan: a marked sentence, a step that someone said is done, an idea.

    outcome to a sentence: reworded, corrected, kept (practice §4); to a step: confirmed, not_yet; to an idea:
    taken, not_taken; to both of these will_do, talk. `words`: the new sentence, or why; sealed in the
    answer's box. `reply_id` is the reply of the inbox it came with. `wanted_in_draft` without `draft_id`: it
    could not be put there. `step_id`: the step of the draft that an idea became.
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
    step_id: Mapped[uuid.UUID | None]
    created_at: Mapped[datetime]


class Recording(Base):
    """A voice that reads one wording out, as MP3; found by a keyed hash of the audience, language and words.

    It belongs to words, not to a paragraph: changed words have none, and the next version's same words do.
    """

    __tablename__ = "plan_recordings"
    __table_args__ = (UniqueConstraint("plan_id", "words_hash"),)
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    plan_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("plans.id"))
    words_hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    sound_sealed: Mapped[bytes]
    read_by_sealed: Mapped[bytes]
    seconds: Mapped[int]
    made_at: Mapped[datetime]
    made_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"))


class TalkedThrough(Base):
    """Whether someone talked the version through with a person: who, when, with an interpreter.

    If not: why not, which staff alone see, and `will_on` when it will be (Annex B).
    """

    __tablename__ = "plan_talked_through"
    __table_args__ = (Index("ix_plan_talked_through_version_id_person_id", "version_id", "person_id"),)
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    version_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("plan_versions.id"))
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"))
    happened: Mapped[bool]
    by_whom_sealed: Mapped[bytes | None]
    talked_on: Mapped[date | None]
    interpreter: Mapped[bool] = mapped_column(default=False)
    why_not_sealed: Mapped[bytes | None]
    will_on: Mapped[date | None]
    noted_at: Mapped[datetime]
    noted_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"))


class Given(Base):
    """To whom a version was given, how and when (Annex B). how: phone, by_hand, post.

    `to_whom`: into whose hands, or to which place, the paper went.
    """

    __tablename__ = "plan_given"
    __table_args__ = (Index("ix_plan_given_version_id_person_id", "version_id", "person_id"),)
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    version_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("plan_versions.id"))
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"))
    how: Mapped[str] = mapped_column(String(16))
    given_on: Mapped[date]
    to_whom_sealed: Mapped[bytes | None]
    noted_at: Mapped[datetime]
    noted_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"))


class PutName(Base):
    """A name in place of a signature (Annex B). role: worker (published), manager (agrees), reader (read it).

    `name` is what the person was called on that day.
    """

    __tablename__ = "plan_names"
    __table_args__ = (UniqueConstraint("version_id", "person_id", "role"),)
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    version_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("plan_versions.id"))
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"))
    role: Mapped[str] = mapped_column(String(16))
    name_sealed: Mapped[bytes]
    comments_sealed: Mapped[bytes | None]
    put_at: Mapped[datetime]


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


class PlanEvent(Base):
    """A published version came to be, was answered, or moved on: for the council's systems.

    kind: published, answered, changed. `next_at`: when the webhook is due; None: sent, or not wanted.
    """

    __tablename__ = "plan_events"
    __table_args__ = (
        Index("ix_plan_events_version_id", "version_id"),
        Index("ix_plan_events_next_at", "next_at"),
    )
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    version_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("plan_versions.id"))
    kind: Mapped[str] = mapped_column(String(16))
    at: Mapped[datetime]
    next_at: Mapped[datetime | None]
    tries: Mapped[int] = mapped_column(default=0)
    sent_at: Mapped[datetime | None]


class RecordCopy(Base):
    """A copy of a published version in the council's record: what was written, its hashes, when.

    `events`: how many of the version's events it holds. `received_at`: when the council's side said so.
    """

    __tablename__ = "plan_record_copies"
    __table_args__ = (UniqueConstraint("version_id", "number"),)
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    version_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("plan_versions.id"))
    number: Mapped[int]
    events: Mapped[int]
    # An HMAC of the words under the family's key, to tell whether anything changed.
    content_hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    manifest_hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    has_pdf: Mapped[bool]
    written_at: Mapped[datetime]
    received_at: Mapped[datetime | None]


class HandOverTrouble(Base):
    """Why the council's record or the webhook cannot be reached, for administrators; gone when it works."""

    __tablename__ = "plan_hand_over_trouble"
    code: Mapped[str] = mapped_column(String(24), primary_key=True)
    since_at: Mapped[datetime]


class JourneyEntry(Base):
    """One stop of a child's journey, written for everyone who may read the plan. stage: journey.rules.STAGES.

    `words`: texts by audience and language as JSON, sealed with the family's key. `open_until`: of an
    ending, how long the family can come back (R26).
    """

    __tablename__ = "journey_entries"
    __table_args__ = (Index("ix_journey_entries_child_id", "child_id"),)
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    child_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"))
    family_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("families.id"))
    stage: Mapped[str] = mapped_column(String(16))
    on_day: Mapped[date | None]
    happened: Mapped[bool]
    open_until: Mapped[date | None]
    words_sealed: Mapped[bytes]
    written_at: Mapped[datetime]
    written_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"))


class FamilyRequest(Base):
    """What a family member asks for beside the plan. kind: come_back (R26), copy (R92, of a `part`).

    `due_on`: the day we promised; the words lie where the person's answers lie.
    """

    __tablename__ = "family_requests"
    __table_args__ = (Index("ix_family_requests_child_id", "child_id"),)
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(16))
    child_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"))
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"))
    part: Mapped[str | None] = mapped_column(String(16))
    words_sealed: Mapped[bytes | None]
    language: Mapped[str] = mapped_column(String(8))
    received_at: Mapped[datetime]
    due_on: Mapped[date]


class WorkerReach(Base):
    """How families reach a worker, in the worker's own words. id is the worker's person id."""

    __tablename__ = "worker_reach"
    id: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"), primary_key=True)
    words_sealed: Mapped[bytes]
    written_at: Mapped[datetime]


class Glossary(Base):
    """One row, from when the glossary was first filled. `stamp` is another after each change of a term."""

    __tablename__ = "plan_glossary"
    id: Mapped[int] = mapped_column(primary_key=True)
    stamp: Mapped[uuid.UUID]


class GlossaryTerm(Base):
    """A word of the trade with its plain words, in one language. Public, so in clear.

    `english_id`: of a translation, its English term; that has none. `look_for`: the spellings looked for, one
    a line. `state`: of a translation: machine, checked; `out_of_date` when its English changed since.
    """

    __tablename__ = "plan_glossary_terms"
    __table_args__ = (UniqueConstraint("language", "term"), UniqueConstraint("english_id", "language"))
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    english_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("plan_glossary_terms.id"))
    language: Mapped[str] = mapped_column(String(8))
    term: Mapped[str] = mapped_column(String(120))
    look_for: Mapped[str] = mapped_column(String(1000))
    adult: Mapped[str] = mapped_column(String(1000))
    # '' where there is nothing a child should read.
    child: Mapped[str] = mapped_column(String(1000))
    state: Mapped[str] = mapped_column(String(16))
    out_of_date: Mapped[bool] = mapped_column(default=False)


class KeptTerm(Base):
    """A worker keeps this word in a child's plan: the family taps it and reads its plain words there."""

    __tablename__ = "plan_kept_terms"
    plan_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("plans.id"), primary_key=True)
    term_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("plan_glossary_terms.id"), primary_key=True)


class ReadAloud(Base):
    """A named person read the draft aloud, as it was at `revision`. `name`: sealed with the family's key."""

    __tablename__ = "plan_read_aloud"
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    version_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("plan_versions.id"), unique=True)
    revision: Mapped[int]
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"))
    role: Mapped[str] = mapped_column(String(24))
    name_sealed: Mapped[bytes]
    read_on: Mapped[date]


class TranslatorAsked(Base):
    """An invited interpreter may translate a version's text into one language until `until_at`.

    says: None, not_known ("I do not know this family") or known, which ends it.
    """

    __tablename__ = "plan_translators"
    __table_args__ = (
        Index("ix_plan_translators_version_id", "version_id"),
        Index("ix_plan_translators_person_id", "person_id"),
    )
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    version_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("plan_versions.id"))
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"))
    language: Mapped[str] = mapped_column(String(8))
    asked_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"))
    asked_at: Mapped[datetime]
    until_at: Mapped[datetime]
    says: Mapped[str | None] = mapped_column(String(16))
    said_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
