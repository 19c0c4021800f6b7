"""Reading who works with whom."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask_babel import gettext as _
from sqlalchemy import Select, or_, select

from webapp import accounts
from webapp.core import clock, sealing
from webapp.core.access import Reader
from webapp.core.database import session
from webapp.families import barred, grants, queries
from webapp.families.administration.queries import families_kept, keeps, teams_kept
from webapp.families.loading.rules import WORKER_CHANGED
from webapp.families.models import Allocation, Family, Member, Post, WorkerNewsSeen

NEWS_LASTS = timedelta(days=14)


@dataclass(frozen=True)
class WorkerNews:
    """Told to the family when a worker changed (R25). `before`: '' when nobody worked with the child."""

    allocation_id: uuid.UUID
    child_id: uuid.UUID
    child_name: str
    worker: str
    before: str
    from_at: datetime
    reason: str


@dataclass(frozen=True)
class WorkingRow:
    """A worker of a child, now or from a day to come."""

    id: uuid.UUID
    name: str
    from_at: datetime
    is_ahead: bool


@dataclass(frozen=True)
class PastRow:
    """One line of who worked with a child, for the office."""

    worker: str
    from_at: datetime
    until_at: datetime | None
    reason: str
    note: str


def worker_news(reader: Reader) -> list[WorkerNews]:
    """Changes of worker this family member may know of and has not said to have read; 14 days at most."""
    about = _told_of(reader)
    if not about:
        return []
    read = select(WorkerNewsSeen.allocation_id).where(WorkerNewsSeen.person_id == reader.person_id)
    query = queries.allocations_now().where(
        Allocation.from_at > clock.now() - NEWS_LASTS, Allocation.id.not_in(read)
    )
    return _changes(query, about)


def worker_changes(reader: Reader, child_id: uuid.UUID) -> list[WorkerNews]:
    """Every change of worker with its reason that this family member may know of, the latest first."""
    about = {child: since for child, since in _told_of(reader).items() if child == child_id}
    begun = select(Allocation).where(Allocation.from_at <= clock.now())
    return _changes(begun, about) if about else []


def _told_of(reader: Reader) -> dict[uuid.UUID, datetime | None]:
    """Children whose changes of worker are told to this reader, and since when."""
    if reader.kind == "child":
        return {reader.person_id: None}
    return grants.granted(reader.person_id, "plan") if reader.kind == "adult" else {}


def _changes(query: Select[Allocation], about: dict[uuid.UUID, datetime | None]) -> list[WorkerNews]:
    shown = query.where(
        grants.since_granted(about, Allocation.child_id.expression, Allocation.from_at.expression),
        Allocation.reason_sealed.is_not(None),
    )
    rows = list(session().scalars(shown.order_by(Allocation.from_at.desc(), Allocation.id)))
    people = [one for row in rows for one in (row.child_id, row.worker_id, row.instead_of) if one]
    names = accounts.names(people)
    return [_news(row, names) for row in rows]


def _news(row: Allocation, names: dict[uuid.UUID, str]) -> WorkerNews:
    return WorkerNews(
        row.id,
        row.child_id,
        names[row.child_id],
        names[row.worker_id],
        names[row.instead_of] if row.instead_of else "",
        row.from_at,
        _said(sealing.child_box(row.child_id).text(row, "reason")),
    )


def _said(reason: str) -> str:
    """Our own sentence in the reader's language; what a manager wrote stays as it was written."""
    return _("Your worker has changed. You can ask us why.") if reason == WORKER_CHANGED else reason


def is_news_for(reader: Reader, allocation_id: uuid.UUID | None) -> bool:
    """Whether this change of worker is told to this reader."""
    return allocation_id in {news.allocation_id for news in worker_news(reader)}


def working(child_id: uuid.UUID) -> list[WorkingRow]:
    """Who works with a child now or will, in the order in which they begin."""
    now = clock.now()
    query = select(Allocation).where(Allocation.child_id == child_id)
    lasting = query.where(
        or_(Allocation.until_at.is_(None), Allocation.until_at > now),
        or_(Allocation.until_at.is_(None), Allocation.until_at > Allocation.from_at),
    )
    rows = list(session().scalars(lasting.order_by(Allocation.from_at, Allocation.id)))
    names = accounts.names([row.worker_id for row in rows])
    found = {row.worker_id: row.from_at for row in reversed(rows)}
    return [WorkingRow(one, names[one], begins, begins > now) for one, begins in reversed(found.items())]


def past(child_id: uuid.UUID) -> list[PastRow]:
    """Who worked with the child, the latest first; with the office's notes."""
    query = select(Allocation).where(Allocation.child_id == child_id)
    rows = list(session().scalars(query.order_by(Allocation.from_at.desc(), Allocation.id.desc())))
    names, box = accounts.names([row.worker_id for row in rows]), sealing.child_box(child_id)
    return [
        PastRow(
            names[row.worker_id],
            row.from_at,
            row.until_at,
            _said(box.text(row, "reason")),
            box.text(row, "note"),
        )
        for row in rows
    ]


def workers_to_choose(reader: Reader) -> list[tuple[uuid.UUID, str]]:
    """Workers who may be given a child, by name: of the teams the reader keeps; nobody disabled."""
    query = select(Post.person_id).order_by(Post.id)
    if reader.role == "manager":
        query = query.where(Post.team_id.in_([team_id for team_id, _name in teams_kept(reader)]))
        mine = set(session().scalars(query))
        return [(row.id, row.name) for row in _able() if row.id in mine]
    return [(row.id, row.name) for row in _able()]


def _able() -> list[accounts.StaffRow]:
    return [row for row in accounts.staff_rows() if row.role == "worker" and row.state != "disabled"]


def able_workers() -> set[uuid.UUID]:
    """Workers who can sign in, or will once they are set up."""
    return {row.id for row in _able()}


def children_of(reader: Reader, worker_id: uuid.UUID) -> list[tuple[uuid.UUID, str]]:
    """Children with whom this worker works now, of the families the reader keeps, by name."""
    if not keeps(reader):
        return []
    kept = families_kept(reader).with_only_columns(Family.id).order_by(None)
    query = queries.allocations_now().with_only_columns(Allocation.child_id)
    query = query.join(Member, Member.person_id == Allocation.child_id)
    query = query.where(Allocation.worker_id == worker_id, Member.family_id.in_(kept), barred.is_member_now())
    found = accounts.names(list(session().scalars(query)))
    return sorted(found.items(), key=lambda child: child[1].casefold())
