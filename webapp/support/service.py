"""Asking, and what the service does about it. Keyword-only; flush, never commit.

The log has these under the request alone: no family, no subject, so that no page about a family lists them.
"""

from __future__ import annotations

import uuid
from datetime import date, timedelta

from webapp import accounts, audit, families
from webapp.core import clock, ids
from webapp.core.access import Reader
from webapp.core.database import session
from webapp.support import queries, rules
from webapp.support.models import HelpLine, SupportRequest, SupportStep


def ask(
    *,
    reader: Reader,
    request_id: uuid.UUID,
    kind: str,
    words: str = "",
    reach: str = "",
    about_id: uuid.UUID | None = None,
    wants_help_writing: bool = False,
    is_again: bool = False,
) -> None:
    """Keep a request; the same id again (a double tap) changes nothing.

    `is_again`: they complained before, and nothing of theirs can be moved on; the service is told.
    """
    if queries.by_id(request_id) is not None:
        return
    stage = rules.first_stage(kind)
    row = SupportRequest(
        id=request_id,
        kind=kind,
        person_id=reader.person_id,
        session_id=reader.session_id,
        about_id=about_id,
        wants_help_writing=wants_help_writing,
        made_at=clock.now(),
        stage=stage,
        due_on=_due(reader.person_id, stage),
    )
    accounts.box_of(reader.person_id).put(row, words=words or None, reach=reach or None)
    session().add(row)
    session().flush()
    if is_again:
        _add_step(ids.new(), row, "again", "", reader.person_id)
    _record(reader.person_id, f"{kind}.ask", row)


def move_on(
    *,
    reader: Reader,
    step_id: uuid.UUID,
    row: SupportRequest,
    stage: str,
    words: str,
    reach: str,
    about_id: uuid.UUID | None,
    wants_help_writing: bool,
) -> None:
    """The person is not happy with the answer: their complaint goes on, and the next clock begins."""
    _add_step(step_id, row, stage, words, reader.person_id)
    # On a shared phone this session may show that we have it.
    row.session_id, row.about_id = reader.session_id, about_id or row.about_id
    row.wants_help_writing = wants_help_writing or row.wants_help_writing
    if reach:
        accounts.box_of(row.person_id).put(row, reach=reach)
    row.stage = stage
    _set_clock(row, stage)
    session().flush()
    _record(reader.person_id, f"{row.kind}.{stage}", row)


def take_step(*, row: SupportRequest, step: str, words: str, actor_id: uuid.UUID) -> None:
    """Note what the service did; the stage and its clock follow (rules)."""
    _add_step(ids.new(), row, step, words, actor_id)
    row.stage = rules.stage_after(row.stage, step)
    _set_clock(row, step)
    session().flush()
    _record(actor_id, f"{row.kind}.{step}", row)


def _add_step(step_id: uuid.UUID, row: SupportRequest, code: str, words: str, actor_id: uuid.UUID) -> None:
    done = SupportStep(id=step_id, request_id=row.id, code=code, at=clock.now(), actor_id=actor_id)
    accounts.box_of(row.person_id).put(done, words=words or None)
    session().add(done)


def _set_clock(row: SupportRequest, step: str) -> None:
    if step == "longer":
        first = queries.stage_began(row)
        row.is_longer, row.due_on = True, _due(row.person_id, row.stage, first, longer=True)
    elif step in ("stage_2", "stage_3"):
        row.is_longer, row.due_on = False, _due(row.person_id, row.stage)
    else:
        row.due_on = None


def _due(person_id: uuid.UUID, stage: str, start: date | None = None, *, longer: bool = False) -> date | None:
    closed = queries.closed_days(person_id)
    return rules.due_on(stage, start or clock.today(), closed, days=queries.contact_days(), longer=longer)


def be_with_child(*, row: SupportRequest, advocate_id: uuid.UUID, actor_id: uuid.UUID) -> None:
    """This advocate is the child's own from now on: the child may choose to show them things."""
    families.grant(
        person_id=advocate_id,
        child_id=row.person_id,
        kind="advocate",
        granted_by=actor_id,
        until=clock.now() + timedelta(days=rules.WITH_CHILD_DAYS),
    )


def set_help_line(
    *, kind: str, name: str, phone: str, hours: str, days: int | None, actor_id: uuid.UUID
) -> None:
    """Write down who helps; an empty name takes the line away."""
    row = queries.help_lines().get(kind) or HelpLine(id=ids.new(), kind=kind)
    if name:
        row.name, row.phone, row.hours, row.days = name, phone, hours, days
        session().add(row)
    elif row in session():
        session().delete(row)
    session().flush()
    audit.record(actor_id=actor_id, act="help_line.set", item_kind="help_line", item_id=row.id)


def _record(actor_id: uuid.UUID, act: str, row: SupportRequest) -> None:
    audit.record(actor_id=actor_id, act=act, item_kind="support_request", item_id=row.id)
