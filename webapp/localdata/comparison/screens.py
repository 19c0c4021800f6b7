"""One question of one audience in every authority, side by side by name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from flask_babel import gettext as _

from webapp import feedback
from webapp.localdata.comparison import queries
from webapp.localdata.comparison.rules import Problem
from webapp.localdata.learning import queries as learning
from webapp.localdata.learning import rules, words
from webapp.localdata.publication.disclosure import TOTAL
from webapp.localdata.publication.gathering import AUDIENCES

PERIODS = 4


@dataclass(frozen=True)
class Line:
    """One authority in one period; `percents`: as they were published, or their symbol. '' is ours."""

    la_name: str
    period: str
    people: str
    percents: tuple[str, ...]


@dataclass(frozen=True)
class Comparison:
    """What was chosen, what may be chosen, and the lines: ours first, then by name."""

    audience: str
    audiences: dict[str, str]
    question: str
    questions: list[tuple[str, str]]
    options: list[str]
    lines: list[Line]


def comparison(audience: str, question: str) -> Comparison:
    """An audience or a question that we do not know is the first."""
    names = {code: text for code, text in words.audiences().items() if code in AUDIENCES.values()}
    chosen = audience if audience in names else next(iter(names))
    asked = {one.code: one for one in words.questions(chosen)}
    item = asked.get(question) or next(iter(asked.values()))
    codes = _codes(item)
    lines = _lines("", learning.published().answers, chosen, item.code, codes)
    for theirs in queries.all_theirs():
        lines += _lines(theirs.la_name, theirs.rows, chosen, item.code, codes)
    said = words.options(item)
    choices = [(one.code, one.standard.text) for one in asked.values()]
    return Comparison(chosen, names, item.code, choices, [said[code] for code in codes], lines)


def _codes(item: feedback.Question) -> list[str]:
    own = [str(code) for code in item.codes if str(code) not in rules.LAST_CODES]
    return [*own, *rules.LAST_CODES]


def _lines(
    la_name: str, rows: Iterable[Mapping[str, str]], audience: str, question: str, codes: list[str]
) -> list[Line]:
    """The newest periods of one authority, oldest first."""
    periods: dict[str, dict[str, Mapping[str, str]]] = {}
    for row in rows:
        if row["respondent"] == audience and row["question"] == question:
            periods.setdefault(rules.period_name(row), {})[row["answer"]] = row
    return [
        Line(
            la_name,
            period,
            _value(found, TOTAL, "response_count"),
            tuple(_value(found, code, "response_percent") for code in codes),
        )
        for period, found in sorted(periods.items())[-PERIODS:]
    ]


def _value(found: Mapping[str, Mapping[str, str]], answer: str, column: str) -> str:
    return found[answer][column] if answer in found else "x"


def problem_words(problem: Problem) -> str:
    """What is wrong, kindly, and where."""
    texts = {
        "large": _("The file is too large. A published file has 4 MB at most."),
        "encoding": _("We cannot read this as text in UTF-8."),
        "columns": _("These are not the columns of family_feedback.csv."),
        "csv": _("This is not a table with commas."),
        "long": _("The file has too many lines."),
        "empty": _("The file has no numbers in it."),
        "names": _("The file is of more than one authority."),
        "twice": _("This line is there twice."),
        "formula": _("A spreadsheet would run this as a formula."),
        "small": _("A number from 1 to 5 should have been hidden. Please tell that authority."),
        "name": _("This name is empty, too long or has odd letters."),
    }
    return texts.get(problem.what) or _("This value is not one of those that are allowed.")
