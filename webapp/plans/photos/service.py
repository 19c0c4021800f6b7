"""Putting a photo into a draft. Keyword-only; flush, never commit."""

from __future__ import annotations

import uuid
from collections.abc import Mapping

from webapp import media
from webapp.core import ids, sealing
from webapp.core.database import session
from webapp.plans import queries
from webapp.plans.content import Key, ParagraphContent, Photo, Words
from webapp.plans.photos.rules import LONGEST_SIDE, PART
from webapp.plans.writing import rows
from webapp.plans.writing.service import Published, next_revision


def add_photo(
    *,
    version_id: uuid.UUID,
    data: bytes,
    words: Mapping[Key, str],
    reader_id: uuid.UUID | None,
    actor_id: uuid.UUID,
) -> uuid.UUID:
    """A new paragraph of the part about the home: the photo, and words that tell it. Returns its id.

    `words` by audience and language; `reader_id` None is everyone. Published; Unreadable and Full of media.
    """
    kept = queries.content_of(version_id)
    if kept.state != "draft":
        raise Published
    photo = media.keep_photo(owner=("family", kept.family_id), data=data, longest=LONGEST_SIDE)
    assert photo.width
    assert photo.height
    next_revision(kept, kept.revision, actor_id, review_on=kept.review_on)
    made = ParagraphContent(
        ids.new(),
        PART,
        reader_id,
        words={key: Words(text) for key, text in words.items() if text},
        photo=Photo(photo.id, photo.width, photo.height),
    )
    rows.add_paragraph(version_id, made, rows.next_position(version_id), sealing.family_box(kept.family_id))
    session().flush()
    return made.id
