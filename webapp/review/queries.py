"""The inbox: what waits, for whom, since when."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from webapp import accounts, audit, duty, families, houses
from webapp.core import clock
from webapp.core.access import Reader
from webapp.core.database import session
from webapp.review import items, replies, rules
from webapp.review.models import Acknowledgement, Reply

# Shown side by side where a child filled any of them.
THREE = ("good", "worry", "wish")


@dataclass(frozen=True)
class Row:
    """A line of the inbox. `item` is None where a manager may know only that something waits."""

    item: items.Item | None
    child_id: uuid.UUID
    child_name: str
    person_name: str
    relation: str
    band: str
    age: int | None
    first_words: str
    wait: rules.Wait
    is_opened: bool
    is_reopened: bool
    acknowledged_at: datetime | None


@dataclass(frozen=True)
class Inbox:
    """A page of what waits, oldest first; counts are of everything that waits."""

    alerts: list[duty.AlertView]
    rows: list[Row]
    people: int
    longest: int
    after: rules.Key | None


@dataclass(frozen=True)
class _Waiting:
    """Something that waits, before names are opened."""

    since: datetime
    id: uuid.UUID
    child_id: uuid.UUID
    item: items.Item | None = None
    is_reopened: bool = False


def inbox(reader: Reader, after: rules.Key | None = None) -> Inbox:
    """Alerts, then everything unanswered, oldest first (R35)."""
    waiting = sorted(_waiting(reader) + _hidden(reader), key=lambda one: (one.since, one.id))
    places, next_key = rules.page_after([(one.since, one.id) for one in waiting], after)
    today, closed = clock.today(), duty.closed_days_of(reader)
    oldest = rules.wait(clock.local(waiting[0].since).date(), today, closed).days if waiting else 0
    people = {one.item.person_id if one.item else one.child_id for one in waiting}
    return Inbox(
        alerts=duty.alerts(reader),
        rows=_rows([waiting[place] for place in places], closed),
        people=len(people),
        longest=oldest,
        after=next_key,
    )


def _waiting(reader: Reader) -> list[_Waiting]:
    found = items.waiting(reader) + _reopened(reader)
    latest = replies.latest_to([item.id for item in found])
    rows: list[_Waiting] = []
    for item in found:
        since = _since(item, latest)
        if since is not None:
            rows.append(_Waiting(since, item.id, item.child_id, item, is_reopened=item.id in latest))
    return _groups_as_one(rows)


def _reopened(reader: Reader) -> list[items.Item]:
    """Feedback waits for nobody, but where a person said that what was promised did not happen."""
    found = [items.find(reader, name) for name in replies.said_no(reader, "submission")]
    return [item for item in found if item is not None]


def _groups_as_one(rows: list[_Waiting]) -> list[_Waiting]:
    """What one person thinks of the parts of one version, or of one step, waits as one, since the oldest."""
    oldest = {_group(row): row for row in sorted(rows, key=lambda one: one.since, reverse=True)}
    return [row for row in rows if _group(row) is None or oldest[_group(row)] is row]


def _group(row: _Waiting) -> tuple[object, ...] | None:
    return row.item.group if row.item else None


def waits_with(reader: Reader, item: items.Item) -> list[items.Item]:
    """Everything of the same group that waits with this one, oldest first."""
    if item.group is None:
        return [item]
    found = [one for one in items.plan_answers(reader) if one.group == item.group]
    latest = replies.latest_to([one.id for one in found])
    return [one for one in found if one.id == item.id or _since(one, latest) is not None]


def _hidden(reader: Reader) -> list[_Waiting]:
    """For a manager: that something waits and its age, without its words (design §3)."""
    if reader.role != "manager":
        return []
    return [_Waiting(one.received_at, one.child_id, one.child_id) for one in houses.hidden_waiting(reader)]


def _rows(waiting: list[_Waiting], closed: Collection[date]) -> list[Row]:
    children = {one.child_id for one in waiting}
    people = accounts.people([*children, *(one.item.person_id for one in waiting if one.item)])
    opened = _opened([one.item for one in waiting if one.item])
    noted = acknowledged([one.id for one in waiting])
    born = families.days_of_birth(children)
    pairs = {(one.item.person_id, one.child_id) for one in waiting if one.item}
    relations = families.relations({pair for pair in pairs if pair[0] != pair[1]})
    today = clock.today()
    rows = []
    for one in waiting:
        child, item = people[one.child_id], one.item
        person = people[item.person_id] if item else child
        rows.append(
            Row(
                item=item,
                child_id=one.child_id,
                child_name=child.name,
                person_name=person.name,
                relation=relations.get((person.id, child.id), ""),
                band=child.band,
                age=rules.age(born[child.id], today) if child.id in born else None,
                first_words=rules.first_words(item.words) if item else "",
                wait=rules.wait(clock.local(one.since).date(), today, closed, _due_on(one)),
                is_opened=one.id in opened,
                is_reopened=one.is_reopened,
                acknowledged_at=noted.get(one.id),
            )
        )
    return rows


def _due_on(one: _Waiting) -> date | None:
    """The day we promised; not after the person said that it did not happen."""
    return one.item.due_on if one.item and not one.is_reopened else None


def age_of(child_id: uuid.UUID) -> int | None:
    """Whole years; None when the day of birth is not known here."""
    born = families.born_on(child_id)
    return rules.age(born, clock.today()) if born else None


def _opened(found: list[items.Item]) -> set[uuid.UUID]:
    """Which a member of staff opened already, as the log says."""
    entries = [item.id for item in found if item.kind == "entry"]
    answers = [item.id for item in found if item.kind == "plan_answer"]
    requests = [item.id for item in found if item.kind == "request"]
    looks = audit.looks_at("entry", entries, "entry.read") + audit.looks_at(
        "plan_answer", answers, "answer.read"
    )
    looks += audit.looks_at("request", requests, "request.read") if requests else []
    lists = [item.id for item in found if item.kind == "lists"]
    looks += audit.looks_at("lists", lists, "lists.read") if lists else []
    people = accounts.people(list({look.actor_id for look in looks if look.actor_id}))
    staff = {person.id for person in people.values() if person.kind == "staff"}
    return {look.item_id for look in looks if look.item_id and look.actor_id in staff}


def acknowledged(item_ids: list[uuid.UUID]) -> dict[uuid.UUID, datetime]:
    """When each of these was acknowledged."""
    query = select(Acknowledgement).where(Acknowledgement.item_id.in_(item_ids)).order_by(Acknowledgement.id)
    return {row.item_id: row.made_at for row in session().scalars(query)}


@dataclass(frozen=True)
class SetLine:
    """One time the houses were made: when, and whether something in it waits."""

    id: uuid.UUID
    made_at: datetime
    waits: bool


@dataclass(frozen=True)
class ChildHouses:
    """A child's houses for one reader. `waiting`: names of what to answer; `hidden`: without content."""

    sets: list[SetLine]
    set_id: uuid.UUID | None
    entries: list[houses.EntryView]
    talks: list[houses.TalkView]
    asked: list[houses.AskedView]
    hidden: list[rules.Wait]
    waiting: list[str]
    waits: dict[uuid.UUID, rules.Wait]
    replies: dict[uuid.UUID, replies.ReplyView]
    acknowledged: dict[uuid.UUID, datetime]

    @property
    def houses(self) -> list[str]:
        """The keys of the houses to show: all three where one of them was filled, then what else was."""
        found = list(dict.fromkeys(entry.house for entry in self.entries))
        three = THREE if set(found) & set(THREE) else ()
        return [*three, *(key for key in found if key not in THREE)]


def child_houses(reader: Reader, child_id: uuid.UUID, set_id: uuid.UUID | None) -> ChildHouses:
    """One set of the houses: the one asked for, else the one that waits longest, else the newest."""
    entries = houses.entries_of(reader, child_id)
    talks = [talk for talk in houses.talks_waiting(reader) if talk.child_id == child_id]
    latest = replies.latest_to([entry.id for entry in entries])
    since = {entry.id: at for entry in entries if (at := _since(entry, latest)) is not None}
    closed = duty.closed_days_for(child_id)
    chosen = _choose_set(entries, since, set_id)
    shown = [entry for entry in entries if entry.set_id == chosen]
    return ChildHouses(
        sets=_sets(entries, set(since)),
        set_id=chosen,
        entries=shown,
        talks=talks,
        asked=houses.asked(reader, child_id)[-5:],
        hidden=hidden_of(reader, child_id),
        waiting=[f"talk:{talk.id}" for talk in talks]
        + [f"entry:{entry.id}" for entry in shown if entry.id in since],
        waits={
            entry_id: rules.wait(clock.local(at).date(), clock.today(), closed)
            for entry_id, at in since.items()
        },
        replies=_replies_beside(reader, shown, latest),
        acknowledged=acknowledged([entry.id for entry in shown]),
    )


def _since(said: items.Item | houses.EntryView, latest: dict[uuid.UUID, Reply]) -> datetime | None:
    reply = latest.get(said.id)
    answered = rules.Answered(reply.created_at, reply.happened, reply.happened_at) if reply else None
    return rules.waits_since(said.received_at, answered)


def _choose_set(
    entries: list[houses.EntryView], since: dict[uuid.UUID, datetime], asked_for: uuid.UUID | None
) -> uuid.UUID | None:
    if asked_for in {entry.set_id for entry in entries}:
        return asked_for
    waiting = sorted((at, entry.set_id) for entry in entries if (at := since.get(entry.id)) is not None)
    if waiting:
        return waiting[0][1]
    return entries[-1].set_id if entries else None


def _sets(entries: list[houses.EntryView], waiting: set[uuid.UUID]) -> list[SetLine]:
    """Newest first; a set is dated by its first entry."""
    first: dict[uuid.UUID, datetime] = {}
    for entry in entries:
        first.setdefault(entry.set_id, entry.made_at)
    with_waiting = {entry.set_id for entry in entries if entry.id in waiting}
    lines = [SetLine(set_id, made_at, set_id in with_waiting) for set_id, made_at in first.items()]
    return sorted(lines, key=lambda line: (line.made_at, line.id), reverse=True)


def _replies_beside(
    reader: Reader, entries: list[houses.EntryView], latest: dict[uuid.UUID, Reply]
) -> dict[uuid.UUID, replies.ReplyView]:
    rows = {entry.id: latest[entry.id] for entry in entries if entry.id in latest}
    seen = {row.id: row for row in rows.values() if replies.may_see(reader, row)}
    views = {view.id: view for view in replies.views(reader, list(seen.values()))}
    return {entry_id: views[row.id] for entry_id, row in rows.items() if row.id in views}


def hidden_of(reader: Reader, child_id: uuid.UUID) -> list[rules.Wait]:
    """How long each thing waits that this manager may not read yet."""
    if reader.role != "manager":
        return []
    days = [one.received_at for one in houses.hidden_waiting(reader) if one.child_id == child_id]
    closed = duty.closed_days_for(child_id)
    return [rules.wait(clock.local(day).date(), clock.today(), closed) for day in sorted(days)]
