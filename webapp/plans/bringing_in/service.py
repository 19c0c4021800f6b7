"""Keeping what was read for a day, and making a draft of it. Keyword-only; flush, never commit."""

from __future__ import annotations

import uuid

from sqlalchemy import delete

from webapp import audit, families
from webapp.core import clock, ids, sealing
from webapp.core.database import session
from webapp.plans.bringing_in import queries
from webapp.plans.bringing_in.content import draft_of
from webapp.plans.bringing_in.queries import BroughtView
from webapp.plans.bringing_in.rules import Brought
from webapp.plans.models import BroughtIn
from webapp.plans.writing import service as writing


def keep(*, child_id: uuid.UUID, writer_id: uuid.UUID, brought: Brought) -> uuid.UUID:
    """Keep what was read, in place of what this writer read for this child before. Returns its id."""
    forget_brought_in()
    session().execute(
        delete(BroughtIn).where(BroughtIn.child_id == child_id, BroughtIn.writer_id == writer_id)
    )
    family_id = families.family_of(child_id).id
    row = BroughtIn(
        id=ids.new(), child_id=child_id, family_id=family_id, writer_id=writer_id, read_at=clock.now()
    )
    sealing.family_box(family_id).put(row, read=queries.pack(brought))
    session().add(row)
    audit.record(
        actor_id=writer_id,
        act="plan.bring_in",
        family_id=family_id,
        subject_id=child_id,
        item_kind="plan_brought_in",
        item_id=row.id,
    )
    session().flush()
    return row.id


def change(*, view: BroughtView, brought: Brought) -> None:
    """Keep what the worker changed while checking. The day it is kept for goes on."""
    row = session().get_one(BroughtIn, view.id)
    sealing.family_box(row.family_id).put(row, read=queries.pack(brought))
    session().flush()


def make_draft(
    *, view: BroughtView, brought: Brought, into: uuid.UUID | None, actor_id: uuid.UUID
) -> uuid.UUID:
    """A new draft of what was read, or `into` the open one; then what was read is destroyed. Its id.

    DraftOpen when a new one is asked for and there is one; Published, StaleDraft when `into` moved on.
    """
    version_id = into or writing.new_draft(child_id=view.child_id, kind=brought.kind, actor_id=actor_id)
    paragraphs, steps = draft_of(brought.pieces, view.child_id)
    writing.add_items(
        version_id=version_id,
        paragraphs=paragraphs,
        steps=steps,
        review_on=brought.review_on,
        actor_id=actor_id,
    )
    throw_away(view=view)
    return version_id


def copy(*, child_id: uuid.UUID, from_id: uuid.UUID, actor_id: uuid.UUID) -> uuid.UUID:
    """A new draft with an earlier version's words; the open draft when there is one. Returns its id."""
    return writing.copy_to_draft(child_id=child_id, from_id=from_id, actor_id=actor_id)


def throw_away(*, view: BroughtView) -> None:
    """Destroy what was read."""
    session().execute(delete(BroughtIn).where(BroughtIn.id == view.id))
    session().flush()


def forget_brought_in() -> None:
    """Destroy what was read a day ago and more."""
    session().execute(delete(BroughtIn).where(BroughtIn.read_at <= clock.now() - queries.KEPT_FOR))
