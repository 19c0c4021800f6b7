"""Changing the rota and the alerts. Keyword-only; flush, never commit."""

from __future__ import annotations

import uuid
from datetime import date

from sqlalchemy.exc import IntegrityError

from webapp import audit, families
from webapp.core import clock, ids, sealing
from webapp.core.database import session
from webapp.duty import queries, rules
from webapp.duty.models import Alert, OutOfHours, Rota


def set_rota(
    *,
    team_id: uuid.UUID,
    owner_id: uuid.UUID,
    cover_id: uuid.UUID,
    from_on: date,
    until_on: date,
    actor_id: uuid.UUID | None,
) -> None:
    """Say who answers on these days, both ends included. Earlier rows are kept; the latest counts.

    Saving the page again without a change adds nothing.
    """
    last = queries.latest_rota(team_id)
    wanted = (owner_id, cover_id, from_on, until_on)
    if last and (last.owner_id, last.cover_id, last.from_on, last.until_on) == wanted:
        return
    row = Rota(
        id=ids.new(),
        team_id=team_id,
        owner_id=owner_id,
        cover_id=cover_id,
        from_on=from_on,
        until_on=until_on,
    )
    session().add(row)
    session().flush()
    audit.record(actor_id=actor_id, act="duty.rota", item_kind="rota", item_id=row.id)


def set_out_of_hours(
    *, team_id: uuid.UUID, words: str, hours: rules.Hours, actor_id: uuid.UUID | None
) -> None:
    """Say when the team reads and what else is told in the other hours."""
    row = queries.out_of_hours(team_id) or OutOfHours(id=ids.new(), team_id=team_id)
    sealing.staff_box().put(row, words=words)
    row.opens_at, row.closes_at = hours.opens, hours.closes
    row.weekdays = "".join(str(day) for day in sorted(hours.weekdays))
    row.closed_days = rules.days_words(hours.closed)
    session().add(row)
    session().flush()
    audit.record(actor_id=actor_id, act="duty.hours", item_kind="out_of_hours", item_id=row.id)


def raise_alert(*, person_id: uuid.UUID, child_id: uuid.UUID, source: str, item_id: uuid.UUID) -> None:
    """Put "may not be safe" before worker, manager and duty at once; the same item again changes nothing."""
    family = families.family_of(child_id)
    row = Alert(
        id=ids.new(),
        person_id=person_id,
        child_id=child_id,
        team_id=family.team_id,
        source=source,
        item_id=item_id,
        raised_at=clock.now(),
    )
    try:
        with session().begin_nested():
            session().add(row)
    except IntegrityError:
        return  # this item raised it already
    audit.record(
        actor_id=None if source in rules.UNKNOWN else person_id,
        act="alert.raise",
        family_id=family.id,
        subject_id=child_id,
        item_kind="alert",
        item_id=row.id,
    )


def mark_seen(*, alert: Alert, actor_id: uuid.UUID) -> None:
    """A person has seen it and acts; the first one counts."""
    if alert.seen_at is not None:
        return
    alert.seen_at, alert.seen_by = clock.now(), actor_id
    session().flush()
    audit.record(
        actor_id=actor_id,
        act="alert.seen",
        family_id=families.family_of(alert.child_id).id,
        subject_id=alert.child_id,
        item_kind="alert",
        item_id=alert.id,
    )
