"""Who can see an entry, who could, and who has read it."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Select, select

from webapp import accounts, audit, families
from webapp.core import clock, sealing
from webapp.core.access import Reader
from webapp.core.database import session
from webapp.houses import people
from webapp.houses.in_record import queries as in_record
from webapp.houses.in_record.queries import Recorded
from webapp.houses.models import Entry, EntryReader, PastReader, ShareChange
from webapp.houses.queries import READ

PAGE_SIZE = 20


@dataclass(frozen=True)
class SeenBy:
    """A person who can see an entry, or could until then; whether they opened it. `is_staff`: has a list."""

    name: str
    has_read: bool
    is_staff: bool
    until_at: datetime | None = None


@dataclass(frozen=True)
class Told:
    """A manager changed it; what the child is told."""

    by: str
    changed_at: datetime
    words: str


@dataclass(frozen=True)
class ShareView:
    """One entry and who sees it. No content: the phone may be shared."""

    id: uuid.UUID
    house: str
    made_at: datetime
    level: str
    now: list[SeenBy]
    past: list[SeenBy]
    told: list[Told]
    recorded: Recorded | None


@dataclass(frozen=True)
class ChangeView:
    """A manager's change as staff see it. `look_again_on` None: the child was told."""

    id: uuid.UUID
    entry_id: uuid.UUID
    child_id: uuid.UUID
    child_name: str
    by: str
    changed_at: datetime
    reason: str
    words: str
    untold: str
    look_again_on: date | None


def own_entry(reader: Reader, entry_id: uuid.UUID | None) -> Entry | None:
    """The child's own entry, if this phone may speak of it."""
    return session().scalar(_own(reader).where(Entry.id == entry_id))


def own_shares(reader: Reader, number: int) -> tuple[list[ShareView], bool]:
    """A page of the child's entries, newest first, and whether there is more."""
    query = _own(reader).order_by(Entry.received_at.desc(), Entry.id.desc())
    rows = session().scalars(query.offset((number - 1) * PAGE_SIZE).limit(PAGE_SIZE + 1)).all()
    return _views(list(rows[:PAGE_SIZE])), len(rows) > PAGE_SIZE


def _own(reader: Reader) -> Select[Entry]:
    query = select(Entry).where(Entry.child_id == reader.person_id)
    return query.where(Entry.session_id == reader.session_id) if reader.shared_phone else query


def readers_now(row: Entry) -> list[uuid.UUID]:
    """Who can see an entry today: the worker of today, and whom the child chose and could choose again."""
    return _readers(row, people.choices(row.child_id), _chosen_ids([row.id]).get(row.id, []))


def _readers(row: Entry, found: people.Choices, chosen: list[uuid.UUID]) -> list[uuid.UUID]:
    workers = [] if row.share_level == "other" else [person.id for person in found.workers]
    others = [*found.managers, *found.checkers, *found.advocates, *found.people]
    picked = [person.id for person in others if person.id in chosen and person.id not in workers]
    return list(dict.fromkeys([*workers, *picked]))


def _chosen_ids(entry_ids: list[uuid.UUID]) -> dict[uuid.UUID, list[uuid.UUID]]:
    query = select(EntryReader).where(EntryReader.entry_id.in_(entry_ids)).order_by(EntryReader.person_id)
    chosen: dict[uuid.UUID, list[uuid.UUID]] = {}
    for link in session().scalars(query):
        chosen.setdefault(link.entry_id, []).append(link.person_id)
    return chosen


def past_readers(entry_ids: list[uuid.UUID]) -> dict[uuid.UUID, list[PastReader]]:
    """Who could see each of these entries once, the last to lose it last."""
    query = select(PastReader).where(PastReader.entry_id.in_(entry_ids))
    past: dict[uuid.UUID, list[PastReader]] = {}
    for row in session().scalars(query.order_by(PastReader.until_at, PastReader.id)):
        past.setdefault(row.entry_id, []).append(row)
    return past


def _views(rows: list[Entry]) -> list[ShareView]:
    """These entries of one child."""
    if not rows:
        return []
    ids = [row.id for row in rows]
    found, chosen = people.choices(rows[0].child_id), _chosen_ids(ids)
    past, told, recorded = past_readers(ids), _told(ids), in_record.recorded(ids)
    looks = {(look.item_id, look.actor_id) for look in audit.looks_at("entry", ids, READ)}
    named = accounts.people([person.id for person in people.all_of(found)] + _people_of(past))
    views = []
    for row in rows:
        now = _readers(row, found, chosen.get(row.id, []))
        read = {actor for item, actor in looks if item == row.id}
        before = {one.person_id: one.until_at for one in past.get(row.id, []) if one.person_id not in now}
        views.append(
            ShareView(
                id=row.id,
                house=row.house,
                made_at=row.made_at,
                level=row.share_level,
                now=[_seen(named[one], read) for one in now if one in named],
                past=[_seen(named[one], read, until) for one, until in before.items() if one in named],
                told=told.get(row.id, []),
                recorded=recorded.get(row.id),
            )
        )
    return views


def _people_of(past: dict[uuid.UUID, list[PastReader]]) -> list[uuid.UUID]:
    return [one.person_id for rows in past.values() for one in rows]


def _seen(
    person: accounts.PersonView, read: set[uuid.UUID | None], until_at: datetime | None = None
) -> SeenBy:
    return SeenBy(people.short(person.name), person.id in read, person.kind == "staff", until_at)


def _told(entry_ids: list[uuid.UUID]) -> dict[uuid.UUID, list[Told]]:
    """What a manager changed, as far as the child is told."""
    told: dict[uuid.UUID, list[Told]] = {}
    for change in _changes(entry_ids):
        if not change.untold:
            told.setdefault(change.entry_id, []).append(Told(change.by, change.changed_at, change.words))
    return told


def changes_of(entry_id: uuid.UUID) -> list[ChangeView]:
    """A manager's changes to one entry, oldest first."""
    return _changes([entry_id])


def _changes(entry_ids: list[uuid.UUID]) -> list[ChangeView]:
    query = (
        select(ShareChange, Entry.child_id)
        .join(Entry, Entry.id == ShareChange.entry_id)
        .where(ShareChange.entry_id.in_(entry_ids), ShareChange.reason_sealed.is_not(None))
        .order_by(ShareChange.changed_at, ShareChange.id)
    )
    found = [(row.ShareChange, row.child_id) for row in session().execute(query)]
    names = accounts.names([*(row.by_id for row, _child in found), *(child for _row, child in found)])
    return [_change(row, child_id, names) for row, child_id in found]


def _change(row: ShareChange, child_id: uuid.UUID, names: dict[uuid.UUID, str]) -> ChangeView:
    box = sealing.child_box(child_id)
    return ChangeView(
        id=row.id,
        entry_id=row.entry_id,
        child_id=child_id,
        child_name=names.get(child_id, ""),
        by=people.short(names.get(row.by_id, "")),
        changed_at=row.changed_at,
        reason=box.text(row, "reason"),
        words=box.text(row, "words"),
        untold=box.text(row, "untold"),
        look_again_on=row.look_again_on,
    )


def to_look_at_again(reader: Reader) -> list[ChangeView]:
    """For a manager: changes a child of the team was not told about, whose day has come; oldest first."""
    if reader.role != "manager":
        return []
    query = (
        select(ShareChange.entry_id)
        .join(Entry, Entry.id == ShareChange.entry_id)
        .where(Entry.child_id.in_(families.visible_children(reader)))
        .where(ShareChange.look_again_on <= clock.today(), ShareChange.untold_sealed.is_not(None))
        .order_by(ShareChange.look_again_on, ShareChange.id)
    )
    ids = list(dict.fromkeys(session().scalars(query)))
    return [change for change in _changes(ids) if change.untold]
