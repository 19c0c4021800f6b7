"""From what the database counted to the people of each audience, as disclosure control wants them. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from webapp.feedback import AnswerCount, PeopleCount
from webapp.localdata.publication.disclosure import NO_ANSWER, Counted, Group

# Bands as they are published: by the set of questions they were asked.
AUDIENCES = {
    "young": "child_under_8",
    "mid": "child_8_12",
    "teen": "young_person_13",
    "adult": "parent_carer",
}


def gather(
    codes: Mapping[str, Mapping[str, Sequence[str]]],
    people: Iterable[PeopleCount],
    answers: Iterable[AnswerCount],
) -> dict[str, Counted]:
    """Audience → its people. `codes`: band → question → answer codes, of our own instrument only.

    An answer that the question does not have in this version counts as not asked. Nobody but those who
    answered is known as invited yet, so how many were asked is never shown.
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
    return {
        AUDIENCES[band]: Counted(sizes[band], given[band], codes[band], _by_plan(sizes[band]), {})
        for band in codes
    }


def _group(row: PeopleCount | AnswerCount) -> Group:
    """Plan type, and how it was answered: a worker in the room comes before all else."""
    if row.worker_present:
        return row.plan_type or "no_plan", "worker_present"
    return row.plan_type or "no_plan", "alone" if row.answered_by == "self" else "with_help"


def _by_plan(sizes: Mapping[Group, int]) -> dict[str, int]:
    found: Counter[str] = Counter()
    for (plan, _way), number in sizes.items():
        found[plan] += number
    return dict(found)
