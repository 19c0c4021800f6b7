"""A child's plan: written by a worker, read by each person in their own copy, answered."""

from __future__ import annotations

from webapp.plans.answering.queries import AboutAnswer, SentenceReplyView, about_answer, sentence_reply
from webapp.plans.answering.service import answer_sentence
from webapp.plans.bringing_in import views as bringing_in_views
from webapp.plans.bringing_in.headings import init_app
from webapp.plans.bringing_in.service import forget_brought_in
from webapp.plans.council_record import hand_over
from webapp.plans.evidence import VersionLine, answers_of_child, days_to_talk, versions_of
from webapp.plans.faces import views as faces_views
from webapp.plans.faces.service import put_in as put_worker_photo
from webapp.plans.for_extract import journey_events
from webapp.plans.giving import views as giving_views
from webapp.plans.giving.service import note_given, put_name
from webapp.plans.glossary import views as glossary_views
from webapp.plans.glossary.service import fill as fill_glossary
from webapp.plans.happened import Happened, reviewed_between, shared_since
from webapp.plans.hearing import views as hearing_views
from webapp.plans.hinting import views as hinting_views
from webapp.plans.hinting.service import note_read_aloud
from webapp.plans.journey import editor_views as journey_editor_views
from webapp.plans.journey import views as journey_views
from webapp.plans.journey.queries import RequestView, request_for, requests_waiting, takes_for_duty
from webapp.plans.journey.rules import Texts as JourneyTexts
from webapp.plans.journey.service import ask as ask_beside_plan
from webapp.plans.journey.service import save_entry as save_journey_entry
from webapp.plans.journey.service import say_how_to_reach
from webapp.plans.photos import views as photos_views
from webapp.plans.photos.service import add_photo
from webapp.plans.queries import (
    AnswerView,
    PlanView,
    ReaderView,
    StepView,
    answer_for,
    answers_waiting,
    current_kinds,
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
from webapp.plans.sharing import views as sharing_views
from webapp.plans.sharing.service import share as share_paragraph
from webapp.plans.shells.queries import newest_kinds
from webapp.plans.shells.service import Shell, add_shells
from webapp.plans.steps import views as steps_views
from webapp.plans.steps.moving import move_step
from webapp.plans.steps.service import answer_steps
from webapp.plans.translating import own_views as own_translating_views
from webapp.plans.translating import views as translating_views
from webapp.plans.translating.queries import has_own_text
from webapp.plans.translating.service import ask_translator
from webapp.plans.trouble import found as hand_over_trouble
from webapp.plans.webhook import send_news
from webapp.plans.words import kind_name, part_heading
from webapp.plans.writing import views as writing_views
from webapp.plans.writing.publishing import PublishRefused, publish, record_asked, tick_read_as
from webapp.plans.writing.service import copy_to_draft, save_paragraph, save_step, start_plan

# Each side puts its routes on it when they are imported.
blueprints = (plans,)
views = (
    reading_views,
    writing_views,
    translating_views,
    own_translating_views,
    bringing_in_views,
    hearing_views,
    photos_views,
    journey_views,
    journey_editor_views,
    steps_views,
    sharing_views,
    faces_views,
    giving_views,
    glossary_views,
    hinting_views,
)

__all__ = [
    "KINDS",
    "PARTS",
    "AboutAnswer",
    "AnswerView",
    "ChildView",
    "Happened",
    "JourneyTexts",
    "PlanView",
    "PublishRefused",
    "ReaderView",
    "RequestView",
    "SentenceReplyView",
    "Shell",
    "StepView",
    "VersionLine",
    "about_answer",
    "add_answer",
    "add_photo",
    "add_shells",
    "answer_for",
    "answer_sentence",
    "answer_steps",
    "answers_of_child",
    "answers_waiting",
    "ask_beside_plan",
    "ask_translator",
    "blueprints",
    "children_with_plans",
    "copy_to_draft",
    "current_kinds",
    "current_plan",
    "days_to_talk",
    "fill_glossary",
    "forget_brought_in",
    "hand_over",
    "hand_over_trouble",
    "has_own_text",
    "init_app",
    "journey_events",
    "kind_name",
    "move_step",
    "newest_kinds",
    "note_given",
    "note_read_aloud",
    "open_steps",
    "part_heading",
    "publish",
    "put_name",
    "put_worker_photo",
    "readers",
    "record_asked",
    "record_talked_through",
    "request_for",
    "requests_waiting",
    "reviewed_between",
    "save_journey_entry",
    "save_paragraph",
    "save_step",
    "say_how_to_reach",
    "send_news",
    "sentence_reply",
    "share_paragraph",
    "shared_since",
    "start_plan",
    "takes_for_duty",
    "tick_read_as",
    "versions_of",
    "visible_answers",
    "visible_versions",
    "was_talked_through",
]
