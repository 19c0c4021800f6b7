"""Who reads what children share, and what a worker is shown before publishing."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from webapp import accounts, families
from webapp.core.access import Reader
from webapp.plans import queries
from webapp.plans.content import ParagraphContent, VersionContent, shows_to
from webapp.plans.queries import ReaderView
from webapp.plans.sharing import links
from webapp.plans.sharing.rules import NOTHING, Sees, unread


@dataclass(frozen=True)
class Sibling:
    """Another child of the family whose plan the worker writes. `has_draft`: it stands there at once."""

    person_id: uuid.UUID
    name: str
    has_draft: bool


@dataclass(frozen=True)
class NotShown:
    """A shared paragraph that a reader does not get. code: plans, later, unticked, apart.

    `children`: the names of the children whose plan they do not read, or from whom an order keeps them; ''
    stands for a child whom this worker does not know of.
    """

    item_id: uuid.UUID
    code: str
    reader_name: str
    children: tuple[str, ...] = ()


def sees(version: VersionContent, reader: ReaderView) -> Sees:
    """What this reader of a version may read of what is shared, now; asks nothing when nothing is."""
    if not any(one.is_shared for one in version.paragraphs):
        return NOTHING
    if reader.kind == "child":
        people = tuple(families.naming_words(version.family_id).people)
        return Sees(None, families.apart_from(reader.person_id), version.published_at, people)
    granted = tuple(sorted(queries.granted_to(reader.person_id).items()))
    return Sees(granted, at=version.published_at)


def siblings(reader: Reader, version: VersionContent) -> list[Sibling]:
    """The other children of the family whose plan this worker writes, in the order they were added."""
    mine = families.own_children(reader)
    found = [
        one
        for one in families.members(version.family_id)
        if one.kind == "child" and one.person_id in mine and one.person_id != version.child_id
    ]
    drafts = links.open_drafts([one.person_id for one in found])
    return [Sibling(one.person_id, _first(one.name), one.person_id in drafts) for one in found]


def shared_item(version: VersionContent, paragraph_id: uuid.UUID) -> ParagraphContent | None:
    """A paragraph of a draft, shared or not yet."""
    found = (one for one in version.paragraphs if one.id == paragraph_id)
    return next(found, None) if version.state == "draft" else None


def names(reader: Reader, version: VersionContent) -> dict[uuid.UUID, list[str]]:
    """For each shared paragraph the other children's names; '' for one whom this worker does not know of."""
    shared = {one.id: set(one.children) - {version.child_id} for one in version.paragraphs if one.is_shared}
    known = _known(reader, {child for children in shared.values() for child in children})
    return {item_id: sorted(known.get(one, "") for one in children) for item_id, children in shared.items()}


def _known(reader: Reader, children: set[uuid.UUID]) -> dict[uuid.UUID, str]:
    mine = children.intersection(families.visible_children(reader)) if children else set()
    return {one: _first(name) for one, name in accounts.names(sorted(mine)).items()}


def _first(name: str) -> str:
    return name.partition(" ")[0]


def not_shown(reader: Reader, version: VersionContent, person: ReaderView) -> list[NotShown]:
    """What is shared and addressed to this person, and does not show to them, and why."""
    seen = sees(version, person)
    hidden = [
        one
        for one in version.paragraphs
        if one.is_shared
        and not one.is_empty
        and one.reader_id in (None, person.person_id)
        and not shows_to(one, person.person_id, seen)
    ]
    return [_why(reader, one, person, seen) for one in hidden]


def _why(reader: Reader, item: ParagraphContent, person: ReaderView, seen: Sees) -> NotShown:
    if seen.granted is None:
        apart = seen.apart.intersection((*item.children, *item.named(seen.people)))
        if not apart:
            return NotShown(item.id, "unticked", _first(person.name))
        # Who it is, is known to the worker who may see the order.
        return NotShown(item.id, "apart", _first(person.name))
    missing = unread(item.children, seen)
    known = _known(reader, set(missing))
    later = all(one in dict(seen.granted) for one in missing)
    code = "later" if later else "plans"
    return NotShown(item.id, code, _first(person.name), tuple(known.get(one, "") for one in missing))
