"""From what the database counted to the people of each audience, as disclosure control wants them. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from webapp.feedback import AnswerCount, PeopleCount, SilentCount
from webapp.localdata.publication.disclosure import NO_ANSWER, PLAN_TYPES, Counted, Group

# Bands as they are published: by the set of questions they were asked.
AUDIENCES = {
    "young": "child_under_8",
    "mid": "child_8_12",
    "teen": "young_person_13",
    "adult": "parent_carer",
    "staff": "staff",
    "partner": "partner",
}
# They answer by invitation without an account: no plan type, and nobody helps them.
OUTSIDE = frozenset({"staff", "partner"})


def gather(
    codes: Mapping[str, Mapping[str, Sequence[str]]],
    people: Iterable[PeopleCount],
    answers: Iterable[AnswerCount],
    silent: Iterable[SilentCount] = (),
) -> dict[str, Counted]:
    """Audience → its people. `codes`: band → question → answer codes, of our own instrument only.

    An answer that the question does not have in this version counts as not asked. Asked are those who
    answered, asked or not, and `silent` without a reason; nobody is in two of these.
    """
    sizes: dict[str, Counter[Group]] = {band: Counter() for band in codes}
    given: dict[str, dict[str, dict[Group, Counter[str]]]] = {band: {} for band in codes}
    for one in people:
        if one.band in codes:
            sizes[one.band][_group(one)] += one.people
    for answer in answers:
        code = str(answer.answer_code)
        known = codes.get(answer.band, {}).get(answer.question_code)
        if known is not None and code in {*known, *NO_ANSWER}:
            groups = given[answer.band].setdefault(answer.question_code, {})
            groups.setdefault(_group(answer), Counter())[code] += answer.people
    quiet = list(silent)
    return {
        AUDIENCES[band]: Counted(
            sizes[band],
            given[band],
            codes[band],
            _invited(sizes[band], (one for one in quiet if one.band == band)),
            _not_asked(one for one in quiet if one.band == band),
            on_plans=band not in OUTSIDE,
        )
        for band in codes
    }


def _group(row: PeopleCount | AnswerCount) -> Group:
    """Plan type, and how it was answered: a worker in the room comes before all else."""
    if row.worker_present:
        return _plan(row.plan_type), "worker_present"
    return _plan(row.plan_type), "alone" if row.answered_by == "self" else "with_help"


def _plan(plan_type: str) -> str:
    """One of PLAN_TYPES: nobody stands in a total and in no part of it."""
    return plan_type if plan_type in PLAN_TYPES else "no_plan"


def _invited(sizes: Mapping[Group, int], silent: Iterable[SilentCount]) -> dict[str, int]:
    found: Counter[str] = Counter()
    for (plan, _way), number in sizes.items():
        found[plan] += number
    for one in silent:
        if not one.reason:
            found[_plan(one.plan_type)] += one.people
    return dict(found)


def _not_asked(silent: Iterable[SilentCount]) -> dict[str, int]:
    found: Counter[str] = Counter()
    for one in silent:
        if one.reason:
            found[one.reason] += one.people
    return dict(found)
