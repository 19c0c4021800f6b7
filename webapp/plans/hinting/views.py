"""A worker looks at the words of a draft before saving, and reads it aloud before publishing."""

from __future__ import annotations

import uuid
from dataclasses import replace
from typing import Any, TypeVar

from flask import abort, redirect, url_for
from werkzeug.wrappers import Response

from webapp.core import access, ids
from webapp.core import forms as fields
from webapp.plans import queries
from webapp.plans.content import ParagraphContent, StepContent, VersionContent
from webapp.plans.glossary import queries as glossary
from webapp.plans.glossary.service import keep_term
from webapp.plans.hinting import queries as hinting
from webapp.plans.hinting import rules, service
from webapp.plans.hinting.rules import Hint
from webapp.plans.routes import plans
from webapp.plans.rules import ENGLISH
from webapp.plans.writing import forms, messages
from webapp.plans.writing.editor import as_typed, editor_page
from webapp.plans.writing.policies import may_write_version
from webapp.plans.writing.service import Typed

Item = TypeVar("Item", ParagraphContent, StepContent)


@plans.post("/plans/<id:version_id>/words", policy=may_write_version)
def check_words(version_id: uuid.UUID) -> Response:
    """The editor with hints for what is typed and not saved; a word may be swapped, or kept as it is."""
    kept = queries.content_of(version_id)
    readers = queries.readers(kept.child_id)
    typed, errors = forms.editor(kept, forms.languages(kept, readers), readers)
    if kept.state != "draft":
        return editor_page(kept, typed=typed, errors={"": messages.published()}, status=409)
    verb, _sep, what = fields.line("do").partition(":")
    if verb == "keep":
        _keep(kept, what)
    hint = _hint(as_typed(kept, typed), what) if verb == "swap" else None
    if hint:
        typed = _swap(typed, hint)
    return editor_page(kept, typed=typed, errors=errors, status=422 if errors else 200, swapped=hint)


def _keep(kept: VersionContent, what: str) -> None:
    term_id = ids.parse(what)
    if term_id is None or glossary.english_row(term_id) is None:
        abort(404)
    keep_term(plan_id=kept.plan_id, term_id=term_id)


def _hint(content: VersionContent, what: str) -> Hint | None:
    """The hint whose button was pressed; None when its word is gone."""
    name, _sep, words = what.partition(":")
    every = [one for found in hinting.hints(content).values() for one in found]
    return next((one for one in every if one.plain and (one.field.name, one.words) == (name, words)), None)


def _swap(typed: Typed, hint: Hint) -> Typed:
    return replace(
        typed,
        paragraphs=[_swap_in(one, hint) for one in typed.paragraphs],
        steps=[_swap_in(one, hint) for one in typed.steps],
    )


def _swap_in(item: Item, hint: Hint) -> Item:
    if item.id != hint.field.item_id:
        return item
    key = (hint.field.audience, ENGLISH)
    changed: dict[str, Any] = {hint.field.part: rules.swapped(hint)}
    return replace(item, words={**item.words, key: replace(item.words[key], **changed)})


@plans.post("/plans/<id:version_id>/read-aloud", policy=may_write_version)
def tick_read_aloud(version_id: uuid.UUID) -> Response:
    """Note that the one signed in read the draft aloud, as it is now; a later change asks again."""
    reader = access.reader()
    content = queries.content_of(version_id)
    if content.state != "draft":
        abort(404)
    if fields.line("revision") == str(content.revision):
        service.note_read_aloud(version_id=version_id, actor_id=reader.person_id, role=reader.role)
    return redirect(url_for("plans.check_plan", version_id=version_id, _anchor="aloud"), 303)
