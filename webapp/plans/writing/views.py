"""A worker writes a child's plan: versions, the editor, "Read as…", asking first, publishing."""

from __future__ import annotations

import uuid
from typing import Any

from flask import abort, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from webapp import families
from webapp.core import access, clock
from webapp.core import forms as fields
from webapp.core.pages import page
from webapp.plans import looks, queries, words
from webapp.plans.answering import queries as answering_queries
from webapp.plans.answering.queries import PartViews
from webapp.plans.content import VersionContent, audience_for
from webapp.plans.council_record import queries as record_queries
from webapp.plans.giving import queries as giving
from webapp.plans.hearing import queries as hearing_queries
from webapp.plans.hinting import queries as hinting
from webapp.plans.queries import ReaderView
from webapp.plans.reading.queries import Copy
from webapp.plans.reading.shown import text_as_read
from webapp.plans.routes import plans
from webapp.plans.rules import KINDS, STEP_STATES
from webapp.plans.sharing import messages as sharing_messages
from webapp.plans.steps import moving
from webapp.plans.writing import forms, messages, publishing, service
from webapp.plans.writing import queries as writing_queries
from webapp.plans.writing.editor import editor_page
from webapp.plans.writing.policies import may_write_plan, may_write_version
from webapp.plans.writing.publishing import PublishRefused
from webapp.plans.writing.rules import moving_gaps
from webapp.plans.writing.service import Published, SharedElsewhere, StaleDraft


def _note(content: VersionContent) -> None:
    looks.note_version(content.family_id, content.child_id, content.id)


def _note_answers(views: list[PartViews], chain: str, child_id: uuid.UUID) -> None:
    """Each answer whose words stand in the table is a look of its own in the log."""
    said = {one.id for part in views for person in part.people for one in person.answers}
    for answer_id in sorted(said):
        access.note_read(
            "answer.read", chain=chain, subject_id=child_id, item_kind="plan_answer", item_id=answer_id
        )


@plans.get("/children/<id:child_id>/plan", policy=may_write_plan)
def show_child_plans(child_id: uuid.UUID) -> Response:
    """The child's versions, and how each reader met the one that is published."""
    return _child_page(child_id)


def _child_page(child_id: uuid.UUID, *, status: int = 200, errors: dict[str, str] | None = None) -> Response:
    plan = queries.plan_of(child_id)
    rows = queries.versions(plan.id) if plan else []
    current = next((row for row in rows if plan and row.id == plan.current_id), None)
    for row in rows:
        looks.note_version(plan.family_id if plan else child_id, child_id, row.id)
    content = queries.content_of(current.id) if current else None
    views = answering_queries.views_of(access.reader(), content) if content else []
    _note_answers(views, f"family:{plan.family_id}" if plan else "", child_id)
    in_record = record_queries.in_record(rows)
    return page(
        "plans/versions.html",
        status=status,
        errors=errors or {},
        child_id=child_id,
        name=writing_queries.child_name(child_id),
        versions=rows,
        current=current,
        met=writing_queries.met(current, child_id) if current else [],
        record=giving.record_of(current.id, plan.family_id) if plan and current else None,
        is_manager=access.reader().role == "manager",
        in_record=in_record,
        has_case=in_record is not None and bool(record_queries.case_of(child_id)),
        not_yet_heard=hearing_queries.not_yet_heard(current, child_id) if current else set(),
        steps=content.steps if content else [],
        views=views,
        part_heading=words.part_heading,
        readers=queries.readers(child_id),
        kinds=[(kind, words.kind_name(kind)) for kind in KINDS],
        kind_name=words.kind_name,
        positions=words.POSITIONS,
        sentence_outcomes=words.SENTENCE_OUTCOMES,
        step_said=words.STEP_SAID,
        step_states=[(code, str(label)) for code, label in words.STEP_STATES.items()],
    )


@plans.post("/children/<id:child_id>/plan", policy=may_write_plan)
def start_draft(child_id: uuid.UUID) -> Response:
    """A first draft, a new draft with the words of the newest version, or the draft that is open."""
    kind = fields.chosen("kind", KINDS)
    if kind is None:
        return _child_page(child_id, status=422, errors={"kind": _("Choose what kind of plan it is.")})
    version_id = service.start_plan(child_id=child_id, kind=kind, actor_id=access.reader().person_id)
    return redirect(url_for("plans.edit_plan", version_id=version_id), 303)


@plans.get("/plans/<id:version_id>/edit", policy=may_write_version)
def edit_plan(version_id: uuid.UUID) -> Response:
    """The editor of a draft."""
    content = queries.content_of(version_id)
    _note(content)
    if content.state != "draft":
        return redirect(url_for("plans.show_child_plans", child_id=content.child_id), 303)
    return editor_page(content)


@plans.post("/plans/<id:version_id>/edit", policy=may_write_version)
def save_plan(version_id: uuid.UUID) -> Response:
    """Keep the draft; then add or remove a paragraph or a step when that button was pressed."""
    kept = queries.content_of(version_id)
    readers = queries.readers(kept.child_id)
    typed, errors = forms.editor(kept, forms.languages(kept, readers), readers)
    if errors:
        return editor_page(kept, typed=typed, errors=errors, status=422)
    actor_id = access.reader().person_id
    try:
        service.save_draft(version_id=version_id, typed=typed, actor_id=actor_id)
    except StaleDraft:
        return editor_page(queries.content_of(version_id), typed=typed, stale=True, status=409)
    except Published:
        return editor_page(kept, typed=typed, errors={"": messages.published()}, status=409)
    except SharedElsewhere as found:
        message = messages.shared_elsewhere(writing_queries.child_name(kept.child_id))
        errors = {f"adult-en-{one}": message for one in found.item_ids}
        return editor_page(kept, typed=typed, errors=errors, status=422)
    verb, what = forms.doing()
    if verb == "share":
        return redirect(
            url_for("plans.show_sharing", version_id=version_id, paragraph_id=uuid.UUID(what)), 303
        )
    if verb == "photo":
        return redirect(url_for("plans.show_photos", version_id=version_id), 303)
    place = _add_or_remove(version_id, actor_id)
    return redirect(url_for("plans.edit_plan", version_id=version_id, _anchor=place), 303)


def _add_or_remove(version_id: uuid.UUID, actor_id: uuid.UUID) -> str:
    verb, what = forms.doing()
    if verb == "add":
        return f"item-{service.add_empty(version_id=version_id, part=what, actor_id=actor_id)}"
    if verb == "remove":
        service.remove_item(version_id=version_id, item_id=uuid.UUID(what), actor_id=actor_id)
    return "saved"


@plans.get("/plans/<id:version_id>/read-as/<id:reader_id>", policy=may_write_version)
def read_as(version_id: uuid.UUID, reader_id: uuid.UUID) -> Response:
    """Exactly what one reader gets, in their language and in English."""
    return _read_as_page(version_id, reader_id)


def _read_as_page(
    version_id: uuid.UUID, reader_id: uuid.UUID, error: str = "", status: int = 200
) -> Response:
    content = queries.content_of(version_id)
    readers = queries.readers(content.child_id)
    reader = next((one for one in readers if one.person_id == reader_id), None)
    if reader is None:
        abort(404)
    _note(content)
    codes = writing_queries.languages_for(content, reader)
    shown = list(dict.fromkeys(code for code in (reader.language, "en") if code in codes))
    return page(
        "plans/read_as.html",
        status=status,
        content=content,
        person=reader,
        name=writing_queries.child_name(content.child_id),
        texts=[(code, _as_read(content, reader, code)) for code in shown],
        is_ticked=reader_id in writing_queries.ticked(content),
        is_shown=content.state == "draft" or writing_queries.is_shown(content, reader),
        error=error,
        kept_from=families.kept_from(access.reader(), [reader_id]),
        not_shown=sharing_messages.not_shown(access.reader(), content, reader),
    )


def _as_read(content: VersionContent, reader: ReaderView, code: str) -> Any:
    copy = Copy(
        id=content.id,
        version_id=content.id,
        child_id=content.child_id,
        family_id=content.family_id,
        child_name=writing_queries.child_name(content.child_id),
        kind=content.kind,
        number=content.number,
        published_at=clock.now(),
        review_on=content.review_on,
        language=code,
        audience=audience_for(reader.kind),
        talked=None,
        talked_on=None,
    )
    page_as_read = writing_queries.page_as(content, reader, code)
    return text_as_read(copy, page_as_read, band=reader.band, prefix=f"{code}-")


@plans.post("/plans/<id:version_id>/read-as/<id:reader_id>", policy=may_write_version)
def tick_reader(version_id: uuid.UUID, reader_id: uuid.UUID) -> Response:
    """Note that this reader's copy gives nobody away, as the draft is now."""
    content = queries.content_of(version_id)
    if content.state != "draft" or reader_id not in {
        one.person_id for one in queries.readers(content.child_id)
    }:
        abort(404)
    if fields.line("safe") != "yes":
        return _read_as_page(version_id, reader_id, _("Tick the line below the text when it is true."), 422)
    if fields.line("revision") != str(content.revision):
        return _read_as_page(
            version_id, reader_id, _("The draft has changed since. Please read it again."), 409
        )
    publishing.tick_read_as(version_id=version_id, reader_id=reader_id, actor_id=access.reader().person_id)
    return redirect(url_for("plans.check_plan", version_id=version_id), 303)


@plans.post("/plans/<id:version_id>/show-to/<id:reader_id>", policy=may_write_version)
def show_from_before(version_id: uuid.UUID, reader_id: uuid.UUID) -> Response:
    """Let a person who came later see a plan from before, having read it as them."""
    if fields.line("safe") != "yes":
        return _read_as_page(version_id, reader_id, _("Tick the line below the text when it is true."), 422)
    try:
        publishing.show_from_before(
            version_id=version_id, reader_id=reader_id, actor_id=access.reader().person_id
        )
    except LookupError:
        abort(404)
    return redirect(url_for("plans.read_as", version_id=version_id, reader_id=reader_id), 303)


@plans.get("/plans/<id:version_id>/publish", policy=may_write_version)
def check_plan(version_id: uuid.UUID) -> Response:
    """What is still to do before this draft can be published."""
    return _check_page(version_id)


def _check_page(version_id: uuid.UUID, status: int = 200, **typed: Any) -> Response:
    content = queries.content_of(version_id)
    _note(content)
    if content.state != "draft":
        return redirect(url_for("plans.show_child_plans", child_id=content.child_id), 303)
    done = writing_queries.ticked(content)
    values: dict[str, Any] = {"typed": None, "errors": {}} | typed
    return page(
        "plans/publish.html",
        status=status,
        content=content,
        name=writing_queries.child_name(content.child_id),
        problems=messages.all_of(writing_queries.problems(content), content),
        readers=[(one, one.person_id in done) for one in queries.readers(content.child_id)],
        asked=writing_queries.asked(content),
        moving_gaps=_moving_gaps(content),
        outcomes=[(code, str(label)) for code, label in words.ASKED.items()],
        aloud=hinting.read_aloud(content),
        **values,
    )


def _moving_gaps(content: VersionContent) -> list[tuple[str, str]]:
    """(part, its heading for the child) of what a child who is moving is not told yet."""
    return [(part, words.part_heading(part, "child", "")) for part in moving_gaps(content)]


@plans.post("/plans/<id:version_id>/asked", policy=may_write_version)
def note_asked(version_id: uuid.UUID) -> Response:
    """Note whether a parent or carer was asked for their view (practice §4)."""
    content = queries.content_of(version_id)
    typed = forms.asked()
    if content.state != "draft" or typed.person_id not in {
        one.person_id for one in writing_queries.asked(content)
    }:
        abort(404)
    errors = typed.errors()
    if errors:
        return _check_page(version_id, 422, typed=typed, errors=errors)
    publishing.record_asked(
        version_id=version_id,
        person_id=typed.person_id,
        outcome=typed.outcome,
        asked_on=typed.asked_on,
        reason=typed.reason,
        actor_id=access.reader().person_id,
    )
    return redirect(url_for("plans.check_plan", version_id=version_id, _anchor="asked"), 303)


@plans.post("/plans/<id:version_id>/publish", policy=may_write_version)
def publish_plan(version_id: uuid.UUID) -> Response:
    """Freeze the draft and make every reader's copy; refused with all the reasons at once."""
    try:
        publishing.publish(version_id=version_id, actor_id=access.reader().person_id)
    except (PublishRefused, StaleDraft):
        return _check_page(version_id, 422)
    child_id = queries.content_of(version_id).child_id
    return redirect(url_for("plans.show_child_plans", child_id=child_id), 303)


@plans.post("/plans/<id:version_id>/steps/<id:step_id>", policy=may_write_version)
def move_step(version_id: uuid.UUID, step_id: uuid.UUID) -> Response:
    """Say how far a step has come."""
    content = queries.content_of(version_id)
    state = fields.chosen("state", STEP_STATES)
    if step_id not in {step.id for step in content.steps} or state is None:
        abort(404)
    moving.move_step(step_id=step_id, state=state, actor_id=access.reader().person_id)
    return redirect(url_for("plans.show_child_plans", child_id=content.child_id, _anchor="steps"), 303)
