"""A worker says for which brothers and sisters a paragraph is the same, and sees who would not read it."""

from __future__ import annotations

import uuid

from flask import abort, redirect, url_for
from werkzeug.wrappers import Response

from webapp.core import access
from webapp.core.pages import page
from webapp.plans import looks, queries, words
from webapp.plans.content import ParagraphContent, VersionContent
from webapp.plans.routes import plans
from webapp.plans.sharing import forms, messages, rules, service
from webapp.plans.sharing import queries as sharing
from webapp.plans.writing import queries as writing_queries
from webapp.plans.writing.policies import may_write_version
from webapp.plans.writing.service import SharedElsewhere, StaleDraft


def _found(version_id: uuid.UUID, paragraph_id: uuid.UUID) -> tuple[VersionContent, ParagraphContent]:
    content = queries.content_of(version_id)
    item = next((one for one in content.paragraphs if one.id == paragraph_id), None)
    if content.state != "draft" or item is None or item.part in rules.OWN_PARTS:
        abort(404)
    return content, item


@plans.get("/plans/<id:version_id>/shared/<id:paragraph_id>", policy=may_write_version)
def show_sharing(version_id: uuid.UUID, paragraph_id: uuid.UUID) -> Response:
    """One paragraph of a draft, with which children it is shared, and who does not see it."""
    return _page(*_found(version_id, paragraph_id))


def _page(
    content: VersionContent,
    item: ParagraphContent,
    *,
    typed: dict[uuid.UUID, str] | None = None,
    error: str = "",
    status: int = 200,
) -> Response:
    reader = access.reader()
    looks.note_version(content.family_id, content.child_id, content.id)
    siblings = sharing.siblings(reader, content)
    name = writing_queries.child_name(content.child_id)
    known = {one.person_id for one in siblings} | {content.child_id}
    now = {one: rules.code_of(item.children, one) for one in known}
    if not item.is_shared:
        now[content.child_id] = "same"
    return page(
        "plans/sharing.html",
        status=status,
        content=content,
        item=item,
        name=name,
        heading=words.part_heading(item.part, "adult", name),
        siblings=siblings,
        typed=now | (typed or {}),
        has_other=bool(set(item.children) - known),
        not_shown=_not_shown(content, item, name),
        errors={"own": error} if error else {},
    )


def _not_shown(content: VersionContent, item: ParagraphContent, name: str) -> list[list[str]]:
    found = [
        one
        for person in queries.readers(content.child_id)
        for one in sharing.not_shown(access.reader(), content, person)
    ]
    return [messages.why(one, name) for one in found if one.item_id == item.id]


@plans.post("/plans/<id:version_id>/shared/<id:paragraph_id>", policy=may_write_version)
def share_paragraph(version_id: uuid.UUID, paragraph_id: uuid.UUID) -> Response:
    """Keep for which children it is the same; children of another worker stay as they are."""
    content, item = _found(version_id, paragraph_id)
    mine = [one.person_id for one in sharing.siblings(access.reader(), content)]
    typed = forms.choices(mine, content.child_id)
    try:
        service.share(
            version_id=version_id,
            paragraph_id=paragraph_id,
            children=rules.chosen(item.children, typed),
            actor_id=access.reader().person_id,
            revision=forms.revision(),
        )
    except StaleDraft:
        return _page(
            *_found(version_id, paragraph_id), typed=typed, error=messages.saved_between(), status=409
        )
    except SharedElsewhere:
        return _page(content, item, typed=typed, error=messages.not_yours(), status=422)
    return redirect(url_for("plans.show_sharing", version_id=version_id, paragraph_id=paragraph_id), 303)


@plans.post("/plans/<id:version_id>/shared/<id:paragraph_id>/own", policy=may_write_version)
def unshare_paragraph(version_id: uuid.UUID, paragraph_id: uuid.UUID) -> Response:
    """It stays in this draft as the child's own text."""
    _content, item = _found(version_id, paragraph_id)
    service.unlink(version_id=version_id, paragraph_id=paragraph_id, actor_id=access.reader().person_id)
    return redirect(url_for("plans.edit_plan", version_id=version_id, _anchor=f"part-{item.part}"), 303)
