"""Reading the houses. `visible_to` is the one place that says which entries a reader may see (design §3)."""

from __future__ import annotations

import json
import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select

from webapp import accounts, audit, duty, families
from webapp.core import clock, sealing
from webapp.core.access import Reader
from webapp.core.database import session
from webapp.houses import people, rules
from webapp.houses.attachments import pieces
from webapp.houses.attachments import rules as attachment_rules
from webapp.houses.care import queries as care
from webapp.houses.models import Draft, Entry, EntryReader, PastReader, Start
from webapp.houses.told import queries as told

READ = "entry.read"
PAGE_SIZE = 20


@dataclass(frozen=True)
class EntryView:
    """An entry, opened. `prompt` and `with_whom` are keys: templates/houses/words.html says them in words.

    `reader_names`: whom the child let see it. `content`: all of it, as houses.content says.
    """

    id: uuid.UUID
    child_id: uuid.UUID
    set_id: uuid.UUID
    house: str
    words: str
    strokes: list[dict[str, Any]]
    prompt: str
    with_whom: str
    read_back: bool
    content: rules.Content
    share_level: str
    reader_names: list[str]
    made_at: datetime
    received_at: datetime
    answered_at: datetime | None
    # Made on a worker's own device, which the worker handed over for a while.
    handed_over: bool = False
    # Its picture is locked away under this mark: nothing of it is in this view (practice §5).
    care_mark: uuid.UUID | None = None
    # Photos and voice notes, in the order of the page.
    pieces: list[pieces.PieceView] = field(default_factory=list)
    # A worker wrote it down for the child.
    told: told.ToldView | None = None


@dataclass(frozen=True)
class HiddenWait:
    """For a manager: something of this child waits since then. No content, no reader, no house."""

    child_id: uuid.UUID
    received_at: datetime


@dataclass(frozen=True)
class TalkView:
    """The child would rather talk. `with_whom` is a key or ''."""

    id: uuid.UUID
    child_id: uuid.UUID
    with_whom: str
    received_at: datetime


@dataclass(frozen=True)
class AskedView:
    """The child was asked and chose. choice: start, not_today, rather_talk, do_not_want."""

    child_id: uuid.UUID
    choice: str
    with_whom: str
    asked_at: datetime


@dataclass(frozen=True)
class StateView:
    """How far a sent entry has come: `read_by` is a name, '' until a person the child chose has opened it."""

    id: uuid.UUID
    house: str
    read_by: str
    read_at: datetime | None

    @property
    def state(self) -> str:
        return "read" if self.read_by else "arrived"


@dataclass(frozen=True)
class DraftView:
    """A draft, opened for the child alone; `content` is the phone's own form."""

    id: uuid.UUID
    rev: int
    set_id: uuid.UUID
    content: dict[str, Any]
    signed_in: bool


def visible_to(reader: Reader) -> ColumnElement[bool]:
    """Entries this reader may open (design §3's table); "someone other than my worker" never for a worker."""
    if reader.kind == "child":
        return false() if reader.shared_phone else Entry.child_id == reader.person_id
    chosen = Entry.id.in_(select(EntryReader.entry_id).where(EntryReader.person_id == reader.person_id))
    if reader.role in people.OUTSIDE or reader.kind == "adult":
        return and_(_shown_to(reader, chosen), ~care.is_locked())
    as_worker = and_(Entry.share_level != "other", Entry.child_id.in_(_as_worker(reader)))
    if reader.role == "worker":
        return as_worker
    if reader.role == "manager":
        team = Entry.child_id.in_(families.own_children(reader))
        to_manager = or_(chosen, _late(reader), Entry.answered_late, _someone_may_be_hurt(reader))
        return or_(and_(team, to_manager), as_worker)
    return false()


def _shown_to(reader: Reader, chosen: ColumnElement[bool]) -> ColumnElement[bool]:
    """What a child chose to show someone who is not staff."""
    if reader.role not in people.OUTSIDE:
        return _chosen_since(reader)
    theirs = families.granted_children(reader.person_id, people.OUTSIDE[reader.role])
    barred = families.barred_children(reader.person_id)
    return and_(chosen, Entry.child_id.in_(theirs), Entry.child_id.not_in(barred))


def _chosen_since(reader: Reader) -> ColumnElement[bool]:
    """What a child chose to show a granted adult, sent or chosen since that adult may see anything."""
    chosen_at = func.coalesce(EntryReader.from_at, Entry.received_at)
    granted = families.granted(reader.person_id, "plan")
    return (
        select(EntryReader.entry_id)
        .where(EntryReader.entry_id == Entry.id, EntryReader.person_id == reader.person_id)
        .where(families.since_granted(granted, Entry.child_id, chosen_at))
        .correlate(Entry)
        .exists()
    )


def _as_worker(reader: Reader) -> list[uuid.UUID]:
    """Children whose worker this reader is; for a manager, those of a family opened in an emergency."""
    return families.visible_children(reader) if reader.role == "worker" else families.opened_children(reader)


def _late(reader: Reader) -> ColumnElement[bool]:
    return and_(Entry.answered_at.is_(None), Entry.received_at < late_moment(duty.closed_days_of(reader)))


def late_moment(closed: Collection[date]) -> datetime:
    """What was received before this moment and has no answer is late; `closed` days do not count."""
    day = rules.late_before(clock.today(), closed)
    return datetime.combine(day, time.min, clock.local(clock.now()).tzinfo).astimezone(UTC)


def _someone_may_be_hurt(reader: Reader) -> ColumnElement[bool]:
    return Entry.child_id.in_({alert.child_id for alert in duty.alerts(reader)})


def entries_waiting(reader: Reader) -> list[EntryView]:
    """What this reader may open and nobody has answered, oldest first."""
    return _views(_entries(reader).where(Entry.answered_at.is_(None)))


def entries_of(reader: Reader, child_id: uuid.UUID) -> list[EntryView]:
    """A child's entries that this reader may open, oldest first."""
    return _views(_entries(reader).where(Entry.child_id == child_id))


def entry_for(reader: Reader, entry_id: uuid.UUID) -> EntryView | None:
    """The entry, if this reader may open it."""
    return next(iter(_views(_entries(reader).where(Entry.id == entry_id))), None)


def visible_among(reader: Reader, entry_ids: list[uuid.UUID]) -> set[uuid.UUID]:
    """Of these entries, those this reader may open now."""
    return set(session().scalars(select(Entry.id).where(visible_to(reader), Entry.id.in_(entry_ids))))


def entries_shown_to(reader: Reader) -> list[EntryView]:
    """What children chose to show this adult or advocate, newest first."""
    return list(reversed(_views(_entries(reader))))


def entry_row(entry_id: uuid.UUID) -> Entry | None:
    """The row itself, for a change; ask `entry_for` first whether the reader may open it."""
    return session().get(Entry, entry_id)


def hidden_waiting(reader: Reader) -> list[HiddenWait]:
    """For a manager: what waits unanswered in the team without being theirs to open yet, oldest first."""
    if reader.kind != "staff" or reader.role != "manager":
        return []
    query = (
        select(Entry.child_id, Entry.received_at)
        .where(Entry.child_id.in_(families.own_children(reader)), Entry.answered_at.is_(None))
        .where(Entry.id.not_in(select(Entry.id).where(visible_to(reader))))
        .order_by(Entry.received_at, Entry.id)
    )
    return [HiddenWait(row.child_id, row.received_at) for row in session().execute(query)]


def talks_waiting(reader: Reader) -> list[TalkView]:
    """Children who would rather talk and still wait, oldest first; for their worker and manager."""
    if reader.kind != "staff":
        return []
    query = _starts(families.visible_children(reader)).where(Start.choice == "rather_talk")
    rows = session().scalars(query.where(Start.answered_at.is_(None)))
    return [TalkView(row.id, row.child_id, row.with_whom or "", row.asked_at) for row in rows]


def asked(reader: Reader, child_id: uuid.UUID) -> list[AskedView]:
    """When the child was asked and what they chose, oldest first; for their worker and manager."""
    if not families.works_with(reader, child_id):
        return []
    rows = session().scalars(_starts([child_id]))
    return [AskedView(row.child_id, row.choice, row.with_whom or "", row.asked_at) for row in rows]


def last_choice(child_id: uuid.UUID, within: timedelta) -> str:
    """What the child chose on the first screen a moment ago; '' when it was longer ago."""
    query = _starts([child_id]).where(Start.asked_at > clock.now() - within)
    return next((row.choice for row in reversed(session().scalars(query).all())), "")


def has_sent(child_id: uuid.UUID) -> bool:
    """Whether the child ever sent an entry."""
    return session().scalar(select(Entry.id).where(Entry.child_id == child_id).limit(1)) is not None


def drafts_of(child_id: uuid.UUID) -> list[DraftView]:
    """The child's own unsent entries that are not put away, oldest first. For that child alone."""
    query = select(Draft).where(Draft.child_id == child_id, Draft.put_away_at.is_(None))
    # Sent, and a photo or voice note is still on its way: hers to open again when that takes days.
    query = query.where(
        or_(Draft.share_sealed.is_(None), Draft.received_at < clock.now() - attachment_rules.BACK_AS_DRAFT)
    )
    box = sealing.child_box(child_id)
    rows = session().scalars(query.order_by(Draft.received_at, Draft.id))
    return [DraftView(row.id, row.rev, row.set_id, _kept(row, box).as_json(), row.signed_in) for row in rows]


def states_for(reader: Reader) -> list[StateView]:
    """Where the child's sent entries are, oldest first. On a shared phone: those of this session alone."""
    query = select(Entry).where(Entry.child_id == reader.person_id).order_by(Entry.received_at, Entry.id)
    if reader.shared_phone:
        query = query.where(Entry.session_id == reader.session_id)
    return _states(session().scalars(query).all())


def sent_page(reader: Reader, number: int) -> tuple[list[tuple[EntryView, StateView]], bool]:
    """A page of what the child sent, newest first, and whether there is more. Nothing on a shared phone."""
    query = select(Entry).where(visible_to(reader)).order_by(Entry.received_at.desc(), Entry.id.desc())
    rows = session().scalars(query.offset((number - 1) * PAGE_SIZE).limit(PAGE_SIZE + 1)).all()
    shown = rows[:PAGE_SIZE]
    return list(zip(_opened(shown), _states(shown), strict=True)), len(rows) > PAGE_SIZE


def _starts(children: list[uuid.UUID]) -> Select[Start]:
    return select(Start).where(Start.child_id.in_(children)).order_by(Start.asked_at, Start.id)


def _entries(reader: Reader) -> Select[Entry]:
    return select(Entry).where(visible_to(reader)).order_by(Entry.received_at, Entry.id)


def _views(query: Select[Entry]) -> list[EntryView]:
    return _without_locked(_opened(session().scalars(query).all()))


def original(entry_id: uuid.UUID) -> EntryView:
    """The one sealed original, also of a picture locked away; ask `care.queries.may_look` first."""
    return _opened([session().get_one(Entry, entry_id)])[0]


def _opened(rows: Iterable[Entry]) -> list[EntryView]:
    found = list(rows)
    sealing.open_boxes(("child", row.child_id) for row in found)
    chosen = _chosen(found)
    names = accounts.names(sorted({person for ids in chosen.values() for person in ids}))
    views = [_view(row, [names[person] for person in chosen[row.id] if person in names]) for row in found]
    theirs = pieces.by_entry({view.id: (view.child_id, view.content) for view in views})
    written = told.told_among([view.id for view in views if view.content.typed_by == "worker"])
    return [replace(view, pieces=theirs.get(view.id, []), told=written.get(view.id)) for view in views]


def _without_locked(views: list[EntryView]) -> list[EntryView]:
    """A picture that needs care is in no page, print or hand-over: only its words go on (practice §5)."""
    locked = care.locked_among(view.id for view in views)
    return [_words_alone(view, locked[view.id]) if view.id in locked else view for view in views]


def _words_alone(view: EntryView, mark_id: uuid.UUID) -> EntryView:
    content = replace(view.content, strokes=[], things=[], paper="", voice=[], files=[], said="")
    return replace(view, content=content, strokes=[], pieces=[], care_mark=mark_id)


def _kept(row: Entry | Draft, box: sealing.Box) -> rules.Content:
    return rules.kept_content(json.loads(box.text(row, "content")))


def _view(row: Entry, reader_names: list[str]) -> EntryView:
    content = _kept(row, sealing.child_box(row.child_id))
    return EntryView(
        id=row.id,
        child_id=row.child_id,
        set_id=row.set_id,
        house=row.house,
        words=content.words,
        strokes=content.strokes,
        prompt=content.prompt,
        with_whom=content.with_whom,
        read_back=content.read_back,
        content=content,
        share_level=row.share_level,
        reader_names=reader_names,
        made_at=row.made_at,
        received_at=row.received_at,
        answered_at=row.answered_at,
        handed_over=row.handed_over,
    )


def _chosen(rows: list[Entry]) -> dict[uuid.UUID, list[uuid.UUID]]:
    """Whom the child chose, by entry, in a fixed order."""
    chosen: dict[uuid.UUID, list[uuid.UUID]] = {row.id: [] for row in rows}
    if not chosen:
        return chosen
    query = select(EntryReader).where(EntryReader.entry_id.in_(list(chosen))).order_by(EntryReader.person_id)
    for link in session().scalars(query):
        chosen[link.entry_id].append(link.person_id)
    return chosen


def _ever_chosen(rows: list[Entry]) -> dict[uuid.UUID, list[uuid.UUID]]:
    """Whom the child chose once or now: what somebody has read is not unread when the choice changes."""
    ever = _chosen(rows)
    query = select(PastReader).where(PastReader.entry_id.in_(list(ever))).order_by(PastReader.id)
    for row in session().scalars(query):
        ever[row.entry_id].append(row.person_id)
    return ever


def _states(rows: Iterable[Entry]) -> list[StateView]:
    """Read by NAME: the first audited look of a person the child chose, or of the child's worker now."""
    found = list(rows)
    chosen = _ever_chosen(found)
    first: dict[uuid.UUID, audit.Looked] = {}
    for look in audit.looks_at("entry", list(chosen), READ):
        row = next(row for row in found if row.id == look.item_id)
        workers = families.worker_ids(row.child_id) if row.share_level != "other" else []
        if look.actor_id in (*chosen[row.id], *workers):
            first.setdefault(row.id, look)
    names = accounts.names([look.actor_id for look in first.values() if look.actor_id])
    return [_state(row, first.get(row.id), names) for row in found]


def _state(row: Entry, look: audit.Looked | None, names: dict[uuid.UUID, str]) -> StateView:
    if look is None or look.actor_id is None:
        return StateView(row.id, row.house, "", None)
    return StateView(row.id, row.house, people.short(names.get(look.actor_id, "")), look.at)
