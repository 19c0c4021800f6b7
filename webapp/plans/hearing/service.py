"""Keeping and destroying recordings. Keyword-only; flush, never commit."""

from __future__ import annotations

import uuid

from sqlalchemy import delete

from webapp import audit
from webapp.core import clock, ids, sealing
from webapp.core.database import session
from webapp.documents import Sound
from webapp.plans.content import VersionContent
from webapp.plans.hearing import queries
from webapp.plans.models import PlanVersion, Recording


def keep(
    *,
    version: VersionContent,
    audience: str,
    language: str,
    lines: list[str],
    sound: Sound,
    read_by: str,
    actor_id: uuid.UUID,
) -> uuid.UUID:
    """Keep a recording of these words, in place of an earlier one. Returns its id.

    A published version may be read out later: its words stay as they are.
    """
    box = sealing.family_box(version.family_id)
    words_hash = queries.hash_of(box, audience, language, lines)
    session().execute(
        delete(Recording).where(Recording.plan_id == version.plan_id, Recording.words_hash == words_hash)
    )
    row = Recording(
        id=ids.new(),
        plan_id=version.plan_id,
        words_hash=words_hash,
        seconds=max(1, round(sound.seconds)),
        made_at=clock.now(),
        made_by=actor_id,
    )
    box.put(row, sound=sound.data, read_by=read_by)
    session().add(row)
    session().flush()
    _record("plan.recording_kept", version, actor_id)
    return row.id


def destroy(*, version: VersionContent, recording: Recording, actor_id: uuid.UUID) -> None:
    """Destroy a recording, for instance when the wrong words were read."""
    session().delete(recording)
    session().flush()
    _record("plan.recording_destroyed", version, actor_id)


def mark(*, version: VersionContent, to_be_heard: bool, actor_id: uuid.UUID) -> None:
    """Say whether this version is to be heard."""
    row = session().get_one(PlanVersion, version.id)
    if row.to_be_heard != to_be_heard:
        row.to_be_heard = to_be_heard
        session().flush()
        _record("plan.to_be_heard" if to_be_heard else "plan.not_to_be_heard", version, actor_id)


def _record(act: str, version: VersionContent, actor_id: uuid.UUID) -> None:
    audit.record(
        actor_id=actor_id,
        act=act,
        family_id=version.family_id,
        subject_id=version.child_id,
        item_kind="plan_version",
        item_id=version.id,
    )
