"""Ending sessions, and keeping what was being written. Keyword-only; flush, never commit."""

from __future__ import annotations

import json
import uuid

from sqlalchemy import ColumnElement, delete, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from webapp import audit
from webapp.accounts import queries as account_queries
from webapp.accounts import rules
from webapp.accounts.models import KeptWords, SignIn
from webapp.accounts.sessions import queries
from webapp.core import access, clock, ids
from webapp.core.database import session


def end_one(*, person_id: uuid.UUID, session_id: uuid.UUID) -> None:
    """End one of the person's own sessions; another person's is left alone."""
    if _end(SignIn.id == session_id, person_id):
        audit.record(
            actor_id=person_id,
            act="session.end",
            subject_id=person_id,
            item_kind="session",
            item_id=session_id,
        )


def end_others(*, person_id: uuid.UUID, this_id: uuid.UUID) -> None:
    """End all of the person's sessions but this one."""
    _end(SignIn.id != this_id, person_id)
    audit.record(actor_id=person_id, act="session.end_others", subject_id=person_id)


def _end(which: ColumnElement[bool], person_id: uuid.UUID) -> bool:
    rows = update(SignIn).where(SignIn.person_id == person_id, SignIn.ended_at.is_(None), which)
    ended = session().scalars(rows.values(ended_at=clock.now()).returning(SignIn.id)).all()
    return bool(ended)


def keep_words(*, person_id: uuid.UUID, form: str, draft: uuid.UUID, words: dict[str, list[str]]) -> None:
    """Keep what is being written, sealed for its writer. Nothing is kept of a draft that was sent since."""
    _forget_old(session())
    _make_row(session(), person_id, form)
    row = queries.kept_row(person_id, form)
    if row is None or (row.draft_id == draft and row.words_sealed is None):
        return
    row.draft_id, row.kept_at = draft, clock.now()
    account_queries.box_of(person_id).put(row, words=json.dumps(words, ensure_ascii=False))
    session().flush()


def forget_words(*, person_id: uuid.UUID, form: str, draft: uuid.UUID | None) -> None:
    """It was sent or thrown away. The empty row stays, so that a late save of the same draft is refused.

    In a short transaction of its own after the answer is settled: what was sent must never fail for this.
    """

    def write(db: Session) -> None:
        _forget_old(db)
        _make_row(db, person_id, form)
        spent = {"words_sealed": None, "kept_at": clock.now(), "draft_id": draft or ids.new()}
        db.execute(
            update(KeptWords).where(KeptWords.person_id == person_id, KeptWords.form == form).values(**spent)
        )

    access.keep(write)


def _make_row(db: Session, person_id: uuid.UUID, form: str) -> None:
    """The one row for this person and form; another request may be making it at this moment."""
    row = KeptWords(id=ids.new(), person_id=person_id, form=form, draft_id=ids.new(), kept_at=clock.now())
    if queries.kept_id(db, person_id, form) is not None:
        return
    try:
        with db.begin_nested():
            db.add(row)
    except IntegrityError:
        return


def _forget_old(db: Session) -> None:
    """After 30 days nobody comes back to it."""
    db.execute(delete(KeptWords).where(KeptWords.kept_at < clock.now() - rules.KEEP_WORDS))
