"""Someone who has every published number, and wants one that is hidden. Exact, no rounding anywhere."""

from __future__ import annotations

import random
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations

from webapp.localdata.publication import cells, disclosure
from webapp.localdata.publication.cells import Cell
from webapp.localdata.publication.disclosure import HELP, NO_ANSWER, PLAN_TYPES, TOTAL, Counted

ALL_CODES = {"LISTEN": ("3", "2", "1"), "SAFER": ("4", "3", "2", "1"), "KNOW_WHO": ("3", "1")}
Arc = tuple[str, str]
Key = tuple[str, str, str, str]


def recovered(published: Sequence[Cell], counted: Counted) -> list[Key]:
    """The hidden cells of one audience that have one possible value only.

    A table with its margins is a circulation: start → group → answer → end → start, each cell an arc, all
    unknown arcs from 0 up. A cell is fixed when no cycle of the residual graph runs through its arc
    (Gusfield, A graph theoretic approach to statistical data security, SIAM J. Comput. 17, 1988).
    """
    shown = {_key(cell): cell.count for cell in published}
    found: list[Key] = []
    for question in counted.codes:
        for side in (0, 1):
            found += _recovered(question, side, shown, counted)
    return sorted(set(found))


def _recovered(question: str, side: int, shown: Mapping[Key, int | None], counted: Counted) -> Iterator[Key]:
    arcs: dict[Arc, tuple[Key, int]] = {}
    parts = (PLAN_TYPES, HELP)[side]
    for part in (TOTAL, *parts):
        group = (part, TOTAL) if side == 0 else (TOTAL, part)
        plans, helps = (None if name == TOTAL else frozenset({name}) for name in group)
        numbers = disclosure.answered(counted, question, plans, helps)
        everyone = disclosure.size(counted, plans, helps)
        for code, number in {TOTAL: everyone, **numbers}.items():
            arcs[_arc(part, code)] = ((question, *group, code), number)
    free = {arc: number for arc, (key, number) in arcs.items() if shown[key] is None}
    for key, number in arcs.values():
        assert shown[key] in (None, number), f"{key} is published wrongly"
    return (arcs[arc][0] for arc in free if _is_fixed(arc, free))


def _arc(part: str, code: str) -> Arc:
    if code == TOTAL:
        return ("end", "start") if part == TOTAL else ("start", "group " + part)
    return ("answer " + code, "end") if part == TOTAL else ("group " + part, "answer " + code)


def _is_fixed(arc: Arc, free: Mapping[Arc, int]) -> bool:
    tail, head = arc
    steps: dict[str, set[str]] = {}
    for (one, other), flow in free.items():
        if (one, other) != arc:
            steps.setdefault(one, set()).add(other)
            if flow:
                steps.setdefault(other, set()).add(one)
    can_grow = _reaches(steps, head, tail)
    can_shrink = free[arc] > 0 and _reaches(steps, tail, head)
    return not can_grow and not can_shrink


def _reaches(steps: Mapping[str, Iterable[str]], begin: str, end: str) -> bool:
    seen, waiting = {begin}, deque([begin])
    while waiting:
        at = waiting.popleft()
        if at == end:
            return True
        for to in steps.get(at, ()):
            if to not in seen:
                seen.add(to)
                waiting.append(to)
    return False


def _key(cell: Cell) -> Key:
    return cell.question, cell.plan_type, cell.answered_by, cell.answer


def spread(total: int, places: int) -> Iterator[tuple[int, ...]]:
    """Every way to put `total` people in `places`."""
    for bars in combinations(range(total + places - 1), places - 1):
        edges = (-1, *bars, total + places - 1)
        yield tuple(after - before - 1 for before, after in zip(edges, edges[1:], strict=False))


def random_counted(dice: random.Random) -> Counted:
    """One audience: from nobody to some hundreds, even or lopsided, often with empty parts."""
    people: dict[tuple[str, str], int] = {}
    mosts = dice.choice([[0, 3, 12, 40, 150], [40, 150]])
    for plan in PLAN_TYPES:
        most = dice.choice(mosts)
        for way in HELP:
            people[plan, way] = dice.randint(0, most) if dice.random() < 0.9 else 0
    answers = {question: _random_answers(dice, people, codes) for question, codes in ALL_CODES.items()}
    invited = {
        plan: sum(number for group, number in people.items() if group[0] == plan)
        + dice.choice([0, 1, dice.randint(0, 50)])
        for plan in PLAN_TYPES
    }
    not_asked = {reason: dice.choice([0, 1, 4, 7, 20]) for reason in disclosure.REASONS}
    return Counted(people, answers, ALL_CODES, invited, not_asked)


def _random_answers(
    dice: random.Random, people: Mapping[tuple[str, str], int], codes: Sequence[str]
) -> dict[tuple[str, str], dict[str, int]]:
    names = [*codes, *sorted(NO_ANSWER)]
    weights = [dice.choice([0, 0.02, 0.2, 1, 1, 5]) for _name in names]
    weights = weights if any(weights) else [1] * len(names)
    found: dict[tuple[str, str], dict[str, int]] = {}
    for group, number in people.items():
        given = dice.choices(names, weights, k=number)
        found[group] = {name: given.count(name) for name in names if name in given}
    return found


def attack(tables: int, seed: int) -> tuple[int, int, int]:
    """Publish and attack random tables. Numbers shown, numbers hidden, hidden numbers recovered."""
    dice = random.Random(seed)
    shown = hidden = broken = 0
    for _table in range(tables):
        counted = random_counted(dice)
        decided = disclosure.decide(counted, year=dice.random() < 0.5)
        published = cells.cells("child_8_12", counted, decided)
        shown += sum(cell.count is not None for cell in published)
        hidden += sum(cell.count is None for cell in published)
        broken += len(recovered(published, counted))
    return shown, hidden, broken
