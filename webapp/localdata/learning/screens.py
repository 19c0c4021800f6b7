"""What the learning screen shows: published numbers with their words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from webapp import feedback
from webapp.core import clock
from webapp.localdata.learning import queries, rules, words
from webapp.localdata.learning.rules import Asked, ThroughTime
from webapp.localdata.publication.gathering import AUDIENCES
from webapp.localdata.publication.periods import Period

# The ledger goes back so many years.
YEARS = 3


@dataclass(frozen=True)
class Shown:
    """One question with its words; `options`: answer code → words."""

    text: str
    options: Mapping[str, str]
    chart: ThroughTime


@dataclass(frozen=True)
class Learning:
    """One audience: `audiences` are those that may be chosen, code → words."""

    respondent: str
    audiences: dict[str, str]
    rates: list[Asked]
    questions: list[Shown]


def learning(respondent: str) -> Learning:
    """An audience of the newest edition; one that we do not know is the first."""
    found = queries.published()
    names = words.audiences()
    chosen = respondent if respondent in names else next(iter(AUDIENCES.values()))
    asked = {one.code: one for one in words.questions(chosen)}
    charts = rules.questions(found.answers, chosen, {code: _codes(one) for code, one in asked.items()})
    return Learning(
        chosen,
        {code: text for code, text in names.items() if code in rules.respondents(found.rates)},
        rules.rates(found.rates, chosen),
        [_shown(asked[chart.code], chart) for chart in charts],
    )


def periods() -> list[str]:
    """The fixed periods that are over, newest first: what a line of the ledger can be about."""
    today = clock.today()
    over = [Period(year, quarter) for year in (today.year - 1, today.year) for quarter in (1, 2, 3, 4)]
    last = max((one for one in over if one.is_over(today)), key=lambda one: one.to_on)
    return rules.fixed_periods(last.year - YEARS + 1, last)


def question_choices() -> list[tuple[str, str]]:
    """Every question of the instrument once, with the words of the first audience asked it."""
    found: dict[str, str] = {}
    for one in feedback.all_questions():
        if not one.is_open:
            found.setdefault(one.code, one.standard.text)
    return list(found.items())


def _codes(question: feedback.Question) -> list[str]:
    return [str(code) for code in question.codes if str(code) not in rules.LAST_CODES]


def _shown(question: feedback.Question, chart: ThroughTime) -> Shown:
    return Shown(question.standard.text, words.options(question), chart)
