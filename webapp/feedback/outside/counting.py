"""How many staff and partners were asked and answered what, for publication (local-data §2)."""

from __future__ import annotations

from datetime import date

from sqlalchemy import func, or_, select

from webapp.core.database import session
from webapp.feedback.counting import AnswerCount, PeopleCount, SilentCount
from webapp.feedback.models import OutsideAnswer, OutsideBatch, OutsideLink, OutsideSubmission
from webapp.feedback.rules import NOT_ASKED


def outside_people(from_on: date, to_on: date) -> list[PeopleCount]:
    """How many answered in weeks between two days, both included, by audience. One link, one answer."""
    query = select(OutsideSubmission.audience, func.count())
    query = query.where(OutsideSubmission.week_on.between(from_on, to_on))
    rows = session().execute(query.group_by(OutsideSubmission.audience).order_by(OutsideSubmission.audience))
    return [PeopleCount(audience, "", "self", False, number) for audience, number in rows]


def outside_answers_counted(from_on: date, to_on: date) -> list[AnswerCount]:
    """What they answered."""
    how = (OutsideSubmission.audience, OutsideAnswer.question_code, OutsideAnswer.answer_code)
    query = select(*how, func.count()).join(
        OutsideAnswer, OutsideAnswer.submission_id == OutsideSubmission.id
    )
    query = query.where(
        OutsideSubmission.week_on.between(from_on, to_on),
        OutsideAnswer.answer_code.is_not(None),
        OutsideAnswer.answer_code != NOT_ASKED,
    )
    rows = session().execute(query.group_by(*how).order_by(*how))
    return [
        AnswerCount(audience, "", "self", False, code, answer, number)
        for audience, code, answer, number in rows
        if answer is not None
    ]


def outside_silent(from_on: date, to_on: date) -> list[SilentCount]:
    """Links made on those days that were not answered by the end of the last day's quarter, by audience."""
    unanswered = or_(OutsideLink.answered_in.is_(None), OutsideLink.answered_in > to_on)
    query = (
        select(OutsideBatch.audience, func.count())
        .join(OutsideLink, OutsideLink.batch_id == OutsideBatch.id)
        .where(OutsideBatch.made_on.between(from_on, to_on), unanswered)
        .group_by(OutsideBatch.audience)
        .order_by(OutsideBatch.audience)
    )
    return [SilentCount(audience, "", "", number) for audience, number in session().execute(query)]
