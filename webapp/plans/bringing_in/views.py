"""A worker brings in a plan that is already written, checks what was read, and makes a draft of it."""

from __future__ import annotations

import uuid
from typing import Any

from flask import abort, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from webapp import accounts, documents
from webapp.core import access, clock
from webapp.core import forms as fields
from webapp.core.pages import page
from webapp.core.routing import slow_work
from webapp.plans import queries, words
from webapp.plans.bringing_in import forms, headings, messages, rules, service
from webapp.plans.bringing_in import queries as own_queries
from webapp.plans.bringing_in.flags import flags
from webapp.plans.bringing_in.policies import may_check_brought
from webapp.plans.bringing_in.queries import BroughtView
from webapp.plans.bringing_in.rules import Brought
from webapp.plans.routes import plans
from webapp.plans.rules import KINDS, PARTS
from webapp.plans.writing import queries as writing_queries
from webapp.plans.writing.policies import may_write_plan
from webapp.plans.writing.service import DraftOpen, Published, StaleDraft

# A little more than the file: the form around it.
LARGEST_BODY = documents.LARGEST_FILE + 1024 * 1024


@plans.get("/children/<id:child_id>/plan/bring", policy=may_write_plan)
def show_bring(child_id: uuid.UUID) -> Response:
    """A file, pasted text, or an earlier version."""
    return _bring_page(child_id)


def _bring_page(
    child_id: uuid.UUID, *, status: int = 200, pasted: str = "", errors: dict[str, str] | None = None
) -> Response:
    return page(
        "plans/bring.html",
        status=status,
        child_id=child_id,
        name=writing_queries.child_name(child_id),
        unfinished=own_queries.unfinished(access.reader().person_id, child_id),
        draft=own_queries.open_draft(child_id),
        versions=own_queries.published(child_id),
        kind_name=words.kind_name,
        pasted=pasted,
        errors=errors or {},
    )


@plans.post("/children/<id:child_id>/plan/bring", policy=may_write_plan, largest=LARGEST_BODY)
def bring_in(child_id: uuid.UUID) -> Response:
    """Read a file or pasted text. The file is not kept; what was read waits for its writer."""
    given = forms.given()
    try:
        brought = _read(given, child_id)
    except documents.Unreadable as error:
        place = "file" if given.data or not given.words else "words"
        errors = {place: messages.refused(error.code)}
        return _bring_page(
            child_id, status=422, pasted=given.words[: documents.MOST_CHARACTERS], errors=errors
        )
    brought_id = service.keep(child_id=child_id, writer_id=access.reader().person_id, brought=brought)
    return redirect(url_for("plans.check_brought", brought_id=brought_id), 303)


def _read(given: forms.Given, child_id: uuid.UUID) -> Brought:
    """Unreadable when there is nothing, or something that is not a plan."""
    if given.data is None and not given.words.strip():
        raise documents.Unreadable("nothing")
    with slow_work():
        found = documents.read_file(given.data) if given.data else documents.read_words(given.words)
    brought = rules.bring(
        found.blocks,
        headings.here(),
        name=writing_queries.child_name(child_id),
        child_id=str(child_id),
        was_changed=found.was_changed,
    )
    if len(brought.pieces) > rules.MOST_PIECES:
        raise documents.Unreadable("too_long")
    return brought


@plans.post("/children/<id:child_id>/plan/copy", policy=may_write_plan)
def copy_earlier(child_id: uuid.UUID) -> Response:
    """A new draft with the words of an earlier version; the draft that is open, when there is one."""
    version_id = fields.identifier("version")
    if version_id not in {one.id for one in own_queries.published(child_id)}:
        return _bring_page(child_id, status=422, errors={"version": _("Choose one.")})
    draft_id = service.copy(child_id=child_id, from_id=version_id, actor_id=access.reader().person_id)
    return redirect(url_for("plans.edit_plan", version_id=draft_id), 303)


def _view(brought_id: uuid.UUID) -> BroughtView:
    row = own_queries.row_of(access.reader().person_id, brought_id)
    return own_queries.opened(row) if row else abort(404)


@plans.get("/plans/brought/<id:brought_id>", policy=may_check_brought)
def check_brought(brought_id: uuid.UUID) -> Response:
    """What was read, with the part each piece goes to."""
    view = _view(brought_id)
    access.note_read("plan.read", chain=f"family:{view.family_id}", subject_id=view.child_id)
    return _check_page(view, view.brought)


def _check_page(
    view: BroughtView, brought: Brought, *, status: int = 200, errors: dict[str, str] | None = None
) -> Response:
    name = writing_queries.child_name(view.child_id)
    part_names = {part: words.part_heading(part, "adult", name) for part in PARTS}
    draft = own_queries.open_draft(view.child_id)
    versions = own_queries.published(view.child_id)
    return page(
        "plans/brought.html",
        status=status,
        view=view,
        brought=brought,
        ends_at=view.read_at + own_queries.KEPT_FOR,
        name=name,
        groups=_groups(brought, part_names),
        places=_places(part_names),
        readers=[(rules.EVERYONE, words.everyone())]
        + [(str(one.person_id), one.name) for one in queries.readers(view.child_id)],
        flags=_flag_texts(brought),
        gaps=[part_names[part] for part in rules.gaps(brought.pieces, brought.kind)],
        kinds=[(kind, words.kind_name(kind)) for kind in KINDS],
        kind=brought.kind or (versions[0].kind if versions else ""),
        draft=draft,
        changed_by=accounts.names([draft.changed_by]).get(draft.changed_by, "") if draft else "",
        errors=errors or {},
    )


def _places(part_names: dict[str, str]) -> list[tuple[str, str]]:
    first = [(rules.NOT_PLACED, _("Not placed yet"))]
    return (
        first + list(part_names.items()) + [(rules.STEP, _("A step")), (rules.LEFT_OUT, _("Leave this out"))]
    )


def _groups(brought: Brought, part_names: dict[str, str]) -> list[dict[str, Any]]:
    """What has no place first, then the parts in order with the steps in theirs, then what is left out."""
    titles = {rules.NOT_PLACED: _("Not placed yet")} | part_names | {rules.LEFT_OUT: _("Left out")}
    found: dict[str, list[tuple[int, rules.Piece]]] = {place: [] for place in titles}
    for number, one in enumerate(brought.pieces):
        found["steps" if one.place == rules.STEP else one.place].append((number, one))
    return [
        {"place": place, "title": titles[place], "pieces": pieces}
        for place, pieces in found.items()
        if pieces
    ]


def _flag_texts(brought: Brought) -> dict[int, list[str]]:
    found = flags(brought.pieces, clock.today())
    return {number: [messages.text_of(one) for one in mine] for number, mine in found.items()}


@plans.post("/plans/brought/<id:brought_id>", policy=may_check_brought)
def change_brought(brought_id: uuid.UUID) -> Response:
    """Keep what was changed; make a draft of it, add it to the open one, or throw it away."""
    view, doing = _view(brought_id), forms.doing()
    if doing == "throw_away":
        service.throw_away(view=view)
        return redirect(url_for("plans.show_child_plans", child_id=view.child_id), 303)
    people = [one.person_id for one in queries.readers(view.child_id)]
    brought, errors = forms.checked(view.brought, people)
    if doing != "save" and not brought.kind:
        errors["kind"] = _("Choose what kind of plan it is.")
    if errors:
        return _check_page(view, brought, status=422, errors=errors)
    if doing == "save":
        service.change(view=view, brought=brought)
        return redirect(url_for("plans.check_brought", brought_id=brought_id), 303)
    return _make_draft(view, brought, add=doing == "add")


def _make_draft(view: BroughtView, brought: Brought, *, add: bool) -> Response:
    draft = own_queries.open_draft(view.child_id)
    try:
        version_id = service.make_draft(
            view=view,
            brought=brought,
            into=draft.id if draft and add else None,
            actor_id=access.reader().person_id,
        )
    except (DraftOpen, Published, StaleDraft):
        errors = {"draft": _("Someone works on a draft of this plan. Choose what to do below.")}
        return _check_page(view, brought, status=409, errors=errors)
    return redirect(url_for("plans.edit_plan", version_id=version_id), 303)
