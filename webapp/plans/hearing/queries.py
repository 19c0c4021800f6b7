"""Recordings by the words they read: a reader hears those of their own copy and no other."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Label, func, select

from webapp.core import sealing
from webapp.core.database import session
from webapp.core.sealing import Box
from webapp.plans import content, queries
from webapp.plans.content import Block, Page, ParagraphContent, StepContent, VersionContent
from webapp.plans.hearing.rules import words_read
from webapp.plans.models import Composed, Plan, PlanVersion, Recording, TalkedThrough
from webapp.plans.rules import ENGLISH


@dataclass(frozen=True)
class RecordingView:
    """A recording, without its sound. `read_by`: a first name, or an agency's reference."""

    id: uuid.UUID
    read_by: str
    seconds: int
    made_at: datetime


@dataclass(frozen=True)
class ToRead:
    """A paragraph or step in one wording, and its recording when there is one."""

    id: uuid.UUID
    part: str
    lines: list[str]
    recording: RecordingView | None


def hash_of(box: Box, audience: str, language: str, lines: list[str]) -> bytes:
    """The keyed hash a recording is found by; of no use to anyone without the family's key."""
    return box.mac(words_read(audience, language, lines))


def recorded(version: VersionContent, audience: str, language: str) -> list[ToRead]:
    """Everything of a version that has words for this audience in this language, in the order it is read."""
    box = sealing.family_box(version.family_id)
    rows = {row.words_hash: row for row in _rows(version.plan_id)}
    found = []
    items: list[ParagraphContent | StepContent] = [*version.paragraphs, *version.steps]
    for item in items:
        words = item.words.get((audience, language))
        lines = content.lines_of(words) if words else []
        if lines:
            row = rows.get(hash_of(box, audience, language, lines))
            part = item.part if isinstance(item, ParagraphContent) else "steps"
            found.append(ToRead(item.id, part, lines, _view(row, box) if row else None))
    return found


def _rows(plan_id: uuid.UUID) -> list[Recording]:
    query = select(Recording).where(Recording.plan_id == plan_id).order_by(Recording.made_at, Recording.id)
    return list(session().scalars(query))


def _view(row: Recording, box: Box) -> RecordingView:
    return RecordingView(row.id, box.text(row, "read_by"), row.seconds, row.made_at)


def recording(plan_id: uuid.UUID, recording_id: uuid.UUID) -> Recording | None:
    """A plan's recording by its id."""
    row = session().get(Recording, recording_id)
    return row if row is not None and row.plan_id == plan_id else None


def sound(row: Recording, family_id: uuid.UUID) -> bytes:
    """Its MP3 bytes."""
    return sealing.family_box(family_id).data(row, "sound")


def hashes(child_id: uuid.UUID) -> frozenset[bytes]:
    """What the recordings of a child's plan read, as hashes."""
    query = select(Recording.words_hash).join(Plan, Plan.id == Recording.plan_id)
    return frozenset(session().scalars(query.where(Plan.child_id == child_id)))


def stamp_columns() -> tuple[Label[Any], Label[Any]]:
    """SQL, for a statement that is sent anyway: what differs after a recording was kept or destroyed."""
    mine = Recording.plan_id == Plan.id
    how_many = select(func.count(Recording.id)).where(mine).correlate(Plan).scalar_subquery()
    newest = select(func.max(Recording.made_at)).where(mine).correlate(Plan).scalar_subquery()
    return how_many.label("sounds"), newest.label("sounds_at")


def heard_blocks(page: Page, audience: str, family_id: uuid.UUID, hashes: frozenset[bytes]) -> dict[str, int]:
    """Of one reader's page, the blocks that have a recording: their place from 0, by their id."""
    if not hashes:
        return {}
    box = sealing.family_box(family_id)
    return {
        block["id"]: place
        for place, block in enumerate(content.blocks(page))
        if hash_of(box, audience, block["lang"], block["lines"]) in hashes
    }


def of_block(block: Block, audience: str, family_id: uuid.UUID, child_id: uuid.UUID) -> Recording | None:
    """The recording that reads these words, when there is one."""
    wanted = hash_of(sealing.family_box(family_id), audience, block["lang"], block["lines"])
    query = select(Recording).join(Plan, Plan.id == Recording.plan_id)
    return session().scalar(query.where(Plan.child_id == child_id, Recording.words_hash == wanted))


def is_to_be_heard(version_id: uuid.UUID) -> bool:
    """Whether a worker marked this version so."""
    return session().get_one(PlanVersion, version_id).to_be_heard


def not_yet_heard(version: PlanVersion, child_id: uuid.UUID) -> set[uuid.UUID]:
    """Readers with whom a plan that is to be heard does not count as shared yet (practice §4).

    It counts when all of their copy has a recording, or when somebody talked it through with them.
    """
    if not version.to_be_heard or version.state != "published":
        return set()
    talked = select(TalkedThrough.person_id).where(
        TalkedThrough.version_id == version.id, TalkedThrough.happened
    )
    done = set(session().scalars(talked))
    return {
        one.person_id
        for one in queries.readers(child_id)
        if one.person_id not in done and not _is_all_recorded(version, child_id, one)
    }


def _is_all_recorded(version: PlanVersion, child_id: uuid.UUID, reader: queries.ReaderView) -> bool:
    query = select(Composed).where(Composed.version_id == version.id, Composed.reader_id == reader.person_id)
    rows = {row.language: row for row in session().scalars(query)}
    row = rows.get(reader.language) or rows.get(ENGLISH)
    if row is None:
        return False
    family_id = session().scalars(select(Plan.family_id).where(Plan.id == version.plan_id)).one()
    page = content.unpack(sealing.family_box(family_id).data(row, "page"))
    heard = heard_blocks(page, row.audience, family_id, hashes(child_id))
    return len(heard) == len(content.blocks(page))
