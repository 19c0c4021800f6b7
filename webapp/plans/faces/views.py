"""A worker's own page for their photo, and the photo on a family's page."""

from __future__ import annotations

import uuid

from flask import abort, redirect, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from webapp import families, media
from webapp.core import access, forms
from webapp.core.access import a_practitioner
from webapp.core.pages import page
from webapp.core.routing import slow_work
from webapp.plans.faces import queries, service
from webapp.plans.faces.service import LONGEST_SIDE
from webapp.plans.journey import queries as journey_queries
from webapp.plans.journey.policies import may_read_journey
from webapp.plans.journey.views import chosen_child
from webapp.plans.photos import messages
from webapp.plans.routes import plans

# A little more than the file: the form around it.
LARGEST_BODY = media.LARGEST_PHOTO + 1024 * 1024
FILE_NAME = "photo.jpg"


@plans.get("/my-photo", policy=a_practitioner)
def show_own_photo() -> Response:
    """The photo that families see, and the way to put one in or take it out."""
    return _own_page({})


def _own_page(errors: dict[str, str]) -> Response:
    own = access.reader().person_id
    face = queries.faces([own]).get(own)
    return page("plans/my_photo.html", status=422 if errors else 200, face=face, errors=errors)


@plans.post("/my-photo", policy=a_practitioner, largest=LARGEST_BODY)
def keep_own_photo() -> Response:
    """Make it again, without where it was taken; or take it out."""
    own = access.reader().person_id
    if forms.line("do") == "remove":
        service.take_out(person_id=own)
        return redirect("/my-photo", 303)
    file = request.files.get("photo")
    errors = _put_in(own, file.read() if file else b"")
    return _own_page(errors) if errors else redirect("/my-photo", 303)


def _put_in(own: uuid.UUID, data: bytes) -> dict[str, str]:
    if not data:
        return {"photo": messages.refused("nothing")}
    try:
        with slow_work():
            made = media.make_photo(data=data, longest=LONGEST_SIDE)
        service.put_in(person_id=own, made=made)
    except media.Unreadable as error:
        return {"photo": messages.refused(error.code)}
    except media.Full:
        return {"photo": _("There is no more room for photos. Ask your administrator.")}
    return {}


@plans.get("/my-photo/picture", policy=a_practitioner)
def see_own_photo() -> Response:
    """The worker's own, as families get it."""
    own = access.reader().person_id
    return _picture(queries.faces([own]).get(own))


@plans.get("/journey/photo", policy=may_read_journey)
def see_worker() -> Response:
    """The photo of a worker of the child that is shown; `n` counts the workers from 0, and names nobody."""
    child_id, place = chosen_child(access.reader()), request.args.get("n", type=int)
    people = journey_queries.worker_ids(child_id) if child_id else []
    if child_id is None or place is None or not 0 <= place < len(people):
        return abort(404)
    _note(child_id)
    return _picture(queries.faces(people).get(people[place]))


def _note(child_id: uuid.UUID) -> None:
    chain = f"family:{families.family_of(child_id).id}"
    access.note_read("plan.read", chain=chain, subject_id=child_id, item_kind="journey", item_id=child_id)


def _picture(face: queries.Face | None) -> Response:
    piece = media.open_piece(face.photo_id) if face else None
    if piece is None:
        return abort(404)
    return media.answer(piece, name=FILE_NAME)
