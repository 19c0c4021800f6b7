"""What is here of the things a folder names; in batches, never a statement a row."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Collection, Iterable, Iterator
from datetime import date, datetime, timedelta
from itertools import islice
from typing import NamedTuple, TypeVar

from sqlalchemy import or_, select

from webapp.core import clock, sealing
from webapp.core.database import session
from webapp.families import barred
from webapp.families.allocating.queries import able_workers
from webapp.families.loading.rules import AllocationHere, ChildDetails, ChildHere, Here
from webapp.families.models import Allocation, ChildFacts, Conflict, CouncilId, Member
from webapp.families.queries import days_of_birth

BATCH = 500
Thing = TypeVar("Thing")


def batches(things: Iterable[Thing]) -> Iterator[list[Thing]]:
    """The same things, at most BATCH at a time."""
    left = iter(things)
    while batch := list(islice(left, BATCH)):
        yield batch


def id_hash(kind: str, council_id: str) -> bytes:
    """What an id of the council's is looked up by; a child's is the one that all of Heard looks up by."""
    if kind == "child":
        return barred.authority_id_hash(council_id)
    return sealing.lookup_hash(f"council-{kind}", council_id)


def what_was_seen(details: ChildDetails) -> bytes:
    """A keyed fingerprint of what the council says of a child: a birthday alone would be easily guessed."""
    words = "\x1f".join((details.written, details.name, str(details.born_on or "")))
    return sealing.lookup_hash("council-seen", hashlib.sha256(words.encode()).hexdigest())


def here(
    *,
    teams: Collection[str],
    families: Collection[str],
    children: Collection[str],
    allocations: Collection[str],
    workers: Collection[str],
) -> Here:
    """What is here of these ids of the council's, folded."""
    able = able_workers()
    staff = {one: row.row_id for one, row in linked("staff", workers).items() if row.row_id in able}
    found = Here(
        teams={one: row.row_id for one, row in linked("team", teams).items()},
        families={one: row.row_id for one, row in linked("family", families).items()},
        children=_children(children, families),
        workers=staff,
    )
    found.allocations = _allocations(allocations)
    rows = {row.row_id: one for one, row in found.children.items()}
    found.working = _given_by_hand(rows)
    found.declared = _declared(children, rows, {row_id: one for one, row_id in found.families.items()})
    return found


class Link(NamedTuple):
    """A row of ours that an id of the council's names, and what was seen of it."""

    row_id: uuid.UUID
    seen: bytes | None


def linked(kind: str, ids: Collection[str]) -> dict[str, Link]:
    """Rows of ours that the council's ids of this kind name."""
    found: dict[str, Link] = {}
    for by_hash in _hashed(kind, ids):
        query = select(CouncilId.id_hash, CouncilId.row_id, CouncilId.seen)
        query = query.where(CouncilId.kind == kind, CouncilId.id_hash.in_(by_hash))
        for hashed, row_id, seen in session().execute(query.order_by(CouncilId.id)):
            found[by_hash[hashed]] = Link(row_id, seen)
    return found


def links_to_change(kind: str, ids: Collection[str]) -> dict[str, CouncilId]:
    """The links themselves, of a batch."""
    found: dict[str, CouncilId] = {}
    for by_hash in _hashed(kind, ids):
        query = select(CouncilId).where(CouncilId.kind == kind, CouncilId.id_hash.in_(by_hash))
        for row in session().scalars(query.order_by(CouncilId.id)):
            found[by_hash[row.id_hash]] = row
    return found


def _hashed(kind: str, ids: Collection[str]) -> Iterator[dict[bytes, str]]:
    for batch in batches(sorted(ids)):
        yield {id_hash(kind, one): one for one in batch}


def _children(ids: Collection[str], families: Collection[str]) -> dict[str, ChildHere]:
    rows = children_by_id(ids)
    seen = {one: row.seen or b"" for one, row in linked("child", rows).items()}
    homes = _homes(rows.values(), families)
    by_hand = [row_id for one, row_id in rows.items() if one not in seen]
    born = {one: day for batch in batches(by_hand) for one, day in days_of_birth(batch).items()}
    return {
        one: ChildHere(row_id, frozenset(homes.get(row_id, ())), seen.get(one, b""), born.get(row_id))
        for one, row_id in rows.items()
    }


def children_by_id(ids: Collection[str]) -> dict[str, uuid.UUID]:
    """The children whom these ids of the council's name."""
    found: dict[str, uuid.UUID] = {}
    for by_hash in _hashed("child", ids):
        query = select(ChildFacts.id, ChildFacts.authority_id_hash)
        for row in session().execute(query.where(ChildFacts.authority_id_hash.in_(by_hash))):
            found[by_hash[row.authority_id_hash]] = row.id
    return found


def _homes(person_ids: Iterable[uuid.UUID], families: Collection[str]) -> dict[uuid.UUID, set[str]]:
    """The council's ids of the families that these people are in now."""
    names = {id_hash("family", one): one for one in families}
    found: dict[uuid.UUID, set[str]] = {}
    for batch in batches(person_ids):
        # Not by kind: there are as many of a kind as the authority has, and a row's id is one of its kind.
        query = (
            select(Member.person_id, CouncilId.id_hash)
            .join(CouncilId, CouncilId.row_id == Member.family_id)
            .where(Member.person_id.in_(batch), barred.is_member_now())
        )
        for person_id, of_family in session().execute(query):
            if of_family in names:
                found.setdefault(person_id, set()).add(names[of_family])
    return found


def _allocations(ids: Collection[str]) -> dict[str, AllocationHere]:
    rows = {row.row_id: one for one, row in linked("allocation", ids).items()}
    found = {}
    for batch in batches(rows):
        query = select(Allocation.id, Allocation.until_at).where(Allocation.id.in_(batch))
        for row in session().execute(query):
            found[rows[row.id]] = AllocationHere(row.id, last_day(row.until_at))
    return found


def last_day(until_at: datetime | None) -> date | None:
    """The last day of something that ended at a moment: midnight is the end of the day before."""
    return clock.local(until_at - timedelta(microseconds=1)).date() if until_at else None


def _given_by_hand(children: dict[uuid.UUID, str]) -> set[tuple[str, uuid.UUID]]:
    """Who works with a child now and was not loaded."""
    loaded = select(CouncilId.id).where(CouncilId.row_id == Allocation.id)
    lasting = or_(Allocation.until_at.is_(None), Allocation.until_at > clock.now())
    found = set()
    for batch in batches(children):
        query = select(Allocation.child_id, Allocation.worker_id).where(lasting, ~loaded.exists())
        for child_id, worker_id in session().execute(query.where(Allocation.child_id.in_(batch))):
            found.add((children[child_id], worker_id))
    return found


def _declared(
    ids: Collection[str], children: dict[uuid.UUID, str], families: dict[uuid.UUID, str]
) -> set[tuple[str, str, uuid.UUID]]:
    """Who knows whom, by the council's ids; a statement for each of the few who know anyone."""
    found = set()
    query = select(Conflict).where(Conflict.ended_at.is_(None)).order_by(Conflict.id)
    rows = list(session().scalars(query))
    hashes = {id_hash("child", one): one for one in ids} if rows else {}
    for row in rows:
        if row.authority_id_hash in hashes:
            found.add(("child", hashes[row.authority_id_hash], row.staff_id))
        if row.family_id in families:
            found.add(("family", families[row.family_id], row.staff_id))
    for staff_id in sorted({row.staff_id for row in rows}):
        related = select(Member.person_id, Member.family_id)
        for person_id, family_id in session().execute(
            related.where(barred.in_conflict(staff_id, Member.person_id))
        ):
            found |= {("child", children[person_id], staff_id)} if person_id in children else set()
            found |= {("family", families[family_id], staff_id)} if family_id in families else set()
    return found


def conflicts(pairs: Collection[tuple[uuid.UUID, uuid.UUID]]) -> set[tuple[uuid.UUID, uuid.UUID]]:
    """Of these (worker, child), those in which the worker knows the family; one by one only for the few."""
    declared = barred.who_declared()
    return {pair for pair in pairs if pair[0] in declared and barred.has_conflict(*pair)}
