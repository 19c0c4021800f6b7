"""Three Houses: what a child draws and writes, and who they let see it."""

from __future__ import annotations

from webapp.core.parcels import Refused
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
from webapp.houses.service import mark_answered, receive
from webapp.houses.sharing import views as sharing_views
from webapp.houses.sharing.queries import ChangeView, to_look_at_again
from webapp.houses.views import page_context

blueprints = (houses,)
# A part puts its routes on it when it is imported.
parts = (sharing_views,)

__all__ = [
    "ANSWER_DAYS",
    "AskedView",
    "ChangeView",
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
    "to_look_at_again",
    "visible_among",
]
