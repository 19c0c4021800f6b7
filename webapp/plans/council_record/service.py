"""Keeping what was handed over. Keyword-only; flush, never commit."""

from __future__ import annotations

import hashlib
import uuid

from sqlalchemy import update

from webapp import audit, record
from webapp.core import clock, ids
from webapp.core.database import session
from webapp.plans.content import VersionContent
from webapp.plans.models import RecordCopy


def keep_copy(*, version: VersionContent, events: int, content: bytes, written: record.Copy) -> None:
    """Note that a copy is whole in the council's record."""
    session().add(
        RecordCopy(
            id=ids.new(),
            version_id=version.id,
            number=written.number,
            events=events,
            content_hash=content,
            manifest_hash=hashlib.sha256(written.manifest).digest(),
            has_pdf=written.has_pdf,
            written_at=clock.now(),
        )
    )
    audit.record(
        actor_id=None,
        act="plan.recorded",
        family_id=version.family_id,
        subject_id=version.child_id,
        item_kind="plan_version",
        item_id=version.id,
    )
    session().flush()


def hold_events(*, copy_id: uuid.UUID, events: int) -> None:
    """The newest copy already holds these events: nothing in it would be different."""
    session().execute(update(RecordCopy).where(RecordCopy.id == copy_id).values(events=events))


def keep_receipt(*, copy_id: uuid.UUID) -> None:
    """The council's side says that it took this copy in."""
    session().execute(update(RecordCopy).where(RecordCopy.id == copy_id).values(received_at=clock.now()))
