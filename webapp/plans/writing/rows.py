"""Writing a draft's rows: paragraphs, steps and their wordings, only where something changed."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from sqlalchemy import delete, func, select

from webapp.core import ids
from webapp.core.database import session
from webapp.core.sealing import Box
from webapp.plans import queries
from webapp.plans.content import Key, ParagraphContent, StepContent, VersionContent, Words
from webapp.plans.models import Paragraph, SharedWith, SourceSafeFor, Step, StepWording, Wording
from webapp.plans.photos import keeping
from webapp.plans.rules import ENGLISH, Check, is_out_of_date, next_check


def plain(item: ParagraphContent | StepContent) -> tuple[Any, ...]:
    """What a worker typed in an item, for comparing; empty wordings and computed flags do not count."""
    words = {
        key: (one.typed, None if key[1] == ENGLISH else one.check)
        for key, one in item.words.items()
        if any(one.typed)
    }
    if isinstance(item, ParagraphContent):
        return (item.part, item.reader_id, item.source, item.safe_for, words)
    return (item.reader_id, item.owner_id, item.by_whom, item.by_on, item.state, words)


def next_position(version_id: uuid.UUID) -> int:
    """A position after every paragraph there is."""
    highest = session().scalar(select(func.max(Paragraph.position)).where(Paragraph.version_id == version_id))
    return 0 if highest is None else highest + 1


def add_paragraph(version_id: uuid.UUID, item: ParagraphContent, position: int, box: Box) -> None:
    """A new paragraph with its wordings; of a copy of what is shared, with the children it is about."""
    row = Paragraph(
        id=item.id, version_id=version_id, part=item.part, position=position, reader_id=item.reader_id
    )
    row.shared_id = item.shared_id
    if item.photo:
        row.photo_id, row.photo_width, row.photo_height = item.photo.id, item.photo.width, item.photo.height
    box.put(row, source=item.source or None)
    session().add(row)
    session().flush()
    _set_safe_for(item)
    for child_id, reads in item.children.items():
        session().add(SharedWith(paragraph_id=item.id, child_id=child_id, reads=reads))
    for key, words in item.words.items():
        _put_wording(Wording(id=ids.new(), paragraph_id=item.id), key, words, box)


def add_step(version_id: uuid.UUID, item: StepContent, position: int, box: Box) -> None:
    """A new step with its wordings."""
    row = Step(id=item.id, version_id=version_id, position=position)
    _put_step(row, item, box)
    session().add(row)
    session().flush()
    for key, words in item.words.items():
        _put_wording(StepWording(id=ids.new(), step_id=item.id), key, words, box)


def write_paragraphs(kept: VersionContent, typed: list[ParagraphContent], box: Box) -> None:
    """Bring the draft's paragraphs to what was typed; an id that is not this draft's is a new paragraph."""
    before = {one.id: one for one in kept.paragraphs}
    stored = {row.id: row for row in queries.paragraph_rows(kept.id)}
    for item in typed:
        if item.id not in before:
            add_paragraph(kept.id, fresh_paragraph(item), next_position(kept.id), box)
        elif plain(item) != plain(before[item.id]):
            row = stored[item.id]
            row.reader_id = item.reader_id
            box.put(row, source=item.source or None)
            _set_safe_for(item)
            query = select(Wording).where(Wording.paragraph_id == item.id)
            rows = {(one.audience, one.language): one for one in session().scalars(query)}
            make = partial(Wording, paragraph_id=item.id)
            _write_words(before[item.id].words, item.words, rows, make, box)


def write_steps(kept: VersionContent, typed: list[StepContent], box: Box) -> None:
    """Bring the draft's steps to what was typed."""
    before = {one.id: one for one in kept.steps}
    stored = {row.id: row for row in queries.step_rows(kept.id)}
    for item in typed:
        if item.id not in before:
            add_step(kept.id, replace(item, id=ids.new(), state_on=None), len(stored), box)
        elif plain(item) != plain(before[item.id]):
            _put_step(stored[item.id], item, box)
            query = select(StepWording).where(StepWording.step_id == item.id)
            rows = {(one.audience, one.language): one for one in session().scalars(query)}
            make = partial(StepWording, step_id=item.id)
            _write_words(before[item.id].words, item.words, rows, make, box)


def put_translations(
    kept: VersionContent, code: str, words: Mapping[tuple[uuid.UUID, str], Words], box: Box
) -> None:
    """Write wordings in one language, by (item, audience), with the state they say; of this draft alone."""
    paragraphs, steps = {one.id for one in kept.paragraphs}, {one.id for one in kept.steps}
    for (item_id, audience), one in words.items():
        row: Wording | StepWording | None = None
        if item_id in paragraphs:
            query = select(Wording).where(Wording.paragraph_id == item_id, Wording.language == code)
            row = session().scalar(query.where(Wording.audience == audience))
            row = row or Wording(id=ids.new(), paragraph_id=item_id)
        elif item_id in steps:
            asked = select(StepWording).where(StepWording.step_id == item_id, StepWording.language == code)
            row = session().scalar(asked.where(StepWording.audience == audience))
            row = row or StepWording(id=ids.new(), step_id=item_id)
        if row is not None:
            _put_wording(row, (audience, code), one, box)


def remove(version_id: uuid.UUID, item_id: uuid.UUID) -> None:
    """Take out a paragraph or step of this version; nothing when it is not one."""
    if item_id in {row.id for row in queries.paragraph_rows(version_id)}:
        session().execute(delete(Wording).where(Wording.paragraph_id == item_id))
        session().execute(delete(SourceSafeFor).where(SourceSafeFor.paragraph_id == item_id))
        photo_id = keeping.photo_of(item_id)
        session().execute(delete(Paragraph).where(Paragraph.id == item_id))
        keeping.release_unused(photo_id)
    elif item_id in {row.id for row in queries.step_rows(version_id)}:
        session().execute(delete(StepWording).where(StepWording.step_id == item_id))
        session().execute(delete(Step).where(Step.id == item_id))


def keep_copies(version: VersionContent, box: Box) -> None:
    """A version that is published keeps its own copy of what is shared, which goes on changing elsewhere."""
    for item in version.paragraphs:
        if item.is_shared and not item.is_empty:
            position = session().get_one(Paragraph, item.id).position
            add_paragraph(version.id, replace(item, id=ids.new(), shared_id=item.id), position, box)


def remove_empty(version: VersionContent) -> None:
    """Leave out what nobody filled in."""
    items: list[ParagraphContent | StepContent] = [*version.paragraphs, *version.steps]
    for item in items:
        if item.is_empty:
            remove(version.id, item.id)
    session().flush()


def fresh_paragraph(item: ParagraphContent) -> ParagraphContent:
    """The same as a paragraph of its own: shared with nobody."""
    return replace(item, id=ids.new(), children={}, shared_id=None)


def _put_step(row: Step, item: StepContent, box: Box) -> None:
    row.reader_id, row.by_on, row.state, row.state_on = item.reader_id, item.by_on, item.state, item.state_on
    row.owner_id, row.first_id = item.owner_id, item.first_id
    box.put(row, by_whom=item.by_whom or None)


def _set_safe_for(item: ParagraphContent) -> None:
    session().execute(delete(SourceSafeFor).where(SourceSafeFor.paragraph_id == item.id))
    for person_id in sorted(item.safe_for):
        session().add(SourceSafeFor(paragraph_id=item.id, person_id=person_id))


def _write_words(
    before: Mapping[Key, Words], after: Mapping[Key, Words], rows: Mapping[Key, Any], make: Any, box: Box
) -> None:
    for key in sorted(before.keys() | after.keys()):
        old, new = before.get(key), after.get(key, Words(""))
        if not any(new.typed):
            if key in rows:
                session().delete(rows[key])
            continue
        if key[1] != ENGLISH:
            new = _marked(before, after, key, old, new)
        if new != old:
            _put_wording(rows.get(key) or make(id=ids.new()), key, new, box)


def _marked(
    before: Mapping[Key, Words], after: Mapping[Key, Words], key: Key, old: Words | None, new: Words
) -> Words:
    """A translation with its state and whether it lags behind the English."""
    changed = old is None or old.typed != new.typed
    english = (key[0], ENGLISH)
    one, other = before.get(english), after.get(english)
    english_changed = one is not None and (other is None or one.typed != other.typed)
    return replace(
        new,
        check=next_check(before=old.check if old else None, text_changed=changed, asked=new.check),
        out_of_date=is_out_of_date(
            english_changed=english_changed, translation_changed=changed, before=bool(old and old.out_of_date)
        ),
    )


def _put_wording(row: Wording | StepWording, key: Key, words: Words, box: Box) -> None:
    row.audience, row.language = key
    check = words.check if key[1] != ENGLISH else Check("english_only")
    row.state, row.checked_on, row.out_of_date = check.state, check.on, words.out_of_date
    box.put(row, checked_by=check.by or None)
    if isinstance(row, StepWording):
        box.put(row, what=words.text, why=words.why or None, how=words.how or None)
    else:
        box.put(row, text=words.text)
    session().add(row)
