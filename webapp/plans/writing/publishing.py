"""Read as each reader, ask first, publish. Keyword-only; flush, never commit (practice §4)."""

from __future__ import annotations

import uuid
from datetime import date, datetime

from sqlalchemy import select, update

from webapp.core import clock, ids, sealing
from webapp.core.database import session
from webapp.plans import events, queries
from webapp.plans.content import VersionContent, audience_for, pack
from webapp.plans.giving.service import note_shared, put_name
from webapp.plans.models import AskedBefore, Composed, Plan, PlanVersion, ReadAs
from webapp.plans.queries import ReaderView
from webapp.plans.rules import ASKED
from webapp.plans.writing import queries as writing_queries
from webapp.plans.writing import rows
from webapp.plans.writing.rules import Problem
from webapp.plans.writing.service import StaleDraft, record


class PublishRefused(Exception):
    """The draft is not ready; `problems` says why."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(", ".join(f"{one.code} {one.detail}".strip() for one in problems))
        self.problems = problems


def tick_read_as(*, version_id: uuid.UUID, reader_id: uuid.UUID, actor_id: uuid.UUID) -> None:
    """Note that the draft, as it is now, was read as this reader and gives nobody away (practice §4)."""
    version = session().get_one(PlanVersion, version_id)
    query = select(ReadAs).where(ReadAs.version_id == version_id, ReadAs.reader_id == reader_id)
    row = session().scalar(query) or ReadAs(id=ids.new(), version_id=version_id, reader_id=reader_id)
    row.revision, row.ticked_at, row.ticked_by = version.revision, clock.now(), actor_id
    session().add(row)
    session().flush()


def record_asked(
    *,
    version_id: uuid.UUID,
    person_id: uuid.UUID,
    outcome: str,
    actor_id: uuid.UUID,
    asked_on: date | None = None,
    reason: str = "",
) -> None:
    """Note whether a parent or carer was asked: asked, could_not_find, not_safe, said_no (practice §4)."""
    if outcome not in ASKED:
        raise ValueError(outcome)
    query = select(AskedBefore).where(
        AskedBefore.version_id == version_id, AskedBefore.person_id == person_id
    )
    row = session().scalar(query) or AskedBefore(id=ids.new(), version_id=version_id, person_id=person_id)
    row.outcome, row.asked_on = outcome, asked_on
    row.noted_at, row.noted_by = clock.now(), actor_id
    plan = session().get_one(Plan, session().get_one(PlanVersion, version_id).plan_id)
    sealing.family_box(plan.family_id).put(row, reason=reason or None)
    session().add(row)
    session().flush()


def publish(
    *,
    version_id: uuid.UUID,
    actor_id: uuid.UUID,
    review_on: date | None = None,
    at: datetime | None = None,
) -> None:
    """Freeze a draft and compose it for every reader. PublishRefused with the reasons when it is not ready.

    `review_on` None keeps the draft's own day; `at` is for loading what was published before.
    """
    version = queries.content_of(version_id)
    if version.state != "draft":
        return
    found = writing_queries.problems(version)
    if found:
        raise PublishRefused(found)
    _freeze(version, actor_id, review_on, at or clock.now())
    rows.keep_copies(version, sealing.family_box(version.family_id))
    rows.remove_empty(version)
    readers = queries.readers(version.child_id)
    _compose(queries.content_of(version_id), readers)
    note_shared(version_id=version_id, readers=readers, actor_id=actor_id, at=at or clock.now())
    put_name(version_id=version_id, person_id=actor_id, role="worker", at=at)
    events.note(version_id, events.PUBLISHED)
    published = session().get_one(PlanVersion, version_id)
    record(published, session().get_one(Plan, version.plan_id), "plan.publish", actor_id)


def _freeze(version: VersionContent, actor_id: uuid.UUID, review_on: date | None, at: datetime) -> None:
    changed = session().execute(
        update(PlanVersion)
        .where(
            PlanVersion.id == version.id,
            PlanVersion.revision == version.revision,
            PlanVersion.state == "draft",
        )
        .values(
            state="published",
            published_at=at,
            published_by=actor_id,
            review_on=review_on or version.review_on,
        )
    )
    if changed.rowcount != 1:  # type: ignore[attr-defined]
        raise StaleDraft
    session().expire_all()
    session().get_one(Plan, version.plan_id).current_id = version.id
    session().flush()


def show_from_before(*, version_id: uuid.UUID, reader_id: uuid.UUID, actor_id: uuid.UUID) -> None:
    """Let a person who came later see this published version, having read it as them (practice §4).

    LookupError when it is a draft, or nothing of the child's plan was given to the person.
    """
    version = queries.content_of(version_id)
    reader = next((one for one in queries.readers(version.child_id) if one.person_id == reader_id), None)
    if version.state != "published" or reader is None:
        raise LookupError("nothing to show")
    found = select(Composed).where(Composed.version_id == version_id, Composed.reader_id == reader_id)
    copies = list(session().scalars(found.order_by(Composed.language))) or _compose(version, [reader])
    for row in copies:
        row.shown_at = clock.now()
    note_shared(version_id=version_id, readers=[reader], actor_id=actor_id, at=clock.now())
    row_of = session().get_one(PlanVersion, version_id)
    events.note(version_id, events.CHANGED)
    record(row_of, session().get_one(Plan, version.plan_id), "plan.show_from_before", actor_id)


def _compose(version: VersionContent, readers: list[ReaderView]) -> list[Composed]:
    kinds = {one.person_id: one.kind for one in readers}
    name = writing_queries.child_name(version.child_id)
    box = sealing.family_box(version.family_id)
    made = []
    for (reader_id, language), page in writing_queries.composed(version, readers).items():
        row = Composed(id=ids.new(), version_id=version.id, reader_id=reader_id, language=language)
        row.audience = audience_for(kinds[reader_id])
        box.put(row, name=name, page=pack(page))
        session().add(row)
        made.append(row)
    session().flush()
    return made
