"""What a family member's plan page needs, in few queries: it is opened on slow phones."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import ScalarSelect, Select, and_, bindparam, literal, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from webapp import accounts, families
from webapp.core import clock, sealing
from webapp.core.access import Reader
from webapp.core.database import FIRST, read, session
from webapp.plans import content, queries
from webapp.plans.content import Page
from webapp.plans.glossary.queries import stamp_column
from webapp.plans.hearing.queries import stamp_columns as sound_stamp_columns
from webapp.plans.journey.queries import ended_column
from webapp.plans.models import Answer, Composed, Plan, PlanVersion, SentenceReply, Step, TalkedThrough
from webapp.plans.queries import AnswerView
from webapp.plans.rules import ENGLISH, OWN_WORDS, SENTENCE_ANSWERS, STEP_ANSWERS
from webapp.plans.sharing.rules import NOTHING, Sees


@dataclass(frozen=True)
class Copy:
    """The current version as this reader gets it in one language. `talked`: None when nobody said yet."""

    id: uuid.UUID
    version_id: uuid.UUID
    child_id: uuid.UUID
    family_id: uuid.UUID
    child_name: str
    kind: str
    number: int
    published_at: datetime
    review_on: date | None
    language: str
    audience: str
    talked: bool | None
    talked_on: date | None
    # From when things about the child show to this reader; None: no limit.
    since: datetime | None = None
    # Which state of the glossary explains its words.
    glossary: uuid.UUID | None = None
    # How many recordings of the plan there are, for any reader, and when the newest was made.
    sounds: tuple[int, datetime | None] = (0, None)
    # The help ended on this day, and did not begin again (R26).
    ended_on: date | None = None
    # What decides, at this moment, which shared paragraphs of it show.
    sees: Sees = NOTHING


@dataclass(frozen=True)
class Told:
    """What this reader said about a sentence, and what came back: outcome '' while it waits.

    outcome: reworded, corrected (`answer`: the new sentence), kept (why), or new: this is the new sentence.
    """

    kind: str
    words: str = ""
    outcome: str = ""
    answer: str = ""
    by_name: str = ""


@dataclass(frozen=True)
class ToldStep:
    """What this reader said about a step (`state`) or an idea for one (''), and what came back.

    outcome: '' while it waits, sent (it has reached us: no more shows on a shared phone), confirmed, not_yet,
    taken, not_taken, will_do, talk. `answer`: why, or the step as it will be. `step_id`: the step it became;
    `is_here`: which is in this copy.
    """

    state: str
    words: str
    outcome: str
    answer: str
    by_name: str
    is_of_this_version: bool
    step_id: str = ""
    is_here: bool = False


@dataclass(frozen=True)
class Said:
    """What this reader already answered about a version. `parts`: positions; `own`: own words by kind.

    Sentences by item and number, and by their words: the same words copied into this version have another id.
    `steps`: by the step's id in its first version.
    """

    position: str = ""
    parts: dict[str, str] = field(default_factory=dict)
    own: dict[str, list[str]] = field(default_factory=dict)
    sentences: dict[tuple[str, int], Told] = field(default_factory=dict)
    lines: dict[str, Told] = field(default_factory=dict)
    steps: dict[uuid.UUID | None, ToldStep] = field(default_factory=dict)
    ideas: list[ToldStep] = field(default_factory=list)

    @property
    def names_worker(self) -> bool:
        """Whether anything said is shown with who will answer it."""
        return bool(self.sentences or self.steps or self.ideas)

    @property
    def key(self) -> tuple[object, ...]:
        """Everything said, as it can be compared."""
        own = tuple((kind, tuple(words)) for kind, words in self.own.items())
        both = tuple(self.sentences.items()), tuple(self.lines.items())
        return (tuple(self.parts.items()), own, both, tuple(self.steps.items()), tuple(self.ideas))


@dataclass(frozen=True)
class Moved:
    """How far a step has come since publishing, and whose it is. `line_id`: the same in every version."""

    state: str
    on: date | None
    owner_id: uuid.UUID | None = None
    line_id: uuid.UUID | None = None


@dataclass(frozen=True)
class ChildView:
    """A child whose plan there is to read."""

    id: uuid.UUID
    name: str


def children_with_plans(reader: Reader) -> list[ChildView]:
    """Children of whose current plan this family member was given a copy, by name."""
    return [ChildView(child_id, name) for child_id, name in copies(reader, [ENGLISH])[1]]


def children(reader: Reader) -> dict[uuid.UUID, datetime | None]:
    """Children whose plan this family member was granted, and since when; a child has their own."""
    if reader.kind == "child":
        return {reader.person_id: None}
    kind = "partner" if reader.role == "partner" else "plan"
    return families.granted(reader.person_id, kind) if reader.kind == "adult" else {}


def chosen_child(reader: Reader, mine: Collection[uuid.UUID]) -> uuid.UUID | None:
    """The child whose plan was chosen in this session, when it is still granted."""
    chosen = reader.chosen_id
    return chosen if chosen in mine else None


def copies(reader: Reader, languages: list[str]) -> tuple[Copy | None, list[tuple[uuid.UUID, str]]]:
    """The chosen child's plan, else the first, in the first of these languages; (child, name) of each plan.

    Only what was composed for this reader at publishing is ever shown (design §3).
    """
    mine = children(reader)
    rows = [
        row
        for row in read(CURRENT, {"reader_id": reader.person_id})
        if row.language in languages
        and families.is_since_granted(mine, row.child_id, row.shown_at or row.published_at)
    ]
    names = {row.child_id: _name(row) for row in reversed(rows)}
    wanted = chosen_child(reader, mine)
    if wanted not in names:
        wanted = rows[0].child_id if rows else None
    found = {row.language: row for row in rows if row.child_id == wanted}
    best = next((found[code] for code in languages if code in found), None)
    copy = _copy(reader, best, mine) if best else None
    return copy, sorted(names.items(), key=lambda pair: pair[1].casefold())


def _talked(column: InstrumentedAttribute[Any]) -> ScalarSelect[Any]:
    query = select(column).where(
        TalkedThrough.version_id == Composed.version_id, TalkedThrough.person_id == Composed.reader_id
    )
    latest = query.order_by(TalkedThrough.noted_at.desc(), TalkedThrough.id.desc())
    return latest.limit(FIRST).scalar_subquery()


# Of what was composed for one reader, all but the text. Asked by the page opened most, so prepared once.
HEADERS = (
    select(
        Composed.id,
        Composed.version_id,
        Composed.language,
        Composed.audience,
        Composed.name_sealed,
        Composed.shown_at,
        Plan.child_id,
        Plan.family_id,
        PlanVersion.kind,
        PlanVersion.number,
        PlanVersion.published_at,
        PlanVersion.review_on,
        _talked(TalkedThrough.happened).label("talked"),
        _talked(TalkedThrough.talked_on).label("talked_on"),
        stamp_column().label("glossary"),
        ended_column().label("ended_on"),
        families.apart_column(Composed.reader_id).label("apart"),
        *sound_stamp_columns(),
    )
    .join(PlanVersion, PlanVersion.id == Composed.version_id)
    .join(Plan, Plan.id == PlanVersion.plan_id)
    .where(Composed.reader_id == bindparam("reader_id"))
)
CURRENT = HEADERS.where(Plan.current_id == Composed.version_id).order_by(Plan.child_id, Composed.language)
ONE = HEADERS.where(
    Composed.version_id == bindparam("version_id"), Composed.language == bindparam("language")
)
PAGE = select(Composed.page_sealed).where(Composed.id == bindparam("id"))


def visible_versions(reader: Reader, version_ids: list[uuid.UUID]) -> set[uuid.UUID]:
    """Of these versions, those this reader has a copy of now; for staff, those of their children."""
    if reader.kind == "staff":
        query = select(PlanVersion.id).join(Plan, Plan.id == PlanVersion.plan_id)
        own = Plan.child_id.in_(families.visible_children(reader))
        return set(session().scalars(query.where(own, PlanVersion.id.in_(version_ids))))
    shown = (
        select(Composed.version_id)
        .join(Plan, Plan.current_id == Composed.version_id)
        .join(PlanVersion, PlanVersion.id == Composed.version_id)
        .where(queries.may_be_shown(children(reader)), Composed.reader_id == reader.person_id)
    )
    return set(session().scalars(shown.where(Composed.version_id.in_(version_ids))))


def _name(row: Any) -> str:
    box = sealing.family_box(row.family_id)
    return box.column(Composed, row.id, "name", row.name_sealed).decode()


def _copy(reader: Reader, row: Any, mine: dict[uuid.UUID, datetime | None]) -> Copy:
    since = mine[row.child_id]
    return Copy(
        id=row.id,
        version_id=row.version_id,
        child_id=row.child_id,
        family_id=row.family_id,
        child_name=_name(row),
        kind=row.kind,
        number=row.number,
        published_at=row.published_at,
        review_on=row.review_on,
        language=row.language,
        audience=row.audience,
        talked=row.talked,
        talked_on=row.talked_on,
        since=since,
        glossary=row.glossary,
        sounds=(row.sounds, row.sounds_at),
        ended_on=_ended_on(row, since),
        sees=_sees(reader, row, mine),
    )


def _sees(reader: Reader, row: Any, mine: dict[uuid.UUID, datetime | None]) -> Sees:
    if reader.kind == "child":
        return Sees(None, families.people_apart(row.apart), row.published_at)
    # An order between an adult and a child decides what is granted; it changes nothing else of their page.
    return Sees(tuple(sorted(mine.items())), at=row.published_at)


def _ended_on(row: Any, since: datetime | None) -> date | None:
    """Nothing from before this reader may see anything; a plan shared later has begun the help again."""
    begun = max(row.published_at, since or row.published_at)
    return row.ended_on if row.ended_on and row.ended_on >= clock.local(begun).date() else None


def page_of(copy: Copy) -> Page:
    """The text of a copy, opened. Its header was found for this reader; the text is large and is kept."""
    sealed = read(PAGE, {"id": copy.id}).scalar()
    box = sealing.family_box(copy.family_id)
    return content.as_of_now(content.unpack(box.column(Composed, copy.id, "page", sealed)), copy.sees)


def copy_of(reader: Reader, version_id: uuid.UUID | None, language: str) -> Copy | None:
    """One version as this reader was given it, while the child's plan is still granted to them."""
    mine = children(reader)
    asked = {"reader_id": reader.person_id, "version_id": version_id, "language": language}
    row = read(ONE, asked).first()
    if row is None or not families.is_since_granted(mine, row.child_id, row.shown_at or row.published_at):
        return None
    return _copy(reader, row, mine)


def said(reader: Reader, copy: Copy) -> Said:
    """The reader's own answers, the latest position last; of earlier versions, sentences and own views too.

    On a child's shared phone nothing that was sent is quoted, and only a reply agreed for it shows
    (practice §3).
    """
    quiet = reader.kind == "child" and reader.shared_phone
    asked = {
        "person_id": reader.person_id,
        "child_id": copy.child_id,
        "version_id": copy.version_id,
        "since": copy.since or ALWAYS,
    }
    rows = session().execute(SAID[quiet], asked).all()
    authors = sorted({reply.author_id for _answer, reply in rows if reply is not None})
    names = accounts.names(authors) if authors else {}
    own: dict[str, list[str]] = {}
    found = Said(own=own)
    for answer, reply in {row[0].id: row for row in rows}.values():
        if answer.kind in SENTENCE_ANSWERS:
            _add_told(found, queries.answer_view(answer), answer, reply, names, quiet=quiet)
            continue
        if answer.kind in STEP_ANSWERS:
            told = _told_step(answer, reply, names, copy.version_id, quiet=quiet)
            if answer.kind == "step_said":
                found.steps[answer.item_id] = told
            else:
                found.ideas.append(told)
            continue
        if answer.position and answer.version_id == copy.version_id:
            if answer.part:
                found.parts[answer.part] = answer.position
            else:
                found = replace(found, position=answer.position)
        words = queries.answer_view(answer).words
        kind = answer.kind if answer.kind in OWN_WORDS else "own_words"
        if words:
            own.setdefault(kind, []).append("" if quiet else words)
    return found


def _said_query(*, quiet: bool) -> Select[Answer, SentenceReply]:
    """Answers with what came back, in one statement."""
    shown = [SentenceReply.answer_id == Answer.id, SentenceReply.created_at >= bindparam("since")]
    if quiet:
        shown.append(SentenceReply.shared_agreed_on.is_not(None))
    mine = (Answer.child_id == bindparam("child_id"), Answer.person_id == bindparam("person_id"))
    kinds = [*SENTENCE_ANSWERS, *STEP_ANSWERS, *(kind for kind, part in OWN_WORDS.items() if part)]
    # A list of plain values would be written into the statement anew each time it is sent.
    of_any_version = [literal(kind) for kind in kinds]
    of_this = Answer.version_id == bindparam("version_id")
    return (
        select(Answer, SentenceReply)
        .outerjoin(SentenceReply, and_(*shown))
        .where(*mine, or_(of_this, Answer.kind.in_(of_any_version)))
        .order_by(Answer.received_at, Answer.id, SentenceReply.created_at, SentenceReply.id)
    )


SAID = {quiet: _said_query(quiet=quiet) for quiet in (False, True)}
# For those to whom everything shows, however old.
ALWAYS = datetime(1, 1, 2, tzinfo=UTC)


def _add_told(
    found: Said,
    view: AnswerView,
    answer: Answer,
    reply: SentenceReply | None,
    names: dict[uuid.UUID, str],
    *,
    quiet: bool,
) -> None:
    told = Told(view.kind, "" if quiet else view.words)
    if reply is not None:
        words = queries.answer_box(answer.child_id, answer.person_id).text(reply, "words")
        by_name = names.get(reply.author_id, "").partition(" ")[0]
        told = replace(told, outcome=reply.outcome, answer=words, by_name=by_name)
        if reply.outcome != "kept":
            # Where the plan says the new sentence now, the person sees that it is there because of them.
            found.lines[words] = Told(view.kind, "", "new", "", by_name)
    found.sentences[str(answer.item_id), answer.sentence_number or 0] = told
    found.lines[view.sentence] = told


def _told_step(
    answer: Answer,
    reply: SentenceReply | None,
    names: dict[uuid.UUID, str],
    version_id: uuid.UUID,
    *,
    quiet: bool,
) -> ToldStep:
    view = queries.answer_view(answer)
    words = "" if quiet else view.words
    is_of_this = answer.version_id == version_id
    if reply is None:
        return ToldStep(view.step_state, words, "sent" if quiet else "", "", "", is_of_this)
    said_back = queries.answer_box(answer.child_id, answer.person_id).text(reply, "words")
    by_name = names.get(reply.author_id, "").partition(" ")[0]
    became = str(reply.step_id) if reply.step_id else ""
    return ToldStep(view.step_state, words, reply.outcome, said_back, by_name, is_of_this, became)


def moved(copy: Copy) -> dict[str, Moved]:
    """How far each step has come, by its id as it stands in the page."""
    rows = read(STEPS, {"version_id": copy.version_id})
    return {str(row.id): Moved(row.state, row.state_on, row.owner_id, row.first_id or row.id) for row in rows}


STEPS = (
    select(Step.id, Step.state, Step.state_on, Step.owner_id, Step.first_id)
    .where(Step.version_id == bindparam("version_id"))
    .order_by(Step.position)
)


def worker_name(child_id: uuid.UUID) -> str:
    """The first name of the child's worker today; '' when there is none."""
    workers = families.worker_ids(child_id)[:1]
    name = accounts.names(workers).get(workers[0], "") if workers else ""
    return name.split()[0] if name else ""
