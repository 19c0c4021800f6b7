"""The worker writes a child's journey, and says how families reach them."""

from __future__ import annotations

import uuid

from flask import abort, redirect, url_for
from werkzeug.wrappers import Response

from webapp import families
from webapp.core import access, clock
from webapp.core.access import a_practitioner
from webapp.core.pages import page
from webapp.plans import queries as plan_queries
from webapp.plans.journey import forms, queries, rules, service, words
from webapp.plans.routes import plans
from webapp.plans.rules import ENGLISH
from webapp.plans.writing import queries as writing_queries
from webapp.plans.writing.policies import may_write_plan


@plans.get("/children/<id:child_id>/journey", policy=may_write_plan)
def edit_journey(child_id: uuid.UUID) -> Response:
    """The line as it stands, and a form for the next stop."""
    return _editor_page(child_id, forms.EntryForm())


def _codes(child_id: uuid.UUID) -> list[str]:
    """English, and what the readers read or something is worded in."""
    used = {code for one in queries.entries(child_id) for _audience, code in one.stop.words}
    read = {one.language for one in plan_queries.readers(child_id)}
    return [ENGLISH, *sorted((used | read) - {ENGLISH})]


def _editor_page(
    child_id: uuid.UUID,
    form: forms.EntryForm,
    status: int = 200,
    saved: queries.EntryView | None = None,
) -> Response:
    family_id = families.family_of(child_id).id
    access.note_read(
        "plan.read", chain=f"family:{family_id}", subject_id=child_id, item_kind="journey", item_id=child_id
    )
    plan = plan_queries.current_plan(child_id)
    return page(
        "plans/journey_editor.html",
        status=status,
        child_id=child_id,
        name=writing_queries.child_name(child_id),
        entries=queries.entries(child_id),
        stages=[(stage, words.stage_words(stage, "adult")[0]) for stage in rules.STAGES],
        readers=queries.readers(child_id),
        review_on=plan.review_on if plan else None,
        codes=_codes(child_id),
        form=form,
        is_late=lambda stop: rules.is_late(stop, clock.today()),
        saved=saved,
        reach=queries.reach_of(access.reader().person_id),
    )


@plans.get("/children/<id:child_id>/journey/<id:stop_id>", policy=may_write_plan)
def edit_stop(child_id: uuid.UUID, stop_id: uuid.UUID) -> Response:
    """One stop in the form."""
    return _editor_page(child_id, _form_of(_entry(child_id, stop_id)))


def _entry(child_id: uuid.UUID, stop_id: uuid.UUID) -> queries.EntryView:
    found = next((one for one in queries.entries(child_id) if one.stop.id == stop_id), None)
    if found is None:
        abort(404)
    return found


def _form_of(entry: queries.EntryView) -> forms.EntryForm:
    stop = entry.stop
    assert stop.id is not None
    return forms.EntryForm(
        id=stop.id,
        stage=stop.stage,
        on=stop.on,
        happened="yes" if stop.happened else "no",
        open_until=stop.open_until,
        words=stop.words,
        seen=entry.written_at.isoformat(),
    )


@plans.post("/children/<id:child_id>/journey", policy=may_write_plan)
def save_stop(child_id: uuid.UUID) -> Response:
    """Write a stop or change it. When another worker was faster, both texts are shown."""
    form = forms.read_entry(_codes(child_id))
    if form.errors:
        return _editor_page(child_id, form, 422)
    try:
        service.save_entry(
            child_id=child_id,
            entry_id=form.id,
            stage=form.stage,
            on=form.on,
            happened=form.happened == "yes",
            words=form.words,
            actor_id=access.reader().person_id,
            open_until=form.open_until,
            seen_at=form.seen_at,
        )
    except service.Stale:
        saved = _entry(child_id, form.id)
        form.seen = saved.written_at.isoformat()
        return _editor_page(child_id, form, 409, saved=saved)
    except LookupError:
        abort(404)
    return redirect(url_for("plans.edit_journey", child_id=child_id), 303)


@plans.post("/children/<id:child_id>/journey/<id:stop_id>/remove", policy=may_write_plan)
def remove_stop(child_id: uuid.UUID, stop_id: uuid.UUID) -> Response:
    """Take a stop away that was wrong."""
    row = queries.entry_of(child_id, stop_id)
    if row is None:
        abort(404)
    service.remove_entry(row=row, actor_id=access.reader().person_id)
    return redirect(url_for("plans.edit_journey", child_id=child_id), 303)


@plans.get("/how-to-reach-me", policy=a_practitioner)
def show_reach() -> Response:
    """What families read about how to reach this worker."""
    return page("plans/reach.html", reach=queries.reach_of(access.reader().person_id), errors={})


@plans.post("/how-to-reach-me", policy=a_practitioner)
def save_reach() -> Response:
    """Keep it."""
    reach, errors = forms.read_reach()
    if errors:
        return page("plans/reach.html", status=422, reach=reach, errors=errors)
    service.say_how_to_reach(person_id=access.reader().person_id, words=reach)
    return redirect("/how-to-reach-me", 303)
