"""A recording as a worker sends it: what it reads, who reads, and the file."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from flask import request
from flask_babel import gettext as _

from webapp.core import forms
from webapp.plans.hearing import messages
from webapp.plans.hearing.rules import AUDIENCES, LONGEST_NAME
from webapp.plans.rules import ENGLISH


@dataclass(frozen=True)
class RecordingForm:
    """`item_id`: the paragraph or step; `data` is empty when no file was chosen."""

    item_id: uuid.UUID | None
    audience: str
    language: str
    read_by: str
    data: bytes

    def errors(self) -> dict[str, str]:
        """By field, kindly."""
        found = {}
        if not self.data:
            found["sound"] = messages.refused("nothing")
        if not self.read_by:
            found["read_by"] = _("Write who reads it.")
        elif len(self.read_by) > LONGEST_NAME:
            found["read_by"] = _("This name is too long.")
        return found


def recording(languages: list[str]) -> RecordingForm:
    """What was sent; a wording that there is not becomes the adults' English."""
    file = request.files.get("sound")
    return RecordingForm(
        item_id=forms.identifier("item"),
        audience=forms.chosen("audience", AUDIENCES) or AUDIENCES[0],
        language=forms.chosen("language", languages) or ENGLISH,
        read_by=forms.line("read_by"),
        data=file.read() if file else b"",
    )


def asked(languages: list[str]) -> tuple[str, str]:
    """Audience and language of the list that was asked for."""
    audience, language = request.args.get("audience", ""), request.args.get("language", "")
    return (
        audience if audience in AUDIENCES else AUDIENCES[0],
        language if language in languages else ENGLISH,
    )


def asked_place() -> int | None:
    """Which block of the reader's own copy: a small number, as it stands on their page."""
    place = request.args.get("n", "")
    return int(place) if place.isascii() and place.isdigit() and len(place) < 5 else None
