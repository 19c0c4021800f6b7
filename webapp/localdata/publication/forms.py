"""What the data officer says before a period is published."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from dataclasses import fields as fields_of

from flask import request
from flask_babel import gettext as _

from webapp.core import forms
from webapp.localdata.publication.corrections import NOTE_LIMIT
from webapp.localdata.publication.tidy import FORMULA, Place

NAME_LIMIT = 80
CODES = {
    "new_la_code": re.compile(r"E\d{8}"),
    "old_la_code": re.compile(r"\d{3}"),
    "region_code": re.compile(r"E\d{8}"),
}
FIELDS = tuple(one.name for one in fields_of(Place))


@dataclass
class PublishForm:
    """What was typed, and what is wrong with it by field."""

    values: dict[str, str]
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def place(self) -> Place:
        return Place(**{name: self.values[name] for name in FIELDS})


def of_place(place: Place | None) -> PublishForm:
    """As it was published last."""
    return PublishForm({name: getattr(place, name) if place else "" for name in FIELDS} | {"note": ""})


def read(*, is_correction: bool) -> PublishForm:
    """The authority as it is published, the tick, and the note when numbers are taken back."""
    form = PublishForm({name: forms.line(name) for name in (*FIELDS, "note")})
    for name in ("la_name", "region_name"):
        if not _is_name(form.values[name], required=name == "la_name"):
            form.errors[name] = _("Write a name of 1 to %(num)s letters.", num=NAME_LIMIT)
    for name, shape in CODES.items():
        if form.values[name] and not shape.fullmatch(form.values[name]):
            form.errors[name] = _("This is not a code of that form. Leave it empty if you do not know it.")
    if is_correction and not _is_note(form.values["note"]):
        form.errors["note"] = _("Say why in 1 to %(num)s letters. Begin with a word.", num=NOTE_LIMIT)
    if "read" not in request.form:
        form.errors["read"] = _("Tick that you have read what is shown.")
    return form


def _is_name(value: str, *, required: bool) -> bool:
    if not value:
        return not required
    return len(value) <= NAME_LIMIT and value.isprintable() and not value.startswith(FORMULA)


def _is_note(value: str) -> bool:
    words = " ".join(value.split())
    return bool(words) and len(words) <= NOTE_LIMIT and not words.startswith(FORMULA)
