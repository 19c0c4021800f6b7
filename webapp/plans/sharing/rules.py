"""Who reads a paragraph that stands in the plans of several children (decision 0007). Pure."""

from __future__ import annotations

import re
import uuid
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

WORD = re.compile(r"\w+")
# What one child says is that child's alone.
OWN_PARTS = ("child_says",)
# A parent is named by these too; every other relation by its own word.
CALLED = {"mother": ("mother", "mum", "mummy", "mam"), "father": ("father", "dad", "daddy")}


@dataclass(frozen=True)
class Sees:
    """What decides whether a reader gets a shared paragraph.

    `granted`: of which children they may read the plan now, and since when; None: a child, who reads their
    own. `apart`: between whom and that child an order stands. `at`: when the version was published; None: it
    is a draft. `people`: (person, name, relation) of everyone the words could name.
    """

    granted: tuple[tuple[uuid.UUID, datetime | None], ...] | None = ()
    apart: frozenset[uuid.UUID] = frozenset()
    at: datetime | None = None
    people: tuple[tuple[uuid.UUID, str, str], ...] = ()


# Nothing that is shared shows.
NOTHING = Sees()


def shows(children: Iterable[uuid.UUID], named: Iterable[uuid.UUID], sees: Sees) -> bool:
    """Whether a paragraph about these children, in which these people are named, shows to a reader now."""
    if sees.granted is None:
        return not sees.apart.intersection((*children, *named))
    return not unread(children, sees)


def unread(children: Iterable[uuid.UUID], sees: Sees) -> list[uuid.UUID]:
    """Of these children, those whose plan an adult may not read, or not from as early as this."""
    mine = dict(sees.granted or ())
    return [one for one in children if one not in mine or not _is_since(mine[one], sees.at)]


def _is_since(since: datetime | None, at: datetime | None) -> bool:
    return since is None or at is None or at >= since


def named_in(texts: Iterable[str], people: Collection[tuple[uuid.UUID, str, str]]) -> list[uuid.UUID]:
    """Whose first name, or what they are to the children, stands in these words."""
    said = _words("\n".join(texts))
    return [person_id for person_id, name, relation in people if _is_said(said, name, relation)]


def _is_said(said: set[str], name: str, relation: str) -> bool:
    called = [*name.split()[:1], *CALLED.get(relation, (relation,) if relation not in ("", "child") else ())]
    return any(_words(one) <= said for one in called if _words(one))


def _words(text: str) -> set[str]:
    return set(WORD.findall(text.casefold()))


@dataclass(frozen=True)
class Choice:
    """What a worker said of a child: whether it is the same there, and whether the child reads it."""

    is_same: bool
    reads: bool


# The answers of the form, by their code.
CHOICES = {
    "same": Choice(is_same=True, reads=True),
    "not_read": Choice(is_same=True, reads=False),
    "no": Choice(is_same=False, reads=False),
}


def code_of(children: Mapping[uuid.UUID, bool], child_id: uuid.UUID) -> str:
    """The answer that stands for a child."""
    if child_id not in children:
        return "no"
    return "same" if children[child_id] else "not_read"


def chosen(children: Mapping[uuid.UUID, bool], answers: Mapping[uuid.UUID, str]) -> dict[uuid.UUID, bool]:
    """For which children it is the same now, and whether each reads it; who was not asked about stays."""
    said = {one: CHOICES[code].reads for one, code in answers.items() if CHOICES[code].is_same}
    return {one: reads for one, reads in children.items() if one not in answers} | said
