"""Keeping what a child told a worker, and the child's no to it. Keyword-only; flush, never commit."""

from __future__ import annotations

import uuid
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import select

from webapp import audit, families
from webapp.core import clock
from webapp.core.database import session
from webapp.core.parcels import Refused
from webapp.houses import service
from webapp.houses.models import Entry, ToldEntry

# Nobody asked in the words of a template: no question stands beside what was told.
PROMPT = "TOLD"


def write_down(
    *,
    entry_id: uuid.UUID,
    child_id: uuid.UUID,
    by_id: uuid.UUID,
    template: str,
    house: str,
    words: str,
    told_on: date,
    there: str,
    own_words: bool,
    read_back: bool,
    language: str,
) -> None:
    """An entry that the worker reads; the child may change that. The same id again changes nothing.

    Refused as in `houses.service.take_in`.
    """
    content = _content(template, house, words, own_words=own_words, read_back=read_back, language=language)
    is_first = session().get(Entry, entry_id) is None
    service.receive(
        child_id=child_id, content=content, entry_id=entry_id, made_at=_moment(told_on), by_id=by_id
    )
    if session().get(ToldEntry, entry_id) is not None:
        return
    if not is_first:
        raise Refused("ids")  # what the child made stays the child's
    session().add(ToldEntry(entry_id=entry_id, by_id=by_id, there=there))
    session().flush()


def _content(template: str, house: str, words: str, **about: Any) -> dict[str, Any]:
    empty: dict[str, Any] = {"strokes": [], "things": [], "voice": [], "files": []}
    blank = dict.fromkeys(("name", "paper", "said", "band"), "")
    typed = {
        "typed_by": "worker",
        "with": "worker",
        "prompt": PROMPT,
        "share": {"level": "worker", "people": []},
    }
    return {"v": 2, "template": template, "house": house, "words": words, **empty, **blank, **typed, **about}


def _moment(day: date) -> datetime:
    """Today is now; of another day nobody knows the hour, so it stands in the middle of it."""
    now = clock.now()
    return now if day == clock.today() else datetime.combine(day, time(12), clock.local(now).tzinfo)


def say_no(*, child_id: uuid.UUID, entry_id: uuid.UUID) -> bool:
    """ "That is not what I said": both stay. False when no such thing was written down for this child."""
    query = select(ToldEntry).join(Entry, Entry.id == ToldEntry.entry_id)
    row = session().scalar(query.where(ToldEntry.entry_id == entry_id, Entry.child_id == child_id))
    if row is None:
        return False
    if row.denied_at is None:
        row.denied_at = clock.now()
        session().flush()
        audit.record(
            actor_id=child_id,
            act="entry.deny",
            family_id=families.family_of(child_id).id,
            subject_id=child_id,
            item_kind="entry",
            item_id=entry_id,
        )
    return True
