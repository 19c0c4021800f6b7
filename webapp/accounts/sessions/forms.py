"""Reading what a phone sends to be kept."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

from flask import abort

from webapp.accounts import rules
from webapp.core import forms, ids, text


@dataclass(frozen=True)
class Kept:
    """The form's code, this filling-in of it, and the words by field."""

    form: str
    draft: uuid.UUID
    words: dict[str, list[str]]


def read_kept() -> Kept:
    """400 for anything our own script would not send; 413 for more than we keep."""
    body = forms.json_object()
    draft = ids.parse(body.get("draft"))
    words = body.get("words")
    if draft is None or not isinstance(words, dict):
        abort(400)
    kept = {_line(name): _values(values) for name, values in words.items()}
    if sum(len(value) for values in kept.values() for value in values) > rules.KEPT_AT_MOST:
        abort(413)
    return Kept(form_code(body.get("form")), draft, kept)


def read_form_code() -> str:
    """Which form is meant, in a JSON body."""
    return form_code(forms.json_object().get("form"))


def form_code(value: Any) -> str:
    """A form's code as our templates write it; 400 for anything else."""
    if not isinstance(value, str) or not rules.KEPT_FORM.fullmatch(value):
        abort(400)
    return value


def _values(values: object) -> list[str]:
    if not isinstance(values, list) or len(values) > 200:
        abort(400)
    return [_line(value) for value in values]


def _line(value: object) -> str:
    if not isinstance(value, str):
        abort(400)
    return text.repair(value)
