"""Writing the journey, and asking beside the plan. Keyword-only; flush, never commit."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime

from webapp import accounts, audit, duty, families
from webapp.core import clock, sealing
from webapp.core.database import session
from webapp.plans import queries
from webapp.plans.journey import queries as own
from webapp.plans.journey import rules
from webapp.plans.journey.rules import Key, Stop, Texts
from webapp.plans.models import FamilyRequest, JourneyEntry, WorkerReach


class Stale(Exception):
    """Someone saved this entry in between; nothing was changed."""


def save_entry(
    *,
    child_id: uuid.UUID,
    entry_id: uuid.UUID,
    stage: str,
    on: date | None,
    happened: bool,
    words: Mapping[Key, Texts],
    actor_id: uuid.UUID,
    open_until: date | None = None,
    seen_at: datetime | None = None,
) -> None:
    """Write one stop, or change it. `seen_at`: when what the writer saw was written; Stale when it changed.

    LookupError when the id is another child's.
    """
    row = session().get(JourneyEntry, entry_id, with_for_update=True)
    if row is not None and row.child_id != child_id:
        raise LookupError("an entry of another child")
    wanted = Stop(stage, on, happened, entry_id, "", words, open_until if stage == "ending" else None)
    if row is None:
        family_id = families.family_of(child_id).id
        row = JourneyEntry(id=entry_id, child_id=child_id, family_id=family_id)
    elif seen_at != row.written_at:
        if _says_the_same(own.stop_of(row), wanted):
            return  # a double tap
        raise Stale
    _write(row, wanted, actor_id)


def _says_the_same(kept: Stop, wanted: Stop) -> bool:
    return replace(kept, words=rules.saved({}, kept.words)) == replace(
        wanted, words=rules.saved({}, wanted.words)
    )


def _write(row: JourneyEntry, wanted: Stop, actor_id: uuid.UUID) -> None:
    before = own.stop_of(row).words if row.words_sealed else {}
    row.stage, row.on_day, row.happened = wanted.stage, wanted.on, wanted.happened
    row.open_until = wanted.open_until
    row.written_at, row.written_by = clock.now(), actor_id
    sealing.family_box(row.family_id).put(row, words=own.pack(rules.saved(before, wanted.words)))
    session().add(row)
    session().flush()
    _record("journey.write", row, actor_id)


def remove_entry(*, row: JourneyEntry, actor_id: uuid.UUID) -> None:
    """Take one stop away: it was wrong. The log keeps that it was there."""
    session().delete(row)
    session().flush()
    _record("journey.remove", row, actor_id)


def _record(act: str, row: JourneyEntry, actor_id: uuid.UUID) -> None:
    audit.record(
        actor_id=actor_id,
        act=act,
        family_id=row.family_id,
        subject_id=row.child_id,
        item_kind="journey_entry",
        item_id=row.id,
    )


def ask(
    *,
    request_id: uuid.UUID,
    kind: str,
    child_id: uuid.UUID,
    person_id: uuid.UUID,
    language: str,
    words: str = "",
    part: str = "",
) -> None:
    """Keep what a family member asks for, with the day we promise; the same id again changes nothing."""
    if session().get(FamilyRequest, request_id) is not None:
        return
    row = FamilyRequest(
        id=request_id,
        kind=kind,
        child_id=child_id,
        person_id=person_id,
        part=part or None,
        language=language,
        received_at=clock.now(),
        due_on=rules.due_on(kind, clock.today(), duty.closed_days_for(child_id)),
    )
    queries.answer_box(child_id, person_id).put(row, words=words or None)
    session().add(row)
    session().flush()
    audit.record(
        actor_id=person_id,
        act=f"request.{kind}",
        family_id=families.family_of(child_id).id,
        subject_id=child_id,
        item_kind="request",
        item_id=row.id,
    )


def say_how_to_reach(*, person_id: uuid.UUID, words: str) -> None:
    """A worker says how families reach them; nothing takes it away."""
    row = session().get(WorkerReach, person_id)
    if words:
        row = row or WorkerReach(id=person_id)
        accounts.box_of(person_id).put(row, words=words)
        row.written_at = clock.now()
        session().add(row)
    elif row is not None:
        session().delete(row)
    session().flush()
    audit.record(actor_id=person_id, act="worker.reach", item_kind="person", item_id=person_id)
