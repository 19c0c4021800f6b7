"""Feedback: the standard questions, asked gently; "not safe" reaches a person at once (practice §1)."""

from __future__ import annotations

from webapp.feedback.asking.service import ask_daily, end_hold, invite_all, note_moment, put_hold
from webapp.feedback.book import BookLine, code_book
from webapp.feedback.counting import AnswerCount, PeopleCount, answer_counts, people_counts
from webapp.feedback.own_questions.queries import ever_asked as own_questions
from webapp.feedback.own_questions.rules import read as read_own_questions
from webapp.feedback.own_questions.service import put as put_own_questions
from webapp.feedback.queries import (
    AnswerView,
    HasDrawn,
    SubmissionView,
    connect_drawings,
    is_open_for,
    need_for,
    submissions,
)
from webapp.feedback.questions import INSTRUMENT_ID, OWN_ID, VERSION, Question, all_questions
from webapp.feedback.rules import NAMED, SSD, questions_for
from webapp.feedback.service import record_submission
from webapp.feedback.views import feedback

blueprints = (feedback,)

__all__ = [
    "INSTRUMENT_ID",
    "NAMED",
    "OWN_ID",
    "SSD",
    "VERSION",
    "AnswerCount",
    "AnswerView",
    "BookLine",
    "HasDrawn",
    "PeopleCount",
    "Question",
    "SubmissionView",
    "all_questions",
    "answer_counts",
    "ask_daily",
    "blueprints",
    "code_book",
    "connect_drawings",
    "end_hold",
    "invite_all",
    "is_open_for",
    "need_for",
    "note_moment",
    "own_questions",
    "people_counts",
    "put_hold",
    "put_own_questions",
    "questions_for",
    "read_own_questions",
    "record_submission",
    "submissions",
]
