"""Opening a family in an emergency and answering for it. Keyword-only; flush, never commit."""

from __future__ import annotations

import uuid
from datetime import date

from sqlalchemy import select

from webapp import audit
from webapp.core import access, clock, sealing
from webapp.core.access import ReadNote
from webapp.core.database import session
from webapp.families import barred, rules
from webapp.families.break_glass import queries
from webapp.families.models import BrokenGlass, ChildFacts, Member, Post
from webapp.families.rules import BarredError


def open_family(
    *,
    glass_id: uuid.UUID,
    staff_id: uuid.UUID,
    authority_id: str,
    code: str,
    reason: str,
    withheld_until: date | None = None,
    withheld_reason: str = "",
) -> uuid.UUID:
    """Open the family of the child with this id, for 60 minutes; returns the family's id.

    LookupError, whether there is no such child or the reader knows the family: the answer is the same.
    BarredError("open") while another family is open. The same `glass_id` again opens nothing more.
    """
    _lock(staff_id)
    before = session().get(BrokenGlass, glass_id)
    if before is not None:
        return _opened_before(before, staff_id)
    if queries.open_now(staff_id) is not None:
        raise BarredError("open")
    child_id, family_id = _find(authority_id)
    if barred.has_conflict(staff_id, child_id):
        raise LookupError("the reader knows this family")
    row = BrokenGlass(id=glass_id, staff_id=staff_id, family_id=family_id, code=code)
    row.opened_at = clock.now()
    row.until_at = row.opened_at + rules.GLASS_LASTS
    sealing.family_box(family_id).put(row, reason=reason)
    session().add(row)
    session().flush()
    _record(row, staff_id, "glass.open")
    if withheld_until is not None:
        withhold(row=row, until=withheld_until, reason=withheld_reason, actor_id=staff_id)
    return family_id


def _lock(staff_id: uuid.UUID) -> None:
    """Two taps at the same moment come one after the other."""
    session().scalars(select(Post).where(Post.person_id == staff_id).with_for_update()).all()


def _opened_before(row: BrokenGlass, staff_id: uuid.UUID) -> uuid.UUID:
    if row.staff_id != staff_id:
        raise LookupError("another's")
    return row.family_id


def _find(authority_id: str) -> tuple[uuid.UUID, uuid.UUID]:
    wanted = barred.authority_id_hash(authority_id)
    query = (
        select(Member.person_id, Member.family_id)
        .join(ChildFacts, ChildFacts.id == Member.person_id)
        .where(ChildFacts.authority_id_hash == wanted)
    )
    found = session().execute(query.order_by(Member.family_id)).first()
    if found is None:
        raise LookupError("no such child")
    return found[0], found[1]


def keep_refused(*, staff_id: uuid.UUID) -> None:
    """Write into the log of staff acts that nothing was opened, though the answer is no success."""
    note = ReadNote("glass.refused", "staff", None, "", None)
    access.keep(lambda db: audit.record_read(db, staff_id, note))


def end(*, staff_id: uuid.UUID) -> None:
    """Close what this person has open, before its hour is over."""
    row = queries.open_now(staff_id)
    if row is not None:
        row.ended_at = clock.now()
        session().flush()
        _record(row, staff_id, "glass.end")


def withhold(*, row: BrokenGlass, until: date, reason: str, actor_id: uuid.UUID) -> None:
    """Do not tell the family yet. ValueError when the review day is not within 14 days."""
    if not rules.may_withhold_until(until, clock.today()):
        raise ValueError(until)
    row.withheld_until, row.withheld_by = until, actor_id
    sealing.family_box(row.family_id).put(row, withheld_reason=reason)
    session().flush()
    _record(row, actor_id, "glass.withhold")


def tell(*, row: BrokenGlass, actor_id: uuid.UUID) -> None:
    """Tell the family after all."""
    if row.withheld_until is not None:
        row.withheld_until = None
        session().flush()
        _record(row, actor_id, "glass.tell")


def sign_off(*, row: BrokenGlass, actor_id: uuid.UUID) -> None:
    """A manager has looked into it. BarredError for one's own; a second time changes nothing."""
    if row.staff_id == actor_id:
        raise BarredError("second_person")
    if row.signed_off_at is None:
        row.signed_off_at, row.signed_off_by = clock.now(), actor_id
        session().flush()
        _record(row, actor_id, "glass.sign_off")


def _record(row: BrokenGlass, actor_id: uuid.UUID, act: str) -> None:
    audit.record(
        actor_id=actor_id, act=act, family_id=row.family_id, item_kind="broken_glass", item_id=row.id
    )
