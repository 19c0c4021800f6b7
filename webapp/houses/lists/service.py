"""Taking in an adult's lists. Keyword-only; flush, never commit."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime

from sqlalchemy.exc import IntegrityError

from webapp import audit, families
from webapp.core import clock, sealing
from webapp.core.database import session
from webapp.houses.lists.queries import Said
from webapp.houses.models import AdultLists


def send_lists(
    *,
    lists_id: uuid.UUID,
    person_id: uuid.UUID,
    child_id: uuid.UUID,
    template: str,
    said: Iterable[Said],
    level: str,
    language: str,
    at: datetime | None = None,
) -> bool:
    """Keep it as sent, once: the same id again changes nothing. False when that id is another's."""
    row = AdultLists(
        id=lists_id,
        person_id=person_id,
        child_id=child_id,
        template=template,
        level=level,
        language=language,
        received_at=at or clock.now(),
    )
    family_id = families.family_of(child_id).id
    words = json.dumps([asdict(one) for one in said], ensure_ascii=False)
    sealing.family_box(family_id).put(row, said=words)
    try:
        with session().begin_nested():
            session().add(row)
    except IntegrityError:
        kept = session().get(AdultLists, lists_id)
        return kept is not None and kept.person_id == person_id
    audit.record(
        actor_id=person_id,
        act="lists.send",
        family_id=family_id,
        subject_id=child_id,
        item_kind="lists",
        item_id=lists_id,
    )
    return True
