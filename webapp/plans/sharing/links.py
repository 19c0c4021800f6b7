"""The rows of what children share: which drafts it stands in, joining and leaving. Flush, never commit."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable, Mapping

from sqlalchemy import delete, select, update

from webapp import audit, families
from webapp.core import clock
from webapp.core.database import session
from webapp.plans.content import ParagraphContent, VersionContent
from webapp.plans.models import Paragraph, Plan, PlanVersion, SharedWith


def may_write(actor_id: uuid.UUID, family_id: uuid.UUID, child_id: uuid.UUID) -> bool:
    """Whether the child is in this family today, and this member of staff writes the child's plan."""
    if child_id not in {one.person_id for one in families.members(family_id)}:
        return False
    return actor_id in families.worker_ids(child_id) or actor_id in families.manager_ids(child_id)


def not_theirs(
    kept: VersionContent, items: Collection[ParagraphContent], actor_id: uuid.UUID
) -> list[ParagraphContent]:
    """Of these paragraphs, those that also stand in a plan which this person may not write."""
    others = {one for item in items for one in item.children} - {kept.child_id}
    closed = {one for one in others if not may_write(actor_id, kept.family_id, one)}
    return [item for item in items if closed.intersection(item.children)]


def open_drafts(children: Collection[uuid.UUID]) -> dict[uuid.UUID, uuid.UUID]:
    """The open draft of each of these children who has one, by child."""
    query = select(Plan.child_id, PlanVersion.id).join(PlanVersion, PlanVersion.plan_id == Plan.id)
    query = query.where(Plan.child_id.in_(children), PlanVersion.state == "draft")
    return {row.child_id: row.id for row in session().execute(query.order_by(PlanVersion.id))}


def lock(drafts: Iterable[uuid.UUID]) -> None:
    """Hold these drafts, always in one order: so two workers never wait for each other for ever."""
    query = select(PlanVersion.id).where(PlanVersion.id.in_(set(drafts))).order_by(PlanVersion.id)
    session().execute(query.with_for_update())


def lock_all_of(kept: VersionContent, more: Iterable[uuid.UUID] = ()) -> None:
    """Hold a draft and all that share a paragraph with it, and those of `more` children, before any write."""
    children = {child_id for one in kept.paragraphs for child_id in one.children} | set(more)
    if children:
        lock([kept.id, *open_drafts(children).values()])


def count_change(kept: VersionContent, shared: Iterable[ParagraphContent], actor_id: uuid.UUID) -> None:
    """What changed here changed in the other children's open drafts: each counts it, and its log has it."""
    others = {child_id for one in shared for child_id in one.children} - {kept.child_id}
    if others:
        count(open_drafts(others), kept.family_id, actor_id)


def count(drafts: Mapping[uuid.UUID, uuid.UUID], family_id: uuid.UUID, actor_id: uuid.UUID) -> None:
    """One more change of each of these drafts: read as every reader again, and no save from before wins."""
    session().flush()
    for child_id, version_id in sorted(drafts.items(), key=lambda one: one[1]):
        mine = (PlanVersion.id == version_id, PlanVersion.state == "draft")
        session().execute(
            update(PlanVersion)
            .where(*mine)
            .values(revision=PlanVersion.revision + 1, changed_at=clock.now(), changed_by=actor_id)
        )
        audit.record(
            actor_id=actor_id,
            act="plan.save",
            family_id=family_id,
            subject_id=child_id,
            item_kind="plan_version",
            item_id=version_id,
        )
    session().expire_all()


def set_children(paragraph_id: uuid.UUID, children: Mapping[uuid.UUID, bool]) -> None:
    """These children and no others, and whether each reads it."""
    session().execute(delete(SharedWith).where(SharedWith.paragraph_id == paragraph_id))
    for child_id, reads in sorted(children.items()):
        session().add(SharedWith(paragraph_id=paragraph_id, child_id=child_id, reads=reads))
    session().flush()


def settle(paragraph_id: uuid.UUID, children: Mapping[uuid.UUID, bool]) -> None:
    """What is left of a shared paragraph once somebody left it.

    With one child it is that child's own: now, or when the child's next draft is begun.
    """
    set_children(paragraph_id, children)
    draft = open_drafts(children).get(next(iter(children))) if len(children) == 1 else None
    if draft:
        _own(paragraph_id, draft)


def _own(paragraph_id: uuid.UUID, version_id: uuid.UUID) -> None:
    set_children(paragraph_id, {})
    session().get_one(Paragraph, paragraph_id).version_id = version_id
    session().flush()


def take_in(version_id: uuid.UUID, child_id: uuid.UUID) -> set[uuid.UUID]:
    """What waited for a draft that is begun now stands in it. Returns the ids of all that is shared there."""
    mine = select(SharedWith.paragraph_id).where(SharedWith.child_id == child_id)
    query = select(Paragraph.id).where(Paragraph.version_id.is_(None), Paragraph.id.in_(mine))
    found = set(session().scalars(query))
    others = select(SharedWith.paragraph_id).where(
        SharedWith.paragraph_id.in_(found), SharedWith.child_id != child_id
    )
    for alone in sorted(found - set(session().scalars(others))):
        _own(alone, version_id)
    return found
