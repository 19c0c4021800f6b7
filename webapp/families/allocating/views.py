"""Who works with a child: one child, all of a worker's children, and the family's news of it (R25)."""

from __future__ import annotations

import uuid

from flask import redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from webapp import accounts
from webapp.core import access, clock
from webapp.core import forms as core_forms
from webapp.core.pages import page
from webapp.families.administration.policies import may_place_child
from webapp.families.administration.queries import child_kept
from webapp.families.allocating import forms, queries, service
from webapp.families.allocating.policies import may_read_worker_news
from webapp.families.looks import note_names
from webapp.families.routes import families
from webapp.families.rules import BarredError
from webapp.families.staffing.policies import may_keep_staff

NEWS_PLACES = ("/", "/plan")


@families.get("/people/children/<id:child_id>/worker", policy=may_place_child)
def show_worker(child_id: uuid.UUID) -> Response:
    """Who works with the child now and before, and the form for a change."""
    note_names(_family_id(child_id))
    working = queries.working(child_id)
    values = {"worker": "", "place": str(working[0].id) if working else "", "reason": "", "note": ""}
    values["from_on"] = clock.today().isoformat()
    return _worker_page(child_id, forms.WorkerForm(values))


def _family_id(child_id: uuid.UUID) -> uuid.UUID:
    family = child_kept(access.reader(), child_id)
    assert family is not None
    return family.id


def _worker_page(child_id: uuid.UUID, form: forms.WorkerForm, status: int = 200) -> Response:
    return page(
        "families/people_worker.html",
        status=status,
        child_id=child_id,
        child=accounts.names([child_id])[child_id],
        family_id=_family_id(child_id),
        working=queries.working(child_id),
        past=queries.past(child_id),
        choices=queries.workers_to_choose(access.reader()),
        form=form,
        also=forms.ALSO,
    )


@families.post("/people/children/<id:child_id>/worker", policy=may_place_child)
def change_worker(child_id: uuid.UUID) -> Response:
    """What the worker before could see ends when the new one begins."""
    reader = access.reader()
    able = set(dict(queries.workers_to_choose(reader)))
    form = forms.read_worker(able, {row.id for row in queries.working(child_id)})
    if form.errors or form.worker_id is None or form.from_on is None:
        return _worker_page(child_id, form, 422)
    try:
        service.change_worker(
            child_id=child_id,
            worker_id=form.worker_id,
            instead_of=form.instead_of,
            from_on=form.from_on,
            reason=form.values["reason"],
            note=form.values["note"],
            actor_id=reader.person_id,
        )
    except BarredError:
        form.errors["worker"] = _("This worker may not work with this family. Choose another.")
        return _worker_page(child_id, form, 422)
    return redirect(url_for("families.show_family_people", family_id=_family_id(child_id)), 303)


@families.get("/people/staff/<id:staff_id>/children", policy=may_keep_staff)
def show_children_to_move(staff_id: uuid.UUID) -> Response:
    """All of a worker's children, to be moved to another worker at once."""
    values = {"worker": "", "reason": "", "note": "", "from_on": clock.today().isoformat()}
    return _move_page(staff_id, forms.MoveForm(values))


def _move_page(staff_id: uuid.UUID, form: forms.MoveForm, status: int = 200) -> Response:
    reader = access.reader()
    choices = [one for one in queries.workers_to_choose(reader) if one[0] != staff_id]
    return page(
        "families/people_move.html",
        status=status,
        staff_id=staff_id,
        name=accounts.names([staff_id])[staff_id],
        children=queries.children_of(reader, staff_id),
        choices=choices,
        form=form,
    )


@families.post("/people/staff/<id:staff_id>/children", policy=may_keep_staff)
def move_children(staff_id: uuid.UUID) -> Response:
    """All or none: one child who may not be moved stops the rest, with that child's name."""
    reader = access.reader()
    children = queries.children_of(reader, staff_id)
    able = set(dict(queries.workers_to_choose(reader))) - {staff_id}
    form = forms.read_move(able, [child_id for child_id, _name in children])
    if form.errors or form.worker_id is None or form.from_on is None:
        return _move_page(staff_id, form, 422)
    for child_id, name in children:
        if not _moved(staff_id, child_id, form):
            words = _("This worker may not work with %(name)s's family. Nobody was moved.", name=name)
            form.errors["worker"] = words
            return _move_page(staff_id, form, 422)
    return redirect(url_for("families.show_staff_member", staff_id=staff_id), 303)


def _moved(staff_id: uuid.UUID, child_id: uuid.UUID, form: forms.MoveForm) -> bool:
    assert form.worker_id is not None
    assert form.from_on is not None
    try:
        service.change_worker(
            child_id=child_id,
            worker_id=form.worker_id,
            instead_of=staff_id,
            from_on=form.from_on,
            reason=form.reasons[child_id],
            note=form.values["note"],
            actor_id=access.reader().person_id,
        )
    except BarredError:
        return False
    return True


@families.post("/worker-news", policy=may_read_worker_news)
def note_worker_news() -> Response:
    """A family member has read that the worker changed: it does not stand there any more."""
    reader, row_id = access.reader(), core_forms.identifier("news")
    if row_id is not None and queries.is_news_for(reader, row_id):
        service.note_news_seen(person_id=reader.person_id, allocation_id=row_id)
    return redirect(core_forms.chosen("next", NEWS_PLACES) or "/", 303)
