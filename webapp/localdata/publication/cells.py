"""The rows of the published files, made from what was decided. Pure; only numbers that are shown leave."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from webapp.localdata.publication import disclosure
from webapp.localdata.publication.disclosure import (
    HELP,
    NO_ANSWER,
    PLAN_TYPES,
    REASONS,
    TOTAL,
    Classes,
    Counted,
    Group,
    Shown,
)

# Why a number is not shown: for the data officer's preview, never in a file.
FEW, SMALL, GUARDS = "few_people", "small", "guards_another"
# Why nothing of an audience is shown, beside too few people.
WAITS, BY_QUARTER = "waits_for_year", "by_quarter"
# Staff and partners have no plan type, and nobody who helps them (GSS symbol: not applicable).
NOT_APPLICABLE = "z"
WHOLE = (TOTAL, NOT_APPLICABLE)


@dataclass(frozen=True)
class Cell:
    """People who gave one answer. `count` is None when it is hidden, and then `why` says why."""

    respondent: str
    plan_type: str
    answered_by: str
    question: str
    answer: str
    count: int | None
    why: str = ""


@dataclass(frozen=True)
class Rate:
    """How many were asked and how many answered, and who was not asked and why; None is hidden."""

    respondent: str
    plan_type: str
    invited: int | None
    responded: int | None
    not_asked: int | None
    reasons: Mapping[str, int | None]


GROUPS = (
    (TOTAL, TOTAL),
    *((plan, TOTAL) for plan in PLAN_TYPES),
    *((TOTAL, way) for way in HELP),
    (NOT_APPLICABLE, NOT_APPLICABLE),
)


def groups(counted: Counted) -> tuple[Group, ...]:
    """The parts an audience is written in: all and each plan type, and each way; or one that has neither."""
    return GROUPS[:-1] if counted.on_plans else GROUPS[-1:]


def cells(respondent: str, counted: Counted, shown: Shown | None, why: str = FEW) -> list[Cell]:
    """One audience's answers in one period, in a fixed order; with nothing shown every count is None.

    why: why nothing is shown.
    """
    found = [
        cell
        for question, codes in counted.codes.items()
        for group in groups(counted)
        for cell in _group_cells(respondent, counted, shown, question, (*codes, *sorted(NO_ANSWER)), group)
    ]
    return found if shown else [replace(cell, why=why) for cell in found]


def rates(respondent: str, counted: Counted, shown: Shown | None) -> list[Rate]:
    """One audience's rates in one period, for all plan types and for each."""
    plans = (TOTAL, *PLAN_TYPES) if counted.on_plans else (NOT_APPLICABLE,)
    return [_rate(respondent, counted, shown, plan) for plan in plans]


def total_cells(parts: Iterable[list[Cell]]) -> list[Cell]:
    """All audiences together: a sum where each audience that is asked the question shows its number."""
    sums: dict[tuple[str, str, str, str], Cell] = {}
    for cell in (cell for part in parts for cell in part):
        key = (cell.question, cell.plan_type, cell.answered_by, cell.answer)
        before = sums.get(key)
        count = _sum(before.count, cell.count) if before else cell.count
        why = (before.why if before else "") or cell.why
        sums[key] = replace(cell, respondent=TOTAL, count=count, why=why)
    return sorted(sums.values(), key=_order)


def total_rates(parts: Iterable[list[Rate]]) -> list[Rate]:
    """All audiences together, each number only where every audience shows it."""
    sums: dict[str, Rate] = {}
    for rate in (rate for part in parts for rate in part):
        before = sums.get(rate.plan_type)
        sums[rate.plan_type] = _both(before, rate) if before else replace(rate, respondent=TOTAL)
    return list(sums.values())


def _group_cells(
    respondent: str,
    counted: Counted,
    shown: Shown | None,
    question: str,
    codes: tuple[str, ...],
    group: tuple[str, str],
) -> list[Cell]:
    plans, ways = map(members, group)
    numbers = disclosure.answered(counted, question, plans, ways)
    everyone = disclosure.size(counted, plans, ways)

    def cell(answer: str, number: int, is_shown: bool) -> Cell:
        why = "" if is_shown else _why(answer, number, everyone)
        return Cell(respondent, *group, question, answer, number if is_shown else None, why)

    group_shown = shown is not None and _shows_group(shown, group)
    found = [cell(TOTAL, everyone, group_shown)]
    for code in codes:
        is_shown = shown is not None and group_shown and _shows_answer(shown, question, group, code)
        found.append(cell(code, numbers[code], is_shown))
    return found


def members(name: str) -> frozenset[str] | None:
    """The plan types or ways behind a name of a row; None is all."""
    return None if name in WHOLE else frozenset({name})


def _shows_group(shown: Shown, group: tuple[str, str]) -> bool:
    plan, way = group
    return (plan in WHOLE or _is_apart(plan, shown.plans)) and (way in WHOLE or _is_apart(way, shown.helps))


def _shows_answer(shown: Shown, question: str, group: tuple[str, str], code: str) -> bool:
    plan, way = group
    splits = (plan in WHOLE or question in shown.by_plan) and (way in WHOLE or question in shown.by_help)
    return splits and _is_apart(code, shown.answers[question])


def _is_apart(name: str, classes: Classes) -> bool:
    return frozenset({name}) in classes


def _why(answer: str, number: int, everyone: int) -> str:
    limits = disclosure.LIMITS
    if everyone < limits.group:
        return FEW
    if answer != TOTAL and min(number, everyone - number) <= limits.small:
        return SMALL
    return GUARDS


def _rate(respondent: str, counted: Counted, shown: Shown | None, plan: str) -> Rate:
    if shown is None or not _shows_group(shown, (plan, TOTAL)):
        return Rate(respondent, plan, None, None, None, dict.fromkeys(REASONS))
    plans = members(plan)
    asked = sum(number for name, number in counted.invited.items() if plans is None or name in plans)
    may_know = shown.invited if plans is None else shown.invited_by_plan
    refused = counted.not_asked if plans is None and shown.not_asked else None
    reasons = counted.not_asked if plans is None and shown.reasons else None
    return Rate(
        respondent,
        plan,
        asked if may_know else None,
        disclosure.size(counted, plans),
        None if refused is None else sum(refused.values()),
        {reason: None if reasons is None else reasons.get(reason, 0) for reason in REASONS},
    )


def _both(one: Rate, other: Rate) -> Rate:
    return Rate(
        TOTAL,
        one.plan_type,
        _sum(one.invited, other.invited),
        _sum(one.responded, other.responded),
        _sum(one.not_asked, other.not_asked),
        {reason: _sum(one.reasons[reason], other.reasons[reason]) for reason in REASONS},
    )


def _sum(one: int | None, other: int | None) -> int | None:
    return None if one is None or other is None else one + other


def _order(cell: Cell) -> tuple[str, int, int, str]:
    return (
        cell.question,
        GROUPS.index((cell.plan_type, cell.answered_by)),
        -1 if cell.answer == TOTAL else 0,
        cell.answer,
    )
