"""A child's plan: written by a worker, read by each person in their own copy, answered."""

from __future__ import annotations

from webapp.plans.answering.queries import AboutAnswer, SentenceReplyView, about_answer, sentence_reply
from webapp.plans.answering.service import answer_sentence
from webapp.plans.bringing_in import views as bringing_in_views
from webapp.plans.bringing_in.headings import init_app
from webapp.plans.bringing_in.service import forget_brought_in
from webapp.plans.queries import (
    AnswerView,
    PlanView,
    ReaderView,
    StepView,
    answer_for,
    answers_waiting,
    current_plan,
    open_steps,
    readers,
    visible_answers,
    was_talked_through,
)
from webapp.plans.reading import views as reading_views
from webapp.plans.reading.queries import ChildView, children_with_plans, visible_versions
from webapp.plans.reading.service import add_answer, record_talked_through
from webapp.plans.routes import plans
from webapp.plans.rules import KINDS, PARTS
from webapp.plans.words import kind_name, part_heading
from webapp.plans.writing import views as writing_views
from webapp.plans.writing.service import (
    PublishRefused,
    copy_to_draft,
    move_step,
    publish,
    record_asked,
    save_paragraph,
    save_step,
    start_plan,
    tick_read_as,
)

# Each side puts its routes on it when they are imported.
blueprints = (plans,)
views = (reading_views, writing_views, bringing_in_views)

__all__ = [
    "KINDS",
    "PARTS",
    "AboutAnswer",
    "AnswerView",
    "ChildView",
    "PlanView",
    "PublishRefused",
    "ReaderView",
    "SentenceReplyView",
    "StepView",
    "about_answer",
    "add_answer",
    "answer_for",
    "answer_sentence",
    "answers_waiting",
    "blueprints",
    "children_with_plans",
    "copy_to_draft",
    "current_plan",
    "forget_brought_in",
    "init_app",
    "kind_name",
    "move_step",
    "open_steps",
    "part_heading",
    "publish",
    "readers",
    "record_asked",
    "record_talked_through",
    "save_paragraph",
    "save_step",
    "sentence_reply",
    "start_plan",
    "tick_read_as",
    "visible_answers",
    "visible_versions",
    "was_talked_through",
]
