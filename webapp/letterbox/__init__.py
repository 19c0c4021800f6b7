"""The letterbox: notes left without signing in; they name nobody and are nobody's voice (practice §3)."""

from __future__ import annotations

from flask import Flask

from webapp import accounts
from webapp.letterbox.queries import NoteView, is_on, notes_waiting
from webapp.letterbox.service import switch
from webapp.letterbox.views import letterbox, phone_facts

blueprints = (letterbox,)

__all__ = ["NoteView", "blueprints", "init_app", "is_on", "letterbox", "notes_waiting", "switch"]


def init_app(app: Flask) -> None:
    """A phone that a child signs in on learns whether its letterbox is on."""
    accounts.tell_phones(app, phone_facts)
