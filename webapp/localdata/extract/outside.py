"""Answers of staff and partners, who gave no name: in groups of ten or more (local-data §1.3)."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import groupby

from webapp import feedback
from webapp.localdata.extract.answers import Row, one_way
from webapp.localdata.extract.tables import SERVICE_FILE

LEAST = 10
# By audience and language, and week: the week under which its answers stand; None when too few answered.
Shown = dict[tuple[str, str, date], date | None]


def in_tens(people: Iterable[tuple[date, int]], least: int = LEAST) -> dict[date, date | None]:
    """Weeks of an audience, each with how many answered, put together until `least` people are in a group.

    people: in order. A group stands under its last week; what is left over goes with the group before it, and
    is None where there is none.
    """
    groups: list[tuple[int, list[date]]] = []
    for week, number in people:
        if groups and groups[-1][0] < least:
            so_far, weeks = groups[-1]
            groups[-1] = so_far + number, [*weeks, week]
        else:
            groups.append((number, [week]))
    if len(groups) > 1 and groups[-1][0] < least:
        number, weeks = groups.pop()
        groups[-1] = groups[-1][0] + number, [*groups[-1][1], *weeks]
    return {week: weeks[-1] if number >= least else None for number, weeks in groups for week in weeks}


def shown(from_on: date, to_on: date) -> Shown:
    """What may be seen of which week; the answers are read once and only people are counted."""
    people: dict[tuple[str, str], dict[date, int]] = {}
    rows = feedback.outside_answers(from_on, to_on)
    for (_key, audience, language, week), _answers in groupby(rows, _person):
        weeks = people.setdefault((audience, language), {})
        weeks[week] = weeks.get(week, 0) + 1
    return {
        (audience, language, week): group
        for (audience, language), weeks in people.items()
        for week, group in in_tens(sorted(weeks.items())).items()
    }


def _person(one: feedback.OutsideAnswerRow) -> tuple[uuid.UUID, str, str, date]:
    return one.key, one.audience, one.language, one.week_on


def lines(from_on: date, to_on: date, groups: Shown, key: bytes) -> Iterator[Row]:
    """Rows of heard_response_about_service. Nothing of the week they answered in is finer than its group."""
    for one in feedback.outside_answers(from_on, to_on):
        week = groups.get((one.audience, one.language, one.week_on))
        if week is None or one.question_code.startswith("OPEN_"):
            continue
        own = one_way(key, "response", f"{one.key}|{one.question_code}")
        respondent = one_way(key, "respondent", str(one.key))
        what = one.audience, one.instrument_id, one.instrument_version, one.question_code, one.answer_code
        how = "self", "N", one.mode, one.language, one.wording_state
        yield (own, respondent, *what, week.isoformat(), week.isoformat(), "", "any_time", *how)


def refused(groups: Shown) -> list[Row]:
    """A line of rejects for those of whom something was left out; not how many there were."""
    few = sorted({(one, language) for (one, language, _week), group in groups.items() if group is None})
    return [
        (SERVICE_FILE, "", "", "", f"fewer than {LEAST} people answered as {audience} in {language}")
        for audience, language in few
    ]
