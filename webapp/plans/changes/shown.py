"""What changed, as the template needs it."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import datetime

from webapp.plans.changes import queries, rules
from webapp.plans.changes.rules import PartChanges
from webapp.plans.content import Page
from webapp.plans.reading.queries import Copy
from webapp.plans.reading.rules import READING_ORDER


@dataclass(frozen=True)
class Changed:
    """`since`: when the plan was shared that the reader had opened before; None: nothing to tell."""

    since: datetime | None = None
    is_other_kind: bool = False
    parts: list[PartChanges] = field(default_factory=list)
    marks: dict[str, str] = field(default_factory=dict)


NOTHING = Changed()


def since_last_read(copy: Copy, page: Page, reader_id: uuid.UUID) -> Changed:
    """What is not as this reader last opened it, in the order it is read.

    Only the reader's own two copies are compared, so nothing hints at what another got.
    """
    if copy.number == 1:
        return NOTHING
    earlier = queries.last_opened(
        child_id=copy.child_id,
        reader_id=reader_id,
        before=copy.number,
        language=copy.language,
        since=copy.since,
        sees=copy.sees,
    )
    if earlier is None:
        return NOTHING
    found = rules.compare(earlier.page, page)
    parts = {one.part: one for one in found.parts}
    if earlier.review_on != copy.review_on and "review" not in parts:
        parts["review"] = PartChanges("review", 0, 1, 0)
    is_other_kind = earlier.kind != copy.kind
    if not parts and not is_other_kind:
        return NOTHING
    in_order = [parts[part] for part in READING_ORDER if part in parts]
    return Changed(earlier.published_at, is_other_kind, in_order, found.marks)
