"""A worker puts a photo of a home into a draft; each reader sees those of their own copy."""

from __future__ import annotations

import uuid

from flask import abort, redirect, request, url_for
from werkzeug.wrappers import Response

from webapp import media
from webapp.core import access
from webapp.core.pages import page
from webapp.plans import content, looks, queries, words
from webapp.plans.content import VersionContent
from webapp.plans.hearing import forms as hearing_forms
from webapp.plans.photos import forms, messages, service
from webapp.plans.photos.forms import PhotoForm
from webapp.plans.photos.rules import FILE_NAME, PART
from webapp.plans.reading import queries as reading_queries
from webapp.plans.reading.policies import may_read_own_plan
from webapp.plans.routes import plans
from webapp.plans.writing import queries as writing_queries
from webapp.plans.writing.policies import may_write_version

# A little more than the file: the form around it.
LARGEST_BODY = media.LARGEST_PHOTO + 1024 * 1024


@plans.get("/plans/<id:version_id>/photos", policy=may_write_version)
def show_photos(version_id: uuid.UUID) -> Response:
    """The photos of a draft with the words that say what they show, and the way to add one."""
    return _photos_page(_draft(version_id))


def _draft(version_id: uuid.UUID) -> VersionContent:
    version = queries.content_of(version_id)
    return version if version.state == "draft" else abort(404)


def _photos_page(
    version: VersionContent, *, typed: PhotoForm | None = None, errors: dict[str, str] | None = None
) -> Response:
    looks.note_version(version.family_id, version.child_id, version.id)
    name = writing_queries.child_name(version.child_id)
    return page(
        "plans/photos.html",
        status=422 if errors else 200,
        version=version,
        name=name,
        heading=words.part_heading(PART, "adult", name),
        part=PART,
        items=[one for one in version.paragraphs if one.photo],
        readers=[
            (forms.EVERYONE, words.everyone()),
            *((str(one.person_id), one.name) for one in queries.readers(version.child_id)),
        ],
        typed=typed,
        errors=errors or {},
    )


@plans.post("/plans/<id:version_id>/photos", policy=may_write_version, largest=LARGEST_BODY)
def keep_photo(version_id: uuid.UUID) -> Response:
    """Make the photo again, without where it was taken, and put it into the draft; the file is not kept."""
    version = _draft(version_id)
    typed = forms.photo([str(one.person_id) for one in queries.readers(version.child_id)])
    errors = typed.errors(version.child_id)
    if not errors:
        errors = _add(version_id, typed)
    if errors:
        return _photos_page(version, typed=typed, errors=errors)
    return redirect(url_for("plans.edit_plan", version_id=version_id, _anchor=f"part-{PART}"), 303)


def _add(version_id: uuid.UUID, typed: PhotoForm) -> dict[str, str]:
    try:
        service.add_photo(
            version_id=version_id,
            data=typed.data,
            words=typed.words,
            reader_id=typed.reader_id,
            actor_id=access.reader().person_id,
        )
    except media.Unreadable as error:
        return {"photo": messages.refused(error.code)}
    except media.Full:
        return {"photo": messages.refused("full")}
    return {}


@plans.get("/plans/<id:version_id>/photos/<id:photo_id>", policy=may_write_version)
def show_photo(version_id: uuid.UUID, photo_id: uuid.UUID) -> Response:
    """One photo, for the worker; `photo_id` is its paragraph."""
    version = queries.content_of(version_id)
    found = next((one.photo for one in version.paragraphs if one.id == photo_id), None)
    looks.note_version(version.family_id, version.child_id, version.id)
    return _picture(found.id if found else None)


@plans.get("/plan/photo", policy=may_read_own_plan)
def see_photo() -> Response:
    """The photo of one paragraph of the reader's own copy; `n` counts its blocks from 0."""
    place, wording = hearing_forms.asked_place(), request.args.get("wording", "")
    copy, _children = reading_queries.copies(access.reader(), [wording])
    if copy is None or place is None:
        abort(404)
    blocks = content.blocks(reading_queries.page_of(copy))
    found = blocks[place].get("photo") if place < len(blocks) else None
    if found is None:
        abort(404)
    looks.note_version(copy.family_id, copy.child_id, copy.version_id)
    return _picture(uuid.UUID(found))


def _picture(blob_id: uuid.UUID | None) -> Response:
    piece = media.open_piece(blob_id) if blob_id else None
    if piece is None:
        abort(404)
    return media.answer(piece, name=FILE_NAME)
