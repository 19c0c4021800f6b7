"""A worker hands their own device to a child: the worker's session is locked while the child's lasts."""

from __future__ import annotations

import secrets
import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import aliased

from webapp import audit
from webapp.accounts import queries, rules
from webapp.accounts.models import SignIn
from webapp.core import clock, ids, sealing
from webapp.core.database import session


@dataclass(frozen=True)
class Handed:
    """Whose device a child uses, and the moment it ends whatever happens."""

    session_id: uuid.UUID
    name: str
    ends_at: datetime


def lock_and_begin(*, worker_session: uuid.UUID, worker_id: uuid.UUID, child_id: uuid.UUID) -> str:
    """Lock the worker's session and begin the child's; its token, or '' when it was handed over already."""
    now = clock.now()
    still_open = update(SignIn).where(
        SignIn.id == worker_session, SignIn.locked_at.is_(None), SignIn.ended_at.is_(None)
    )
    if session().execute(still_open.values(locked_at=now)).rowcount != 1:  # type: ignore[attr-defined]
        return ""
    token = secrets.token_urlsafe(32)
    row = SignIn(
        id=ids.new(),
        person_id=child_id,
        token_hash=sealing.lookup_hash("session", token),
        shared_phone=True,
        created_at=now,
        seen_at=now,
        handed_by=worker_session,
        until_at=now + rules.HANDED_OVER,
    )
    session().add(row)
    session().flush()
    audit.record(
        actor_id=worker_id, act="hand_over", subject_id=child_id, item_kind="session", item_id=row.id
    )
    return token


def handed(by: uuid.UUID | None, until: datetime | None) -> Handed | None:
    """Who handed a session over and until when; None for one that nobody handed over."""
    if by is None or until is None:
        return None
    giver = session().get_one(SignIn, by).person_id
    return Handed(by, queries.names([giver]).get(giver, ""), until)


def is_over(by: uuid.UUID | None, until: datetime | None, now: datetime) -> bool:
    """Whether a handed session's time is up, or the session it came from was ended."""
    if by is None or until is None:
        return False
    return now >= until or session().get_one(SignIn, by).ended_at is not None


def end_locked(*, person_id: uuid.UUID, here: uuid.UUID | None) -> None:
    """The worker signed in again: what was locked ends; a child on another device of theirs goes on."""
    child = aliased(SignIn)
    now = clock.now()
    going_on = (
        select(child.id)
        .where(child.handed_by == SignIn.id, child.ended_at.is_(None), child.until_at > now)
        .exists()
    )
    locked = update(SignIn).where(
        SignIn.person_id == person_id, SignIn.locked_at.is_not(None), SignIn.ended_at.is_(None)
    )
    mine = locked.where(~going_on if here is None else (~going_on | (SignIn.id == here)))
    session().execute(mine.values(ended_at=now), execution_options={"synchronize_session": False})
