"""Where a person is signed in, and what they were writing."""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from webapp.accounts import queries as account_queries
from webapp.accounts import rules
from webapp.accounts.models import KeptWords, SignIn
from webapp.core import clock, sealing
from webapp.core.database import read, session


@dataclass(frozen=True)
class SessionView:
    """One live session: no address, no kind of browser (safety §4.2)."""

    id: uuid.UUID
    is_this: bool
    since: datetime
    seen_at: datetime


def live(*, person_id: uuid.UUID, kind: str, this_id: uuid.UUID) -> list[SessionView]:
    """The person's sessions that still open something: this one first, then the last used first."""
    now = clock.now()
    query = select(SignIn).where(SignIn.person_id == person_id, SignIn.ended_at.is_(None))
    rows = session().scalars(query.order_by(SignIn.seen_at.desc(), SignIn.id.desc()))
    found = [
        SessionView(row.id, row.id == this_id, row.created_at, row.seen_at)
        for row in rows
        if not rules.has_lapsed(now, kind, row.created_at, row.seen_at)
    ]
    return sorted(found, key=lambda one: not one.is_this)


def ended_just_now(token: str) -> uuid.UUID | None:
    """Whose session with this token ended within the last seconds: words sent while leaving still count."""
    wanted = sealing.lookup_hash("session", token)
    since = clock.now() - rules.LAST_WORDS
    query = select(SignIn.person_id).where(SignIn.token_hash == wanted, SignIn.ended_at > since)
    return session().scalar(query)


def kept_id(db: Session, person_id: uuid.UUID, form: str) -> uuid.UUID | None:
    """Whether there is a row for this person's form, in the session given."""
    query = select(KeptWords.id).where(KeptWords.person_id == person_id, KeptWords.form == form)
    return db.scalar(query)


def kept_row(person_id: uuid.UUID, form: str) -> KeptWords | None:
    """The row for this person's form, open or spent."""
    query = select(KeptWords).where(KeptWords.person_id == person_id, KeptWords.form == form)
    return session().scalar(query)


# Asked by every page with a form that keeps words, so it is prepared once.
KEPT_AT = select(KeptWords.kept_at).where(
    KeptWords.person_id == bindparam("person_id"),
    KeptWords.form == bindparam("form"),
    KeptWords.words_sealed.is_not(None),
)


def kept_at(person_id: uuid.UUID, form: str) -> datetime | None:
    """When this person last wrote in this form without sending it; None when nothing is kept."""
    kept: datetime | None = read(KEPT_AT, {"person_id": person_id, "form": form}).scalar()
    return kept if kept and kept > clock.now() - rules.KEEP_WORDS else None


def kept_words(person_id: uuid.UUID, form: str) -> dict[str, list[str]] | None:
    """What was being written, by field; None when nothing is kept."""
    row = kept_row(person_id, form)
    if row is None or kept_at(person_id, form) is None:
        return None
    found: dict[str, list[str]] = json.loads(account_queries.box_of(person_id).text(row, "words"))
    return found
