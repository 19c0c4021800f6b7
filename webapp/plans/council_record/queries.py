"""Which versions the council's record does not hold yet, and what became of each copy."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from webapp import families, record
from webapp.core.database import session
from webapp.plans.models import Plan, PlanEvent, PlanVersion, RecordCopy


@dataclass(frozen=True)
class Due:
    """A published version of which the record does not hold everything. `events`: how many there are."""

    version_id: uuid.UUID
    events: int


@dataclass(frozen=True)
class CopyView:
    """A copy in the council's record. `manifest_hash`: the manifest's SHA-256."""

    id: uuid.UUID
    version_id: uuid.UUID
    number: int
    content_hash: bytes
    manifest_hash: bytes
    has_pdf: bool
    written_at: datetime
    received_at: datetime | None


@dataclass(frozen=True)
class Unreceived:
    """A copy without a receipt: of which version, in which case's folder."""

    copy: CopyView
    version: int
    case: str


def due() -> list[Due]:
    """Published versions with no copy, or with events that no copy holds; oldest first."""
    # Events are counted, not compared by time: one that is committed late has an early time.
    events = (
        select(PlanEvent.version_id, func.count().label("found")).group_by(PlanEvent.version_id).subquery()
    )
    held = select(RecordCopy.version_id, func.max(RecordCopy.events).label("held"))
    copies = held.group_by(RecordCopy.version_id).subquery()
    found = func.coalesce(events.c.found, 0)
    query = (
        select(PlanVersion.id, found)
        .outerjoin(events, events.c.version_id == PlanVersion.id)
        .outerjoin(copies, copies.c.version_id == PlanVersion.id)
        .where(PlanVersion.state == "published", (copies.c.held.is_(None)) | (found > copies.c.held))
    )
    rows = session().execute(query.order_by(PlanVersion.published_at, PlanVersion.id))
    return [Due(version_id, count) for version_id, count in rows]


def copies(version_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, CopyView]:
    """The newest copy of each of these versions."""
    query = select(RecordCopy).where(RecordCopy.version_id.in_(list(version_ids)))
    return {row.version_id: _view(row) for row in session().scalars(query.order_by(RecordCopy.number))}


def in_record(versions: Iterable[PlanVersion]) -> dict[uuid.UUID, CopyView] | None:
    """The newest copy of each of these versions, for the worker; None where nothing is handed over."""
    if record.folder() is None:
        return None
    return copies(row.id for row in versions)


def without_receipt(since: datetime, most: int) -> list[Unreceived]:
    """Copies written since then that the council's side has said nothing of, the latest first."""
    query = (
        select(RecordCopy, PlanVersion.number, Plan.child_id)
        .join(PlanVersion, PlanVersion.id == RecordCopy.version_id)
        .join(Plan, Plan.id == PlanVersion.plan_id)
        .where(RecordCopy.received_at.is_(None), RecordCopy.written_at >= since)
        .order_by(RecordCopy.written_at.desc(), RecordCopy.id)
    )
    rows = session().execute(query.limit(most)).all()
    return [Unreceived(_view(copy), number, case_of(child_id)) for copy, number, child_id in rows]


def _view(row: RecordCopy) -> CopyView:
    return CopyView(
        row.id,
        row.version_id,
        row.number,
        row.content_hash,
        row.manifest_hash,
        row.has_pdf,
        row.written_at,
        row.received_at,
    )


def case_of(child_id: uuid.UUID) -> str:
    """The child's folder in the record; '' when the council gave no person id."""
    return record.case_folder(families.authority_id(child_id))
