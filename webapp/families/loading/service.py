"""Bringing in a caseload, a batch at a time. Keyword-only; flush, never commit; every act is in the log."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time

from sqlalchemy import or_, select

from webapp import accounts, audit
from webapp.core import clock, ids, sealing
from webapp.core.access import ReadNote
from webapp.core.database import add_rows, session
from webapp.core.reads import Look
from webapp.families.loading import queries
from webapp.families.loading.rules import (
    ChildDetails,
    EndedAllocation,
    NewAllocation,
    NewFamily,
    NewMember,
    NewTeam,
)
from webapp.families.models import Allocation, ChildFacts, CouncilId, Family, Member, Team
from webapp.families.queries import families_of

Note = tuple[str, uuid.UUID | None, uuid.UUID | None, str, uuid.UUID]


def add_teams(*, new: Sequence[NewTeam]) -> None:
    """Teams of the authority."""
    rows = [Team(id=ids.new()) for _ in new]
    for row, one in zip(rows, new, strict=True):
        sealing.staff_box().put(row, name=one.name)
    add_rows(rows)
    _link("team", {one.id: row.id for row, one in zip(rows, new, strict=True)})
    _log([("team.add", None, None, "team", row.id) for row in rows])


def add_families(*, new: Sequence[NewFamily]) -> None:
    """Families with their keys, in teams that are here."""
    teams = queries.linked("team", {one.team_id for one in new})
    rows = [Family(id=ids.new(), team_id=teams[one.team_id].row_id) for one in new]
    sealing.make_boxes(("family", row.id) for row in rows)
    for row, one in zip(rows, new, strict=True):
        sealing.family_box(row.id).put(row, name=one.name)
    add_rows(rows)
    _link("family", {one.id: row.id for row, one in zip(rows, new, strict=True)})
    _log([("family.add", row.id, None, "family", row.id) for row in rows])


def add_children(*, new: Sequence[ChildDetails], members: Sequence[NewMember]) -> None:
    """Children with their own keys, in families that are here. This grants nothing."""
    made = {one.id: ids.new() for one in new}
    sealing.make_boxes(("child", row_id) for row_id in made.values())
    accounts.add_children((made[one.id], one.name, one.band) for one in new)
    add_rows([_facts(ChildFacts(id=made[one.id]), one) for one in new])
    homes = queries.linked("family", {one.family_id for one in members})
    rows = [(homes[one.family_id].row_id, made[one.child_id]) for one in members]
    add_rows(
        [Member(id=ids.new(), family_id=home, person_id=row_id, relation="child") for home, row_id in rows]
    )
    _link("child", made, {one.id: queries.what_was_seen(one) for one in new})
    _log([("member.add", home, row_id, "person", row_id) for home, row_id in rows])


def _facts(row: ChildFacts, one: ChildDetails) -> ChildFacts:
    born_on = one.born_on.isoformat() if one.born_on else None
    sealing.child_box(row.id).put(row, born_on=born_on, authority_id=one.written)
    row.authority_id_hash = queries.id_hash("child", one.id)
    return row


def link_children(*, linked: Sequence[ChildDetails]) -> None:
    """Children added by hand: from now on a change at the council's comes in; nothing else changes."""
    rows = queries.children_by_id([one.id for one in linked])
    _link("child", rows, {one.id: queries.what_was_seen(one) for one in linked})
    _log_children("member.link", rows)


def update_children(*, updated: Sequence[ChildDetails]) -> None:
    """The council says another name or day of birth than at the last load."""
    rows = queries.children_by_id([one.id for one in updated])
    accounts.rename_children({rows[one.id]: one.name for one in updated})
    by_row = {rows[one.id]: one for one in updated}
    for facts in session().scalars(
        select(ChildFacts).where(ChildFacts.id.in_(by_row)).order_by(ChildFacts.id)
    ):
        _facts(facts, by_row[facts.id])
    for council_id, link in queries.links_to_change("child", rows).items():
        link.seen = queries.what_was_seen(by_row[rows[council_id]])
    session().flush()
    _log_children("member.change", rows)


def allocate(*, new: Sequence[NewAllocation], children: Mapping[str, uuid.UUID]) -> list[NewAllocation]:
    """Give children workers. Returns those not given: the worker knows the family."""
    barred = queries.conflicts({(one.worker_id, children[one.child_id]) for one in new})
    given: list[NewAllocation] = []
    refused: list[NewAllocation] = []
    for one in new:
        (refused if (one.worker_id, children[one.child_id]) in barred else given).append(one)
    sealing.open_boxes(("child", children[one.child_id]) for one in given)
    rows = [_allocation(one, children[one.child_id]) for one in given]
    add_rows(rows)
    links = {one.id: row.id for one, row in zip(given, rows, strict=True)}
    _link("allocation", links, codes={one.id: one.code for one in given if one.code})
    homes = families_of({row.child_id for row in rows})
    _log([("allocation.add", homes[row.child_id].id, row.child_id, "allocation", row.id) for row in rows])
    return refused


def _allocation(one: NewAllocation, child_id: uuid.UUID) -> Allocation:
    row = Allocation(
        id=ids.new(),
        child_id=child_id,
        worker_id=one.worker_id,
        from_at=_begin(one.from_on),
        until_at=clock.end_of(one.until_on) if one.until_on else None,
        instead_of=one.instead_of,
    )
    sealing.child_box(child_id).put(row, reason=one.reason or None)
    return row


def _begin(day: date) -> datetime:
    return datetime.combine(day, time(), clock.local(clock.now()).tzinfo)


def end_allocations(*, ended: Sequence[EndedAllocation]) -> None:
    """What these workers may see ends on the day that the council says; never later than it does here."""
    days = {row.row_id: one for one, row in queries.linked("allocation", {e.id for e in ended}).items()}
    until = {one.id: clock.end_of(one.until_on) for one in ended}
    lasting = select(Allocation).where(
        Allocation.id.in_(days), or_(Allocation.until_at.is_(None), Allocation.until_at > min(until.values()))
    )
    rows = list(session().scalars(lasting.order_by(Allocation.id)))
    for row in rows:
        row.until_at = min(row.until_at or until[days[row.id]], until[days[row.id]])
    session().flush()
    homes = families_of({row.child_id for row in rows})
    _log([("allocation.end", homes[row.child_id].id, row.child_id, "allocation", row.id) for row in rows])


def link_staff(*, workers: Mapping[str, uuid.UUID]) -> None:
    """Say whose account a professional of the council's is; another than before takes its place."""
    there = queries.links_to_change("staff", workers)
    for one, row in there.items():
        row.row_id = workers[one]
    session().flush()
    _link("staff", {one: row_id for one, row_id in workers.items() if one not in there})
    _log([("staff.link", None, row_id, "person", row_id) for row_id in workers.values()])


def _link(
    kind: str,
    rows: Mapping[str, uuid.UUID],
    seen: Mapping[str, bytes] | None = None,
    codes: Mapping[str, str] | None = None,
) -> None:
    add_rows(
        [
            CouncilId(
                id=ids.new(),
                kind=kind,
                id_hash=queries.id_hash(kind, one),
                row_id=row_id,
                seen=(seen or {}).get(one),
                code=(codes or {}).get(one),
            )
            for one, row_id in rows.items()
        ]
    )


def _log_children(act: str, rows: Mapping[str, uuid.UUID]) -> None:
    homes = families_of(set(rows.values()))
    _log([(act, homes[row_id].id, row_id, "person", row_id) for row_id in rows.values()])


def _log(notes: Sequence[Note]) -> None:
    """(act, family, person, kind of thing, thing); nobody: the council's own data did it."""
    now = clock.now()
    audit.record_all(
        Look(None, now, ReadNote(act, f"family:{home}" if home else "staff", subject, kind, thing))
        for act, home, subject, kind, thing in notes
    )
