"""What the authority added, as questions."""

from __future__ import annotations

import json
from collections.abc import Iterable

from sqlalchemy import func, select

from webapp.core.database import session
from webapp.feedback.models import OwnQuestion
from webapp.feedback.questions import OWN_ID, Question, Wording, amounts_of


def asked_now() -> list[Question]:
    """Those that are asked now, in the order they were added."""
    return [question_of(row) for row in _rows() if row.until_at is None]


def ever_asked() -> list[Question]:
    """Every version of each, for the code book and for answers already given."""
    return [question_of(row) for row in _rows()]


def last_versions() -> dict[tuple[str, str], int]:
    """The newest version of each (audience, code), also of one that is asked no more."""
    newest = func.max(OwnQuestion.version)
    query = select(OwnQuestion.audience, OwnQuestion.code, newest)
    query = query.group_by(OwnQuestion.audience, OwnQuestion.code)
    return {(audience, code): version for audience, code, version in session().execute(query)}


def _rows() -> Iterable[OwnQuestion]:
    return session().scalars(select(OwnQuestion).order_by(OwnQuestion.from_at, OwnQuestion.id))


def question_of(row: OwnQuestion) -> Question:
    """A row as a question."""
    wordings = tuple(
        Wording(one["language"], one["text"], tuple(one["options"]), one["state"])
        for one in json.loads(row.wordings)
    )
    return Question(
        audience=row.audience,
        code=row.code,
        codes=tuple(json.loads(row.codes)),
        amounts=amounts_of(wordings[0].options),
        source=row.source,
        wordings=wordings,
        instrument_id=OWN_ID,
        version=str(row.version),
    )
