"""Noting what was seen, and how a child tells things. Keyword-only; flush, never commit."""

from __future__ import annotations

import json
import uuid
from datetime import date

from webapp import audit, families
from webapp.core import clock, ids, sealing
from webapp.core.database import session
from webapp.houses.models import SeenNote, Telling
from webapp.houses.seen import queries


class ChangedMeanwhileError(Exception):
    """Somebody else wrote it anew since this page was opened."""


def note_seen(
    *,
    note_id: uuid.UUID,
    child_id: uuid.UUID,
    by_id: uuid.UUID,
    by_role: str,
    seen_on: date,
    how: str,
    words: dict[str, str],
) -> None:
    """Keep what somebody saw. It is never changed: what is seen later is another note.

    The same id again changes nothing, so that a double tap counts once.
    """
    kept = session().get(SeenNote, note_id)
    if kept is not None and kept.child_id == child_id:
        return
    row = SeenNote(id=ids.new() if kept else note_id, child_id=child_id, by_id=by_id, by_role=by_role)
    row.seen_on, row.how, row.noted_at = seen_on, how, clock.now()
    family_id = families.family_of(child_id).id
    # An adult's words: under the family's key, never under the key of what the child said (design §3).
    sealing.family_box(family_id).put(row, words=json.dumps(words, ensure_ascii=False))
    session().add(row)
    session().flush()
    _record(child_id, family_id, "seen.note", "seen", row.id, by_id)


def say_how(
    *,
    child_id: uuid.UUID,
    by_id: uuid.UUID,
    by_role: str,
    words: dict[str, str],
    before: uuid.UUID | None,
) -> None:
    """Write how the child tells things. `before`: what stood there when the page was opened.

    ChangedMeanwhileError when something else stands there now: the page shows both.
    """
    last = queries.telling_of(child_id)
    if last is not None and last.words == words:
        return
    if (last.id if last else None) != before:
        raise ChangedMeanwhileError
    row = Telling(id=ids.new(), child_id=child_id, by_id=by_id, by_role=by_role, noted_at=clock.now())
    sealing.child_box(child_id).put(row, words=json.dumps(words, ensure_ascii=False))
    session().add(row)
    session().flush()
    _record(child_id, families.family_of(child_id).id, "telling.note", "telling", row.id, by_id)


def _record(
    child_id: uuid.UUID, family_id: uuid.UUID, act: str, kind: str, item_id: uuid.UUID, by_id: uuid.UUID
) -> None:
    audit.record(
        actor_id=by_id, act=act, family_id=family_id, subject_id=child_id, item_kind=kind, item_id=item_id
    )
