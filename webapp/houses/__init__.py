"""Three Houses: what a child draws and writes, and who they let see it."""

from __future__ import annotations

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
)
from webapp.houses.rules import ANSWER_DAYS, Refused
from webapp.houses.service import mark_answered, receive
from webapp.houses.views import houses, page_context

blueprints = (houses,)

__all__ = [
    "ANSWER_DAYS",
    "AskedView",
    "EntryView",
    "HiddenWait",
    "Refused",
    "TalkView",
    "asked",
    "blueprints",
    "entries_of",
    "entries_waiting",
    "entry_for",
    "has_sent",
    "hidden_waiting",
    "mark_answered",
    "page_context",
    "receive",
    "talks_waiting",
]
