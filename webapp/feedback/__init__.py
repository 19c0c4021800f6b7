"""Feedback: the standard questions, asked gently; "not safe" reaches a person at once (practice §1)."""

from __future__ import annotations

from webapp.feedback import views as own_views
from webapp.feedback.asked import AskedLine, asked_about
from webapp.feedback.asking import views as asking_views
from webapp.feedback.asking.inviting import invite_all
from webapp.feedback.asking.service import ask_daily, end_hold, note_moment, put_hold
from webapp.feedback.book import BookLine, code_book
from webapp.feedback.counting import (
    AnswerCount,
    PeopleCount,
    SilentCount,
    answer_counts,
    people_counts,
    silent_counts,
)
from webapp.feedback.outside import views as outside_views
from webapp.feedback.outside.counting import outside_answers_counted, outside_people, outside_silent
from webapp.feedback.outside.queries import OutsideAnswerRow, outside_answers
from webapp.feedback.outside.rules import LEAST as OUTSIDE_LEAST
from webapp.feedback.own_questions.queries import ever_asked as own_questions
from webapp.feedback.own_questions.rules import read as read_own_questions
from webapp.feedback.own_questions.service import put as put_own_questions
from webapp.feedback.paper import views as paper_views
from webapp.feedback.queries import HasDrawn, connect_drawings, is_invited, is_open_for, need_for
from webapp.feedback.questions import INSTRUMENT_ID, OWN_ID, VERSION, Question, all_questions
from webapp.feedback.reading import AnswerView, SubmissionView, submission_for, submissions, submissions_of
from webapp.feedback.routes import feedback
from webapp.feedback.rules import NAMED, SSD, questions_for
from webapp.feedback.screens import Line as AnswerLine
from webapp.feedback.screens import lines as answer_lines
from webapp.feedback.service import record_submission
from webapp.feedback.streaming import Sent, count_sent, journey_events, select_sent, sent

blueprints = (feedback,)
# Each part puts its routes on it when it is imported.
views = (own_views, asking_views, outside_views, paper_views)

__all__ = [
    "INSTRUMENT_ID",
    "NAMED",
    "OUTSIDE_LEAST",
    "OWN_ID",
    "SSD",
    "VERSION",
    "AnswerCount",
    "AnswerLine",
    "AnswerView",
    "AskedLine",
    "BookLine",
    "HasDrawn",
    "OutsideAnswerRow",
    "PeopleCount",
    "Question",
    "Sent",
    "SilentCount",
    "SubmissionView",
    "all_questions",
    "answer_counts",
    "answer_lines",
    "ask_daily",
    "asked_about",
    "blueprints",
    "code_book",
    "connect_drawings",
    "count_sent",
    "end_hold",
    "invite_all",
    "is_invited",
    "is_open_for",
    "journey_events",
    "need_for",
    "note_moment",
    "outside_answers",
    "outside_answers_counted",
    "outside_people",
    "outside_silent",
    "own_questions",
    "people_counts",
    "put_hold",
    "put_own_questions",
    "questions_for",
    "read_own_questions",
    "record_submission",
    "select_sent",
    "sent",
    "silent_counts",
    "submission_for",
    "submissions",
    "submissions_of",
]
