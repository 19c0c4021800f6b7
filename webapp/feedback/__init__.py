"""Feedback: the standard questions, asked gently; "not safe" reaches a person at once (practice §1)."""

from __future__ import annotations

from webapp.feedback.queries import (
    AnswerView,
    HasDrawn,
    SubmissionView,
    connect_drawings,
    is_open_for,
    need_for,
    submissions,
)
from webapp.feedback.questions import INSTRUMENT_ID, VERSION, Question, all_questions
from webapp.feedback.rules import NAMED, SSD
from webapp.feedback.service import record_submission
from webapp.feedback.views import feedback

blueprints = (feedback,)

__all__ = [
    "INSTRUMENT_ID",
    "NAMED",
    "SSD",
    "VERSION",
    "AnswerView",
    "HasDrawn",
    "Question",
    "SubmissionView",
    "all_questions",
    "blueprints",
    "connect_drawings",
    "is_open_for",
    "need_for",
    "record_submission",
    "submissions",
]
