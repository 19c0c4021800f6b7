"""A worker keeps recordings of a plan; each reader hears those of their own copy."""

from __future__ import annotations

import io
import uuid
from typing import Any

from flask import abort, redirect, request, send_file, url_for
from werkzeug.wrappers import Response

from webapp import documents
from webapp.core import access
from webapp.core import forms as fields
from webapp.core.pages import page
from webapp.plans import content, looks, queries, words
from webapp.plans.content import VersionContent
from webapp.plans.hearing import forms, messages, service
from webapp.plans.hearing import queries as hearing_queries
from webapp.plans.hearing.rules import AUDIENCES
from webapp.plans.models import Recording
from webapp.plans.reading import queries as reading_queries
from webapp.plans.reading.policies import may_read_own_plan
from webapp.plans.routes import plans
from webapp.plans.rules import ENGLISH
from webapp.plans.writing import queries as writing_queries
from webapp.plans.writing.policies import may_write_version

# A little more than the file: the form around it.
LARGEST_BODY = documents.LARGEST_SOUND + 1024 * 1024


@plans.get("/plans/<id:version_id>/recordings", policy=may_write_version)
def show_recordings(version_id: uuid.UUID) -> Response:
    """Each paragraph and step in one wording, with its recording or the way to add one."""
    version = queries.content_of(version_id)
    audience, language = forms.asked(_languages(version))
    return _recordings_page(version, audience, language)


def _recordings_page(
    version: VersionContent, audience: str, language: str, *, status: int = 200, **typed: Any
) -> Response:
    looks.note_version(version.family_id, version.child_id, version.id)
    items = hearing_queries.recorded(version, audience, language)
    values: dict[str, Any] = {"errors": {}, "typed": None} | typed
    return page(
        "plans/recordings.html",
        status=status,
        version=version,
        name=writing_queries.child_name(version.child_id),
        is_to_be_heard=hearing_queries.is_to_be_heard(version.id),
        items=items,
        done=sum(1 for one in items if one.recording),
        audience=audience,
        language=language,
        audiences=AUDIENCES,
        languages=_languages(version),
        part_heading=words.part_heading,
        **values,
    )


def _languages(version: VersionContent) -> list[str]:
    return sorted(version.languages | {ENGLISH})


@plans.post("/plans/<id:version_id>/recordings", policy=may_write_version, largest=LARGEST_BODY)
def keep_recording(version_id: uuid.UUID) -> Response:
    """Make the recording again as MP3 and keep that; the file itself is not kept."""
    version = queries.content_of(version_id)
    typed = forms.recording(_languages(version))
    items = hearing_queries.recorded(version, typed.audience, typed.language)
    item = next((one for one in items if one.id == typed.item_id), None)
    errors = typed.errors()
    if item is None:
        errors = {"": messages.refused("changed")}
    try:
        sound = documents.make_sound(typed.data) if item and not errors else None
    except documents.Unreadable as error:
        errors, sound = {"sound": messages.refused(error.code)}, None
    if item is None or sound is None:
        return _recordings_page(
            version, typed.audience, typed.language, status=422, errors=errors, typed=typed
        )
    service.keep(
        version=version,
        audience=typed.audience,
        language=typed.language,
        lines=item.lines,
        sound=sound,
        read_by=typed.read_by,
        actor_id=access.reader().person_id,
    )
    return _back(version_id, typed.audience, typed.language, f"item-{item.id}")


def _back(version_id: uuid.UUID, audience: str, language: str, place: str = "") -> Response:
    place = url_for(
        "plans.show_recordings", version_id=version_id, audience=audience, language=language, _anchor=place
    )
    return redirect(place, 303)


@plans.get("/plans/<id:version_id>/recordings/<id:recording_id>", policy=may_write_version)
def play_recording(version_id: uuid.UUID, recording_id: uuid.UUID) -> Response:
    """The sound, for the worker to listen to before the family does."""
    version = queries.content_of(version_id)
    looks.note_version(version.family_id, version.child_id, version.id)
    return _sound(_recording(version, recording_id), version.family_id)


@plans.post("/plans/<id:version_id>/recordings/remove", policy=may_write_version)
def remove_recording(version_id: uuid.UUID) -> Response:
    """Destroy a recording."""
    version = queries.content_of(version_id)
    row = _recording(version, fields.identifier("recording"))
    service.destroy(version=version, recording=row, actor_id=access.reader().person_id)
    audience, language = fields.line("audience"), fields.line("language")
    return _back(version_id, audience, language)


def _recording(version: VersionContent, recording_id: uuid.UUID | None) -> Recording:
    found = hearing_queries.recording(version.plan_id, recording_id) if recording_id else None
    return found or abort(404)


@plans.post("/plans/<id:version_id>/to-be-heard", policy=may_write_version)
def mark_to_be_heard(version_id: uuid.UUID) -> Response:
    """Say that this plan is to be heard, or that reading it is enough."""
    version = queries.content_of(version_id)
    service.mark(
        version=version,
        to_be_heard=fields.line("to_be_heard") == "yes",
        actor_id=access.reader().person_id,
    )
    return redirect(url_for("plans.show_recordings", version_id=version_id), 303)


@plans.get("/plan/sound", policy=may_read_own_plan)
def hear_part() -> Response:
    """The recording of one paragraph or step of the reader's own copy; `n` counts them from 0."""
    place, wording = forms.asked_place(), request.args.get("wording", "")
    copy, _children = reading_queries.copies(access.reader(), [wording])
    if copy is None or place is None:
        abort(404)
    blocks = content.blocks(reading_queries.page_of(copy))
    if place >= len(blocks):
        abort(404)
    found = hearing_queries.of_block(blocks[place], copy.audience, copy.family_id, copy.child_id)
    if found is None:
        abort(404)
    looks.note_version(copy.family_id, copy.child_id, copy.version_id)
    return _sound(found, copy.family_id)


def _sound(row: Recording, family_id: uuid.UUID) -> Response:
    """Whole or in ranges: iPhones play nothing without ranges."""
    data = hearing_queries.sound(row, family_id)
    response = send_file(io.BytesIO(data), mimetype="audio/mpeg", conditional=True, etag=False)
    response.headers["Cache-Control"] = "no-store"
    return response
