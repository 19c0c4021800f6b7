"""What families told us, and what we changed: for everyone, without signing in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask_babel import format_date
from werkzeug.wrappers import Response

from webapp.core import language
from webapp.core.access import anyone
from webapp.core.pages import page
from webapp.feedback import Question
from webapp.localdata.learning import words
from webapp.localdata.learning.queries import ledger
from webapp.localdata.publication import queries, service
from webapp.localdata.publication.disclosure import NO_ANSWER
from webapp.localdata.publication.periods import Period
from webapp.localdata.publication.told import Told, told
from webapp.localdata.routes import localdata

NEWEST_CHANGES = 20


@dataclass(frozen=True)
class Asked:
    """A question and its options in one language, and how many gave each: None is not shown."""

    language: str
    text: str
    answers: list[tuple[str, int | None]]


@localdata.get("/what-families-told-us", policy=anyone)
def show_told() -> Response:
    """Numbers of the newest edition and what we changed. No words that anybody wrote, and no name."""
    return page(
        "localdata/told.html",
        told=[(one, _months(one.period), _questions(one)) for one in _told()],
        audiences=words.audiences(),
        changes=ledger()[:NEWEST_CHANGES],
    )


_KEPT: dict[str, list[Told]] = {}


def _told() -> list[Told]:
    """Of the newest edition, read once in a process: anyone may ask for this page as often as they like."""
    sha256 = queries.newest_sha256()
    if sha256 not in _KEPT:
        _KEPT.clear()
        _KEPT[sha256] = told(service.rows_published())
    return _KEPT[sha256]


def _months(period: Period) -> tuple[str, str]:
    """The first and the last month, with their years."""
    return format_date(period.from_on, "MMMM yyyy"), format_date(period.to_on, "MMMM yyyy")


def _questions(one: Told) -> list[Asked]:
    """The questions of the core that show a number."""
    asked = {question.code: question for question in words.questions(one.respondent)}
    return [_asked(asked[code], numbers) for code, numbers in one.answers.items() if code in asked]


def _asked(question: Question, numbers: Mapping[str, int]) -> Asked:
    wording = question.wording(language.current())
    pairs = zip(question.codes, wording.options, strict=True)
    answers = [(text, numbers.get(str(code))) for code, text in pairs if str(code) not in NO_ANSWER]
    return Asked(wording.language, wording.text, answers)
