"""What may be published, decided so that nothing hidden can be worked out (local-data §2). Pure.

Method: global recoding (ESSnet Handbook on Statistical Disclosure Control, ch. 5). No cell is hidden by
itself. For each audience and period, one recoding is taken for plan types, one for who helped and one for the
answers to each question: the first of a fixed list in which every class is big enough. A class of one member
is shown; the members of a bigger class are all hidden (`c`), in every row, so only their sum can be known.

Why it is safe, also from someone who knows these rules and every total:
1. Everything shown is a sum of whole classes, so a reader knows the class sums and no more.
2. A hidden class has "no answer" and at least one member more, and its sum is at least six. Everyone in it
   may have given no answer, one way or another: each such table has the same class sums, and fails every
   recoding that was tried before (each of them shows an answer of the class, now empty, and empty is
   refused). So each hidden answer may be none; and it may be one, which fails them as well.
3. A split by plan type or by help is shown for a question with all its classes big enough, or for none.
   When not shown, only both margins are known, each at least six: a cell may be as large as its margins
   allow or one less (Fréchet), and both fail the same check.
4. The two splits are never crossed. The audiences share nobody, and "Total" of them is written only where
   it is the sum of numbers shown.
5. A year is written for an audience only when none of its quarters was, so no answer is counted in two.
Checked by going through every small table (tests/every_table.py) and by exact flows on large ones
(tests/attacker.py).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

TOTAL = "Total"
NOT_ASKED = "0"
NO_ANSWER = frozenset({"8", "9", NOT_ASKED})
PLAN_TYPES = ("cin", "cp", "cla", "early_help", "no_plan")
HELP = ("alone", "with_help", "worker_present")
REASONS = ("not_safe", "said_no", "cannot_yet", "court")

Classes = tuple[frozenset[str], ...]
Group = tuple[str, str]
Part = tuple[frozenset[str] | None, frozenset[str] | None]


def each(names: Iterable[str]) -> Classes:
    """Every name a class of its own."""
    return tuple(frozenset({name}) for name in names)


# Each list goes from fine to coarse; the classes of one are unions of those before it.
PLAN_LEVELS = (each(PLAN_TYPES), (*each(["cp", "cla"]), frozenset({"cin", "early_help", "no_plan"})))
HELP_LEVELS = (each(HELP), (*each(["alone"]), frozenset({"with_help", "worker_present"})))


@dataclass(frozen=True)
class Limits:
    """Counts up to `small` are hidden; a group with fewer people than `group` is not shown."""

    small: int = 5
    group: int = 10


LIMITS = Limits()


@dataclass(frozen=True)
class Counted:
    """The people of one audience in one period, each counted once, by their latest answers.

    people: (plan type, help) → people. answers: question → (plan type, help) → answer code → people; who has
    no answer there was not asked. codes: question → its answer codes without 8, 9 and 0. invited: plan type →
    people asked, with all who answered. not_asked: reason → people. on_plans: False for staff and partners,
    who have no plan type, and nobody who helps them to answer.
    """

    people: Mapping[Group, int]
    answers: Mapping[str, Mapping[Group, Mapping[str, int]]]
    codes: Mapping[str, Sequence[str]]
    invited: Mapping[str, int]
    not_asked: Mapping[str, int]
    on_plans: bool = True


@dataclass(frozen=True)
class Shown:
    """What one audience shows in one period. Empty classes: that split, or that question, is not shown."""

    plans: Classes
    helps: Classes
    answers: Mapping[str, Classes]
    by_plan: frozenset[str]
    by_help: frozenset[str]
    invited: bool
    invited_by_plan: bool
    not_asked: bool
    reasons: bool


def answer_levels(codes: Sequence[str]) -> list[Classes]:
    """The recodings of a question in the order in which they are tried: from all answers apart to one
    against the rest. "No answer" joins the rest first; then one answer more at a time, the low ones first.
    """
    high = sorted(codes, reverse=True)
    levels = [each([*high, *sorted(NO_ANSWER)])]
    for number in range(len(high), 0, -1):
        for apart in combinations(high, number):
            levels.append((*each(apart), NO_ANSWER.union(set(high) - set(apart))))
    return levels


def decide(counted: Counted, *, year: bool, limits: Limits = LIMITS) -> Shown | None:
    """What to show; None when there are too few. A quarter without its plan types waits for the year."""
    plan_levels, help_levels = (PLAN_LEVELS, HELP_LEVELS) if counted.on_plans else ((), ())
    plans = _first(plan_levels, lambda level: all(size(counted, part) >= limits.group for part in level))
    helps = _first(
        help_levels, lambda level: all(size(counted, None, part) >= limits.group for part in level)
    )
    waits = counted.on_plans and not plans and not year
    if size(counted) < limits.group or waits:
        return None
    answers = {question: _recoded(counted, question, limits) for question in counted.codes}
    invited = _missing(counted, None) > limits.small
    not_asked = sum(counted.not_asked.values()) >= limits.group
    return Shown(
        plans,
        helps,
        answers,
        by_plan=_split(counted, answers, [(part, None) for part in plans], limits),
        by_help=_split(counted, answers, [(None, part) for part in helps], limits),
        invited=invited,
        invited_by_plan=invited and all(_missing(counted, part) > limits.small for part in plans),
        not_asked=not_asked,
        reasons=not_asked and all(counted.not_asked.get(reason, 0) > limits.small for reason in REASONS),
    )


def size(counted: Counted, plans: frozenset[str] | None = None, helps: frozenset[str] | None = None) -> int:
    """How many people answered in these plan types and ways; None is all."""
    return sum(number for group, number in counted.people.items() if _is_in(group, plans, helps))


def answered(
    counted: Counted, question: str, plans: frozenset[str] | None = None, helps: frozenset[str] | None = None
) -> dict[str, int]:
    """Answer code → people, "not asked" being those left. ValueError when answers outnumber people."""
    found = dict.fromkeys([*counted.codes[question], *sorted(NO_ANSWER)], 0)
    for group, numbers in counted.answers.get(question, {}).items():
        if _is_in(group, plans, helps):
            for code, number in numbers.items():
                found[code] += number
    found[NOT_ASKED] = 0
    found[NOT_ASKED] = size(counted, plans, helps) - sum(found.values())
    if found[NOT_ASKED] < 0:
        raise ValueError(f"{question} has more answers than people")
    return found


def _is_in(group: Group, plans: frozenset[str] | None, helps: frozenset[str] | None) -> bool:
    return (plans is None or group[0] in plans) and (helps is None or group[1] in helps)


def _first(levels: Iterable[Classes], fits: Callable[[Classes], bool]) -> Classes:
    return next((classes for classes in levels if fits(classes)), ())


def _recoded(counted: Counted, question: str, limits: Limits) -> Classes:
    numbers = answered(counted, question)
    return _first(answer_levels(counted.codes[question]), lambda classes: _fits(classes, numbers, limits))


def _fits(classes: Classes, numbers: Mapping[str, int], limits: Limits) -> bool:
    return all(_is_big(found, numbers, limits) for found in classes)


def _is_big(members: frozenset[str], numbers: Mapping[str, int], limits: Limits) -> bool:
    """Whether the size of a class may be known: big without "not asked", which some may know otherwise, and
    one bigger with it, so that "not asked" is not known to be none.
    """
    if len(members) == 1:
        return sum(numbers[code] for code in members) > limits.small
    given = sum(numbers[code] for code in members - {NOT_ASKED})
    return given > limits.small and given + numbers[NOT_ASKED] > limits.small + 1


def _split(
    counted: Counted, answers: Mapping[str, Classes], parts: Sequence[Part], limits: Limits
) -> frozenset[str]:
    """The questions shown split into these parts: each of their classes is big in each part."""
    return frozenset(
        question
        for question, classes in answers.items()
        if classes
        and parts
        and all(_fits(classes, answered(counted, question, *part), limits) for part in parts)
    )


def _missing(counted: Counted, plans: frozenset[str] | None) -> int:
    """How many were asked and did not answer. ValueError when more answered than were asked."""
    asked = sum(number for plan, number in counted.invited.items() if plans is None or plan in plans)
    found = asked - size(counted, plans)
    if found < 0:
        raise ValueError("more people answered than were asked")
    return found
