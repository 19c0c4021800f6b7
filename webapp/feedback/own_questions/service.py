"""Putting an authority's questions in place. Keyword-only; flush, never commit."""

from __future__ import annotations

import json
from dataclasses import asdict

from sqlalchemy import update

from webapp import audit
from webapp.core import clock, ids
from webapp.core.database import session
from webapp.feedback.models import OwnQuestion
from webapp.feedback.own_questions import queries, rules
from webapp.feedback.questions import Question


def put(*, wanted: list[Question]) -> rules.Changes:
    """Ask these and no other own questions from now on. Doing it twice changes nothing."""
    now, last = queries.asked_now(), queries.last_versions()
    found = rules.changes(now=now, wanted=wanted, last=last)
    for one in found.ended:
        _end(one)
    for one in found.added:
        session().add(_row(one))
    if found.added or found.ended:
        audit.record(actor_id=None, act="questions.change")
    session().flush()
    return found


def _end(question: Question) -> None:
    ending = update(OwnQuestion).where(
        OwnQuestion.audience == question.audience,
        OwnQuestion.code == question.code,
        OwnQuestion.until_at.is_(None),
    )
    session().execute(ending.values(until_at=clock.now()))


def _row(question: Question) -> OwnQuestion:
    return OwnQuestion(
        id=ids.new(),
        audience=question.audience,
        code=question.code,
        version=int(question.version),
        codes=json.dumps(question.codes),
        wordings=json.dumps([asdict(one) for one in question.wordings], ensure_ascii=False),
        source=question.source,
        from_at=clock.now(),
    )
