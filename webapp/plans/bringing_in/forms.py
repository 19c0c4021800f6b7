"""What a worker brings, and what they change while checking it."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace
from datetime import date

from flask import request
from flask_babel import gettext as _

from webapp.core import forms
from webapp.plans.bringing_in.rules import EVERYONE, PLACES, STEP, Brought, Piece
from webapp.plans.rules import KINDS, LONGEST_FIELD

DOINGS = ("save", "make", "add", "throw_away")


@dataclass(frozen=True)
class Given:
    """A file's bytes (None: no file was chosen) and what was pasted."""

    data: bytes | None
    words: str


def given() -> Given:
    """What was sent; a browser sends an empty file when none was chosen."""
    file = request.files.get("file")
    data = file.read() if file else b""
    return Given(data or None, forms.words("words"))


def doing() -> str:
    """Which button was pressed; the Enter key saves."""
    return forms.chosen("do", DOINGS) or "save"


def checked(kept: Brought, people: list[uuid.UUID]) -> tuple[Brought, dict[str, str]]:
    """The pieces as they were typed, and a kind message for each that cannot stay so."""
    errors: dict[str, str] = {}
    readers = (EVERYONE, *map(str, people))
    pieces = [_piece(number, one, readers, errors) for number, one in enumerate(kept.pieces)]
    kind = forms.chosen("kind", KINDS) or kept.kind
    review_on: date | None = forms.day("review_on") if "review_on" in request.form else kept.review_on
    return replace(kept, pieces=pieces, kind=kind, review_on=review_on), errors


def _piece(number: int, kept: Piece, readers: tuple[str, ...], errors: dict[str, str]) -> Piece:
    """A field that was not sent stays as it was: a small phone may leave out what it did not show."""
    reader = _said("for", number, kept.reader)
    if reader not in readers:
        # An unknown answer never widens to everyone.
        errors[f"for-{number}"] = _("Choose who this is for.")
        reader = kept.reader
    place = _said("place", number, kept.place)
    found = replace(
        kept,
        place=place if place in PLACES else kept.place,
        reader=reader,
        text=_long("text", number, kept.text, errors),
        why=_long("why", number, kept.why, errors),
        whom=_said("whom", number, kept.whom)[:200],
    )
    return _with_day(number, found) if place == STEP else found


def _with_day(number: int, piece: Piece) -> Piece:
    typed = _said("day", number, piece.day)
    day = forms.day(f"day-{number}") if f"day-{number}" in request.form else None
    if f"day-{number}" not in request.form or typed == piece.day:
        return piece
    return replace(
        piece, day=day.isoformat() if day else "", day_words="" if day else typed or piece.day_words
    )


def _said(name: str, number: int, kept: str) -> str:
    key = f"{name}-{number}"
    return forms.line(key) if key in request.form else kept


def _long(name: str, number: int, kept: str, errors: dict[str, str]) -> str:
    key = f"{name}-{number}"
    words = forms.words(key) if key in request.form else kept
    if len(words) > LONGEST_FIELD:
        errors[key] = _("This is too long for one field. Please make two paragraphs of it.")
    return words
