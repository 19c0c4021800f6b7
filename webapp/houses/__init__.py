"""Three Houses: what a child draws and writes, and who they let see it."""

from __future__ import annotations

from webapp.core.parcels import Refused
from webapp.houses.asking import views as asking_views
from webapp.houses.asking.rules import Part, Template
from webapp.houses.asking.service import keep_version as keep_template
from webapp.houses.asking.service import offer_to as offer_template
from webapp.houses.at_meeting import views as at_meeting_views
from webapp.houses.attachments import views as attachment_views
from webapp.houses.attachments.service import keep_whole as keep_attachment
from webapp.houses.attachments.service import sweep as sweep_attachments
from webapp.houses.care import views as care_views
from webapp.houses.evidence import days_to_answer
from webapp.houses.for_extract import journey_events
from webapp.houses.full_size import views as full_size_views
from webapp.houses.in_record import views as in_record_views
from webapp.houses.in_record.handing_over import NotWritten
from webapp.houses.in_record.handing_over import put as put_in_record
from webapp.houses.in_record.queries import RecordLine
from webapp.houses.in_record.queries import line_of as record_line
from webapp.houses.lists import views as lists_views
from webapp.houses.lists.queries import ListsView, Said, lists_for, lists_of
from webapp.houses.lists.queries import children_of as may_write_lists_about
from webapp.houses.lists.queries import visible_among as lists_visible_among
from webapp.houses.lists.service import send_lists
from webapp.houses.own_phone import views as own_phone_views
from webapp.houses.queries import (
    AskedView,
    EntryView,
    HiddenWait,
    TalkView,
    asked,
    entries_of,
    entries_waiting,
    entry_for,
    has_sent,
    hidden_waiting,
    talks_waiting,
    visible_among,
)
from webapp.houses.routes import houses
from webapp.houses.rules import ANSWER_DAYS
from webapp.houses.seen import views as seen_views
from webapp.houses.seen.service import note_seen, say_how
from webapp.houses.service import mark_answered, receive
from webapp.houses.sharing import views as sharing_views
from webapp.houses.sharing.queries import ChangeView, to_look_at_again
from webapp.houses.through_time import views as through_time_views
from webapp.houses.told import views as told_views
from webapp.houses.told.service import write_down
from webapp.houses.views import page_context
from webapp.houses.words import init_app

blueprints = (houses,)
# A part puts its routes on it when it is imported.
parts = (
    lists_views,
    asking_views,
    at_meeting_views,
    attachment_views,
    care_views,
    full_size_views,
    in_record_views,
    own_phone_views,
    seen_views,
    sharing_views,
    through_time_views,
    told_views,
)

__all__ = [
    "ANSWER_DAYS",
    "AskedView",
    "ChangeView",
    "EntryView",
    "HiddenWait",
    "ListsView",
    "NotWritten",
    "Part",
    "RecordLine",
    "Refused",
    "Said",
    "TalkView",
    "Template",
    "asked",
    "blueprints",
    "days_to_answer",
    "entries_of",
    "entries_waiting",
    "entry_for",
    "has_sent",
    "hidden_waiting",
    "init_app",
    "journey_events",
    "keep_attachment",
    "keep_template",
    "lists_for",
    "lists_of",
    "lists_visible_among",
    "mark_answered",
    "may_write_lists_about",
    "note_seen",
    "offer_template",
    "page_context",
    "put_in_record",
    "receive",
    "record_line",
    "say_how",
    "send_lists",
    "sweep_attachments",
    "talks_waiting",
    "to_look_at_again",
    "visible_among",
    "write_down",
]
