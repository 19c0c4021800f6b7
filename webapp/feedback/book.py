"""The code book: every question ever asked, as `heard_question.csv` lists it (local-data §1.4). Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from webapp.feedback.questions import BETWEEN, VERSIONS, Question, all_questions


@dataclass(frozen=True)
class BookLine:
    """A question's exact words in one language. `options` and `option_codes` are in the same order."""

    instrument_id: str
    instrument_version: str
    audience: str
    question_code: str
    language: str
    wording: str
    wording_state: str
    options: str
    option_codes: str
    source: str


def code_book(own: Iterable[Question] = ()) -> list[BookLine]:
    """Every version of our own instrument, then what the authority added, each in every language it has."""
    ours = [question for version in VERSIONS for question in all_questions(version)]
    return [line for question in (*ours, *own) for line in _lines(question)]


def _lines(question: Question) -> list[BookLine]:
    return [
        BookLine(
            instrument_id=question.instrument_id,
            instrument_version=question.version,
            audience=question.audience,
            question_code=question.code,
            language=wording.language,
            wording=wording.text,
            wording_state=wording.state,
            options=BETWEEN.join(wording.options),
            option_codes=BETWEEN.join(str(code) for code in question.codes),
            source=question.source,
        )
        for wording in question.wordings
    ]
