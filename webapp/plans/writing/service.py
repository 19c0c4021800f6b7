"""Writing plans. Keyword-only; flush, never commit. A published version's words never change."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import update

from webapp import audit, families
from webapp.core import clock, ids, sealing
from webapp.core.database import session
from webapp.plans import queries
from webapp.plans.content import ParagraphContent, StepContent, VersionContent, Words
from webapp.plans.models import Plan, PlanVersion, Step
from webapp.plans.rules import KINDS, PARTS, Check
from webapp.plans.sharing import links
from webapp.plans.writing import rows


class StaleDraft(Exception):
    """Someone else saved in between; nothing was written."""


class Published(Exception):
    """The version is published; its words never change."""


class DraftOpen(Exception):
    """There is a draft already; `version_id` is its id. Nothing was written."""

    def __init__(self, version_id: uuid.UUID) -> None:
        super().__init__(str(version_id))
        self.version_id = version_id


class SharedElsewhere(Exception):
    """These paragraphs also stand in a plan that the person may not write. Nothing was written."""

    def __init__(self, item_ids: list[uuid.UUID]) -> None:
        super().__init__(", ".join(map(str, item_ids)))
        self.item_ids = item_ids


@dataclass(frozen=True)
class Typed:
    """What the editor sent: every paragraph and step, the next look, and the revision it began from.

    `kind` '' and `is_moving` None leave both as they are.
    """

    revision: int
    review_on: date | None
    paragraphs: list[ParagraphContent]
    steps: list[StepContent]
    kind: str = ""
    is_moving: bool | None = None


def start_plan(*, child_id: uuid.UUID, kind: str, actor_id: uuid.UUID, number: int = 1) -> uuid.UUID:
    """A first draft, empty; later the open draft, or a copy of the newest version. Returns its id."""
    if kind not in KINDS:
        raise ValueError(kind)
    plan = _plan_for(child_id)
    if queries.versions(plan.id):
        return copy_to_draft(child_id=child_id, kind=kind, actor_id=actor_id)
    version = _add_version(plan, number, kind, None, actor_id)
    links.take_in(version.id, child_id)
    return version.id


def new_draft(*, child_id: uuid.UUID, kind: str, actor_id: uuid.UUID) -> uuid.UUID:
    """An empty draft after the newest version. DraftOpen when there is one already. Returns its id."""
    if kind not in KINDS:
        raise ValueError(kind)
    plan = _plan_for(child_id)
    newest = next(iter(queries.versions(plan.id)), None)
    if newest and newest.state == "draft":
        raise DraftOpen(newest.id)
    version = _add_version(plan, newest.number + 1 if newest else 1, kind, None, actor_id)
    links.take_in(version.id, child_id)
    return version.id


def _plan_for(child_id: uuid.UUID) -> Plan:
    plan = queries.plan_of(child_id)
    if plan is None:
        plan = Plan(id=ids.new(), child_id=child_id, family_id=families.family_of(child_id).id)
        session().add(plan)
        session().flush()
    return plan


def _add_version(
    plan: Plan, number: int, kind: str, review_on: date | None, actor_id: uuid.UUID
) -> PlanVersion:
    row = PlanVersion(
        id=ids.new(),
        plan_id=plan.id,
        number=number,
        kind=kind,
        state="draft",
        revision=0,
        review_on=review_on,
        changed_at=clock.now(),
        changed_by=actor_id,
    )
    session().add(row)
    session().flush()
    record(row, plan, "plan.draft", actor_id)
    return row


def copy_to_draft(
    *, child_id: uuid.UUID, actor_id: uuid.UUID, kind: str = "", from_id: uuid.UUID | None = None
) -> uuid.UUID:
    """A new draft with the words of a version (`from_id`, else the newest); the open draft when there is one.

    LookupError when the child has no plan, or `from_id` is not one of its versions.
    """
    plan = queries.plan_of(child_id)
    if plan is None:
        raise LookupError("no plan to copy")
    found = queries.versions(plan.id)
    newest, copied = found[0], next((one for one in found if one.id == (from_id or found[0].id)), None)
    if copied is None:
        raise LookupError("not a version of this plan")
    if newest.state == "draft":
        return newest.id
    content = queries.content_of(copied.id)
    version = _add_version(plan, newest.number + 1, kind or copied.kind, None, actor_id)
    version.to_be_heard = copied.to_be_heard
    version.is_moving = copied.is_moving
    box = sealing.family_box(plan.family_id)
    # What is still shared stands in the draft already, with its words of today.
    shared = links.take_in(version.id, child_id)
    for position, paragraph in enumerate(content.paragraphs):
        if paragraph.shared_id not in shared:
            rows.add_paragraph(version.id, rows.fresh_paragraph(paragraph), position, box)
    now = (
        {row.first_id or row.id: row for row in queries.step_rows(plan.current_id)} if plan.current_id else {}
    )
    for position, step in enumerate(content.steps):
        # A copy of an earlier version's step has come as far as the step has today.
        row: Step | StepContent = now.get(step.line_id, step)
        fresh = replace(step, id=ids.new(), first_id=step.line_id, state=row.state, state_on=row.state_on)
        rows.add_step(version.id, fresh, position, box)
    session().flush()
    return version.id


def save_draft(*, version_id: uuid.UUID, typed: Typed, actor_id: uuid.UUID) -> VersionContent:
    """Keep everything that was typed. StaleDraft when another save came between and anything differs.

    A shared paragraph changes in every child's draft. SharedElsewhere when one of them is not the actor's.
    """
    kept = queries.content_of(version_id)
    if kept.state != "draft":
        raise Published
    if not differs(kept, typed):
        return kept
    shared = _changed_shared(kept, typed)
    closed = links.not_theirs(kept, shared, actor_id)
    if closed:
        raise SharedElsewhere([one.id for one in closed])
    next_revision(kept, typed.revision, actor_id, review_on=typed.review_on)
    _set_kind(kept, typed)
    box = sealing.family_box(kept.family_id)
    rows.write_paragraphs(kept, typed.paragraphs, box)
    rows.write_steps(kept, typed.steps, box)
    links.count_change(kept, shared, actor_id)
    session().flush()
    return queries.content_of(version_id)


def _changed_shared(kept: VersionContent, typed: Typed) -> list[ParagraphContent]:
    new = {one.id: rows.plain(one) for one in typed.paragraphs}
    shared = (one for one in kept.paragraphs if one.is_shared and one.id in new)
    return [one for one in shared if new[one.id] != rows.plain(one)]


def differs(kept: VersionContent, typed: Typed) -> bool:
    """Whether what was typed is anything but what is kept."""
    one = ({p.id: rows.plain(p) for p in kept.paragraphs}, {s.id: rows.plain(s) for s in kept.steps})
    other = ({p.id: rows.plain(p) for p in typed.paragraphs}, {s.id: rows.plain(s) for s in typed.steps})
    kinds = (typed.kind or kept.kind, kept.is_moving if typed.is_moving is None else typed.is_moving)
    return one != other or kept.review_on != typed.review_on or kinds != (kept.kind, kept.is_moving)


def _set_kind(kept: VersionContent, typed: Typed) -> None:
    row = session().get_one(PlanVersion, kept.id)
    row.kind = typed.kind or kept.kind
    row.is_moving = kept.is_moving if typed.is_moving is None else typed.is_moving


def next_revision(
    kept: VersionContent, revision: int, actor_id: uuid.UUID, *, review_on: date | None
) -> None:
    """Count one change, if nobody else did since `revision`: one statement, so two savers cannot both win."""
    links.lock_all_of(kept)
    changed = session().execute(
        update(PlanVersion)
        .where(PlanVersion.id == kept.id, PlanVersion.revision == revision, PlanVersion.state == "draft")
        .values(revision=revision + 1, changed_at=clock.now(), changed_by=actor_id, review_on=review_on)
    )
    if changed.rowcount != 1:  # type: ignore[attr-defined]
        raise StaleDraft
    session().expire_all()
    audit.record(
        actor_id=actor_id,
        act="plan.save",
        family_id=kept.family_id,
        subject_id=kept.child_id,
        item_kind="plan_version",
        item_id=kept.id,
    )


def _change(version_id: uuid.UUID, actor_id: uuid.UUID) -> VersionContent:
    kept = queries.content_of(version_id)
    if kept.state != "draft":
        raise Published
    next_revision(kept, kept.revision, actor_id, review_on=kept.review_on)
    return kept


def add_empty(*, version_id: uuid.UUID, part: str, actor_id: uuid.UUID) -> uuid.UUID:
    """An empty paragraph at the end of a part, or an empty step for part 'step'. Returns its id."""
    kept = _change(version_id, actor_id)
    box = sealing.family_box(kept.family_id)
    new_id = ids.new()
    if part == "step":
        rows.add_step(version_id, StepContent(new_id), len(kept.steps), box)
    elif part in PARTS:
        rows.add_paragraph(version_id, ParagraphContent(new_id, part), rows.next_position(version_id), box)
    else:
        raise ValueError(part)
    session().flush()
    return new_id


def add_items(
    *,
    version_id: uuid.UUID,
    paragraphs: list[ParagraphContent],
    steps: list[StepContent],
    actor_id: uuid.UUID,
    review_on: date | None = None,
) -> None:
    """Add paragraphs and steps to a draft, after what it has, in one change.

    `review_on` is kept where the draft has no day of its own. Published, StaleDraft as for a save.
    """
    kept = queries.content_of(version_id)
    if kept.state != "draft":
        raise Published
    next_revision(kept, kept.revision, actor_id, review_on=kept.review_on or review_on)
    box = sealing.family_box(kept.family_id)
    for position, paragraph in enumerate(paragraphs, start=rows.next_position(version_id)):
        rows.add_paragraph(version_id, paragraph, position, box)
    for position, step in enumerate(steps, start=len(kept.steps)):
        rows.add_step(version_id, step, position, box)
    session().flush()


def save_translations(
    *, version_id: uuid.UUID, code: str, words: Mapping[tuple[uuid.UUID, str], Words], actor_id: uuid.UUID
) -> None:
    """Put translations into one language into a draft as they are, by (item, audience), in one change.

    Those of a shared paragraph are made once, for every child's draft.
    How far each is checked and whether it is out of date stands in the words. Published, StaleDraft.
    """
    kept = _change(version_id, actor_id)
    rows.put_translations(kept, code, words, sealing.family_box(kept.family_id))
    worded = {item_id for item_id, _audience in words}
    links.count_change(kept, [one for one in kept.paragraphs if one.id in worded], actor_id)
    session().flush()


def remove_item(*, version_id: uuid.UUID, item_id: uuid.UUID, actor_id: uuid.UUID) -> None:
    """Take a paragraph or a step out of a draft; what is shared stays in the other children's."""
    kept = _change(version_id, actor_id)
    item = next((one for one in kept.paragraphs if one.id == item_id and one.is_shared), None)
    if item:
        links.settle(item.id, {one: reads for one, reads in item.children.items() if one != kept.child_id})
        links.count_change(kept, [item], actor_id)
    else:
        rows.remove(version_id, item_id)
    session().flush()


def save_paragraph(
    *,
    version_id: uuid.UUID,
    part: str,
    adult: Mapping[str, str],
    actor_id: uuid.UUID,
    child: Mapping[str, str] | None = None,
    reader_id: uuid.UUID | None = None,
    source: str = "",
    safe_for: Iterable[uuid.UUID] = (),
    state: str = "machine",
    checked_by: str = "",
    checked_on: date | None = None,
) -> uuid.UUID:
    """Add a paragraph to a draft: texts by language for adults and for the child. Returns its id.

    `reader_id` None is everyone; `state`, `checked_by` and `checked_on` hold for its translations.
    """
    kept = _change(version_id, actor_id)
    check = Check(state, checked_by, checked_on) if state != "machine" else Check()
    words = {("adult", code): Words(text, check=check) for code, text in adult.items() if text}
    words |= {("child", code): Words(text, check=check) for code, text in (child or {}).items() if text}
    made = ParagraphContent(ids.new(), part, reader_id, source, frozenset(safe_for), words)
    rows.add_paragraph(version_id, made, rows.next_position(version_id), sealing.family_box(kept.family_id))
    session().flush()
    return made.id


def save_step(
    *,
    version_id: uuid.UUID,
    what: Mapping[str, str],
    actor_id: uuid.UUID,
    why: Mapping[str, str] | None = None,
    how: Mapping[str, str] | None = None,
    child_what: Mapping[str, str] | None = None,
    child_why: Mapping[str, str] | None = None,
    child_how: Mapping[str, str] | None = None,
    by_whom: str = "",
    owner_id: uuid.UUID | None = None,
    by_on: date | None = None,
    state: str = "not_started",
    state_on: date | None = None,
    reader_id: uuid.UUID | None = None,
    wording_state: str = "machine",
) -> uuid.UUID:
    """Add a step to a draft: texts by language; `by_whom` a name as the family knows it. Returns its id.

    `owner_id`: the reader whose step it is, who may say how far it has come.
    """
    kept = _change(version_id, actor_id)
    check = Check(wording_state) if wording_state in ("checked", "talked_through") else Check()
    words = {}
    for audience, texts, whys, hows in (
        ("adult", what, why or {}, how or {}),
        ("child", child_what or {}, child_why or {}, child_how or {}),
    ):
        for code, text in texts.items():
            if text:
                words[audience, code] = Words(text, whys.get(code, ""), check, how=hows.get(code, ""))
    made = StepContent(ids.new(), reader_id, by_whom, by_on, state, state_on, words, owner_id)
    rows.add_step(version_id, made, len(kept.steps), sealing.family_box(kept.family_id))
    session().flush()
    return made.id


def record(version: PlanVersion, plan: Plan, act: str, actor_id: uuid.UUID) -> None:
    """Write into the log what was done to a version."""
    audit.record(
        actor_id=actor_id,
        act=act,
        family_id=plan.family_id,
        subject_id=plan.child_id,
        item_kind="plan_version",
        item_id=version.id,
    )
    session().flush()
