"""Every table of a few people, published with tiny limits: is a hidden number one value in all of them?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import combinations_with_replacement, product

import pytest

from tests.attacker import spread
from webapp.localdata.publication import cells, disclosure
from webapp.localdata.publication.disclosure import NO_ANSWER, TOTAL, Counted, Limits, each

TINY = Limits(small=1, group=3)
CODES = ("3", "2", "1")
Place = tuple[str, ...]


def counted(
    by_plan: Mapping[str, Mapping[str, int]], codes: Sequence[str] = CODES, *, on_plans: bool = True
) -> Counted:
    """People who answered one question alone: plan type → answer code → people; half of those asked did."""
    people = {(plan, "alone"): sum(numbers.values()) for plan, numbers in by_plan.items()}
    answers = {"LISTEN": {(plan, "alone"): numbers for plan, numbers in by_plan.items()}}
    invited = {plan: 2 * number for (plan, _way), number in people.items()}
    return Counted(people, answers, {"LISTEN": codes}, invited, {}, on_plans=on_plans)


def numbers_of(table: Counted, limits: Limits | None) -> dict[Place, int | None]:
    """Every number of a year's files by its place; without limits, with none hidden."""
    decided = disclosure.decide(table, year=True, limits=limits) if limits else None
    found: dict[Place, int | None] = {}
    for cell in cells.cells("x", table, decided):
        group = (cell.plan_type, cell.answered_by)
        plans, helps = map(cells.members, group)
        everyone = disclosure.size(table, plans, helps)
        truth = {TOTAL: everyone, **disclosure.answered(table, cell.question, plans, helps)}[cell.answer]
        found[cell.question, *group, cell.answer] = cell.count if limits else truth
    for rate in cells.rates("x", table, decided):
        plans = cells.members(rate.plan_type)
        asked = sum(number for plan, number in table.invited.items() if plans is None or plan in plans)
        found["invited", rate.plan_type] = rate.invited if limits else asked
        found["responded", rate.plan_type] = rate.responded if limits else disclosure.size(table, plans)
    return found


def worked_out(tables: Iterable[Counted], about: Callable[[Place], bool]) -> set[Place]:
    """The hidden numbers that have one value in all the tables that would be published in the same way.

    The reader here knows the rules and the limits too. `about`: the places of the numbers that are free in
    the tables gone through; if everyone in them is on one plan type, its numbers are known beforehand.
    """
    possible: dict[tuple[tuple[Place, int | None], ...], dict[Place, set[int | None]]] = {}
    for table in tables:
        shown = numbers_of(table, TINY)
        found = possible.setdefault(tuple(shown.items()), {})
        for place, number in numbers_of(table, None).items():
            found.setdefault(place, set()).add(number)
    return {
        place
        for shown, found in possible.items()
        for place, number in shown
        if number is None and about(place) and len(found[place]) == 1
    }


def of_answers(codes: Sequence[str], people: int, *, on_plans: bool = True) -> set[Place]:
    """Every table of one question."""
    whole = TOTAL if on_plans else cells.NOT_APPLICABLE
    names = [*codes, *sorted(NO_ANSWER)]
    tables = (
        counted({"cin": dict(zip(names, numbers, strict=True))}, codes, on_plans=on_plans)
        for numbers in spread(people, len(names))
    )
    return worked_out(tables, lambda place: place[:3] == ("LISTEN", whole, whole))


def of_two_plan_types(patch: pytest.MonkeyPatch, people: int) -> set[Place]:
    """Every table of a question with two answers, in a world of two plan types; nobody was not asked."""
    patch.setattr(disclosure, "PLAN_LEVELS", (each(["cin", "cp"]),))
    names = ["3", "1", "8", "9"]
    tables = (
        counted(
            {
                "cin": dict(zip(names, numbers[:4], strict=True)),
                "cp": dict(zip(names, numbers[4:], strict=True)),
            },
            ("3", "1"),
        )
        for numbers in spread(people, 8)
    )
    known = {"cla", "early_help", "no_plan", "0"}
    return worked_out(
        tables, lambda place: place[0] == "LISTEN" and place[2] == TOTAL and not known & set(place)
    )


def of_rates(patch: pytest.MonkeyPatch, *, people: int, missing: int) -> set[Place]:
    """Every number of people up to these on three plan types who answered, and who did not."""
    plans = ("cin", "cp", "cla")
    patch.setattr(disclosure, "PLAN_LEVELS", (each(plans), (*each(["cp"]), frozenset({"cin", "cla"}))))
    tables = (
        Counted(
            {(plan, "alone"): number for plan, number in zip(plans, numbers, strict=False)},
            {},
            {},
            {plan: number + silent for plan, number, silent in zip(plans, numbers, quiet, strict=False)},
            {},
        )
        for numbers in spread(people, 4)
        for quiet in spread(missing, 4)
    )
    return worked_out(tables, lambda place: place[1] in (TOTAL, *plans))


def of_reasons(people: int) -> set[Place]:
    """Every number of people up to this who were not asked, for each reason; nothing else is free."""
    possible: dict[tuple[int | None, ...], list[tuple[int, ...]]] = {}
    for not_asked in (numbers[:-1] for numbers in spread(people, len(disclosure.REASONS) + 1)):
        reasons = dict(zip(disclosure.REASONS, not_asked, strict=True))
        table = replace(counted({"cin": {"3": 40}}), not_asked=reasons)
        rate = cells.rates("x", table, disclosure.decide(table, year=True, limits=TINY))[0]
        shown = (rate.not_asked, *(rate.reasons[reason] for reason in disclosure.REASONS))
        possible.setdefault(shown, []).append((sum(not_asked), *not_asked))
    return {
        ("not_asked", str(at))
        for shown, found in possible.items()
        for at, number in enumerate(shown)
        if number is None and len({numbers[at] for numbers in found}) == 1
    }


def of_years(patch: pytest.MonkeyPatch, people: int) -> set[Place]:
    """Every way in which so many people, or fewer, on one of two plan types, answer in three quarters.

    What is hidden of a quarter may not follow from the year, nor from the other quarters.
    """
    patch.setattr(disclosure, "PLAN_LEVELS", (each(["cin", "cp"]),))
    kinds = [kind for kind in product(("", "cin", "cp"), repeat=3) if any(kind)]
    worlds = (world for number in range(people + 1) for world in combinations_with_replacement(kinds, number))
    possible: dict[tuple[tuple[Place, int | None], ...], dict[Place, set[int]]] = {}
    for world in worlds:
        shown, numbers = _year_of(world)
        found = possible.setdefault(tuple(shown.items()), {})
        for place, number in numbers.items():
            found.setdefault(place, set()).add(number)
    return {
        place
        for shown, found in possible.items()
        for place, number in shown
        if number is None and len(found[place]) == 1
    }


def _year_of(world: Sequence[tuple[str, ...]]) -> tuple[dict[Place, int | None], dict[Place, int]]:
    """What is published of three quarters and then of their year, and the numbers themselves."""
    quarters = [Counter(kind[quarter] for kind in world if kind[quarter]) for quarter in range(3)]
    year = Counter(next(plan for plan in reversed(kind) if plan) for kind in world)
    shown: dict[Place, int | None] = {}
    numbers: dict[Place, int] = {}
    was_shown = False
    for name, plans in (*zip("123", quarters, strict=True), ("year", year)):
        table = counted({plan: {"3": number} for plan, number in plans.items()})
        decided = disclosure.decide(table, year=name == "year", limits=Limits(small=1, group=2))
        decided = None if name == "year" and was_shown else decided
        was_shown = was_shown or decided is not None
        for rate in cells.rates("x", table, decided):
            if rate.plan_type in (TOTAL, "cin", "cp"):
                place = (name, rate.plan_type)
                shown[place] = rate.responded
                numbers[place] = plans.total() if rate.plan_type == TOTAL else plans[rate.plan_type]
    return shown, numbers
