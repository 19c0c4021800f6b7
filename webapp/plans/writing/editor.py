"""What the editor's page shows: the draft, or what was typed with what someone else saved beside it."""

from __future__ import annotations

import uuid
from dataclasses import replace
from typing import Any, TypeVar

from werkzeug.wrappers import Response

from webapp import accounts
from webapp.core import access, clock
from webapp.core.pages import page
from webapp.plans import queries, words
from webapp.plans.content import ParagraphContent, StepContent, VersionContent
from webapp.plans.hinting import queries as hinting
from webapp.plans.hinting.rules import Hint
from webapp.plans.models import PlanVersion
from webapp.plans.rules import KINDS, parts_for
from webapp.plans.sharing import queries as sharing
from webapp.plans.sharing.rules import OWN_PARTS
from webapp.plans.writing import forms, messages, rows
from webapp.plans.writing import queries as writing_queries
from webapp.plans.writing.rules import short_for_child
from webapp.plans.writing.service import Typed

Item = TypeVar("Item", ParagraphContent, StepContent)


def editor_page(
    kept: VersionContent,
    *,
    typed: Typed | None = None,
    errors: dict[str, str] | None = None,
    stale: bool = False,
    status: int = 200,
    swapped: Hint | None = None,
) -> Response:
    """The editor. With `stale`, what is kept now stands beside what was typed: nobody's words are lost.

    `swapped`: the hint whose word has just made room for its plain words.
    """
    readers = queries.readers(kept.child_id)
    shown = as_typed(kept, typed)
    name = writing_queries.child_name(kept.child_id)
    return page(
        "plans/editor.html",
        status=status,
        content=shown,
        name=name,
        # After a conflict the next save begins from what is kept now.
        revision=typed.revision if typed and not stale else kept.revision,
        saved_by=_saved_by(kept) if stale else "",
        beside=_beside(kept, typed) if stale and typed else {},
        parts=[(part, words.part_heading(part, "adult", name)) for part in _parts(shown)],
        moving_hints=words.moving_hints(name),
        kinds=[(kind, words.kind_name(kind)) for kind in KINDS],
        short=short_for_child(shown),
        problems=messages.by_item(shown),
        hints=hinting.hints(shown),
        swapped=swapped,
        codes=forms.languages(shown, readers),
        readers=_reader_options(shown, readers),
        people=[(str(one.person_id), one.name) for one in readers],
        today=clock.today(),
        shared=sharing.names(access.reader(), kept),
        own_parts=OWN_PARTS,
        has_siblings=bool(sharing.siblings(access.reader(), kept)),
        owners=[("", words.nobody()), *((str(one.person_id), one.name) for one in readers)],
        states=[(code, str(label)) for code, label in words.WORDING_STATES.items()],
        step_states=[(code, str(label)) for code, label in words.STEP_STATES.items()],
        errors=errors or {},
    )


def _parts(shown: VersionContent) -> list[str]:
    written = {one.part for one in shown.paragraphs}
    return parts_for(shown.kind, is_moving=shown.is_moving, written=written)


def as_typed(kept: VersionContent, typed: Typed | None) -> VersionContent:
    """What was typed, and whatever another worker added meanwhile."""
    if typed is None:
        return kept
    return replace(
        kept,
        kind=typed.kind or kept.kind,
        is_moving=kept.is_moving if typed.is_moving is None else typed.is_moving,
        review_on=typed.review_on,
        paragraphs=_with_new(typed.paragraphs, kept.paragraphs),
        steps=_with_new(typed.steps, kept.steps),
    )


def _with_new(typed: list[Item], kept: list[Item]) -> list[Item]:
    mine = {one.id for one in typed}
    return typed + [one for one in kept if one.id not in mine]


def _beside(kept: VersionContent, typed: Typed) -> dict[uuid.UUID, list[tuple[str, str]]]:
    """For each item that differs: (language, words) as they are kept now."""
    found: dict[uuid.UUID, list[tuple[str, str]]] = {}
    before: dict[uuid.UUID, ParagraphContent | StepContent] = {one.id: one for one in kept.paragraphs}
    before |= {one.id: one for one in kept.steps}
    items: list[ParagraphContent | StepContent] = [*typed.paragraphs, *typed.steps]
    for item in items:
        other = before.get(item.id)
        if other is not None and rows.plain(other) != rows.plain(item):
            found[item.id] = [
                (key[1], "\n".join(one.typed).strip()) for key, one in sorted(other.words.items())
            ]
    return found


def _saved_by(kept: VersionContent) -> str:
    row: PlanVersion = next(one for one in queries.versions(kept.plan_id) if one.id == kept.id)
    return accounts.names([row.changed_by]).get(row.changed_by, "")


def _reader_options(content: VersionContent, readers: list[queries.ReaderView]) -> list[tuple[str, Any]]:
    """Everyone, each reader, and people a paragraph is for who may not read the plan any more."""
    known = {one.person_id for one in readers}
    items: list[ParagraphContent | StepContent] = [*content.paragraphs, *content.steps]
    gone = {one.reader_id for one in items if one.reader_id} - known
    names = accounts.names(sorted(gone))
    found: list[tuple[str, Any]] = [(forms.EVERYONE, words.everyone())]
    found += [(str(one.person_id), one.name) for one in readers]
    return found + [(str(one), words.no_longer_reads(names.get(one, ""))) for one in sorted(gone)]
