"""A worker says for which children a paragraph is the same. Keyword-only; flush, never commit."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import replace

from webapp import audit
from webapp.core import sealing
from webapp.core.database import session
from webapp.plans import queries
from webapp.plans.content import ParagraphContent, VersionContent
from webapp.plans.models import Paragraph
from webapp.plans.sharing import links, rules
from webapp.plans.writing import rows
from webapp.plans.writing.service import Published, SharedElsewhere, next_revision


def share(
    *,
    version_id: uuid.UUID,
    paragraph_id: uuid.UUID,
    children: Mapping[uuid.UUID, bool],
    actor_id: uuid.UUID,
    revision: int | None = None,
) -> None:
    """The paragraph is the same for these children, this one among them, and whether each reads it.

    It stands in each one's open draft at once, else in the next that is begun. A child who is left out keeps
    it as their own text. LookupError: not a paragraph of the draft. Published, StaleDraft, SharedElsewhere
    as for a save; `revision` None: the draft's own.
    """
    kept, item = _found(version_id, paragraph_id)
    if kept.child_id not in children:
        raise ValueError("the child whose draft this is")
    if children == item.children or (len(children) == 1 and not item.is_shared):
        return
    changed = set(children.items()) ^ set(item.children.items())
    for child_id in {one for one, _reads in changed} - {kept.child_id}:
        if not links.may_write(actor_id, kept.family_id, child_id):
            raise SharedElsewhere([item.id])
    together = replace(item, children={**item.children, **children})
    _begin(kept, together, actor_id, revision)
    left = {one for one in item.children if one not in children}
    _keep_copies(kept, item, left)
    if len(children) == 1:
        links.settle(item.id, children)
    else:
        session().get_one(Paragraph, item.id).version_id = None
        links.set_children(item.id, children)
    links.count_change(kept, [together], actor_id)
    _record(kept, "plan.share_paragraph", actor_id)


def unlink(*, version_id: uuid.UUID, paragraph_id: uuid.UUID, actor_id: uuid.UUID) -> None:
    """The text stays in this child's draft as its own; the others go on with it. Errors as above."""
    kept, item = _found(version_id, paragraph_id)
    if not item.is_shared:
        return
    _begin(kept, item, actor_id, None)
    _keep_copies(kept, item, {kept.child_id})
    links.settle(item.id, {one: reads for one, reads in item.children.items() if one != kept.child_id})
    links.count_change(kept, [item], actor_id)
    _record(kept, "plan.unshare_paragraph", actor_id)


def _found(version_id: uuid.UUID, paragraph_id: uuid.UUID) -> tuple[VersionContent, ParagraphContent]:
    kept = queries.content_of(version_id)
    if kept.state != "draft":
        raise Published
    item = next((one for one in kept.paragraphs if one.id == paragraph_id), None)
    if item is None or item.part in rules.OWN_PARTS:
        raise LookupError("not a paragraph of this draft")
    return kept, item


def _begin(kept: VersionContent, item: ParagraphContent, actor_id: uuid.UUID, revision: int | None) -> None:
    links.lock_all_of(kept, item.children)
    at = kept.revision if revision is None else revision
    next_revision(kept, at, actor_id, review_on=kept.review_on)


def _keep_copies(kept: VersionContent, item: ParagraphContent, children: set[uuid.UUID]) -> None:
    """For these children it becomes their own text, in the place where it stood."""
    box = sealing.family_box(kept.family_id)
    position = session().get_one(Paragraph, item.id).position
    for version_id in links.open_drafts(children).values():
        rows.add_paragraph(version_id, rows.fresh_paragraph(item), position, box)


def _record(kept: VersionContent, act: str, actor_id: uuid.UUID) -> None:
    audit.record(
        actor_id=actor_id,
        act=act,
        family_id=kept.family_id,
        subject_id=kept.child_id,
        item_kind="plan_version",
        item_id=kept.id,
    )
    session().flush()
