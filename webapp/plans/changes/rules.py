"""Two copies of one reader, an earlier and the present one, compared by their words. Pure."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from webapp.plans.content import Block, Page

# Paragraphs that share this much of their words are one paragraph that was changed.
ALIKE = 0.5
# What a paragraph says; for a step also by whom and by when.
Saying = tuple[str, ...]


@dataclass(frozen=True)
class PartChanges:
    """How many paragraphs and steps of one part are new, changed or gone."""

    part: str
    new: int
    changed: int
    gone: int


@dataclass(frozen=True)
class Changes:
    """`parts` in the order of the plan; `marks`: new or changed, by the id of a paragraph or step.

    No marks where most of the plan is new: they would stand everywhere and show nothing.
    """

    parts: list[PartChanges] = field(default_factory=list)
    marks: dict[str, str] = field(default_factory=dict)


def compare(before: Page, now: Page) -> Changes:
    """What is new, changed and gone in a reader's copy. What is gone is counted and never quoted."""
    old, new = _parts(before), _parts(now)
    still_there = {_saying(block) for blocks in new.values() for block in blocks}
    was_there = {_saying(block) for blocks in old.values() for block in blocks}
    found: list[PartChanges] = []
    marks: dict[str, str] = {}
    for part in dict.fromkeys([*new, *old]):
        left = [one for one in map(_saying, old.get(part, [])) if one not in still_there]
        mine = {
            block["id"]: _mark(_saying(block), left)
            for block in new.get(part, [])
            if _saying(block) not in was_there
        }
        count = Counter(mine.values())
        marks |= mine
        if mine or left:
            found.append(PartChanges(part, count["new"], count["changed"], len(left)))
    is_mostly_new = len(marks) * 2 > sum(map(len, new.values()))
    return Changes(found, {} if is_mostly_new else marks)


def _mark(saying: Saying, left: list[Saying]) -> str:
    """Changed, when one that is `left` of the earlier copy says nearly the same (it is then used up)."""
    nearest = max(left, key=lambda one: _likeness(one, saying), default=None)
    if nearest is None or _likeness(nearest, saying) < ALIKE:
        return "new"
    left.remove(nearest)
    return "changed"


def _likeness(one: Saying, other: Saying) -> float:
    return SequenceMatcher(None, one[0].split(), other[0].split(), autojunk=False).ratio()


def _parts(page: Page) -> dict[str, list[Block]]:
    found = {part["key"]: list(part["blocks"]) for part in page["parts"]}
    found.setdefault("steps", []).extend(page["steps"])
    return found


def _saying(block: Block) -> Saying:
    """Compared in English where there is some: a translation that was put right is not another plan."""
    words = " ".join(" ".join(block.get("english") or block["lines"]).split())
    return (words, block.get("whom", ""), block.get("when", ""))
