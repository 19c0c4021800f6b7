"""What is open in an emergency, and what managers must still look into."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, false, or_, select

from webapp import accounts
from webapp.core import clock, sealing
from webapp.core.access import Reader
from webapp.core.database import session
from webapp.families import barred, rules
from webapp.families.models import BrokenGlass, Family, Member, Post

LISTED = timedelta(days=28)


@dataclass(frozen=True)
class GlassView:
    """A family opened in an emergency. `reason` is '' for those who may not read the family's words."""

    id: uuid.UUID
    family_id: uuid.UUID
    family_name: str
    staff_id: uuid.UUID
    staff_name: str
    code: str
    reason: str
    opened_at: datetime
    until_at: datetime
    withheld_until: date | None
    withheld_reason: str
    signed_off_at: datetime | None
    signed_off_by: str


@dataclass(frozen=True)
class Withheld:
    """What this person did in the family between these moments is not told to it yet."""

    person_id: uuid.UUID
    from_at: datetime
    until_at: datetime


def open_now(staff_id: uuid.UUID) -> BrokenGlass | None:
    """What this member of staff has open at this moment."""
    query = select(BrokenGlass).where(BrokenGlass.staff_id == staff_id, barred.is_open_now())
    return session().scalars(query.order_by(BrokenGlass.opened_at.desc(), BrokenGlass.id)).first()


def visible_to(reader: Reader) -> ColumnElement[bool]:
    """A manager: the team's families. An administrator: all. Never of a family the reader knows."""
    if reader.kind != "staff" or reader.role not in ("manager", "administrator"):
        return false()
    known = select(Member.family_id).where(barred.in_conflict(reader.person_id, Member.person_id))
    fine = BrokenGlass.family_id.not_in(known)
    if reader.role == "administrator":
        return fine
    team = select(Family.id).join(Post, Post.team_id == Family.team_id)
    return fine & BrokenGlass.family_id.in_(team.where(Post.person_id == reader.person_id))


def to_sign_off(reader: Reader) -> list[GlassView]:
    """For a manager: what other people opened in the team and nobody has looked into, oldest first."""
    if reader.role != "manager":
        return []
    query = select(BrokenGlass).where(visible_to(reader), BrokenGlass.signed_off_at.is_(None))
    query = query.where(BrokenGlass.staff_id != reader.person_id)
    rows = list(session().scalars(query.order_by(BrokenGlass.opened_at, BrokenGlass.id)))
    return _views(reader, rows)


def lately(reader: Reader) -> list[GlassView]:
    """What was opened in the last four weeks, and all that nobody has signed off, newest first."""
    since = clock.now() - LISTED
    query = select(BrokenGlass).where(
        visible_to(reader), or_(BrokenGlass.opened_at > since, BrokenGlass.signed_off_at.is_(None))
    )
    rows = list(session().scalars(query.order_by(BrokenGlass.opened_at.desc(), BrokenGlass.id)))
    return _views(reader, rows)


def one(reader: Reader, glass_id: uuid.UUID | None) -> BrokenGlass | None:
    """One of those, for a manager."""
    query = select(BrokenGlass).where(BrokenGlass.id == glass_id, visible_to(reader))
    return session().scalar(query) if reader.role == "manager" else None


def withheld(family_id: uuid.UUID) -> list[Withheld]:
    """For "who has looked": what must not be told to this family today. From the review day on it is told."""
    query = select(BrokenGlass).where(BrokenGlass.family_id == family_id)
    rows = session().scalars(query.order_by(BrokenGlass.opened_at, BrokenGlass.id))
    today = clock.today()
    return [
        Withheld(row.staff_id, row.opened_at, row.ended_at or row.until_at)
        for row in rows
        if rules.is_withheld(row.withheld_until, today)
    ]


def _views(reader: Reader, rows: list[BrokenGlass]) -> list[GlassView]:
    people = [row.staff_id for row in rows] + [row.signed_off_by for row in rows if row.signed_off_by]
    names = accounts.names(people)
    return [_view(row, names, with_words=reader.role == "manager") for row in rows]


def _view(row: BrokenGlass, names: dict[uuid.UUID, str], *, with_words: bool) -> GlassView:
    box = sealing.family_box(row.family_id)
    family = session().get_one(Family, row.family_id)
    return GlassView(
        id=row.id,
        family_id=row.family_id,
        family_name=box.text(family, "name"),
        staff_id=row.staff_id,
        staff_name=names.get(row.staff_id, ""),
        code=row.code,
        reason=box.text(row, "reason") if with_words else "",
        opened_at=row.opened_at,
        until_at=row.ended_at or row.until_at,
        withheld_until=row.withheld_until,
        withheld_reason=box.text(row, "withheld_reason") if with_words else "",
        signed_off_at=row.signed_off_at,
        signed_off_by=names.get(row.signed_off_by, "") if row.signed_off_by else "",
    )
