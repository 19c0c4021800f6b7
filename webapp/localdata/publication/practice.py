"""Made-up numbers for a practice site, through the same decision as real ones: nobody gave these answers."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence

from webapp import feedback
from webapp.core.database import session
from webapp.localdata.publication import edition, queries, service
from webapp.localdata.publication.disclosure import HELP, NO_ANSWER, PLAN_TYPES, Counted
from webapp.localdata.publication.gathering import AUDIENCES, gather
from webapp.localdata.publication.periods import Period
from webapp.localdata.publication.tidy import Place

# How many answer in one plan type, by band; staff and partners have none.
SIZES = {"young": 14, "mid": 40, "teen": 28, "adult": 46, "staff": 60, "partner": 24}
HELPED = {"alone": 5, "with_help": 3, "worker_present": 2}


def publish_made_up(*, place: Place, period: Period) -> None:
    """Keep an edition with one more period in it. The same period gives the same numbers."""
    counted = _counted(random.Random(period.name))  # noqa: S311 (practice numbers, no secret)
    earlier = service.rows_published()
    found = edition.look(period, counted, earlier)
    rows = edition.add_look(place, period, found, earlier)
    newest = queries.newest()
    number = newest.number + 1 if newest else 1
    made = service.Made(edition.files(place, rows, service.code_book()), number, period, "", found)
    service.keep(made, db=session(), by_id=None)
    session().flush()


def _counted(dice: random.Random) -> dict[str, Counted]:
    codes = service.codes()
    people: list[feedback.PeopleCount] = []
    answers: list[feedback.AnswerCount] = []
    silent: list[feedback.SilentCount] = []
    for band in AUDIENCES:
        for plan, way in _groups(band):
            size = dice.randint(SIZES[band] // 2, SIZES[band]) * HELPED[way] // 5
            how = (band, plan, "self" if way == "alone" else "self_with_help", way == "worker_present")
            people.append(feedback.PeopleCount(*how, size))
            for question, known in codes[band].items():
                given = Counter(dice.choices([*known, *NO_ANSWER], _weights(dice, len(known)), k=size))
                answers += [
                    feedback.AnswerCount(*how, question, int(code), number) for code, number in given.items()
                ]
        silent.append(feedback.SilentCount(band, "cin", "", SIZES[band] * 2))
    return gather(codes, people, answers, silent)


def _groups(band: str) -> Sequence[tuple[str, str]]:
    if band in ("staff", "partner"):
        return [("", "alone")]
    return [(plan, way) for plan in PLAN_TYPES[:4] for way in HELP]


def _weights(dice: random.Random, known: int) -> list[float]:
    """The kinder answers a little more often; few without an answer."""
    return [*(dice.uniform(1, 4) + place for place in range(known, 0, -1)), *([0.3] * len(NO_ANSWER))]
